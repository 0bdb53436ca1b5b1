"""Findings of a period by the rules whose few findings a report tells one by one."""

from collections import defaultdict

from sqlalchemy import ColumnElement, Connection, and_, func, not_, or_, select

from monitor.domain.month_findings import Found
from monitor.domain.note import Note
from monitor.domain.period import Period
from monitor.domain.verification import ASKED, TOLD
from monitor.ports.months import Whose
from monitor.store.among import among
from monitor.store.rows import to_finding, to_note
from monitor.store.tables import dossiers, findings, is_rare, notes

_WITHIN = (findings.c.rule, findings.c.stage, findings.c.deadline)
ASKED_STAGE, TOLD_STAGE = f"{ASKED}@", f"{TOLD}@"


def found(connection: Connection, period: Period, whose: Whose) -> list[Found]:
    """Return what was found in a period, with all that was said of it, oldest first.

    What was found at once is told by unit and dossier, in whatever order it was kept.

    An edit laid before the leader in the period that the unit was asked about before it
    is of that time.
    """
    code, unit = dossiers.c.code, func.coalesce(findings.c.unit, dossiers.c.unit)
    query = (
        select(findings, code, unit.label("of_unit"))
        .outerjoin(dossiers, dossiers.c.id == findings.c.dossier_id)
        .where(
            is_rare,
            findings.c.found_at >= period.starts_at,
            findings.c.found_at < period.ends_at,
            _is_of(unit, whose),
            not_(_was_asked_before(period)),
        )
        .order_by(findings.c.found_at, unit.nulls_first(), code.nulls_first(), *_WITHIN)
    )
    rows = connection.execute(query).mappings().all()
    said = _notes(connection, [row["id"] for row in rows])
    return [
        Found(
            finding=to_finding(row),
            unit=row["of_unit"] or "",
            found_at=row["found_at"],
            resolved_at=row["resolved_at"],
            notes=tuple(said[row["id"]]),
        )
        for row in rows
    ]


def _is_of(unit: ColumnElement[str], whose: Whose) -> ColumnElement[bool]:
    if whose.units is not None:
        return unit.in_(sorted(whose.units))
    return or_(unit.is_(None), unit.not_in(sorted(whose.but)))


def _was_asked_before(period: Period) -> ColumnElement[bool]:
    asked = findings.alias()
    is_same = or_(asked.c.dossier_id == findings.c.dossier_id, asked.c.unit == findings.c.unit)
    stage = func.replace(findings.c.stage, TOLD_STAGE, ASKED_STAGE)
    is_asked = and_(
        is_same,
        asked.c.rule == findings.c.rule,
        asked.c.stage == stage,
        asked.c.found_at < period.starts_at,
    )
    return and_(
        findings.c.stage.startswith(TOLD_STAGE), select(asked.c.id).where(is_asked).exists()
    )


def _notes(connection: Connection, ids: list[int]) -> defaultdict[int, list[Note]]:
    said: defaultdict[int, list[Note]] = defaultdict(list)
    query = select(notes).where(among(notes.c.finding_id, "ids")).order_by(notes.c.id)
    for row in connection.execute(query, {"ids": ids}).mappings():
        said[row["finding_id"]].append(to_note(row))
    return said
