"""Terms: how long the law or the procedure gives."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.errors import AmountError


class TermUnit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"
    WORKING_HOURS = "working_hours"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    HALF_DAYS = "half_days"  # halves of the calendar's usual day


@dataclass(frozen=True, slots=True)
class Term:
    """An amount of one unit; a same-day term has amount 1.

    Raises:
        AmountError: the amount is not from 1 to 3,650.
    """

    amount: int
    unit: TermUnit

    def __post_init__(self) -> None:
        if not 1 <= self.amount <= MAX_AMOUNT:
            raise AmountError(amount=self.amount, most=MAX_AMOUNT)

    @property
    def is_short(self) -> bool:
        """True for terms of a day or less: warned by the hour, never asked beforehand."""
        if self.unit in SHORT_UP_TO:
            return self.amount <= SHORT_UP_TO[self.unit]
        return self.unit is TermUnit.SAME_DAY

    @property
    def is_by_the_hour(self) -> bool:
        """True where lateness is judged by the minute."""
        return self.unit in BY_THE_HOUR


BY_THE_HOUR = frozenset({TermUnit.WORKING_HOURS, TermUnit.HALF_DAYS})
MAX_AMOUNT = 3_650
SHORT_HOURS = 8
SHORT_UP_TO = {  # the longest term of a day or less in each unit that has one
    TermUnit.WORKING_DAYS: 1,
    TermUnit.CALENDAR_DAYS: 1,
    TermUnit.WORKING_HOURS: SHORT_HOURS,
    TermUnit.HALF_DAYS: 2,
}
SHOWN = 100  # letters of a text that an error repeats


def fold(text: str) -> str:
    """Return `text` in lower case without Vietnamese marks, for comparing words."""
    decomposed = unicodedata.normalize("NFD", text.casefold().replace("\u0111", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
