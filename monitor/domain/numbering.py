"""Numbers that the office's own register gives its letters."""

from dataclasses import dataclass
from datetime import datetime

ZERO_LED_BELOW = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What one sequence of numbers belongs to; `issuer` is a unit's code."""

    issuer: str
    year: int
    symbol: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundNumber:
    """A number and the letter it was given to; `void_for` tells why it is used no more."""

    series: Series
    number: int
    mark: str
    bound_at: datetime
    void_for: str = ""


def written(number: int) -> str:
    """Return a number as a letter bears it: below ten with a leading zero.

    Source:
        docs/law.md#layout
    """
    return f"{number:02}" if number < ZERO_LED_BELOW else str(number)
