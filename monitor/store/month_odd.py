"""The dossiers of a period that ended before they were received."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from monitor.domain.odd import OddDossier
from monitor.domain.period import Period
from monitor.store.tables import dossiers


def odd_dossiers(
    connection: Connection,
    period: Period,
    ended_at: ColumnElement[datetime],
    *conditions: ColumnElement[bool],
) -> Iterator[OddDossier]:
    """Yield those of which one of the two lies in the period and the other does not.

    Args:
        connection: To the store.
        period: The days.
        ended_at: Asks for the instant that counts as the end.
        conditions: Whose dossiers, and what else is asked of them.
    """
    one = dossiers.c
    procedure = func.coalesce(one.procedure, one.procedure_name)
    came_in_it = and_(one.received_at >= period.starts_at, one.received_at < period.ends_at)
    ended_in_it = and_(ended_at >= period.starts_at, ended_at < period.ends_at)
    query = select(one.code, one.unit, procedure, one.received_at, ended_at).where(
        or_(
            and_(came_in_it, ended_at < period.starts_at),
            and_(ended_in_it, one.received_at >= period.ends_at),
        ),
        not_(one.is_open),
        *conditions,
    )
    for code, unit, named, received_at, ended in connection.execute(query.order_by(one.code)):
        yield OddDossier(
            code=code,
            unit=unit or "",
            procedure=named,
            received_at=received_at,
            ended_at=ended,
        )
