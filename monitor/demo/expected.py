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
from monitor.demo.typed import typings
from monitor.domain.dossier import Channel, Status

NEVER_ASKED = frozenset({BIRTH, SIGNATURE, OUTSIDE})
MONTH = date(2026, 11, 1)
MONTH_END = clock(LAST_DAY, "00:00")
NEXT_MONTH_END = date(2026, 12, 31)
OPENS = "07:00"
ASK_DAYS = 3
HEADS = 4  # of the three departments and of the one-stop unit
OTHER_AGENCY = ""  # stands for the one that decides what the sample's own units do not
GIVEN_UP = frozenset({Status.WITHDRAWN, Status.SENT_BACK})
IN_HALVES = ("spot_least", "spot_most")  # days typed in by halves


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
    due_kept: int
    due_all: int
    late_letters: Counter[str]
    late_by: Counter[str]
    received: Counter[str]
    due_next: int
    typed: dict[str, int | str]


def expect(lives: Sequence[Life]) -> Expected:
    """Count what must come out."""
    last = newest_export(instants(LAST_DAY)[-1])
    ours = [life for life in lives if life.procedure not in NEVER_ASKED]
    out = [life for life in lives if life.letter_due_on is not None]
    written = [life.plan for life in lives if life.plan and life.plan.in_workbook]
    due = [life for life in lives if _is_due(life)]
    late = [life for life in lives if _is_late(life)]
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
        due_kept=sum(_is_kept(life) for life in due),
        due_all=len(due),
        late_letters=Counter(_told(life) for life in late),
        late_by=Counter(
            OTHER_AGENCY if life.procedure == OUTSIDE else life.unit_name for life in late
        ),
        received=Counter(
            life.channel.value
            for life in lives
            if clock(MONTH, "00:00") <= life.received_at < MONTH_END
        ),
        due_next=sum(_is_due_next(life) for life in lives),
        typed=_typed(),
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
    first = clock(MONTH, "00:00")
    for life in filter(_is_counted, lives):
        ended = _ended(life)
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


def _ended(life: Life) -> datetime | None:
    """Return when a life ended, if it had by the end of November."""
    return life.finished_at if life.finished_at and life.finished_at < MONTH_END else None


def _is_counted(life: Life) -> bool:
    """Tell whether a life was to be processed in November."""
    ended = _ended(life)
    return life.received_at < MONTH_END and (ended is None or ended >= clock(MONTH, "00:00"))


def _is_late(life: Life) -> bool:
    return _is_counted(life) and _outcome(life, _ended(life)) in {"late", "overdue"}


def _is_kept(life: Life) -> bool:
    return life.finished_at is not None and life.finished_at.date() <= life.due_on


def _is_due(life: Life) -> bool:
    """Tell whether a life fell due in November, or was late before and still to be processed.

    It may have ended before November. Nobody is held to a date where the citizen is waited
    for, or gave up.
    """
    is_held = life.end not in GIVEN_UP and not life.is_paused(MONTH_END)
    return is_held and (MONTH <= life.due_on < LAST_DAY or _is_late(life))


def _told(life: Life) -> str:
    """Return how a late life's citizen was told, as of the end of November."""
    plan = life.plan
    if life.procedure == OUTSIDE:
        return "not_ours"
    if plan is None or plan.recorded_at is None or plan.recorded_at >= MONTH_END:
        return "missing"
    return "before" if plan.recorded_at.date() < life.due_on else "after"


def _is_due_next(life: Life) -> bool:
    """Tell whether a life is open when November ends, and due in December."""
    is_open = _is_counted(life) and _ended(life) is None and not life.is_paused(MONTH_END)
    return is_open and LAST_DAY <= _due_day(life, MONTH_END, MONTH_END) <= NEXT_MONTH_END


def _typed() -> dict[str, int | str]:
    """Return what was typed in for November, read plainly.

    Rates are in hundredths, days that may be halves in half-days.
    """
    told = {
        name: text
        for typing in typings()
        if typing.month == MONTH
        for name, text in typing.figures.items()
    }
    plain = {name: text.replace(".", "").replace(",", "") for name, text in told.items()}
    read = {
        name: int(plain[name]) if plain[name].isdigit() else text for name, text in told.items()
    }
    halves = {name: round(2 * float(told[name].replace(",", "."))) for name in IN_HALVES}
    return read | halves


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
