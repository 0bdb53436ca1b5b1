"""What follows a unit into the one that it was merged into, table by table.

Signed documents stay as they were: reports, letters, their numbers, workbooks.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, literal, select, update

from monitor.domain.finding import Ending
from monitor.domain.merger import joined_figure
from monitor.store.among import among
from monitor.store.insert import insert, put
from monitor.store.tables import (
    agenda,
    bulk_edits,
    dossiers,
    findings,
    handed,
    steps,
    supplied_figures,
    unit_agenda,
    unit_moves,
    unit_questions,
)
from monitor.store.types import UtcDateTime

PLACED = (
    update(dossiers)
    .where(among(dossiers.c.id, "ids"))
    .values(unit=bindparam("new"), counted_by="")
)
WENT = (
    update(steps)
    .where(among(steps.c.dossier_id, "ids"), steps.c.unit == bindparam("old"))
    .values(unit=bindparam("new"))
)


def follow(connection: Connection, old: str, new: str, *, limit: int, at: datetime) -> int:
    """Have dossiers, then steps, be the new unit's; return how many, `limit` at most.

    The dossiers are judged anew, and their dates counted by the new unit's calendar.
    """
    query = select(dossiers.c.id).where(dossiers.c.unit == old).limit(limit)
    ids = list(connection.scalars(query))
    connection.execute(PLACED, {"ids": ids, "new": new})
    wake(connection, ids, at=at)
    if len(ids) == limit:
        return limit
    through = select(steps.c.dossier_id).where(steps.c.unit == old).distinct()
    went = list(connection.scalars(through.limit(limit - len(ids))))
    connection.execute(WENT, {"ids": went, "old": old, "new": new})
    return len(ids) + len(went)


def wake(connection: Connection, ids: Sequence[int], *, at: datetime) -> None:
    """Have dossiers, by id, judged at the next scan."""
    woken = select(dossiers.c.id, literal(at, UtcDateTime), literal(0), literal(""))
    columns = ["dossier_id", "look_at", "failures", "why"]
    statement = insert(connection, agenda).from_select(
        columns, woken.where(among(dossiers.c.id, "ids"))
    )
    over = statement.on_conflict_do_update(index_elements=["dossier_id"], set_={"look_at": at})
    connection.execute(over, {"ids": ids})


def ask(connection: Connection, ids: Sequence[int], old: str, *, at: datetime) -> None:
    """Ask about dossiers, by id, of a unit that was split."""
    asked = select(dossiers.c.id, literal(old), literal(at, UtcDateTime))
    statement = insert(connection, unit_questions).from_select(
        ["dossier_id", "old", "asked_at"], asked.where(among(dossiers.c.id, "ids"))
    )
    anew = {"old": old, "asked_at": at, "new": None, "answered_at": None}
    over = statement.on_conflict_do_update(index_elements=["dossier_id"], set_=anew)
    connection.execute(over, {"ids": ids})


def carry(connection: Connection, old: str, new: str, *, at: datetime) -> None:
    """Have all else that is an old unit's be the new one's."""
    _carry_findings(connection, old, new, at=at)
    _carry_agenda(connection, old, new, at=at)
    _carry_edits(connection, old, new)
    _carry_figures(connection, old, new)
    connection.execute(update(handed).where(handed.c.unit == old).values(unit=new))


def leave(connection: Connection, old: str, *, at: datetime) -> None:
    """End what stands about a unit that was split: nobody looks at it as a whole any more."""
    _end(connection, old, at=at)
    connection.execute(delete(unit_agenda).where(unit_agenda.c.unit == old))


def _end(connection: Connection, old: str, *, at: datetime) -> None:
    connection.execute(
        update(findings)
        .where(findings.c.unit == old, findings.c.resolved_at.is_(None))
        .values(resolved_at=at, ending=Ending.RESOLVED.value)
    )


def _carry_findings(connection: Connection, old: str, new: str, *, at: datetime) -> None:
    """Carry findings; of one that both units have, the new one's stands for both."""
    key = (findings.c.rule, findings.c.stage, findings.c.deadline)
    has = {tuple(row) for row in connection.execute(select(*key).where(findings.c.unit == new))}
    rows = connection.execute(select(findings.c.id, *key).where(findings.c.unit == old)).all()
    ids = [row.id for row in rows if tuple(row[1:]) not in has]
    moved = update(findings).where(among(findings.c.id, "ids"))
    connection.execute(moved.values(unit=bindparam("new")), {"ids": ids, "new": new})
    _end(connection, old, at=at)


def _carry_agenda(connection: Connection, old: str, new: str, *, at: datetime) -> None:
    """Look at the new unit soon, and not at the old one; keep when its data last moved."""
    connection.execute(delete(unit_agenda).where(unit_agenda.c.unit == old))
    looked = update(unit_agenda).where(unit_agenda.c.unit == new)
    connection.execute(looked.values(look_at=at))
    query = select(unit_moves.c.moved_at).where(unit_moves.c.unit.in_([old, new]))
    if moved := list(connection.scalars(query)):
        put(connection, unit_moves, [{"unit": new, "moved_at": max(moved)}])
        connection.execute(delete(unit_moves).where(unit_moves.c.unit == old))


def _carry_edits(connection: Connection, old: str, new: str) -> None:
    query = select(bulk_edits).where(bulk_edits.c.unit.in_([old, new]))
    rows = connection.execute(query).mappings().all()
    has = {row["import_id"]: row for row in rows if row["unit"] == new}
    for row in rows:
        if row["unit"] != old:
            continue
        other = has.get(row["import_id"], row)
        joined = {
            "unit": new,
            "import_id": row["import_id"],
            "codes": sorted({*row["codes"], *other["codes"]}),
            "shown_before_at": max(row["shown_before_at"], other["shown_before_at"]),
        }
        put(connection, bulk_edits, [joined])
    connection.execute(delete(bulk_edits).where(bulk_edits.c.unit == old))


def _carry_figures(connection: Connection, old: str, new: str) -> None:
    """Add figures to the new unit's; those that add to no other stay, to be asked for."""
    figures = supplied_figures
    query = select(figures).where(figures.c.unit.in_([old, new]))
    rows = connection.execute(query).mappings().all()
    has = {(row["month"], row["name"]): row for row in rows if row["unit"] == new}
    for row in rows:
        key = row["month"], row["name"]
        if row["unit"] != old or row["value"] is None:
            continue
        other = has.get(key)
        value = joined_figure(row["name"], row["value"], other["value"] if other else None)
        if value is None:
            continue
        latest = row if other is None or row["at"] >= other["at"] else other
        put(connection, figures, [{**latest, "unit": new, "value": value}])
        gone = (figures.c.unit == old, figures.c.month == key[0], figures.c.name == key[1])
        connection.execute(delete(figures).where(*gone))
