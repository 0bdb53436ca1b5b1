"""Units as a whole: when to look at each, what stands in their books, what is found."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, bindparam, delete, select, update

from monitor.domain.unit_case import SourceAge
from monitor.domain.unit_figures import UnitCount
from monitor.ports.store import JudgedUnit, Settled
from monitor.store.agenda import BACK_OFF
from monitor.store.imports import SqlImports
from monitor.store.insert import put
from monitor.store.keeping import keep_unit_findings
from monitor.store.tables import imports, unit_agenda, unit_moves
from monitor.store.unit_counts import count_units


class SqlUnits:
    """Units, by code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def due(self, *, at: datetime) -> dict[str, datetime]:
        """Return the units whose `look_at` has come, each with that instant."""
        rows = self._connection.execute(due_units(at=at))
        return {row.unit: row.look_at for row in rows}

    def looks(self) -> dict[str, datetime]:
        """Return when each known unit is to be looked at again."""
        query = select(unit_agenda.c.unit, unit_agenda.c.look_at)
        return dict[str, datetime](self._connection.execute(query).all())

    def enrol(self, units: Iterable[str], *, at: datetime) -> None:
        """Have these units judged at the next survey, those not known before as well."""
        put(self._connection, unit_agenda, [{"unit": unit, "look_at": at} for unit in units])

    def wake(self, *, at: datetime) -> None:
        """Have every known unit judged at the next survey."""
        self._connection.execute(update(unit_agenda).values(look_at=at))

    def sources(self) -> list[SourceAge]:
        """Return the newest merged import of each source of each system, in order."""
        read = select(imports.c.system, imports.c.source).where(imports.c.state == "merged")
        names = sorted(tuple(row) for row in self._connection.execute(read.distinct()))
        newest = (SqlImports(self._connection).newest(*name) for name in names)
        return [
            SourceAge(
                system=one.system,
                source=one.source,
                exported_at=one.exported_at,
                imported_at=one.imported_at,
                carries=one.carries,
            )
            for one in newest
            if one
        ]

    def counts(
        self, *, since: datetime, until: datetime, known_from: datetime
    ) -> list[UnitCount]:
        """Count the dossiers of each unit and system, and what befell them in a span."""
        return count_units(self._connection, since=since, until=until, known_from=known_from)

    def moved(self) -> dict[str, datetime]:
        """Return when an import last added or altered a dossier of each unit."""
        query = select(unit_moves.c.unit, unit_moves.c.moved_at)
        return dict[str, datetime](self._connection.execute(query).all())

    def settle(self, judged: Sequence[JudgedUnit], *, at: datetime) -> Settled:
        """Keep what a survey decided; a unit woken meanwhile stays due."""
        self._connection.execute(
            update(unit_agenda)
            .where(
                unit_agenda.c.unit == bindparam("of"),
                unit_agenda.c.look_at == bindparam("due_at"),
            )
            .values(look_at=bindparam("again_at"), unknown=bindparam("silent"), failures=0),
            [
                {
                    "of": one.unit,
                    "due_at": one.due_at,
                    "again_at": one.look_at,
                    "silent": " ".join(one.unknown),
                }
                for one in judged
            ],
        )
        return keep_unit_findings(self._connection, judged, at=at)

    def postpone(self, units: Iterable[str], *, at: datetime) -> None:
        """Push back units whose judging failed, longer each time."""
        for unit in units:
            this = unit_agenda.c.unit == unit
            query = select(unit_agenda.c.failures).where(this)
            failures = int(self._connection.execute(query).scalar_one())
            again_at = at + BACK_OFF[min(failures, len(BACK_OFF) - 1)]
            self._connection.execute(
                update(unit_agenda).where(this).values(failures=failures + 1, look_at=again_at)
            )

    def forget(self, units: Iterable[str], *, at: datetime) -> None:
        """End what stands about units that are no more, and look at them never again."""
        gone = list(units)
        for unit in gone:
            self._connection.execute(delete(unit_agenda).where(unit_agenda.c.unit == unit))
        nothing = [
            JudgedUnit(unit=unit, due_at=at, findings=(), unknown=(), look_at=at)
            for unit in gone
        ]
        keep_unit_findings(self._connection, nothing, at=at)

    def failing(self) -> list[str]:
        """Return the units whose judging fails, in order."""
        query = (
            select(unit_agenda.c.unit)
            .where(unit_agenda.c.failures > 0)
            .order_by(unit_agenda.c.unit)
        )
        return list(self._connection.scalars(query))

    def unknown_counts(self) -> dict[str, int]:
        """Count, by rule, the units of which the rule cannot know."""
        counted: Counter[str] = Counter()
        for rules in self._connection.scalars(select(unit_agenda.c.unknown)):
            counted.update(rules.split())
        return dict(counted)


def due_units(*, at: datetime) -> Select[tuple[str, datetime]]:
    """Ask for the units to look at; an order would lead past the index of `look_at`."""
    return select(unit_agenda.c.unit, unit_agenda.c.look_at).where(unit_agenda.c.look_at <= at)
