"""What must come out of the sample month, counted from the lives alone.

Nothing here asks the product's calendar, engine or rules: days are those of
`monitor.demo.days`, and what an export shows is read off the life itself.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.demo.days import after, clock, is_working
from monitor.demo.exports import WRONG_ROWS
from monitor.demo.lives import Life, Situation
from monitor.demo.making import BIRTH, OUTSIDE, SIGNATURE
from monitor.demo.timeline import LAST_DAY, days, instants, kinds_on, newest_export
from monitor.domain.dossier import Channel, Status

NEVER_ASKED = frozenset({BIRTH, SIGNATURE, OUTSIDE})
MONTH_END = clock(LAST_DAY, "00:00")
OPENS = "07:00"
ASK_DAYS = 3
HEADS = 4  # of the three departments and of the one-stop unit
GIVEN_UP = frozenset({Status.WITHDRAWN, Status.SENT_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The counts, each under the name it is printed by."""

    dossiers: int
    rejects: int
    letters: int
    letters_out: int
    letters_before: int
    letters_mailed: int
    not_ours: int
    refused_once: int
    workbook_in_time: int
    workbook_late: int
    overdue: frozenset[str]
    unconfirmed: frozenset[str]
    undated_slips: int
    late_slips: int
    leader_mails: int
    heads: int
    columns: dict[str, int]


def expect(lives: Sequence[Life]) -> Expected:
    """Count what must come out."""
    last = newest_export(instants(LAST_DAY)[-1])
    ours = [life for life in lives if life.procedure not in NEVER_ASKED]
    out = [life for life in lives if life.letter_due_on is not None]
    written = [life.plan for life in lives if life.plan and life.plan.in_workbook]
    return Expected(
        dossiers=sum(life.received_at <= last for life in lives),
        rejects=WRONG_ROWS * sum("ledger" in kinds_on(day) for day in days()),
        letters=sum(_asked(life) for life in ours) + _count(lives, Situation.OUTSIDE_LATE),
        letters_out=len(out),
        letters_before=sum(life.situation is not Situation.LATE_TOLD_AFTER for life in out),
        letters_mailed=sum(life.channel is Channel.ONLINE for life in out),
        not_ours=_count(lives, Situation.OUTSIDE_LATE),
        refused_once=_count(lives, Situation.LATE_REFUSED_FIRST),
        workbook_in_time=sum(not plan.is_late for plan in written),
        workbook_late=sum(plan.is_late for plan in written),
        overdue=frozenset(
            life.code for life in lives if any(_is_overdue(life, at) for at in _looks())
        ),
        unconfirmed=frozenset(
            life.code for life in lives if any(_is_unconfirmed(life, at) for at in _looks())
        ),
        undated_slips=_count(lives, Situation.NO_PROMISE),
        late_slips=_count(lives, Situation.PROMISED_TOO_LATE),
        leader_mails=sum(
            any(_is_overdue(life, clock(day, "07:15")) for life in lives)
            for day in days()
            if is_working(day)
        ),
        heads=HEADS,
        columns=_columns(lives),
    )


def _count(lives: Sequence[Life], situation: Situation) -> int:
    return sum(life.situation is situation for life in lives)


def _looks() -> list[datetime]:
    return [at for day in days() for at in instants(day)]


def _is_shown_open(life: Life, export: datetime) -> bool:
    return (
        life.received_at <= export
        and not life.status(export).is_end
        and not life.is_paused(export)
    )


def _due_day(life: Life, at: datetime, export: datetime) -> date:
    """Return the day that binds: of our letter, else of the slip, else counted."""
    plan = life.plan
    if plan and life.letter_due_on and plan.recorded_at and plan.recorded_at <= at:
        return life.letter_due_on
    promised = life.promised_at(export)
    return promised.date() if promised else life.due_on


def _is_overdue(life: Life, at: datetime) -> bool:
    export = newest_export(at)
    return _is_shown_open(life, export) and _due_day(life, at, export) < export.date()


def _is_unconfirmed(life: Life, at: datetime) -> bool:
    export = newest_export(at)
    if not _is_shown_open(life, export):
        return False
    return export.date() <= _due_day(life, at, export) < at.date()


def _asked(life: Life) -> int:
    """Count how many deadlines of a life its handler is asked about."""
    asked: set[date] = set()
    for at in _looks():
        export = newest_export(at)
        if not _is_shown_open(life, export):
            continue
        due_day = _due_day(life, at, export)
        if life.letter_due_on == due_day:
            continue
        if clock(after(due_day, -ASK_DAYS), OPENS) <= at and due_day >= at.date():
            asked.add(due_day)
    return len(asked)


def _columns(lives: Sequence[Life]) -> dict[str, int]:
    """Count the columns of table 06a for November, in all."""
    counted: Counter[str] = Counter()
    first = clock(date(2026, 11, 1), "00:00")
    for life in lives:
        ended = life.finished_at if life.finished_at and life.finished_at < MONTH_END else None
        if ended is not None and ended < first:
            continue
        if life.received_at >= MONTH_END:
            continue
        counted["total"] += 1
        if life.received_at < first:
            counted["carried"] += 1
        else:
            counted["online" if life.channel is Channel.ONLINE else "direct"] += 1
        counted[_outcome(life, ended)] += 1
        counted["resolved" if ended else "pending"] += 1
        counted["given_up"] += ended is not None and life.end in GIVEN_UP
        counted["paused"] += ended is None and life.is_paused(MONTH_END)
    return dict(counted)


def _outcome(life: Life, ended: datetime | None) -> str:
    due_day = life.due_on
    if ended is None:
        is_late = due_day < MONTH_END.date() and not life.is_paused(MONTH_END)
        return "overdue" if is_late else "within"
    if life.end in GIVEN_UP:
        return "on_time"
    if ended.date() < due_day:
        return "early"
    return "on_time" if ended.date() == due_day else "late"
