"""Units that stood still in a period, from what was found about them."""

from datetime import date

from sqlalchemy import Connection, or_, select

from monitor.domain.instants import vietnam_day
from monitor.domain.period import Period
from monitor.domain.still_units import RULE, StillUnit
from monitor.store.tables import findings


def still_units(connection: Connection, period: Period) -> list[StillUnit]:
    """Return the units of which nothing had changed at some time of a period, in order."""
    one = findings.c
    query = (
        select(one.unit, one.stage, one.resolved_at, one.facts)
        .where(
            one.unit > "",  # leads along the index of units, past all that is about dossiers
            one.rule == RULE,
            one.found_at < period.ends_at,
            or_(one.resolved_at.is_(None), one.resolved_at >= period.starts_at),
        )
        .order_by(one.unit, one.stage)
    )
    return [
        StillUnit(
            unit=row.unit,
            since=date.fromisoformat(row.stage),
            until=vietnam_day(row.resolved_at)
            if row.resolved_at is not None and row.resolved_at < period.ends_at
            else None,
            limit_days=row.facts["limit_days"],
        )
        for row in connection.execute(query)
    ]
