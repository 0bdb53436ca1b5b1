"""The words that files bear, and how they compare."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from monitor.catalogues import load_catalogue


@lru_cache(maxsize=4_096)
def plain(text: str) -> str:
    """Return `text` as headers and words are compared.

    Composed characters, one case, single spaces, no closing ":" or "*"; the Icelandic
    eth that old Vietnamese fonts leave behind is read as the Vietnamese letter.
    """
    composed = unicodedata.normalize("NFC", text).casefold().replace("\u00f0", "\u0111")
    return " ".join(composed.split()).strip(" *:")


def by_word(table: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Turn value -> words into compared word -> value."""
    return {plain(word): value for value, words in table.items() for word in words}


def word_table(name: str) -> dict[str, str]:
    """Return one table of `statuses.toml` as compared word -> value."""
    return by_word(load_catalogue("statuses")[name])
