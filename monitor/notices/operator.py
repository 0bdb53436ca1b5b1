"""The daily line to whoever keeps the program running."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counted import Redated
from monitor.domain.notice import Notice, NoticeKind
from monitor.notices.occasion import Occasion, SourceState, UnitMatter
from monitor.notices.route import Lack
from monitor.notices.unit_line import STALE_SOURCE, UnitLine, of_operator, unit_lines

DAYS_AHEAD = 120  # of the calendar, from which on nothing need be said

TOLD_MOVES = 20  # dates moved that are told one by one
TOLD_UNITS = 20

BACKUP_EVERY = timedelta(days=8)  # a week's backup may be a day late
WAITED_LONG = timedelta(hours=1)  # of a mail: servers that greylist take it by then


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarAhead:
    """A calendar that wants attention: it ends soon, or rests on an estimate."""

    name: str
    last_on: date
    days: int
    is_short: bool
    is_estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Files taken in since `since`, with their rows.

    `rejects` tells the first of the `rejected` rows, a sentence each.
    """

    taken: int = 0
    records: int = 0
    rejected: int = 0
    rejects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """Where the messages stand: sent since `since`, waiting, parked or held for a person.

    `waiting_since` is when the oldest that waits was queued, told where that is long ago.
    """

    sent: int = 0
    waiting: int = 0
    waiting_since: datetime | None = None
    parked: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookNews:
    """The units' workbooks after `since`: made and mailed, answers read, files refused.

    Why files were refused is told among the faults.
    """

    since: datetime
    made: int = 0
    answers: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupDue:
    """A backup is due; the last one was made so many `days` ago, None: there never was one."""

    days: int | None = None


def backup_due(last_at: datetime | None, *, at: datetime) -> BackupDue | None:
    """Tell of a backup that is due, None where the last one is recent."""
    if last_at is None:
        return BackupDue()
    return BackupDue(days=(at - last_at).days) if at - last_at > BACKUP_EVERY else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What the tables say of the program itself.

    `unknown` counts, by rule, dossiers of which a rule cannot know, `unknown_units` units;
    `failing` and `failing_units` name those whose judging fails; `faults` tells, a sentence
    each, what did not work; `moved` holds the dates that a change of calendar or procedures
    has moved; `workbooks` and `backup` are None where there is nothing to tell of them.
    """

    since: datetime
    imported: Imported
    mailed: Mailed
    unknown: tuple[tuple[str, int], ...] = ()
    unknown_units: tuple[tuple[str, int], ...] = ()
    failing: tuple[str, ...] = ()
    failing_units: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    moved: tuple[Redated, ...] = ()
    workbooks: WorkbookNews | None = None
    backup: BackupDue | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorFacts:
    """What the operator reads.

    `is_well` when nothing went wrong; what directory and calendar lack is told apart.
    """

    is_well: bool
    today: date
    sources: tuple[SourceState, ...]
    health: Health
    digests: int
    leaders: int
    lacks: tuple[Lack, ...]
    calendars: tuple[CalendarAhead, ...]
    units: tuple[UnitLine, ...]
    more_units: int
    days_ahead: int = DAYS_AHEAD
    told_moves: int = TOLD_MOVES


def operator_notice(
    health: Health,
    told: Iterable[Notice],
    lacks: Iterable[Lack],
    occasion: Occasion,
    units: Iterable[UnitMatter] = (),
) -> Notice:
    """Return the day's line; `told` holds the other notices of the slot.

    A source that has grown old is among what went wrong.
    """
    kinds = [notice.kind for notice in told]
    under = of_operator(units)
    listed = under[:TOLD_UNITS]
    stale = [one for one in under if one.finding.rule == STALE_SOURCE]
    wrong = (
        stale,
        health.failing_units,
        health.failing,
        health.faults,
        health.mailed.parked,
        health.mailed.held,
        health.mailed.waiting_since,
    )
    return Notice(
        kind=NoticeKind.OPERATOR,
        key=f"operator/{occasion.today}",
        recipient=occasion.routing.operator,
        facts=OperatorFacts(
            is_well=not any(wrong),
            today=occasion.today,
            sources=occasion.sources(frozenset(occasion.exported)),
            health=health,
            digests=kinds.count(NoticeKind.DIGEST) + kinds.count(NoticeKind.BASELINE),
            leaders=kinds.count(NoticeKind.LEADER),
            lacks=tuple(sorted(set(lacks))),
            calendars=_ahead(occasion),
            units=unit_lines(listed, occasion),
            more_units=len(under) - len(listed),
        ),
        lists=tuple(one.id for one in listed),
    )


def _ahead(occasion: Occasion) -> tuple[CalendarAhead, ...]:
    calendars = sorted(occasion.office.every_calendar.items())
    stated = (_state(one, occasion.today) for _, one in calendars)
    return tuple(one for one in stated if one.is_short or one.is_estimated)


def _state(calendar: WorkingCalendar, today: date) -> CalendarAhead:
    days = (calendar.last_day - today).days
    return CalendarAhead(
        name=calendar.name,
        last_on=calendar.last_day,
        days=days,
        is_short=days < DAYS_AHEAD,
        is_estimated=calendar.rests_on_estimate(today, today + timedelta(days=DAYS_AHEAD)),
    )
