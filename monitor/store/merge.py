"""Taking a batch of records in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, RowMapping, Update, bindparam, insert, select, update

from monitor.domain.dossier import Applicant, Carried, Pause, Promise
from monitor.domain.merging import Known, Merge, Stated, changes, join_applicant, merge
from monitor.domain.record import Record
from monitor.ports.store import Merged
from monitor.store.history import pauses_of, promises_of
from monitor.store.imports import SHOWS_END
from monitor.store.insert import insert_new, put
from monitor.store.rows import to_applicant, to_stated
from monitor.store.sightings import Sighting, row_hash, sightings_of
from monitor.store.tables import (
    applicants,
    dossiers,
    imports,
    pauses,
    promises,
    sightings,
)
from monitor.store.tables import changes as changes_table

Shown = tuple[RowMapping, Record]  # a known dossier's row, and what the export says of it

SEEN = update(dossiers).where(dossiers.c.id == bindparam("of")).values(as_of=bindparam("as_of"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """What became of one record that says something new."""

    dossier_id: int
    record: Record
    merge: Merge


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
        seen = sightings_of(self._connection, [row["id"] for row in rows.values()])
        new = [record for record in records if record.code not in rows]
        known = [(rows[record.code], record) for record in records if record.code in rows]
        foreign = [record for row, record in known if row["system"] != self._system]
        ours = [(row, record) for row, record in known if row["system"] == self._system]
        told = {one.code for row, one in ours if self._is_same(one, seen[row["id"]])}
        same = [(row, record) for row, record in ours if record.code in told]
        other = [(row, record) for row, record in ours if record.code not in told]
        self._see(same, seen, at=at)
        added = self._add(new, at=at)
        updated, changed = self._update(other, seen, at=at)
        self._keep([*added, *updated])
        return Merged(added=len(added), changed=changed, foreign=tuple(foreign))

    def _rows(self, codes: Iterable[str]) -> dict[str, RowMapping]:
        query = select(dossiers).where(dossiers.c.code.in_(list(codes)))
        return {row["code"]: row for row in self._connection.execute(query).mappings()}

    def _is_same(self, record: Record, seen: Sequence[Sighting]) -> bool:
        """Tell whether this source said just the same when it last showed the dossier."""
        mine = next((one for one in seen if one.source == self._source), None)
        return mine is not None and mine.row_hash == row_hash(record)

    def _see(
        self, same: Sequence[Shown], seen: Mapping[int, Sequence[Sighting]], *, at: datetime
    ) -> None:
        """Keep that unchanged dossiers were seen; wake those whose deadline lies between."""
        if not same:
            return
        as_of = {row["id"]: self._as_of(row, seen[row["id"]]) for row, _ in same}
        self._connection.execute(
            SEEN, [{"of": dossier_id, "as_of": newest} for dossier_id, newest in as_of.items()]
        )
        passed = [
            row["id"]
            for row, _ in same
            if is_passed_between(row["passes_at"], row["as_of"], as_of[row["id"]])
        ]
        self._connection.execute(
            update(dossiers).where(dossiers.c.id.in_(passed)).values(look_at=at)
        )
        self._sight((row["id"], record) for row, record in same)

    def _add(self, new: Sequence[Record], *, at: datetime) -> list[Joined]:
        if not new:
            return []
        merged = {
            record.code: merge(
                None, record, carries=self._carries, exported_at=self._exported_at
            )
            for record in new
        }
        rows = [
            {
                **_columns(one.stated),
                "system": self._system,
                "code": code,
                "as_of": self._exported_at,
                "is_open": not one.stated.shows_end,
                "end_seen_at": self._exported_at if one.stated.shows_end else None,
                "look_at": at,
            }
            for code, one in merged.items()
        ]
        statement = insert(dossiers).returning(dossiers.c.code, dossiers.c.id)
        ids = {code: int(id_) for code, id_ in self._connection.execute(statement, rows)}
        return [
            Joined(dossier_id=ids[record.code], record=record, merge=merged[record.code])
            for record in new
        ]

    def _update(
        self, other: Sequence[Shown], seen: Mapping[int, Sequence[Sighting]], *, at: datetime
    ) -> tuple[list[Joined], int]:
        """Merge records into known dossiers; tell also how many changed."""
        ids = [row["id"] for row, _ in other]
        told = promises_of(self._connection, ids)
        waited = pauses_of(self._connection, ids)
        values: list[dict[str, object]] = []
        altered: list[dict[str, object]] = []
        joined: list[Joined] = []
        changed = 0
        for row, record in other:
            dossier_id, others = row["id"], seen[row["id"]]
            known = self._known(to_stated(row), others, told[dossier_id], waited[dossier_id])
            one = merge(known, record, carries=self._carries, exported_at=self._exported_at)
            before = len(altered)
            altered += self._alterations(dossier_id, known.stated, one.stated)
            changed += bool(len(altered) > before or one.promises or one.pauses)
            values.append(self._values(row, one.stated, as_of=self._as_of(row, others), at=at))
            joined.append(Joined(dossier_id=dossier_id, record=record, merge=one))
        if values:
            self._connection.execute(_updating(values[0]), values)
        if altered:
            self._connection.execute(insert(changes_table), altered)
        return joined, changed

    def _values(
        self, row: RowMapping, stated: Stated, *, as_of: datetime, at: datetime
    ) -> dict[str, object]:
        """Return what a known dossier's row becomes."""
        ended = row["end_seen_at"] or self._exported_at
        return {
            **_columns(stated),
            "as_of": as_of,
            "is_open": not stated.shows_end,
            "end_seen_at": ended if stated.shows_end else None,
            "look_at": at,
            "of": row["id"],
        }

    def _as_of(self, row: RowMapping, seen: Sequence[Sighting]) -> datetime:
        """Return the newest export that could show an end, else the newest at all."""
        others = [one for one in seen if one.source != self._source]
        knows = [one.seen_at for one in others if one.carries & SHOWS_END]
        if self._carries & SHOWS_END:
            knows.append(self._exported_at)
        if knows:
            return max(knows)
        before: datetime = row["as_of"]
        return max(before, self._exported_at)

    def _known(
        self,
        stated: Stated,
        seen: Sequence[Sighting],
        told: Iterable[Promise],
        waited: Iterable[Pause],
    ) -> Known:
        others = [one for one in seen if one.source != self._source]
        fresher = [one.carries for one in others if one.seen_at > self._exported_at]
        return Known(
            stated=stated,
            promises=tuple(told),
            pauses=tuple(waited),
            elsewhere=frozenset[Carried]().union(*(one.carries for one in others)),
            fresher=frozenset[Carried]().union(*fresher),
        )

    def _alterations(
        self, dossier_id: int, before: Stated, after: Stated
    ) -> list[dict[str, object]]:
        """Return the rows that write down every field that this import alters."""
        return [
            {
                "dossier_id": dossier_id,
                "import_id": self._import_id,
                "field": field,
                "before": was,
                "after": is_now,
            }
            for field, was, is_now in changes(before, after)
        ]

    def _keep(self, joined: Sequence[Joined]) -> None:
        """Keep the promises, pauses and personal data of records, and that they were seen."""
        insert_new(
            self._connection,
            promises,
            [
                _promise_row(one.dossier_id, promise)
                for one in joined
                for promise in one.merge.promises
            ],
        )
        put(
            self._connection,
            pauses,
            [_pause_row(one.dossier_id, pause) for one in joined for pause in one.merge.pauses],
            only=("resumed_at",),
        )
        self._keep_applicants({one.dossier_id: one.record.applicant for one in joined})
        self._sight((one.dossier_id, one.record) for one in joined)

    def _keep_applicants(self, stated: Mapping[int, Applicant | None]) -> None:
        query = select(applicants).where(applicants.c.dossier_id.in_(list(stated)))
        known = {row["dossier_id"]: row for row in self._connection.execute(query).mappings()}
        rows: list[dict[str, object]] = []
        for dossier_id, applicant in stated.items():
            if applicant is not None:
                row = known.get(dossier_id)
                joined = join_applicant(to_applicant(row) if row else None, applicant)
                rows.append({"dossier_id": dossier_id, **_columns(joined)})
        put(self._connection, applicants, rows)

    def _sight(self, shown: Iterable[tuple[int, Record]]) -> None:
        """Keep when this source last showed dossiers, and what it said."""
        put(
            self._connection,
            sightings,
            [
                {
                    "dossier_id": dossier_id,
                    "source": self._source,
                    "import_id": self._import_id,
                    "seen_at": self._exported_at,
                    "row_hash": row_hash(record),
                }
                for dossier_id, record in shown
            ],
        )


def is_passed_between(passes_at: datetime | None, before: datetime, after: datetime) -> bool:
    """Tell whether a deadline passed after one export and by the next."""
    return passes_at is not None and before < passes_at <= after


def _columns(facts: Stated | Applicant) -> dict[str, object]:
    return {field.name: getattr(facts, field.name) for field in fields(facts)}


def _updating(values: Mapping[str, object]) -> Update:
    """Return the statement that takes such values over for the dossier `of`."""
    named: dict[str, object] = {name: bindparam(name) for name in values if name != "of"}
    return update(dossiers).where(dossiers.c.id == bindparam("of")).values(named)


def _promise_row(dossier_id: int, promise: Promise) -> dict[str, object]:
    return {
        "dossier_id": dossier_id,
        "promised_at": promise.promised_at,
        "made_at": promise.made_at,
        "kind": promise.kind.value,
    }


def _pause_row(dossier_id: int, pause: Pause) -> dict[str, object]:
    return {
        "dossier_id": dossier_id,
        "paused_at": pause.paused_at,
        "resumed_at": pause.resumed_at,
        "kind": pause.kind.value,
    }
