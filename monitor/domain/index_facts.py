"""What the formulas of the national index ask of a period's dossiers, for an estimate.

Source:
    docs/law.md#index-766
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.instants import is_date_only, vietnam_day
from monitor.domain.term import Term, TermUnit

SECONDS = 3_600


class Measure(StrEnum):
    """What the handling of a procedure is measured in."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"

    @classmethod
    def of(cls, term: Term | None) -> "Measure":
        """Return the measure of a procedure's term; working days where there is none."""
        if term is not None and term.is_by_the_hour:
            return cls.WORKING_HOURS
        if term is not None and term.unit in {TermUnit.CALENDAR_DAYS, TermUnit.MONTHS}:
            return cls.CALENDAR_DAYS
        return cls.WORKING_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """When a dossier of a unit was received and when its result came."""

    unit: str
    procedure: str
    received_at: datetime
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How long the dossiers of one procedure took, summed: in days, or in seconds of hours."""

    procedure: str
    measure: Measure
    dossiers: int
    amount: int

    @property
    def hundredths(self) -> int:
        """The days or hours of one dossier times a hundred, rounded half up."""
        whole = self.dossiers * (SECONDS if self.measure is Measure.WORKING_HOURS else 1)
        return (200 * self.amount + whole) // (2 * whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class InTime:
    """How many dossiers the index holds to be in time, of those it can judge.

    `unknown` have no promised day, and no end of a term that can be named: there is no term,
    or it waits.
    """

    kept: int = 0
    judged: int = 0
    unknown: int = 0

    def __add__(self, other: "InTime") -> "InTime":
        return InTime(
            kept=self.kept + other.kept,
            judged=self.judged + other.judged,
            unknown=self.unknown + other.unknown,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFacts:
    """The facts of an estimate. `unmeasured`: outside the years that a calendar knows."""

    in_time: InTime = InTime()
    handlings: tuple[Handling, ...] = ()
    unmeasured: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """When a supplement was asked for, and when it was in; None while it is awaited."""

    asked_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Special:
    """A dossier that is not judged by its end and its date alone.

    `promised_at` is what it was promised by the period's end, `due_at` the end of its term
    with its pauses in it, `until` its end or the period's.
    """

    promised_at: datetime | None
    due_at: datetime | None
    until: datetime
    asks: tuple[Asked, ...] = ()


def count_special(some: Sequence[Special]) -> InTime:
    """Count dossiers judged one by one."""
    verdicts = [is_in_time(one) for one in some]
    return InTime(
        kept=verdicts.count(True),
        judged=len(verdicts) - verdicts.count(None),
        unknown=verdicts.count(None),
    )


def is_in_time(one: Special) -> bool | None:
    """Tell whether the index holds a dossier to be in time; None where it cannot.

    Who is asked for supplements more than once is late. Who was asked once ends with the
    asking while the supplement is awaited; once it is in, its time is taken off. Instants are
    compared, and equal ones are in time; a promised day without an hour lasts to its end.

    Source:
        docs/law.md#index-766
    """
    if one.promised_at is None and one.due_at is None:
        return None
    if len(one.asks) > 1:
        return False
    until = one.until
    for ask in one.asks:
        if ask.done_at is None or ask.done_at >= one.until:
            until = min(until, ask.asked_at)
        elif one.promised_at is not None:
            until -= ask.done_at - ask.asked_at
    if one.promised_at is None:
        return one.due_at is not None and vietnam_day(until) <= vietnam_day(one.due_at)
    if is_date_only(one.promised_at):
        return until < one.promised_at + timedelta(days=1)
    return until <= one.promised_at
