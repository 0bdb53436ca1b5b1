"""Time-limit texts made comparable: one letter for one letter, what was written kept beside."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from monitor.domain.term import fold

UNKNOWN = "~"  # stands for a letter that folds to none or to several
HALF = "\u00bd"
LONGEST_NUMBER = 12  # signs; what is longer is a slip of the hand
PAUSES = " .,:;|()[]-*\u2026"  # what parts clauses and says nothing

_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]{1,2})")
_HALVES = re.compile(rf"(?:([0-9]+) ?)?{HALF}|(?:([0-9]+) )?1/2|nua")
_ONES = (
    *("m\u1ed9t", "hai", "ba", "b\u1ed1n", "n\u0103m", "s\u00e1u", "b\u1ea3y", "t\u00e1m"),
    "ch\u00edn",
)
_TEN, _TENS, _HUNDRED = "m\u01b0\u1eddi", "m\u01b0\u01a1i", "tr\u0103m"
_FIVE, _ONE, _FOUR = "l\u0103m", "m\u1ed1t", "t\u01b0"  # as they are called after a ten
_NO_TENS = "linh"  # between a hundred and a one
_ALSO = {"l\u1ebb": _NO_TENS, "b\u1ea9y": _ONES[6]}  # other words for the same
_LARGER = ("ngh\u00ecn", "ng\u00e0n", "tri\u1ec7u")  # of numbers that no term has
_FIVE_OR_YEAR = _ONES[4]
_UNITS = ("ng\u00e0y", "gi\u1edd", "th\u00e1ng", "tu\u1ea7n", _FIVE_OR_YEAR)


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
        number = number_in_words(found[1])
        if number is not None:
            first, last = found.span(1)
            plain = plain[:first] + str(number).ljust(last - first) + plain[last:]
    return Letters(clean=clean, plain=plain)


def number_in_words(text: str) -> int | None:
    """Return the number from 1 to 999 that words with their marks name, None for others."""
    return NUMBERS.get(" ".join(_ALSO.get(word, word) for word in text.casefold().split()))


def number_in_figures(text: str) -> Fraction | None:
    """Return the value of a number as written: whole, or a decimal, or with a half."""
    if len(text) > LONGEST_NUMBER:
        return None
    if _WHOLE.fullmatch(text):
        return Fraction(int(text))
    if found := _DECIMAL.fullmatch(text):
        return Fraction(f"{found[1]}.{found[2]}")
    if found := _HALVES.fullmatch(text):
        return Fraction(int(found[1] or found[2] or 0)) + Fraction(1, 2)
    return None


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
    hundreds, below = divmod(number, 100)
    if not hundreds:
        return _names_below_hundred(number)
    hundred = f"{_ONES[hundreds - 1]} {_HUNDRED}"
    if not below:
        return (hundred,)
    between = f" {_NO_TENS} " if below < 10 else " "  # noqa: PLR2004 - the ones have no ten
    return tuple(hundred + between + name for name in _names_below_hundred(below))


def _names_below_hundred(number: int) -> tuple[str, ...]:
    tens, ones = divmod(number, 10)
    if not tens:
        return (_ONES[ones - 1],)
    ten = _TEN if tens == 1 else f"{_ONES[tens - 1]} {_TENS}"
    if not ones:
        return (ten,)
    last = [_FIVE] if ones == 5 else [_ONES[ones - 1]]  # noqa: PLR2004 - five, as called after a ten
    if tens == 1:
        return tuple(f"{ten} {name}" for name in last)
    own = {1: [_ONE], 4: [_FOUR], 5: [_FIVE]}.get(ones, [])  # they tell a ten before them
    full = tuple(f"{ten} {name}" for name in dict.fromkeys([*last, *own]))
    return full + tuple(f"{_ONES[tens - 1]} {name}" for name in own)


NUMBERS = {name: number for number in range(1, 1_000) for name in _names(number)}
_WORD = "|".join(
    sorted({word for name in NUMBERS for word in name.split()} | {*_ALSO, *_LARGER})
)
_UNIT = "|".join(_UNITS)
_NUMBER_WORDS = re.compile(  # a figure may repeat them in brackets
    rf"(?<!\w)((?:{_WORD}) (?:(?:{_WORD}) ){{0,9}}?)(?=(?:\([0-9]+\) ?)?(?:{_UNIT})(?!\w)"
    rf"(?!(?<={_FIVE_OR_YEAR}) (?:{_WORD}|(?:\([0-9]+\) ?)?(?:{_UNIT}))(?!\w)))"
)
