"""Whose a dossier is, and how it stands: what every count asks of the rows."""

from datetime import datetime

from sqlalchemy import ColumnElement, FromClause, Select, and_, false, func, not_, or_, select

from monitor.domain.dossier import ENDS, PAUSES
from monitor.domain.history import INSTANTS
from monitor.ports.months import Whose
from monitor.store.tables import changes, dossiers, imports

Test = ColumnElement[bool]


def is_whose(whose: Whose) -> Test:
    """Ask whether a dossier is among those counted."""
    unit = dossiers.c.unit
    if whose.units is not None:
        return unit.in_(sorted(whose.units))
    return or_(unit.is_(None), unit.not_in(sorted(whose.but)))


def ended_at() -> ColumnElement[datetime]:
    """Ask for the instant that counts as the end, whether or not the dossier has ended."""
    one = dossiers.c
    return func.coalesce(one.finished_at, one.collected_at, one.end_seen_at)


def is_waiting(of: FromClause) -> Test:
    """Ask whether an open dossier waits, by its status."""
    return and_(of.c.is_open, func.coalesce(of.c.status, "").in_(sorted(PAUSES)))


def reopened_since(at: datetime) -> Select[tuple[int]]:
    """Ask for the dossiers of which exports took an end back, as of `at` or later.

    It may tell of a few more: `monitor.domain.history.before_reopening` decides.
    """
    one, ends = changes.c, sorted(ENDS)
    is_unsaid = and_(one.field.in_(INSTANTS), one.before.is_not(None), one.after.is_(None))
    is_running = and_(
        one.field == "status", one.before.in_(ends), func.coalesce(one.after, "").not_in(ends)
    )
    return (
        select(one.dossier_id)
        .join(imports, imports.c.id == one.import_id)
        .where(imports.c.exported_at >= at, or_(is_unsaid, is_running))
    )


def is_end_lost(known_from: datetime | None) -> Test:
    """Ask whether a dossier had ended before anything was known of it, nobody says when."""
    if known_from is None:
        return false()
    one = dossiers.c
    return and_(
        not_(one.is_open),
        one.finished_at.is_(None),
        one.collected_at.is_(None),
        one.end_seen_at.is_not(None),
        one.end_seen_at < known_from,
    )
