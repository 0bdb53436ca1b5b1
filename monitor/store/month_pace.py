"""The days on which results came, beside those of their receipt and of their promise."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, select

from monitor.domain.dossier import GIVEN_UP
from monitor.domain.pace import ResultDays
from monitor.domain.period import Period
from monitor.store.counting import count_alike
from monitor.store.days import day_of, to_day
from monitor.store.tables import dossiers


def results(
    connection: Connection,
    period: Period,
    ended_at: ColumnElement[datetime],
    *known: ColumnElement[bool],
    settled: tuple[ColumnElement[bool], ...],
    given: Mapping[str, Any],
) -> Iterator[tuple[ResultDays, int]]:
    """Yield the results of a period, those alike counted.

    Args:
        connection: To the store.
        period: The days.
        ended_at: Asks for the instant that counts as the end.
        known: Which dossiers.
        settled: Of which of them the promise is told, too.
        given: The values that these conditions need.
    """
    one = dossiers.c
    is_stated = func.coalesce(one.finished_at, one.collected_at).is_not(None)
    is_of_period = and_(one.received_at >= period.starts_at, is_stated)
    asked = (
        one.unit,
        func.coalesce(one.procedure, one.procedure_name),
        case((is_of_period, day_of(one.received_at))),
        day_of(ended_at),
        case((and_(one.is_kept.is_not(None), *settled), day_of(one.first_due_at))),
    )
    query = select(*asked).where(
        ended_at >= period.starts_at,
        ended_at < period.ends_at,
        not_(one.is_open),
        one.received_at < period.ends_at,
        func.coalesce(one.status, "").not_in(sorted(GIVEN_UP)),
        *known,
    )
    counted = count_alike(connection, query, given)
    for (unit, procedure, received, ended, due), count in counted.items():
        alike = ResultDays(
            unit=unit or "",
            procedure=procedure,
            received_on=_day(received),
            ended_on=to_day(ended),
            due_on=_day(due),
        )
        yield alike, count


def _day(number: int | None) -> date | None:
    return None if number is None else to_day(number)
