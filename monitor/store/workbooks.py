"""Workbooks made, the answers read from them, and the figures that units supplied."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from monitor.domain.supplied import SuppliedFigure
from monitor.domain.workbook import Answered, Line, Part, Workbook
from monitor.store.among import among
from monitor.store.insert import insert_new, put
from monitor.store.tables import (
    supplied_figures,
    workbook_answers,
    workbook_lines,
    workbooks,
)

ABOUT_DOSSIERS = (Part.ANSWERS.value, Part.LETTERS.value)


class SqlWorkbooks:
    """Workbooks by unit and day, answers by what they are about."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, workbook: Workbook) -> bool:
        """Keep a workbook unless its unit has one of that day; tell if kept."""
        row = {
            "id": workbook.id,
            "unit": workbook.unit,
            "unit_name": workbook.unit_name,
            "day": workbook.day,
            "made_at": workbook.made_at,
            "people": dict(workbook.people),
            "approvers": dict(workbook.approvers),
        }
        if insert_new(self._connection, workbooks, [row]) == 0:
            return False
        lines = [
            {
                "workbook_id": workbook.id,
                "number": number,
                "part": line.part.value,
                "target": line.target,
                "basis": line.basis,
                "facts": dict(line.facts),
            }
            for number, line in enumerate(workbook.lines, start=1)
        ]
        insert_new(self._connection, workbook_lines, lines)
        return True

    def get(self, workbook_id: str) -> Workbook | None:
        """Return a workbook by its code."""
        query = select(workbooks).where(workbooks.c.id == workbook_id)
        return next(iter(self._read(self._connection.execute(query).mappings().all())), None)

    def of_day(self, unit: str, day: date) -> Workbook | None:
        """Return the workbook of a unit and day."""
        query = select(workbooks).where(workbooks.c.unit == unit, workbooks.c.day == day)
        return next(iter(self._read(self._connection.execute(query).mappings().all())), None)

    def latest(
        self, limit: int, *, units: frozenset[str] | None = None
    ) -> list[tuple[Workbook, int]]:
        """Return the newest workbooks, each with how many answers were taken from it.

        Only those of these units, where given.
        """
        query = (
            select(workbooks)
            .order_by(workbooks.c.made_at.desc(), workbooks.c.unit)
            .limit(limit)
        )
        if units is not None:
            query = query.where(among(workbooks.c.unit, "units")).params(units=sorted(units))
        found = self._read(self._connection.execute(query).mappings().all())
        counting = (
            select(workbook_answers.c.workbook_id, func.count())
            .where(workbook_answers.c.workbook_id.in_([one.id for one in found]))
            .group_by(workbook_answers.c.workbook_id)
        )
        counts = {row[0]: int(row[1]) for row in self._connection.execute(counting)}
        return [(one, counts.get(one.id, 0)) for one in found]

    def counts_between(self, after: datetime, until: datetime) -> tuple[int, int]:
        """Count workbooks made, and answers first read, after one instant, until another.

        What the same answer, saved again, says once more is not counted.
        """
        kept = workbook_answers.c
        read = (
            select(func.min(kept.at).label("at"))
            .group_by(kept.part, kept.target, kept.basis, kept.digest)
            .subquery()
        )
        made, answers = (
            self._connection.execute(
                select(func.count()).where(at > after, at <= until)
            ).scalar_one()
            for at in (workbooks.c.made_at, read.c.at)
        )
        return made, answers

    def _read(self, rows: Sequence[Mapping[Any, Any]]) -> list[Workbook]:
        lines: defaultdict[str, list[Line]] = defaultdict(list)
        query = (
            select(workbook_lines)
            .where(workbook_lines.c.workbook_id.in_([row["id"] for row in rows]))
            .order_by(workbook_lines.c.workbook_id, workbook_lines.c.number)
        )
        for row in self._connection.execute(query).mappings():
            lines[row["workbook_id"]].append(
                Line(
                    part=Part(row["part"]),
                    target=row["target"],
                    basis=row["basis"],
                    facts=row["facts"],
                )
            )
        return [Workbook(**{**row, "lines": tuple(lines[row["id"]])}) for row in rows]

    def last_asked(self, target: str) -> tuple[datetime, str] | None:
        """Return when a workbook last asked about a dossier, and how the matter stood then."""
        query = (
            select(workbooks.c.made_at, workbook_lines.c.basis)
            .join(workbook_lines, workbook_lines.c.workbook_id == workbooks.c.id)
            .where(workbook_lines.c.target == target, workbook_lines.c.part.in_(ABOUT_DOSSIERS))
            .order_by(workbooks.c.made_at.desc(), workbooks.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        return (row[0], row[1]) if row else None

    def last_answer(self, part: Part, target: str, basis: str) -> Answered | None:
        """Return the answer that counts: the last in `order`."""
        kept = workbook_answers.c
        query = (
            select(workbook_answers)
            .where(kept.target == target, kept.part == part.value, kept.basis == basis)
            .order_by(kept.made_at.desc(), kept.saved_at.desc(), kept.digest.desc())
            .limit(1)
        )
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        return Answered(
            workbook=row["workbook_id"],
            part=Part(row["part"]),
            target=row["target"],
            basis=row["basis"],
            said=row["said"],
            by=row["by"],
            made_at=row["made_at"],
            saved_at=row["saved_at"],
            at=row["at"],
            result=row["result"],
        )

    def keep(self, answered: Answered) -> None:
        """Keep an answer for ever; twice is once."""
        row = {
            "workbook_id": answered.workbook,
            "part": answered.part.value,
            "target": answered.target,
            "basis": answered.basis,
            "digest": answered.digest,
            "said": dict(answered.said),
            "by": answered.by,
            "made_at": answered.made_at,
            "saved_at": answered.saved_at,
            "at": answered.at,
            "result": answered.result,
        }
        insert_new(self._connection, workbook_answers, [row])

    def supply(self, figure: SuppliedFigure) -> None:
        """Keep a figure in place of an earlier one."""
        row = {
            "unit": figure.unit,
            "month": figure.month,
            "name": figure.name,
            "value": figure.value,
            "text": figure.text,
            "by": figure.by,
            "at": figure.at,
        }
        put(self._connection, supplied_figures, [row])

    def figures(self, month: date) -> list[SuppliedFigure]:
        """Return the figures supplied for a month, by unit and name; none taken back."""
        is_there = or_(
            supplied_figures.c.value.is_not(None), supplied_figures.c.text.is_not(None)
        )
        query = (
            select(supplied_figures)
            .where(supplied_figures.c.month == month, is_there)
            .order_by(supplied_figures.c.unit, supplied_figures.c.name)
        )
        rows = self._connection.execute(query).mappings()
        return [SuppliedFigure(**row) for row in rows]
