"""How things stand, read in one go: what `status`, the metrics and the health page all tell."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.flows.back_up import BACKUP
from monitor.flows.last_judged import TICK
from monitor.flows.notify import mark
from monitor.notices.slots import Telling, slot_starts
from monitor.ports.gauges import OutboxGauge
from monitor.ports.store import Work

DUE_TODAY = "due_today"  # the rules by which dossiers count as due today, and as late
OVERDUE = "overdue"
LOOKED_AHEAD = 14  # days, for the next mails


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """The newest export of a system that was taken in; `source` is its kind."""

    system: str
    source: str
    state: str
    exported_at: datetime
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarReach:
    """Until when a calendar goes; `days` from the day of the look, negative when it is over."""

    name: str
    last_day: date
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFault:
    """Something that did not work and is tried again; `detail` is a sentence."""

    name: str
    at: datetime
    detail: str

    @property
    def kind(self) -> str:
        """What it is about, without the dossier, file or person behind it."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """A dossier whose judging fails, so many times in a row."""

    code: str
    times: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """How things stood at `at`, by the tables alone.

    `due_today` and `late` count the open dossiers that the rules have found so: late means
    proved by an export. `missing` are systems of the settings from which nothing was ever
    taken in. `next_mails_at` is when the next digests are due at the latest, None where the
    calendar does not say.
    """

    at: datetime
    schema: str
    last_tick_at: datetime | None
    open: int
    due_today: int
    late: int
    outbox: OutboxGauge
    sources: tuple[SourceState, ...] = ()
    missing: tuple[str, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    letters: Mapping[str, int] = field(default_factory=dict)
    calendars: tuple[CalendarReach, ...] = ()
    faults: tuple[StandingFault, ...] = ()
    failing: tuple[Failing, ...] = ()
    backup_at: datetime | None = None
    next_mails_at: datetime | None = None


def situation(
    work: Work,
    office: Office,
    telling: Telling,
    *,
    units: frozenset[str] | None = None,
    at: datetime,
) -> Situation:
    """Read how things stand at `at`; a few counts over indexes, fit to be asked for all day.

    Dossiers, findings and letters are those of `units`, where given; the rest is of all.
    """
    beats = {name: when for name, (when, _) in work.done.beats().items()}
    newest = work.imports.newest_of_systems()
    return Situation(
        at=at,
        schema=work.gauges.schema(),
        last_tick_at=beats.get(TICK),
        open=work.dossiers.open_count(units),
        due_today=work.gauges.dossiers_under(DUE_TODAY, units=units),
        late=work.gauges.dossiers_under(OVERDUE, units=units),
        outbox=work.gauges.outbox(),
        sources=tuple(
            SourceState(
                system=system,
                source=one.source,
                state=one.state,
                exported_at=one.exported_at,
                imported_at=one.imported_at,
            )
            for system, one in sorted(newest.items())
        ),
        missing=tuple(sorted(telling.system_names.keys() - newest.keys())),
        findings=work.gauges.findings(units),
        letters=work.gauges.letters(units),
        calendars=_reaches(office, today=vietnam_day(at)),
        faults=tuple(
            StandingFault(name=name, at=since, detail=detail)
            for name, (since, detail) in sorted(work.done.faults().items())
        ),
        failing=tuple(
            Failing(code=code, times=times, why=why)
            for code, times, why in work.agenda.failing()
        ),
        backup_at=beats.get(BACKUP),
        next_mails_at=_next_mails(work, office, telling, at=at),
    )


def _reaches(office: Office, *, today: date) -> tuple[CalendarReach, ...]:
    return tuple(
        CalendarReach(name=name, last_day=one.last_day, days=(one.last_day - today).days)
        for name, one in sorted(office.every_calendar.items())
    )


def _next_mails(
    work: Work, office: Office, telling: Telling, *, at: datetime
) -> datetime | None:
    """Return the start of the first slot that is not done: in the past, it is overdue."""
    calendar, today = office.policy.calendar, vietnam_day(at)
    try:
        for day in (today + timedelta(days=days) for days in range(LOOKED_AHEAD)):
            if not calendar.is_working_day(day) or calendar.closing(day) <= at:
                continue
            for slot, starts_at in slot_starts(telling, day=day):
                is_done = work.done.has(mark(slot, at=starts_at))
                if not is_done and starts_at < calendar.closing(day):
                    return starts_at
    except CalendarGapError:
        return None
    return None
