"""What the formulas of the national index ask of a period's dossiers."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    func,
    literal,
    not_,
    select,
)

from monitor.domain.dossier import GIVEN_UP, PauseKind
from monitor.domain.index_facts import Asked, Handled, InTime, Special
from monitor.domain.period import Period
from monitor.store.among import among
from monitor.store.counting import count_alike
from monitor.store.days import day_of, second_of_day
from monitor.store.tables import dossiers, pauses, promises
from monitor.store.types import on_clock

Test = ColumnElement[bool]


_RESULT_AT = func.coalesce(dossiers.c.finished_at, dossiers.c.collected_at)


def in_time(
    connection: Connection, period: Period, ended_at: ColumnElement[datetime], *counted: Test
) -> InTime:
    """Count what can be judged by its end, or the period's, and its date alone.

    Args:
        connection: To the store.
        period: The days.
        ended_at: Asks for the end; nothing where it lies after the period.
        counted: Which dossiers.
    """
    one = dossiers.c
    until = func.coalesce(ended_at, literal(period.ends_at, one.received_at.type))
    is_kept = case(
        (and_(one.promised_at.is_(None), one.first_due_at.is_(None)), None),
        (one.promised_at.is_(None), day_of(until) <= day_of(one.first_due_at)),
        (second_of_day(one.promised_at) == 0, day_of(until) <= day_of(one.promised_at)),
        else_=until <= one.promised_at,
    )
    query = select(is_kept).where(*counted, one.id.not_in(_special(period)))
    found = count_alike(connection, query)
    kept = found[True,]
    return InTime(kept=kept, judged=kept + found[False,], unknown=found[None,])


def specials(
    connection: Connection, period: Period, ended_at: ColumnElement[datetime], *counted: Test
) -> Iterator[Special]:
    """Yield those of which supplements were asked, or whose date was moved since the period."""
    one = dossiers.c
    query = select(one.id, one.promised_at, one.first_due_at, ended_at).where(
        one.id.in_(_special(period)), *counted
    )
    found = connection.execute(query).all()
    given = {"ids": [number for number, _, _, _ in found]}
    asks, then = _asks(connection, period, given), _promised_then(connection, period, given)
    for number, promised_at, due_at, ended in found:
        yield Special(
            promised_at=then.get(number) if number in then else promised_at,
            due_at=None if number in then else due_at,
            until=ended or period.ends_at,
            asks=tuple(asks.get(number, ())),
        )


def handled(
    connection: Connection, period: Period, procedures: Collection[str], *whose: Test
) -> Iterator[Handled]:
    """Yield when dossiers of some procedures, received in a period, had a result by its end."""
    one = dossiers.c
    asked = (one.unit, one.procedure, on_clock(one.received_at), on_clock(_RESULT_AT))
    query = select(*asked).where(
        among(one.procedure, "procedures"),
        one.received_at >= period.starts_at,
        one.received_at < period.ends_at,
        not_(one.is_open),
        period.ends_at > _RESULT_AT,
        func.coalesce(one.status, "").not_in(sorted(GIVEN_UP)),
        *whose,
    )
    given = {"procedures": sorted(procedures)}
    for unit, procedure, received_at, ended_at in connection.execute(query, given):
        yield Handled(
            unit=unit or "", procedure=procedure, received_at=received_at, ended_at=ended_at
        )


def _special(period: Period) -> Any:
    """Ask for the dossiers that are judged one by one."""
    wait, told = pauses.c, promises.c
    return (
        select(wait.dossier_id)
        .where(wait.kind == PauseKind.SUPPLEMENT, wait.paused_at < period.ends_at)
        .union(select(told.dossier_id).where(told.made_at >= period.ends_at))
    )


def _asks(
    connection: Connection, period: Period, given: Mapping[str, list[int]]
) -> Mapping[int, list[Asked]]:
    wait = pauses.c
    query = select(
        wait.dossier_id, wait.paused_at, func.coalesce(wait.resumed_at, wait.over_at)
    ).where(
        wait.kind == PauseKind.SUPPLEMENT,
        wait.paused_at < period.ends_at,
        among(wait.dossier_id, "ids"),
    )
    found: defaultdict[int, list[Asked]] = defaultdict(list)
    for number, asked_at, done_at in connection.execute(query, given):
        found[number].append(Asked(asked_at=asked_at, done_at=done_at))
    return found


def _promised_then(
    connection: Connection, period: Period, given: Mapping[str, list[int]]
) -> Mapping[int, datetime | None]:
    """Return what was promised by a period's end, of dossiers whose date was moved since."""
    told = promises.c
    query = (
        select(told.dossier_id, told.made_at, told.promised_at)
        .where(among(told.dossier_id, "ids"))
        .order_by(told.made_at, told.id)
    )
    then: dict[int, datetime | None] = {}
    moved = set()
    for number, made_at, promised_at in connection.execute(query, given):
        if made_at >= period.ends_at:
            moved.add(number)
        else:
            then[number] = promised_at
    return {number: then.get(number) for number in moved}
