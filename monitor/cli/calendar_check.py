"""`dunghan calendar check`: what a calendar lacks, and whose dates it would move."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import click

from monitor.catalogues.told import word
from monitor.cli.moves import moved_facts, moved_line, moved_lines
from monitor.cli.options import at_option, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import Closure, DatedDay, RowStatus
from monitor.domain.instants import vietnam_day
from monitor.flows.recount import Recounted, pending, proposed
from monitor.flows.tick import RECOUNTING, bound_by
from monitor.notices.operator import DAYS_AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was found of one calendar; rows and closures are those from today on."""

    name: str
    last_on: date
    days: int  # loaded after today
    estimated: tuple[DatedDay, ...]
    proposed: tuple[DatedDay | Closure, ...]
    idle: tuple[DatedDay, ...]  # rows that change nothing
    would_move: Recounted

    @property
    def is_short(self) -> bool:
        """True where too few days are loaded to count with."""
        return self.days < DAYS_AHEAD


@click.command("check", cls=Command, help=help_of("calendar_check"))
@at_option
@json_option
@click.pass_obj
@told
def check(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Look what the calendars lack, and whose dates would move."""
    with call.app() as app:
        instant = at or app.clock()
        with app.outside.store.reading() as work:
            is_begun = bound_by(work) == RECOUNTING
            waiting = pending(work, app.office, at=instant, is_begun=is_begun)
            uncounted = work.counts.uncounted()
            checked = [
                _checked(one, proposed(work, app.office, name, at=instant), at=instant)
                for name, one in sorted(app.office.calendars.items())
            ]
    if as_json:
        print_json(_facts(checked, waiting, uncounted))
    else:
        for line in _lines(checked, waiting, uncounted):
            click.echo(line)
    end(problems=uncounted + sum(one.is_short for one in checked))


def _checked(one: WorkingCalendar, would_move: Recounted, *, at: datetime) -> Checked:
    today = vietnam_day(at)
    ahead = [row for row in one.rows if row.day >= today]
    closures = (shut for shut in one.spec.closures if shut.last >= today)
    return Checked(
        name=one.name,
        last_on=one.last_day,
        days=(one.last_day - today).days,
        estimated=tuple(row for row in ahead if row.status is RowStatus.ESTIMATED),
        proposed=(
            *(row for row in ahead if not row.status.counts),
            *(shut for shut in closures if not shut.status.counts),
        ),
        idle=tuple(row for row in ahead if _is_idle(row, one)),
        would_move=would_move,
    )


def _is_idle(row: DatedDay, calendar: WorkingCalendar) -> bool:
    spec = calendar.spec
    return spec.sessions_on(row.day, row) == spec.sessions_on(row.day, None)


def _facts(checked: list[Checked], waiting: Recounted, uncounted: int) -> dict[str, Any]:
    return {
        "calendars": [
            {
                **asdict(one),
                "is_short": one.is_short,
                "would_move": [moved_facts(move) for move in one.would_move.moved],
            }
            for one in checked
        ],
        "pending": [moved_facts(one) for one in waiting.moved],
        "uncounted": uncounted,
    }


def _lines(checked: list[Checked], waiting: Recounted, uncounted: int) -> Iterator[str]:
    for one in checked:
        yield say("calendar_loaded", name=one.name, last_on=one.last_on, days=one.days)
        if one.is_short:
            yield say("calendar_short", days=DAYS_AHEAD)
        yield from _rows("calendar_estimated", one.estimated)
        yield from _rows("calendar_proposed", one.proposed)
        yield from _rows("calendar_idle", one.idle)
        if one.proposed:
            moved = one.would_move.moved
            yield say("calendar_would_move", moved=len(moved))
            yield from (moved_line(move) for move in moved)
    if waiting.counted:
        yield say("calendar_pending")
        yield from moved_lines(waiting)
    else:
        yield say("calendar_no_pending")
    if uncounted:
        yield say("calendar_uncounted", dossiers=uncounted)


def _rows(key: str, rows: tuple[DatedDay | Closure, ...]) -> Iterator[str]:
    if rows:
        yield say(key)
    for row in rows:
        status = word("row_status", row.status)
        facts = {"title": row.title, "source": row.source, "status": status}
        if isinstance(row, Closure):
            yield say("calendar_closure", first=row.first, last=row.last, **facts)
        else:
            kind = word("day_kind", row.kind)
            yield say("calendar_row", day=row.day, kind=kind, **facts)
