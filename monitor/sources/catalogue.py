"""The words that files bear, read from `monitor/catalogues`, and how they compare."""

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).resolve().parents[1] / "catalogues"


@cache
def load_catalogue(name: str) -> Mapping[str, Any]:
    """Return the tables of one catalogue file, read once."""
    return tomllib.loads((CATALOGUES / f"{name}.toml").read_text(encoding="utf-8"))


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
