"""Time-limit texts made comparable: one letter for one letter, what was written kept beside."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.domain.term import fold

UNKNOWN = "~"  # stands for a letter that folds to none or to several
HALF = "\u00bd"
PAUSES = " .,:;|()[]-*\u2026"  # what parts clauses and says nothing

_ONES = (
    *("m\u1ed9t", "hai", "ba", "b\u1ed1n", "n\u0103m", "s\u00e1u", "b\u1ea3y", "t\u00e1m"),
    "ch\u00edn",
)
_TEN, _TENS = "m\u01b0\u1eddi", "m\u01b0\u01a1i"
_FIVE, _ONE, _FOUR = "l\u0103m", "m\u1ed1t", "t\u01b0"  # as they are called after a ten
_UNITS = ("ng\u00e0y", "gi\u1edd", "th\u00e1ng", "tu\u1ea7n", "n\u0103m")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """A text as written (`clean`) and without case and marks (`plain`), equally long."""

    clean: str
    plain: str

    def blanked(self, spans: Iterable[tuple[int, int]]) -> "Letters":
        """Return the text with spans of `plain` left blank."""
        plain = self.plain
        for first, last in spans:
            plain = plain[:first] + " " * (last - first) + plain[last:]
        return replace(self, plain=plain)

    def written(self, first: int, last: int) -> str:
        """Return what was written there, without the signs round it, brackets closed."""
        text = " ".join(self.clean[first:last].split()).strip(PAUSES)
        return text + ")" * (text.count("(") - text.count(")"))


def read_letters(text: str) -> Letters:
    """Make a text comparable: composed, single spaces, one kind of dash, no unseen signs.

    A line break parts clauses like "|". Numbers in words before a unit become figures
    in `plain`.
    """
    composed = unicodedata.normalize("NFC", text.strip())
    seen = (_seen(letter) for letter in composed if unicodedata.category(letter) != "Cf")
    clean = " ".join("".join(seen).split())
    plain = "".join(_single(fold(letter)) for letter in clean)
    lower = "".join(_single(letter.casefold()) for letter in clean)
    for found in _NUMBER_WORDS.finditer(lower):
        number = NUMBERS.get(" ".join(found[1].split()))
        if number is not None:
            first, last = found.span(1)
            plain = plain[:first] + str(number).ljust(last - first) + plain[last:]
    return Letters(clean=clean, plain=plain)


def number_in_words(text: str) -> int | None:
    """Return the number from 1 to 99 that words with their marks name, None for other words."""
    return NUMBERS.get(" ".join(text.casefold().split()))


def _seen(letter: str) -> str:
    if letter in "\n\r\v\f\x85\u2028\u2029":
        return "|"
    if unicodedata.category(letter) == "Pd" or letter == "\u2212":
        return "-"
    if unicodedata.decomposition(letter).startswith("<wide>"):
        return unicodedata.normalize("NFKC", letter)
    return letter


def _single(folded: str) -> str:
    return folded if len(folded) == 1 else UNKNOWN


def _names(number: int) -> tuple[str, ...]:
    tens, ones = divmod(number, 10)
    if not tens:
        return (_ONES[ones - 1],)
    ten = _TEN if tens == 1 else f"{_ONES[tens - 1]} {_TENS}"
    if not ones:
        return (ten,)
    last = [_FIVE] if ones == 5 else [_ONES[ones - 1]]  # noqa: PLR2004 - five, as called after a ten
    if tens > 1:
        last += {1: [_ONE], 4: [_FOUR]}.get(ones, [])
    return tuple(f"{ten} {name}" for name in last)


NUMBERS = {name: number for number in range(1, 100) for name in _names(number)}
_WORD = "|".join(sorted({word for name in NUMBERS for word in name.split()}))
_NUMBER_WORDS = re.compile(
    rf"(?<!\w)((?:{_WORD}) (?:(?:{_WORD}) ){{0,3}}?)(?=(?:{'|'.join(_UNITS)})(?!\w))"
)
