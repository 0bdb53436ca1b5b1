"""Terms: how long the law or the procedure gives."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.errors import TermError


class TermUnit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of one unit; a same-day term has amount 1.

    Raises:
        TermError: the amount is not a whole number from 1 to 3,650.
    """

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MAX_AMOUNT:
            raise TermError(text=str(self.amount))

    @property
    def is_short(self) -> bool:
        """True for terms of a day or less: warned by the hour, never asked beforehand."""
        if self.unit is TermUnit.WORKING_HOURS:
            return self.amount <= SHORT_HOURS
        return self.unit is TermUnit.SAME_DAY or self.amount == 1

    @property
    def is_by_the_hour(self) -> bool:
        """True where lateness is judged by the minute."""
        return self.unit is TermUnit.WORKING_HOURS


MAX_AMOUNT = 3_650
SHORT_HOURS = 8
SHOWN = 100  # letters of a text that an error repeats

_SHAPES = (
    (re.compile(r"(\d{1,4}) ngay lam viec"), TermUnit.WORKING_DAYS),
    (re.compile(r"(\d{1,4}) gio(?: lam viec)?"), TermUnit.WORKING_HOURS),
    (re.compile(r"(\d{1,4}) ngay"), TermUnit.CALENDAR_DAYS),
    (re.compile(r"(?:ngay )?trong ngay(?: lam viec)?"), TermUnit.SAME_DAY),
)


def parse_term(text: str) -> Term:
    """Read a time-limit text of one number and one unit, or "within the day".

    Raises:
        TermError: the text names no term, or more than one.
    """
    plain = " ".join(fold(text).strip(" .").split())
    for shape, unit in _SHAPES:
        if found := shape.fullmatch(plain):
            return Term(int(found[1]) if shape.groups else 1, unit)
    raise TermError(text=text[:SHOWN])


def fold(text: str) -> str:
    """Return `text` in lower case without Vietnamese marks, for comparing words."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("\u0111", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
