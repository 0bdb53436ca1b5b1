"""Taking a batch of records in."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select

from monitor.domain.dossier import Carried
from monitor.domain.merged_applicant import join_applicant
from monitor.domain.merging import Merge, Stated, changes, is_counted_alike, merge
from monitor.domain.record import Record
from monitor.ports.store import Merged
from monitor.store.imports import SHOWS_END
from monitor.store.kept import Kept, read_kept
from monitor.store.tables import dossiers, imports
from monitor.store.written import Written


class MergeBatch:
    """Merges records of one import; the caller keeps the transaction short."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        self._connection = connection
        self._import_id = import_id
        query = select(imports).where(imports.c.id == import_id)
        row = connection.execute(query).mappings().one()
        self._system: str = row["system"]
        self._source: str = row["source"]
        self._exported_at: datetime = row["exported_at"]
        self._carries = frozenset(Carried(field) for field in row["carries"])

    def merge(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge records of dossiers that differ; one older than its source's last is passed."""
        kept = read_kept(self._connection, (record.code for record in records))
        written, new, foreign, changed = Written(), list[Record](), list[Record](), 0
        for record in records:
            known = kept.get(record.code)
            if known is None:
                new.append(record)
            elif known.row["system"] != self._system:
                foreign.append(record)
            elif self._is_news(known):
                changed += self._update(written, known, record, at=at)
        self._add(written, new, at=at)
        written.write(self._connection)
        return Merged(added=len(new), changed=changed, foreign=tuple(foreign))

    def _is_news(self, kept: Kept) -> bool:
        mine = kept.by(self._source)
        return mine is None or mine.seen_at <= self._exported_at

    def _add(self, written: Written, records: Sequence[Record], *, at: datetime) -> None:
        joined = [
            merge(None, one, carries=self._carries, exported_at=self._exported_at)
            for one in records
        ]
        rows = [
            {
                **self._columns(after),
                "system": self._system,
                "code": record.code,
                "as_of": self._exported_at,
                "look_at": at,
            }
            for record, after in zip(records, joined, strict=True)
        ]
        if not rows:
            return
        statement = insert(dossiers).returning(dossiers.c.code, dossiers.c.id)
        found = self._connection.execute(statement, rows)
        ids: dict[str, int] = {row.code: row.id for row in found}
        for record, after in zip(records, joined, strict=True):
            written.keep_promises(ids[record.code], (), after.promises)
            written.keep_pauses(ids[record.code], (), after.pauses)
            written.keep_applicant(ids[record.code], None, record.applicant)
            self._sight(written, ids[record.code])

    def _update(self, written: Written, kept: Kept, record: Record, *, at: datetime) -> bool:
        """Merge one record into a known dossier; tell whether anything changed."""
        known = kept.known(self._source, self._exported_at)
        after = merge(known, record, carries=self._carries, exported_at=self._exported_at)
        altered = changes(known.stated, after.stated)
        is_changed = bool(altered) or (known.promises, known.pauses) != (
            after.promises,
            after.pauses,
        )
        as_of = self._as_of(kept)
        is_woken = is_changed or self._is_shown_anew(kept) or _passes(kept.row, as_of)
        written.updates.append(
            {
                **self._columns(after, seen_before=kept.row["end_seen_at"]),
                "of": kept.id,
                "as_of": as_of,
                "look_at": at if is_woken else kept.row["look_at"],
                "counted_by": kept.row["counted_by"] if is_counted_alike(known, after) else "",
            }
        )
        is_newest = Carried.APPLICANT not in known.fresher
        applicant = join_applicant(kept.applicant, record.applicant, is_newest=is_newest)
        written.keep_changes(kept.id, self._import_id, altered, kept.shown_by)
        written.keep_promises(kept.id, known.promises, after.promises)
        written.keep_pauses(kept.id, known.pauses, after.pauses)
        written.keep_applicant(kept.id, kept.applicant, applicant)
        self._sight(written, kept.id)
        return is_changed

    def _columns(
        self, joined: Merge, *, seen_before: datetime | None = None
    ) -> dict[str, object]:
        """Return what the dossier's row says of its fields and its end."""
        values: dict[str, object] = {
            field.name: getattr(joined.stated, field.name) for field in fields(Stated)
        }
        is_over = joined.stated.shows_end
        seen = [seen_before] if seen_before else []
        if joined.shows_end:
            seen.append(self._exported_at)
        return {
            **values,
            "is_open": not is_over,
            "end_seen_at": min(seen) if is_over else None,
        }

    def _as_of(self, kept: Kept) -> datetime:
        """Return the newest export that could show an end, else the newest at all."""
        others = kept.others(self._source)
        knows = [one.seen_at for one in others if one.carries & SHOWS_END]
        if self._carries & SHOWS_END:
            knows.append(self._exported_at)
        return max(knows or [self._exported_at, *(one.seen_at for one in others)])

    def _is_shown_anew(self, kept: Kept) -> bool:
        """Tell whether what the sources carry between them changes with this export."""
        mine = kept.by(self._source)
        return mine is None or mine.carries != self._carries

    def _sight(self, written: Written, dossier_id: int) -> None:
        written.sightings.append(
            {
                "dossier_id": dossier_id,
                "source": self._source,
                "import_id": self._import_id,
                "seen_at": self._exported_at,
            }
        )


def _passes(row: RowMapping, as_of: datetime) -> bool:
    """Tell whether the deadline passed after the dossier's last export and by this one."""
    passes_at = row["passes_at"]
    return passes_at is not None and row["as_of"] < passes_at <= as_of
