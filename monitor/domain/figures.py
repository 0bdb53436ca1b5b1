"""What a report stands on: its period, its dossiers as of the period's end, its rates."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.domain.dossier import Channel
from monitor.domain.errors import PeriodError
from monitor.domain.instants import midnight
from monitor.domain.letter import LetterState

MONTH = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days a report speaks of, both included; half-open as instants.

    Raises:
        PeriodError: the last day lies before the first.

    Source:
        docs/law.md#report-period
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(period=f"{self.first}..{self.last}")

    @classmethod
    def month(cls, text: str) -> "Period":
        """Return a calendar month, written as 2026-11.

        Raises:
            PeriodError: the text names no month.
        """
        found = MONTH.fullmatch(text)
        try:
            first = date(int(found[1]), int(found[2]), 1) if found else None
        except ValueError:
            first = None
        if first is None or first.year == date.max.year:
            raise PeriodError(period=text)
        return cls(first=first, last=_month_after(first) - timedelta(days=1))

    @property
    def starts_at(self) -> datetime:
        """The first instant of the period."""
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period: figures are as of it."""
        return midnight(self.last + timedelta(days=1))

    @property
    def is_month(self) -> bool:
        """True for one whole calendar month."""
        return self.first.day == 1 and self.last + timedelta(days=1) == _month_after(self.first)

    @property
    def code(self) -> str:
        """The period in a file name or a code: its month, or its two days."""
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first}..{self.last}"

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant lies in the period."""
        return self.starts_at <= at < self.ends_at


class EndKind(StrEnum):
    """How a dossier ended."""

    FINISHED = "finished"  # the result exists
    GIVEN_UP = "given_up"  # withdrawn, sent back, refused or stopped


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """When and how a dossier ended."""

    at: datetime
    kind: EndKind = EndKind.FINISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a report tells of a letter. `issued_at`: when the signed file was recorded."""

    state: LetterState
    issued_at: datetime | None = None
    dated_on: date | None = None
    new_due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One dossier as it stood when the period ended.

    Names are for reading, codes for grouping; an empty text was not known.
    `first_due_at` is the deadline before any re-appointment, `due_at` the one that
    binds at the period's end; both are None where no deadline can be named.
    `is_paused`: the clock stands still at the period's end, since `paused_at` where
    the source says so. `is_lateness_unknown`: the source cannot tell on time from
    late, as of a dossier of which only the late collection is recorded, or an open
    one last seen before its deadline. `deciding_agency` is empty where we decide;
    `cause_text` is the catalogue's.
    """

    code: str
    unit: str
    unit_name: str
    field: str
    procedure: str
    channel: Channel | None
    received_at: datetime
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    is_by_minute: bool = False
    end: End | None = None
    is_paused: bool = False
    paused_at: datetime | None = None
    is_lateness_unknown: bool = False
    deciding_agency: str = ""
    letter: LetterFacts | None = None
    cause: str = ""
    cause_text: str = ""

    @property
    def second_due_at(self) -> datetime | None:
        """The deadline that a re-appointment set, where it differs from the first."""
        return self.due_at if self.due_at != self.first_due_at else None


class RateDefinition(StrEnum):
    """What a rate divides by what.

    Source:
        docs/law.md#on-time-rates
    """

    DUE = "due"  # on time, of all that fell due in the period or were overdue before
    RESOLVED = "resolved"  # early or on time, given up included, of all resolved
    RESOLVED_KEPT = "resolved_kept"  # the same without those given up
    ONLINE = "online"  # received online, of those received whose channel is known
    LETTERS = "letters"  # letters issued before the due day, of those we owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share with what it is made of; nothing to divide by is said, never 100 %."""

    definition: RateDefinition
    numerator: int
    denominator: int

    @property
    def hundredths(self) -> int | None:
        """The percentage times a hundred, rounded half up; None of an empty denominator."""
        if self.denominator == 0:
            return None
        return (20_000 * self.numerator + self.denominator) // (2 * self.denominator)


def _month_after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
