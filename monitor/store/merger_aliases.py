"""Codes of units of before, in what comes in: read as the units that they are now."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Connection, select

from monitor.domain.merger import Aliases
from monitor.store.among import among
from monitor.store.prepared import fetch
from monitor.store.tables import unit_mergers

OLD = select(unit_mergers.c.old, unit_mergers.c.new, unit_mergers.c.carried_at).where(
    among(unit_mergers.c.old, "codes")
)
NEW = select(unit_mergers.c.new).where(among(unit_mergers.c.new, "codes")).distinct()
NONE = Aliases()


def aliases_of(connection: Connection, codes: Collection[str | None]) -> Aliases:
    """Return how these codes of units are read."""
    named = sorted({code for code in codes if code})
    rows = fetch(connection, OLD, codes=named) if named else []
    if not rows:
        return NONE
    targets = defaultdict[str, set[str]](set)
    for row in rows:
        targets[row["old"]].add(row["new"])
    return Aliases(
        targets=dict(targets),
        standing={row["new"] for row in fetch(connection, NEW, codes=named)},
        moving={row["old"] for row in rows if row["carried_at"] is None},
    )
