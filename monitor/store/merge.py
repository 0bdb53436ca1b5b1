"""Taking a batch of records in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, update

from monitor.domain.dossier import Applicant, Carried, Pause, Promise
from monitor.domain.merging import Known, Merge, Stated, changes, join_applicant, merge
from monitor.domain.record import Record
from monitor.ports.store import Merged
from monitor.store.imports import SHOWS_END
from monitor.store.insert import insert_new
from monitor.store.rows import to_applicant, to_pause, to_promise, to_stated
from monitor.store.tables import (
    applicants,
    dossiers,
    imports,
    pauses,
    promises,
    sightings,
)
from monitor.store.tables import changes as changes_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """When one source last showed a dossier, and what it carries."""

    source: str
    seen_at: datetime
    row_hash: str
    carries: frozenset[Carried]


class MergeBatch:
    """Merges records of one import; the caller keeps the transaction short."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        self._connection = connection
        self._import_id = import_id
        row = (
            connection.execute(select(imports).where(imports.c.id == import_id))
            .mappings()
            .one()
        )
        self._system: str = row["system"]
        self._source: str = row["source"]
        self._exported_at: datetime = row["exported_at"]
        self._carries = frozenset(Carried(field) for field in row["carries"])

    def merge(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge the records; a record equal to the last of its source only counts as seen."""
        rows = self._rows(record.code for record in records)
        seen = self._sightings(row["id"] for row in rows.values())
        added = changed = 0
        foreign: list[Record] = []
        for record in records:
            row = rows.get(record.code)
            if row is None:
                self._add(record, at=at)
                added += 1
            elif row["system"] != self._system:
                foreign.append(record)
            else:
                changed += self._update(row, record, seen[row["id"]], at=at)
        return Merged(added=added, changed=changed, foreign=tuple(foreign))

    def _rows(self, codes: Iterable[str]) -> dict[str, RowMapping]:
        query = select(dossiers).where(dossiers.c.code.in_(list(codes)))
        return {row["code"]: row for row in self._connection.execute(query).mappings()}

    def _sightings(self, ids: Iterable[int]) -> defaultdict[int, list[Sighting]]:
        query = (
            select(sightings, imports.c.carries)
            .join(imports, imports.c.id == sightings.c.import_id)
            .where(sightings.c.dossier_id.in_(list(ids)))
        )
        found: defaultdict[int, list[Sighting]] = defaultdict(list)
        for row in self._connection.execute(query).mappings():
            found[row["dossier_id"]].append(
                Sighting(
                    source=row["source"],
                    seen_at=row["seen_at"],
                    row_hash=row["row_hash"],
                    carries=frozenset(Carried(field) for field in row["carries"]),
                )
            )
        return found

    def _add(self, record: Record, *, at: datetime) -> None:
        joined = merge(None, record, carries=self._carries, exported_at=self._exported_at)
        row = {
            **_columns(joined.stated),
            "system": self._system,
            "code": record.code,
            "as_of": self._exported_at,
            "is_open": not joined.stated.shows_end,
            "end_seen_at": self._exported_at if joined.stated.shows_end else None,
            "look_at": at,
        }
        statement = insert(dossiers).returning(dossiers.c.id)
        dossier_id = int(self._connection.execute(statement, row).scalar_one())
        self._keep(dossier_id, record, joined)

    def _update(
        self, row: RowMapping, record: Record, seen: list[Sighting], *, at: datetime
    ) -> bool:
        """Merge one record into a known dossier; tell whether anything changed."""
        as_of = self._as_of(row, seen)
        mine = next((one for one in seen if one.source == self._source), None)
        if mine is not None and mine.row_hash == row_hash(record):
            self._see(row, record, as_of, at=at)
            return False
        before = to_stated(row)
        joined = merge(
            self._known(row["id"], before, seen),
            record,
            carries=self._carries,
            exported_at=self._exported_at,
        )
        altered = changes(before, joined.stated)
        if altered:
            self._write_down(row["id"], altered)
        self._connection.execute(
            update(dossiers)
            .where(dossiers.c.id == row["id"])
            .values(
                **_columns(joined.stated),
                as_of=as_of,
                is_open=not joined.stated.shows_end,
                end_seen_at=(row["end_seen_at"] or self._exported_at)
                if joined.stated.shows_end
                else None,
                look_at=at,
            )
        )
        self._keep(row["id"], record, joined)
        return bool(altered or joined.promises or joined.pauses)

    def _see(self, row: RowMapping, record: Record, as_of: datetime, *, at: datetime) -> None:
        """Keep that an unchanged dossier was seen; wake it if its deadline lies between."""
        values: dict[str, object] = {"as_of": as_of}
        if is_passed_between(row["passes_at"], row["as_of"], as_of):
            values["look_at"] = at
        self._connection.execute(
            update(dossiers).where(dossiers.c.id == row["id"]).values(values)
        )
        self._sight(row["id"], record)

    def _as_of(self, row: RowMapping, seen: list[Sighting]) -> datetime:
        """Return the newest export that could show an end, else the newest at all."""
        others = [one for one in seen if one.source != self._source]
        knows = [one.seen_at for one in others if one.carries & SHOWS_END]
        if self._carries & SHOWS_END:
            knows.append(self._exported_at)
        if knows:
            return max(knows)
        before: datetime = row["as_of"]
        return max(before, self._exported_at)

    def _known(self, dossier_id: int, stated: Stated, seen: list[Sighting]) -> Known:
        others = [one for one in seen if one.source != self._source]
        fresher = [one.carries for one in others if one.seen_at > self._exported_at]
        told = select(promises).where(promises.c.dossier_id == dossier_id)
        waited = select(pauses).where(pauses.c.dossier_id == dossier_id)
        return Known(
            stated=stated,
            promises=tuple(
                to_promise(row)
                for row in self._connection.execute(
                    told.order_by(promises.c.made_at, promises.c.id)
                ).mappings()
            ),
            pauses=tuple(
                to_pause(row)
                for row in self._connection.execute(
                    waited.order_by(pauses.c.paused_at)
                ).mappings()
            ),
            elsewhere=frozenset[Carried]().union(*(one.carries for one in others)),
            fresher=frozenset[Carried]().union(*fresher),
        )

    def _write_down(
        self, dossier_id: int, altered: Sequence[tuple[str, str | None, str | None]]
    ) -> None:
        self._connection.execute(
            insert(changes_table),
            [
                {
                    "dossier_id": dossier_id,
                    "import_id": self._import_id,
                    "field": field,
                    "before": before,
                    "after": after,
                }
                for field, before, after in altered
            ],
        )

    def _keep(self, dossier_id: int, record: Record, joined: Merge) -> None:
        """Keep the promises, pauses and personal data of a record, and that it was seen."""
        insert_new(
            self._connection,
            promises,
            [_promise_row(dossier_id, promise) for promise in joined.promises],
        )
        for pause in joined.pauses:
            self._keep_pause(dossier_id, pause)
        if record.applicant is not None:
            self._keep_applicant(dossier_id, record.applicant)
        self._sight(dossier_id, record)

    def _keep_applicant(self, dossier_id: int, stated: Applicant) -> None:
        query = select(applicants).where(applicants.c.dossier_id == dossier_id)
        row = self._connection.execute(query).mappings().first()
        joined = join_applicant(to_applicant(row) if row else None, stated)
        if row is not None:
            self._connection.execute(
                delete(applicants).where(applicants.c.dossier_id == dossier_id)
            )
        values = {field.name: getattr(joined, field.name) for field in fields(joined)}
        self._connection.execute(insert(applicants), {"dossier_id": dossier_id, **values})

    def _keep_pause(self, dossier_id: int, pause: Pause) -> None:
        row = {
            "dossier_id": dossier_id,
            "paused_at": pause.paused_at,
            "resumed_at": pause.resumed_at,
            "kind": pause.kind.value,
        }
        if insert_new(self._connection, pauses, [row]):
            return
        self._connection.execute(
            update(pauses)
            .where(pauses.c.dossier_id == dossier_id, pauses.c.paused_at == pause.paused_at)
            .values(resumed_at=pause.resumed_at)
        )

    def _sight(self, dossier_id: int, record: Record) -> None:
        row = {
            "dossier_id": dossier_id,
            "source": self._source,
            "import_id": self._import_id,
            "seen_at": self._exported_at,
            "row_hash": row_hash(record),
        }
        if insert_new(self._connection, sightings, [row]):
            return
        self._connection.execute(
            update(sightings)
            .where(
                sightings.c.dossier_id == bindparam("of"),
                sightings.c.source == bindparam("by"),
            )
            .values(
                import_id=row["import_id"], seen_at=row["seen_at"], row_hash=row["row_hash"]
            ),
            {"of": dossier_id, "by": self._source},
        )


def row_hash(record: Record) -> str:
    """Return a fingerprint of what a record states, wherever it stands in its file."""
    return sha256(repr(replace(record, row=0)).encode()).hexdigest()


def is_passed_between(passes_at: datetime | None, before: datetime, after: datetime) -> bool:
    """Tell whether a deadline passed after one export and by the next."""
    return passes_at is not None and before < passes_at <= after


def _columns(stated: Stated) -> dict[str, object]:
    return {field.name: getattr(stated, field.name) for field in fields(stated)}


def _promise_row(dossier_id: int, promise: Promise) -> dict[str, object]:
    return {
        "dossier_id": dossier_id,
        "promised_at": promise.promised_at,
        "made_at": promise.made_at,
        "kind": promise.kind.value,
    }
