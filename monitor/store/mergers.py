"""Units that were merged or split, and the dossiers that are asked about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime

from sqlalchemy import (
    Column,
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    exists,
    func,
    select,
    update,
)

from monitor.domain.merger import EarlierReport, LeftFigure, Merger, Plan, Question
from monitor.store.among import among
from monitor.store.insert import insert_new, put
from monitor.store.merger_moves import ask, carry, follow, leave, wake
from monitor.store.prepared import Row
from monitor.store.tables import (
    bulk_edits,
    dossiers,
    findings,
    handed,
    reports,
    steps,
    supplied_figures,
    unit_agenda,
    unit_mergers,
    unit_moves,
    unit_questions,
    workbooks,
)

NAMING: tuple[Column[str | None], ...] = (
    *(dossiers.c.unit, steps.c.unit, findings.c.unit, unit_agenda.c.unit, unit_moves.c.unit),
    *(bulk_edits.c.unit, handed.c.unit, reports.c.unit, workbooks.c.unit),
    supplied_figures.c.unit,
)
"""Where the store names a unit by its code."""

IS_OPEN = unit_questions.c.new.is_(None)
ASKED = (
    select(dossiers.c.code, unit_questions.c.old, unit_questions.c.new)
    .join(dossiers, dossiers.c.id == unit_questions.c.dossier_id)
    .where(among(dossiers.c.code, "codes"))
)
ANSWERED = (
    select(dossiers.c.id, dossiers.c.code, unit_questions.c.old, unit_questions.c.asked_at)
    .join(unit_questions, unit_questions.c.dossier_id == dossiers.c.id)
    .where(among(dossiers.c.code, "codes"))
)


class SqlMergers:
    """What was merged, and what has followed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def units(self) -> AbstractSet[str]:
        """Return the codes of all units that the store names."""
        return {
            unit
            for column in NAMING
            for unit in self._connection.scalars(select(column).distinct())
            if unit
        }

    def counts(self) -> dict[str, int]:
        """Return the number of dossiers by unit."""
        query = select(dossiers.c.unit, func.count()).where(dossiers.c.unit.is_not(None))
        return dict[str, int](self._connection.execute(query.group_by(dossiers.c.unit)).all())

    def stated(self) -> dict[str, AbstractSet[str]]:
        """Return old -> new units, as the lists said that were applied."""
        return self._targets(select(unit_mergers.c.old, unit_mergers.c.stated))

    def register(self, plan: Plan, *, sha256: str, at: datetime) -> None:
        """Write a plan down; what was merged into a unit before goes on to the new one."""
        fresh: list[Row] = [
            {
                "old": old,
                "new": new,
                "stated": new,
                "merged_at": at,
                "sha256": sha256,
                "carried_at": None,
            }
            for old, news in plan.targets.items()
            for new in news
        ]
        self._send_on(plan, at=at)
        insert_new(self._connection, unit_mergers, fresh)

    def _send_on(self, plan: Plan, *, at: datetime) -> None:
        through = select(unit_mergers).where(among(unit_mergers.c.new, "olds"))
        rows = self._connection.execute(through, {"olds": list(plan.targets)}).mappings().all()
        for row in rows:
            self._connection.execute(
                delete(unit_mergers).where(
                    unit_mergers.c.old == row["old"], unit_mergers.c.new == row["new"]
                )
            )
            on = [
                {
                    **row,
                    "new": new,
                    "carried_at": at if new == row["old"] else row["carried_at"],
                }
                for new in plan.targets[row["new"]]
            ]
            insert_new(self._connection, unit_mergers, on)

    def pending(self) -> dict[str, AbstractSet[str]]:
        """Return old -> new units of which something has yet to follow."""
        query = select(unit_mergers.c.old, unit_mergers.c.new)
        return self._targets(query.where(unit_mergers.c.carried_at.is_(None)))

    def _targets(self, query: Select[str, str]) -> dict[str, AbstractSet[str]]:
        found = defaultdict[str, set[str]](set)
        for old, new in self._connection.execute(query):
            found[old].add(new)
        return dict(found)

    def _of(self, old: str) -> list[str]:
        """Return the new units of an old one that is pending, in order."""
        query = select(unit_mergers.c.new).where(
            unit_mergers.c.old == old, unit_mergers.c.carried_at.is_(None)
        )
        return sorted(self._connection.scalars(query))

    def move(self, old: str, *, limit: int, at: datetime) -> int:
        """Have a page of what is an old unit's follow it; a short page is the last."""
        news = self._of(old)
        if not news:
            return 0
        if len(news) > 1:
            moved = self._ask(old, limit=limit, at=at)
        else:
            moved = follow(self._connection, old, news[0], limit=limit, at=at)
        if moved < limit:
            if len(news) > 1:
                leave(self._connection, old, at=at)
            else:
                carry(self._connection, old, news[0], at=at)
            over = update(unit_mergers).where(unit_mergers.c.old == old)
            self._connection.execute(over.values(carried_at=at))
        return moved

    def _ask(self, old: str, *, limit: int, at: datetime) -> int:
        is_asked = exists().where(
            unit_questions.c.dossier_id == dossiers.c.id, unit_questions.c.old == old
        )
        query = select(dossiers.c.id).where(dossiers.c.unit == old, ~is_asked).limit(limit)
        ids = list(self._connection.scalars(query))
        ask(self._connection, ids, old, at=at)
        return len(ids)

    def become(self, unit: str) -> AbstractSet[str]:
        """Return the units that one was merged into or split among; empty where it was not."""
        query = select(unit_mergers.c.new).where(unit_mergers.c.old == unit)
        return frozenset(self._connection.scalars(query))

    def applied(self) -> list[Merger]:
        """Return what was merged, by old code."""
        query = select(unit_mergers).order_by(unit_mergers.c.old, unit_mergers.c.new)
        found = defaultdict[str, list[RowMapping]](list)
        for row in self._connection.execute(query).mappings():
            found[row["old"]].append(row)
        return [
            Merger(
                old=old,
                new=tuple(row["new"] for row in rows),
                merged_at=rows[0]["merged_at"],
                is_carried=all(row["carried_at"] is not None for row in rows),
            )
            for old, rows in found.items()
        ]

    def open_count(self) -> int:
        """Return how many dossiers of split units wait for an answer."""
        query = select(func.count()).select_from(unit_questions).where(IS_OPEN)
        return self._connection.execute(query).scalar_one()

    def questions(self, *, after: str, limit: int) -> list[Question]:
        """Return the dossiers that wait for an answer, by code, those past `after`."""
        query = (
            select(dossiers, unit_questions.c.old)
            .join(unit_questions, unit_questions.c.dossier_id == dossiers.c.id)
            .where(IS_OPEN, dossiers.c.code > after)
            .order_by(dossiers.c.code)
            .limit(limit)
        )
        rows = self._connection.execute(query).mappings().all()
        candidates = self._candidates({row["old"] for row in rows})
        return [
            Question(
                dossier=row["code"],
                old=row["old"],
                candidates=tuple(sorted(candidates.get(row["old"], ()))),
                procedure=row["procedure"],
                procedure_name=row["procedure_name"],
                received_at=row["received_at"],
            )
            for row in rows
        ]

    def _candidates(self, olds: AbstractSet[str]) -> dict[str, AbstractSet[str]]:
        query = select(unit_mergers.c.old, unit_mergers.c.new)
        found = defaultdict[str, set[str]](set)
        told = self._connection.execute(
            query.where(among(unit_mergers.c.old, "olds")), {"olds": sorted(olds)}
        )
        for old, new in told:
            found[old].add(new)
        return dict(found)

    def asked(self, codes: Sequence[str]) -> dict[str, tuple[AbstractSet[str], str | None]]:
        """Return the candidates and the answer, None while open, of dossiers ever asked."""
        rows = self._connection.execute(ASKED, {"codes": list(codes)}).all()
        candidates = self._candidates({old for _, old, _ in rows})
        return {code: (candidates.get(old, frozenset()), new) for code, old, new in rows}

    def answer(self, answers: Mapping[str, str], *, at: datetime) -> None:
        """Have dossiers asked about be of the units that were answered."""
        rows = self._connection.execute(ANSWERED, {"codes": list(answers)}).all()
        told: list[Row] = [
            {
                "dossier_id": row.id,
                "old": row.old,
                "asked_at": row.asked_at,
                "new": answers[row.code],
                "answered_at": at,
            }
            for row in rows
        ]
        put(self._connection, unit_questions, told)
        to = [{"of": row.id, "new": answers[row.code], "old": row.old} for row in rows]
        if to:
            is_it = dossiers.c.id == bindparam("of")
            placed = update(dossiers).where(is_it).values(unit=bindparam("new"), counted_by="")
            self._connection.execute(
                placed, [{"of": one["of"], "new": one["new"]} for one in to]
            )
            went = update(steps).where(
                steps.c.dossier_id == bindparam("of"), steps.c.unit == bindparam("old")
            )
            self._connection.execute(went.values(unit=bindparam("new")), to)
            wake(self._connection, [row.id for row in rows], at=at)

    def left_figures(self) -> list[LeftFigure]:
        """Return the figures of old units that no new unit has supplied its own of."""
        own = supplied_figures.alias()
        is_supplied = exists().where(
            own.c.unit == unit_mergers.c.new,
            own.c.month == supplied_figures.c.month,
            own.c.name == supplied_figures.c.name,
        )
        query = (
            select(supplied_figures.c.unit, supplied_figures.c.month, supplied_figures.c.name)
            .join(unit_mergers, unit_mergers.c.old == supplied_figures.c.unit)
            .where(unit_mergers.c.carried_at.is_not(None), ~is_supplied)
            .where(supplied_figures.c.value.is_not(None) | supplied_figures.c.text.is_not(None))
            .distinct()
        )
        rows = sorted(self._connection.execute(query).all())
        return [LeftFigure(old=unit, month=month, name=name) for unit, month, name in rows]

    def reports_before(self, unit: str, first_on: date, last_on: date) -> list[EarlierReport]:
        """Return the last report of a period of each unit that was merged into this one."""
        query = (
            select(reports.c.unit, reports.c.revision, reports.c.made_at, reports.c.sha256)
            .join(unit_mergers, unit_mergers.c.old == reports.c.unit)
            .where(unit_mergers.c.new == unit, unit_mergers.c.old != unit)
            .where(reports.c.first_on == first_on, reports.c.last_on == last_on)
            .order_by(reports.c.unit, reports.c.revision)
        )
        last = {
            row["unit"]: EarlierReport(**row)
            for row in self._connection.execute(query).mappings()
        }
        return list(last.values())
