"""What the dates of open dossiers rest on, and the dates that a change has moved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from monitor.domain.counted import Counted, Recount, Redated
from monitor.domain.day_plan import DayPlan
from monitor.ports.store import Basis
from monitor.store.among import among
from monitor.store.insert import put
from monitor.store.prepared import Row
from monitor.store.tables import day_plans, dossiers, moved

CHUNK = 500


class SqlCounts:
    """Counts, by dossier; only open dossiers have one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def plans(self) -> dict[str, DayPlan]:
        """Return the days of each calendar as last counted by."""
        return {
            row.calendar: DayPlan(row.first_on, tuple(row.kinds), tuple(row.days))
            for row in self._connection.execute(select(day_plans))
        }

    def keep_plans(self, plans: Mapping[str, DayPlan]) -> None:
        """Keep the days of each calendar."""
        rows = [
            {
                "calendar": name,
                "first_on": plan.first_on,
                "kinds": list(plan.kinds),
                "days": list(plan.days),
            }
            for name, plan in plans.items()
        ]
        put(self._connection, day_plans, rows)

    def resting_on(self, calendar: str, first: date, last: date) -> list[str]:
        """Return the dossiers whose dates rest on a day from `first` to `last`, in order."""
        return self._codes(
            dossiers.c.calendar == calendar,
            dossiers.c.counts_from <= last,
            dossiers.c.counts_until >= first,
        )

    def bases(self) -> list[Basis]:
        """Return each way in which open dossiers were counted."""
        columns = (
            dossiers.c.unit,
            dossiers.c.procedure,
            dossiers.c.calendar,
            dossiers.c.counted_by,
        )
        query = select(*columns).where(*_COUNTED).distinct()
        return [
            Basis(unit=unit, procedure=procedure, calendar=calendar, by=by)
            for unit, procedure, calendar, by in self._connection.execute(query)
        ]

    def counted_by(self, basis: Basis) -> list[str]:
        """Return the dossiers counted in one way, in order."""
        return self._codes(
            dossiers.c.unit.is_not_distinct_from(basis.unit),
            dossiers.c.procedure.is_not_distinct_from(basis.procedure),
            dossiers.c.calendar == basis.calendar,
            dossiers.c.counted_by == basis.by,
        )

    def _codes(self, *conditions: ColumnElement[bool]) -> list[str]:
        query = select(dossiers.c.code).where(*_COUNTED, *conditions)
        return list(self._connection.scalars(query.order_by(dossiers.c.code)))

    def of(self, codes: Iterable[str]) -> dict[str, Counted]:
        """Return what was kept of these, in order; nothing where data changed since."""
        query = select(dossiers).where(*_COUNTED, among(dossiers.c.code, "codes"))
        query = query.order_by(dossiers.c.code)
        return {
            row.code: Counted(
                calendar=row.calendar,
                first_on=row.counts_from,
                last_on=row.counts_until,
                by=row.counted_by,
                due_at=row.due_at,
                statutory_at=row.statutory_at,
            )
            for row in self._connection.execute(query, {"codes": list(codes)})
        }

    def keep(self, counts: Sequence[Recount], *, at: datetime) -> None:
        """Keep new counts, and a line for each date that moved."""
        if counts:
            self._connection.execute(
                update(dossiers)
                .where(dossiers.c.code == bindparam("of"))
                .values({name: bindparam(name) for name in columns_of(None)}),
                [{"of": one.dossier, **columns_of(one.after)} for one in counts],
            )
        rows = [_moved_row(one.moved, at) for one in counts if one.moved]
        if rows:
            query = select(dossiers.c.id).where(dossiers.c.code == bindparam("of"))
            statement = moved.insert().values(dossier_id=query.scalar_subquery())
            self._connection.execute(statement, rows)

    def due_between(self, start: datetime, end: datetime) -> list[str]:
        """Return the open dossiers due from one instant until before another."""
        return self._codes(
            dossiers.c.is_open, dossiers.c.due_at >= start, dossiers.c.due_at < end
        )

    def uncounted(self) -> int:
        """Count the open dossiers, received, whose data nobody has counted yet."""
        query = select(func.count()).where(
            dossiers.c.is_open, dossiers.c.counted_by == "", dossiers.c.received_at.is_not(None)
        )
        return int(self._connection.execute(query).scalar_one())

    def moved_between(self, after: datetime, until: datetime) -> list[Redated]:
        """Return the dates that moved after one instant and until another, in order."""
        return [
            one for _, one in self._moves(moved.c.moved_at > after, moved.c.moved_at <= until)
        ]

    def moves(self, *, since: datetime) -> list[tuple[datetime, Redated]]:
        """Return the dates that moved since an instant, each with when."""
        return list(self._moves(moved.c.moved_at >= since))

    def _moves(self, *conditions: ColumnElement[bool]) -> Iterator[tuple[datetime, Redated]]:
        query = (
            select(moved, dossiers.c.code, dossiers.c.unit)
            .join(dossiers, dossiers.c.id == moved.c.dossier_id)
            .where(*conditions)
            .order_by(moved.c.moved_at, dossiers.c.code, moved.c.id)
        )
        for row in self._connection.execute(query):
            yield (
                row.moved_at,
                Redated(
                    dossier=row.code,
                    unit=row.unit,
                    before=(row.due_before, row.statutory_before),
                    after=(row.due_after, row.statutory_after),
                ),
            )


_COUNTED = (dossiers.c.is_open, dossiers.c.counted_by != "")


def columns_of(counted: Counted | None) -> dict[str, object]:
    """Return what the dossier's row says of its count; blank where there is none."""
    return {
        "counted_by": counted.by if counted else "",
        "calendar": counted.calendar if counted else None,
        "counts_from": counted.first_on if counted else None,
        "counts_until": counted.last_on if counted else None,
        "due_at": counted.due_at if counted else None,
        "statutory_at": counted.statutory_at if counted else None,
    }


def _moved_row(one: Redated, at: datetime) -> Row:
    return {
        "of": one.dossier,
        "moved_at": at,
        "due_before": one.before[0],
        "statutory_before": one.before[1],
        "due_after": one.after[0],
        "statutory_after": one.after[1],
    }
