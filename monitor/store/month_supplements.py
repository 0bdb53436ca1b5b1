"""What applicants were asked for in a period."""

from collections import Counter
from collections.abc import Collection, Iterator

from sqlalchemy import Connection, case, func, select

from monitor.domain.dossier import PauseKind
from monitor.domain.period import Period
from monitor.domain.supplements import Supplements
from monitor.store.standing import Test
from monitor.store.tables import dossiers, pauses


def supplements(
    connection: Connection, period: Period, systems: Collection[str], *known: Test
) -> Iterator[Supplements]:
    """Yield the requests, by unit and procedure, of dossiers that meet the conditions.

    Of those alone that belong to one of the systems.
    """
    one, wait = dossiers.c, pauses.c
    is_in_it = case((wait.paused_at >= period.starts_at, 1), else_=0)
    requests = func.sum(is_in_it).label("requests")
    asked = (
        select(wait.dossier_id, requests, func.count().label("all"))
        .where(wait.kind == PauseKind.SUPPLEMENT.value, wait.paused_at < period.ends_at)
        .group_by(wait.dossier_id)
        .having(requests > 0)
        .subquery()
    )
    procedure = func.coalesce(one.procedure, one.procedure_name)
    query = (
        select(one.unit, procedure, asked.c.requests, asked.c.all)
        .join(asked, asked.c.dossier_id == one.id)
        .where(one.system.in_(sorted(systems)), one.received_at.is_not(None), *known)
    )
    all_requests, of_dossiers, again = (Counter[tuple[str, str]]() for _ in range(3))
    for unit, named, requested, times in connection.execute(query):
        key = unit or "", named
        all_requests[key] += requested
        of_dossiers[key] += 1
        again[key] += times > 1
    for (unit, named), count in all_requests.items():
        yield Supplements(
            unit=unit,
            procedure=named,
            requests=count,
            dossiers=of_dossiers[unit, named],
            again=again[unit, named],
        )
