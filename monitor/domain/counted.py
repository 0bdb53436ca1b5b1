"""What an open dossier's dates were counted by, kept to tell whom a change moves."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from monitor.domain.deadline import Missing, Running, Undated
from monitor.domain.instants import vietnam_day
from monitor.domain.policy import DayEnd, LateBy, Policy
from monitor.domain.procedure import Procedure
from monitor.domain.rule import Case
from monitor.domain.term import TermUnit

# The date that binds, and the lawful one.
Dates = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The dates of one dossier, and all that they rest on beside its own data.

    They rest on the days from `first_on` to `last_on` of `calendar`; where those are
    not all loaded there are no dates, and `last_on` lies beyond every calendar.
    """

    calendar: str
    first_on: date
    last_on: date
    by: str  # term and choices
    due_at: datetime | None = None
    statutory_at: datetime | None = None

    @property
    def dates(self) -> Dates:
        """The date that binds and the lawful one."""
        return self.due_at, self.statutory_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated:
    """A dossier whose dates a change of calendar, procedure or choices moved."""

    dossier: str
    unit: str | None
    before: Dates
    after: Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A count that such a change altered, the dossier's own data being the same."""

    dossier: str
    unit: str | None
    before: Counted
    after: Counted

    @property
    def moved(self) -> Redated | None:
        """The dates that moved; None where only what they rest on is another."""
        if self.before.dates == self.after.dates:
            return None
        return Redated(
            dossier=self.dossier,
            unit=self.unit,
            before=self.before.dates,
            after=self.after.dates,
        )


def counted(case: Case) -> Counted | None:
    """Return what the dates of an open dossier rest on; None for one that has ended.

    Without a date (nothing to count by, or a clock that stands still) it rests on no
    day of the calendar, and on term and choices alone.
    """
    dossier, standing = case.dossier, case.standing
    if not dossier.is_open:
        return None
    starts = [one.made_at for one in dossier.promises]
    if dossier.received_at is not None:
        starts.append(dossier.received_at)
    if not starts:
        return None
    dates: Dates = (None, None)
    last_on = date.min
    if isinstance(standing, Running):
        dates = (standing.deadline.due_at, standing.deadline.statutory_at)
        last_on = _last_on(case, dates)
    elif standing == Undated(Missing.CALENDAR_GAP):
        last_on = date.max
    return Counted(
        calendar=case.policy.calendar.name,
        first_on=vietnam_day(min(starts)),
        last_on=last_on,
        by=count_basis(case.procedure, case.policy),
        due_at=dates[0],
        statutory_at=dates[1],
    )


def _last_on(case: Case, dates: Dates) -> date:
    """Return the last day that either date rests on; no end where the lawful one has none."""
    has_term = case.procedure is not None and case.procedure.term is not None
    if dates[1] is None and has_term and case.dossier.received_at is not None:
        return date.max
    return vietnam_day(max(at for at in dates if at is not None))


def count_basis(procedure: Procedure | None, policy: Policy) -> str:
    """Return, as one short text, the term and the choices that a count follows."""
    choices = _choices(policy.day_end, policy.late_by, policy.same_day_cutoff)
    if procedure is None:
        return choices
    term = procedure.term
    parts = [f"{term.amount} {term.unit}" if term else "-", procedure.on_supplement, choices]
    if term is not None and term.unit is TermUnit.HALF_DAYS:
        parts.append(str(policy.calendar.usual_day))
    return " ".join(parts)


@lru_cache
def _choices(day_end: DayEnd, late_by: LateBy, cutoff: time) -> str:
    return f"{day_end} {late_by} {cutoff:%H:%M}"
