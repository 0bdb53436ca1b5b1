"""Reports as they were made, and marks of work done."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
)

from monitor.domain.since import Since
from monitor.ports.store import StoredReport
from monitor.store.insert import insert_all, insert_new, put
from monitor.store.tables import (
    answers,
    done,
    faults,
    heartbeats,
    imports,
    letters,
    notes,
    report_annexes,
    reports,
    supplied_figures,
    unit_mergers,
)

RECALLS = "recall/"  # so the marks of recalls that were told begin
LETTER_INSTANTS = ("approved_at", "issued_at", "delivered_at", "returned_at")
MARKED = select(done.c.name).where(done.c.name == bindparam("mark"))
FAULTS = select(faults).order_by(faults.c.name)
BEATS = select(heartbeats).order_by(heartbeats.c.name)


class SqlReports:
    """Reports made, frozen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, unit: str, first_on: date, last_on: date) -> StoredReport | None:
        """Return the last report of a unit and period, if one was made."""
        return self._last(
            reports.c.unit == unit,
            reports.c.first_on == first_on,
            reports.c.last_on == last_on,
        )

    def ending(self, unit: str, last_on: date) -> StoredReport | None:
        """Return the report made last of a unit and of whatever days up to `last_on`."""
        return self._last(reports.c.unit == unit, reports.c.last_on == last_on)

    def _last(self, *conditions: ColumnElement[bool]) -> StoredReport | None:
        query = select(reports).where(*conditions).order_by(reports.c.id.desc()).limit(1)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        facts = {name: value for name, value in row.items() if name != "id"}
        return StoredReport(**facts, annexes=self._annexes(row["id"]))

    def _annexes(self, report: int) -> tuple[bytes, ...]:
        query = select(report_annexes.c.pdf).where(report_annexes.c.report_id == report)
        return tuple(self._connection.scalars(query.order_by(report_annexes.c.number)))

    def made(self) -> frozenset[tuple[str, date, date]]:
        """Return unit, first and last day of every report that was made.

        What a unit reported is told for the one that it was merged into, too.
        """
        query = select(reports.c.unit, reports.c.first_on, reports.c.last_on).union(
            select(unit_mergers.c.new, reports.c.first_on, reports.c.last_on).join(
                reports, reports.c.unit == unit_mergers.c.old
            )
        )
        return frozenset(
            (unit, first, last) for unit, first, last in self._connection.execute(query)
        )

    def keep(self, report: StoredReport) -> bool:
        """Keep a report unless that revision of its unit and period is kept; tell if kept."""
        row = asdict(report)
        parts = row.pop("annexes")
        if insert_new(self._connection, reports, [row]) != 1:
            return False
        is_it = (
            getattr(reports.c, name) == row[name]
            for name in ("unit", "first_on", "last_on", "revision")
        )
        kept = self._connection.scalars(select(reports.c.id).where(*is_it)).one()
        numbered = enumerate(parts, start=1)
        told = [{"report_id": kept, "number": number, "pdf": pdf} for number, pdf in numbered]
        insert_all(self._connection, report_annexes, told)
        return True

    def since(self, at: datetime) -> Since:
        """Count what was recorded after an instant."""
        merged = imports.c.state == "merged"
        instants = (letters.c[name] for name in LETTER_INSTANTS)
        newest = select(func.max(imports.c.imported_at)).where(
            merged, imports.c.imported_at > at
        )
        return Since(
            imports=self._count(imports, merged, imports.c.imported_at > at),
            imported_at=self._connection.scalar(newest),
            figures=self._count(supplied_figures, supplied_figures.c.at > at),
            letters=self._count(letters, or_(*(one > at for one in instants)))
            + self._count(done, done.c.name.startswith(RECALLS), done.c.at > at),
            answers=self._count(answers, answers.c.answered_at > at),
            notes=self._count(notes, notes.c.at > at),
        )

    def _count(self, table: Table, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(*conditions)
        return self._connection.execute(query).scalar_one()


class SqlDone:
    """Marks of work that is done once, and signs of life."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def has(self, name: str) -> bool:
        """Tell whether this was done."""
        return self._connection.execute(MARKED, {"mark": name}).first() is not None

    def mark(self, name: str, *, at: datetime) -> None:
        """Say that this is done; twice is once."""
        insert_new(self._connection, done, [{"name": name, "at": at}])

    def forget_after(self, at: datetime, *, but: Collection[str] = ()) -> None:
        """Take back marks and signs of life, `but` these, of after `at`: a clock ran ahead."""
        self._connection.execute(delete(done).where(done.c.at > at))
        is_ahead = and_(heartbeats.c.at > at, heartbeats.c.name.not_in(but))
        self._connection.execute(delete(heartbeats).where(is_ahead))

    def beat(self, name: str, *, at: datetime, detail: str = "") -> None:
        """Leave a sign of life."""
        self._put(heartbeats, name, at=at, detail=detail)

    def stopped(self, name: str) -> None:
        """Take back the signs of life of this name: it has ended."""
        self._connection.execute(delete(heartbeats).where(heartbeats.c.name == name))

    def fault(self, name: str, *, at: datetime, detail: str) -> None:
        """Tell the operator of something that did not work and will be tried again."""
        self._put(faults, name, at=at, detail=detail)

    def cured(self, name: str) -> None:
        """Take a fault back; one that was never told is none."""
        self._connection.execute(delete(faults).where(faults.c.name == name))

    def faults(self) -> dict[str, tuple[datetime, str]]:
        """Return the faults that stand, by name."""
        return self._all(FAULTS)

    def beats(self) -> dict[str, tuple[datetime, str]]:
        """Return the last sign of life of each name."""
        return self._all(BEATS)

    def _put(self, table: Table, name: str, *, at: datetime, detail: str) -> None:
        put(self._connection, table, [{"name": name, "at": at, "detail": detail}])

    def _all(self, query: Select[Any]) -> dict[str, tuple[datetime, str]]:
        rows = self._connection.execute(query).mappings()
        return {row["name"]: (row["at"], row["detail"]) for row in rows}
