"""When ends happened and which export first showed them, by day."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from monitor.domain.dossier import SHOWS_END
from monitor.domain.instants import vietnam_day
from monitor.domain.month_entries import Entries
from monitor.domain.period import Period
from monitor.store.counting import count_alike
from monitor.store.days import day_of, to_day
from monitor.store.tables import dossiers, imports


def entries(connection: Connection, period: Period, is_whose: Any) -> list[Entries]:
    """Return the ends of a period whose day and first export are both known, counted."""
    one = dossiers.c
    query = select(
        one.system, one.unit, day_of(one.finished_at), day_of(one.end_seen_at)
    ).where(
        one.finished_at >= period.starts_at,
        one.finished_at < period.ends_at,
        one.end_seen_at.is_not(None),
        is_whose,
    )
    return [
        Entries(
            system=system,
            unit=unit or "",
            ended_on=to_day(ended),
            shown_on=to_day(shown),
            count=count,
        )
        for (system, unit, ended, shown), count in count_alike(connection, query).items()
    ]


def export_days(connection: Connection) -> dict[str, list[date]]:
    """Return the days of which exports speak that could show an end, by system, in order."""
    query = select(imports.c.system, imports.c.exported_at, imports.c.carries)
    found: defaultdict[str, set[date]] = defaultdict(set)
    for system, exported_at, carries in connection.execute(
        query.where(imports.c.state == "merged")
    ):
        if SHOWS_END & frozenset(carries):
            found[system].add(vietnam_day(exported_at))
    return {system: sorted(days) for system, days in found.items()}
