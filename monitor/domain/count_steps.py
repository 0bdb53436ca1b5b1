"""What a count is told in: the steps from its start to its end."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.calendar_spec import RowStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Days or seconds that count toward the term, from `first` to `last`."""

    first: datetime
    last: datetime
    amount: int  # days for day terms, working seconds for hour terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day that does not count; title and source are empty for a weekly day of rest."""

    day: date
    title: str = ""
    source: str = ""
    status: RowStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """A pause: what came before `starts_again` is forgotten when the term starts anew."""

    paused_at: datetime
    resumed_at: datetime
    starts_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A pause that still runs: the count goes on, or starts anew, once it has ended."""

    paused_at: datetime
    starts_again: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolled:
    """The last day was one of rest, or ended inside a pause: the term ends on `to`."""

    day: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A term of half days or months, and what it comes to from `start`."""

    start: datetime
    amount: int  # working seconds for half days, days for months


Step = Counted | Skipped | Waited | Held | Rolled | Converted
