"""What falls due after a period, and how dossiers like it fared before."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from monitor.domain.outlook import Ahead, FallenDue, FellDue, Windows
from monitor.domain.period import Period
from monitor.store.counting import count_alike
from monitor.store.tables import dossiers, pauses

Test = ColumnElement[bool]

UNKNOWN, KEPT, LATE = range(3)
STATES = 3
COUNTS = 3
IN_BOTH = 1 + STATES

_PROCEDURE = func.coalesce(dossiers.c.procedure, dossiers.c.procedure_name)


def ahead(
    connection: Connection, days: Period, *settled: Test, given: Mapping[str, Any]
) -> Iterator[Ahead]:
    """Yield the settled dossiers, open when a period ended, that fall due in days after it."""
    one = dossiers.c
    query = select(one.code, one.unit, _PROCEDURE, one.first_due_at).where(
        *settled,
        one.first_due_at >= days.starts_at,
        one.first_due_at < days.ends_at,
    )
    for code, unit, procedure, due_at in connection.execute(query, given):
        yield Ahead(code=code, unit=unit or "", procedure=procedure, due_at=due_at)


def fallen_due(
    connection: Connection,
    period: Period,
    windows: Windows,
    ended_at: ColumnElement[datetime],
    *known: Test,
    given: Mapping[str, Any],
) -> FallenDue:
    """Count what fell due in the windows before a period's end, and in the period.

    Args:
        connection: To the store.
        period: The days; what fell due in `windows.past`, and in the period, is judged as of
            its end, what fell due in `windows.before` as of its start.
        windows: The days looked at.
        ended_at: Asks for the instant that counts as the end.
        known: Which dossiers.
        given: The values that these conditions need.
    """
    one = dossiers.c
    due_at, how = one.first_due_at, _how(period, windows, ended_at)
    first = min(windows.before.starts_at, windows.past.starts_at)
    query = select(one.unit, _PROCEDURE, how).where(
        due_at >= first, due_at < period.ends_at, one.received_at < period.ends_at, *known
    )
    sums: tuple[defaultdict[tuple[str, str], list[int]], ...] = tuple(
        defaultdict(lambda: [0, 0]) for _ in range(COUNTS)
    )
    for (whose, about, told), count in count_alike(connection, query, given).items():
        for place, is_late in _read(told):
            found = sums[place][whose or "", about]
            found[0] += count
            found[1] += count * is_late
    past, before, tried = map(_told, sums)
    return FallenDue(past=past, before=before, tried=tried)


def _how(
    period: Period, windows: Windows, ended_at: ColumnElement[datetime]
) -> ColumnElement[int]:
    """Ask in which of the three counts a dossier stands, and how: a digit for each."""
    one = dossiers.c
    starts_at, due_at = period.starts_at, one.first_due_at
    at_end = _state(ended_at, period.ends_at)
    was_open = and_(
        due_at >= starts_at,
        one.received_at < starts_at,
        or_(one.is_open, ended_at >= starts_at),
        one.id.not_in(_waiting(starts_at)),
    )
    in_past, in_before = _is_in(windows.past), _is_in(windows.before)
    parts = (
        (in_past, at_end),
        (in_before, _state(ended_at, starts_at)),
        (was_open, at_end),
    )
    # Most had ended when the period began, and fell due in both windows: they are told first.
    return case(
        (and_(one.is_kept == true(), ended_at < starts_at, in_past, in_before), IN_BOTH * KEPT),
        else_=sum(
            (
                case((test, STATES**place * state), else_=UNKNOWN)
                for place, (test, state) in enumerate(parts)
            ),
            start=literal(UNKNOWN),
        ),
    )


@cache
def _read(how: int) -> tuple[tuple[int, bool], ...]:
    """Return in which of the three counts dossiers stand, and whether they are late there."""
    states = ((place, how // STATES**place % STATES) for place in range(COUNTS))
    return tuple((place, state == LATE) for place, state in states if state != UNKNOWN)


def _told(sums: Mapping[tuple[str, str], list[int]]) -> tuple[FellDue, ...]:
    return tuple(
        FellDue(unit=unit, procedure=procedure, due=due, late=late)
        for (unit, procedure), (due, late) in sorted(sums.items())
    )


def _is_in(days: Period) -> Test:
    due_at = dossiers.c.first_due_at
    return and_(due_at >= days.starts_at, due_at < days.ends_at)


def _state(ended_at: ColumnElement[datetime], at: datetime) -> ColumnElement[int]:
    """Ask how a dossier whose deadline lies before an instant stood at it."""
    one = dossiers.c
    has_ended = and_(not_(one.is_open), ended_at < at)
    is_shown = and_(one.shows_end, one.as_of >= one.first_passes_at)
    return case(
        (and_(has_ended, one.is_kept == true()), KEPT),
        (and_(has_ended, one.is_kept.is_(None)), UNKNOWN),
        (or_(has_ended, is_shown), LATE),
        else_=UNKNOWN,
    )


def _waiting(at: datetime) -> Any:
    """Ask for the dossiers that waited at an instant."""
    wait = pauses.c
    over_at = func.coalesce(wait.resumed_at, wait.over_at)
    return select(wait.dossier_id).where(
        wait.paused_at < at, or_(over_at.is_(None), over_at >= at)
    )
