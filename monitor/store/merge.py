"""Taking a batch of records in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select

from monitor.domain.change import pause_changes
from monitor.domain.dossier import SHOWS_END, Carried, Pause
from monitor.domain.merged_applicant import join_applicant
from monitor.domain.merged_pauses import in_effect
from monitor.domain.merger import Aliases
from monitor.domain.merging import Merge, changes, is_counted_alike, merge
from monitor.domain.record import Record
from monitor.ports.store import Merged
from monitor.store.insert import insert_all
from monitor.store.kept import Kept, Sighting, ids_of, read_kept
from monitor.store.merger_aliases import NONE, aliases_of
from monitor.store.tables import dossiers, imports
from monitor.store.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks:
    """How messages speak that are not as their import: whence, as of when, and of what."""

    source: str
    as_of: datetime
    carries: frozenset[Carried]


class MergeBatch:
    """Merges records of one import; the caller keeps the transaction short.

    `speaks` is given for messages: they are not as the import that brought them.
    """

    def __init__(
        self, connection: Connection, import_id: int, *, speaks: Speaks | None = None
    ) -> None:
        self._connection = connection
        self._import_id = import_id
        query = select(imports).where(imports.c.id == import_id)
        row = connection.execute(query).mappings().one()
        self._system: str = row["system"]
        self._source: str = row["source"]
        self._exported_at: datetime = row["exported_at"]
        self._carries = frozenset(Carried(field) for field in row["carries"])
        self._says = sorted(speaks.carries) if speaks else None
        self._aliases: Aliases = NONE
        if speaks:
            self._source, self._exported_at = speaks.source or self._source, speaks.as_of
            self._carries = speaks.carries

    def merge(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge records of dossiers that differ; one older than its source's last is passed."""
        kept = read_kept(self._connection, (record.code for record in records))
        self._aliases = aliases_of(self._connection, {record.unit for record in records})
        written, new, foreign, changed = Written(), list[Record](), list[Record](), 0
        for record in records:
            known = kept.get(record.code)
            if known is None:
                new.append(self._meant(record, None))
            elif known.row["system"] != self._system:
                foreign.append(record)
            elif self._is_news(known):
                meant = self._meant(record, known.row["unit"])
                changed += self._update(written, known, meant, at=at)
        self._add(written, new, at=at)
        written.write(self._connection)
        return Merged(added=len(new), changed=changed, foreign=tuple(foreign))

    def _meant(self, record: Record, known: str | None) -> Record:
        """Return a record with the unit of now for the code of one of before."""
        unit = self._aliases.unit_of(record.unit, known) if record.unit else record.unit
        return record if unit == record.unit else replace(record, unit=unit)

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
            }
            for record, after in zip(records, joined, strict=True)
        ]
        if not rows:
            return
        insert_all(self._connection, dossiers, rows)
        ids = ids_of(self._connection, [record.code for record in records])
        for record, after in zip(records, joined, strict=True):
            written.wake(ids[record.code], at=at)
            written.move(after.stated.unit, at=at)
            self._ask(written, ids[record.code], after.stated.unit, at=at)
            written.keep_promises(ids[record.code], (), after.promises)
            written.keep_pauses(ids[record.code], (), after.pauses)
            written.keep_applicant(ids[record.code], None, record.applicant)
            self._sight(written, ids[record.code], record)

    def _update(self, written: Written, kept: Kept, record: Record, *, at: datetime) -> bool:
        """Merge one record into a known dossier; tell whether anything changed."""
        known = kept.known(self._source, self._exported_at)
        after = merge(known, record, carries=self._carries, exported_at=self._exported_at)
        altered = [
            *changes(known.stated, after.stated),
            *self._altered_pauses(known.pauses, after.pauses),
        ]
        is_changed = bool(altered) or (known.promises, in_effect(known.pauses)) != (
            after.promises,
            in_effect(after.pauses),
        )
        if is_changed:
            written.move(known.stated.unit, after.stated.unit, at=at)
        if known.stated.unit != after.stated.unit:
            self._ask(written, kept.id, after.stated.unit, at=at)
        as_of = self._as_of(kept)
        if (
            is_changed
            or self._is_shown_anew(kept)
            or _passes(kept.row["as_of"], kept.row["passes_at"], self._exported_at)
        ):
            written.wake(kept.id, at=at)
        written.updates.append(
            {
                **self._columns(after, seen_before=kept.row["end_seen_at"]),
                "of": kept.id,
                "as_of": as_of,
                "counted_by": kept.row["counted_by"] if is_counted_alike(known, after) else "",
            }
        )
        is_newest = Carried.APPLICANT not in known.fresher
        applicant = join_applicant(kept.applicant, record.applicant, is_newest=is_newest)
        written.keep_changes(
            kept.id,
            altered,
            partial(kept.shown_before, self._source),
            by=Sighting(
                source=self._source,
                import_id=self._import_id,
                seen_at=self._exported_at,
                carries=self._carries,
            ),
        )
        written.keep_promises(kept.id, known.promises, after.promises)
        written.keep_pauses(kept.id, known.pauses, after.pauses)
        if not (kept.is_blanked and after.stated.shows_end):
            written.keep_applicant(kept.id, kept.applicant, applicant)
        self._sight(written, kept.id, record)
        return is_changed

    def _ask(
        self, written: Written, dossier_id: int, unit: str | None, *, at: datetime
    ) -> None:
        """Ask to which unit a dossier belongs that comes in under the code of a split one."""
        if unit and self._aliases.asks(unit):
            written.ask(dossier_id, unit, at=at)

    def _altered_pauses(
        self, before: Sequence[Pause], after: Sequence[Pause]
    ) -> Iterator[tuple[str, str | None, str | None]]:
        """Yield the pauses that an export alters: those found out, a status tells of."""
        if Carried.PAUSES in self._carries:
            stated = ([one for one in of if not one.by_status] for of in (before, after))
            yield from pause_changes(*stated)

    def _columns(
        self, joined: Merge, *, seen_before: datetime | None = None
    ) -> dict[str, object]:
        """Return what the dossier's row says of its fields and its end."""
        is_over = joined.stated.shows_end
        seen = [seen_before] if seen_before else []
        if joined.shows_end:
            seen.append(self._exported_at)
        return {
            **joined.stated.values,
            "is_open": not is_over,
            "end_seen_at": min(seen) if is_over else None,
        }

    def _as_of(self, kept: Kept) -> datetime:
        """Return the newest export that could show an end, else the newest at all."""
        others = kept.beside(self._source)
        knows = [one.seen_at for one in others if one.carries & SHOWS_END]
        if self._carries & SHOWS_END:
            knows.append(self._exported_at)
        return max(knows or [self._exported_at, *(one.seen_at for one in others)])

    def _is_shown_anew(self, kept: Kept) -> bool:
        """Tell whether what the sources carry between them changes with this export."""
        mine = kept.by(self._source)
        return mine is None or mine.carries != self._carries

    def _sight(self, written: Written, dossier_id: int, record: Record) -> None:
        written.sightings.append(
            {
                "dossier_id": dossier_id,
                "source": self._source,
                "import_id": self._import_id,
                "seen_at": self._exported_at,
                "says": self._says,
                "mark": record.mark,
            }
        )


def _passes(before: datetime, passes_at: datetime | None, exported_at: datetime) -> bool:
    """Tell whether what a dossier waits for passed after its last export and by this one.

    An export that shows no end may tell it all the same, of the fields that it carries.
    """
    return passes_at is not None and before < passes_at <= exported_at
