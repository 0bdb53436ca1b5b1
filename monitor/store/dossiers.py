"""Dossiers as last read, with their history."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, select, update

from monitor.domain.change import Change
from monitor.domain.dossier import Applicant, Dossier, Promise
from monitor.domain.record import Record
from monitor.ports.store import Merged
from monitor.store.alike import alike, see
from monitor.store.among import among
from monitor.store.history import changes_of
from monitor.store.insert import insert_new
from monitor.store.kept import ids_of
from monitor.store.loading import load_by_code
from monitor.store.merge import MergeBatch
from monitor.store.messages import MessageBatch
from monitor.store.rows import to_applicant
from monitor.store.tables import applicants, dossiers, promises
from monitor.store.written import promise_row


class SqlDossiers:
    """Dossiers, by code."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def merge(self, records: Sequence[Record], import_id: int, *, at: datetime) -> Merged:
        """Take a batch of records in: per field the newest export that carries it decides."""
        if any(one.as_of is not None for one in records):
            return MessageBatch(self._connection, import_id).merge(records, at=at)
        return MergeBatch(self._connection, import_id).merge(records, at=at)

    def alike(self, marks: Mapping[str, int], system: str, source: str) -> frozenset[str]:
        """Return the codes whose row this source last showed with the same mark."""
        return alike(self._connection, marks, system, source)

    def see(self, marks: Mapping[str, int], import_id: int, *, at: datetime) -> frozenset[str]:
        """Have dossiers be as of this import that shows their rows alike."""
        return see(self._connection, marks, import_id, at=at)

    def load(self, codes: Iterable[str]) -> dict[str, Dossier]:
        """Return dossiers by code, with promises and pauses; unknown codes are left out."""
        return load_by_code(self._connection, list(codes))

    def changes(self, codes: Iterable[str]) -> dict[str, tuple[Change, ...]]:
        """Return what imports altered of dossiers, by code; of most nothing."""
        ids = ids_of(self._connection, list(codes))
        known = {id_: code for code, id_ in ids.items()}
        altered = changes_of(self._connection, list(known))
        return {known[id_]: tuple(rows) for id_, rows in altered.items()}

    def add_promise(self, code: str, promise: Promise) -> None:
        """Keep a promise of our own letter."""
        query = select(dossiers.c.id).where(dossiers.c.code == code)
        dossier_id = int(self._connection.execute(query).scalar_one())
        insert_new(self._connection, promises, [promise_row(dossier_id, promise)])
        self._connection.execute(
            update(dossiers).where(dossiers.c.id == dossier_id).values(counted_by="")
        )

    def drop_promise(self, code: str, promise: Promise) -> None:
        """Take back a promise of our own letter; one that a source has entered stays."""
        query = select(dossiers.c.id).where(dossiers.c.code == code)
        dossier_id = int(self._connection.execute(query).scalar_one())
        self._connection.execute(
            delete(promises).where(
                promises.c.dossier_id == dossier_id,
                promises.c.promised_at == promise.promised_at,
                promises.c.made_at == promise.made_at,
            )
        )
        self._connection.execute(
            update(dossiers).where(dossiers.c.id == dossier_id).values(counted_by="")
        )

    def applicant(self, code: str) -> Applicant | None:
        """Return the personal data of one dossier: for a letter only."""
        query = (
            select(applicants)
            .join(dossiers, dossiers.c.id == applicants.c.dossier_id)
            .where(dossiers.c.code == code)
        )
        row = self._connection.execute(query).mappings().first()
        return to_applicant(row) if row else None

    def codes(self, *, units: frozenset[str] | None = None) -> Iterator[str]:
        """Yield all codes in order, of these units where given."""
        query = select(dossiers.c.code).order_by(dossiers.c.code)
        if units is not None:
            query = query.where(among(dossiers.c.unit, "units")).params(units=sorted(units))
        yield from self._connection.scalars(query)

    def open_count(self, units: frozenset[str] | None = None) -> int:
        """Count the open dossiers, of these units where given."""
        query = select(func.count()).where(dossiers.c.is_open)
        if units is not None:
            query = query.where(among(dossiers.c.unit, "units")).params(units=sorted(units))
        return int(self._connection.execute(query).scalar_one())

    def open_by_unit(self) -> dict[str, int]:
        """Count the open dossiers of each unit that has any."""
        unit = dossiers.c.unit
        query = select(unit, func.count()).where(dossiers.c.is_open, unit.is_not(None))
        return dict[str, int](self._connection.execute(query.group_by(unit)).all())

    def unknown_counts(self, units: frozenset[str] | None = None) -> dict[str, int]:
        """Count, by rule, the open dossiers of which the rule cannot know.

        Only those of these units, where given.
        """
        query = (
            select(dossiers.c.unknown, func.count())
            .where(dossiers.c.is_open)
            .group_by(dossiers.c.unknown)
        )
        if units is not None:
            query = query.where(among(dossiers.c.unit, "units")).params(units=sorted(units))
        counted: Counter[str] = Counter()
        for rules, number in self._connection.execute(query):
            counted.update(dict.fromkeys(rules.split(), number))
        return dict(counted)
