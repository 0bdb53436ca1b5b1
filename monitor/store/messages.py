"""Taking messages in: each speaks for itself, so that a late one still says something."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.domain.merging import Stated, changes
from monitor.domain.progress import summed
from monitor.domain.record import Record
from monitor.domain.retelling import Message, fill_in
from monitor.domain.step import StepSaid, join_said
from monitor.ports.store import Merged
from monitor.store.history import said_of
from monitor.store.insert import put
from monitor.store.kept import Kept, read_kept
from monitor.store.merge import MergeBatch, Speaks
from monitor.store.statements import keep_statements, statements_of
from monitor.store.tables import dossiers, imports, steps
from monitor.store.written import Written

Groups = defaultdict[Speaks, list[Record]]


class MessageBatch:
    """Merges messages of one import; the caller keeps the transaction short."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        self._connection = connection
        self._import_id = import_id
        query = select(imports.c.system, imports.c.source).where(imports.c.id == import_id)
        self._system, self._source = connection.execute(query).one()

    def merge(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge messages in the order of their instants; those told before say nothing."""
        in_order = sorted(records, key=lambda one: (_as_of(one), one.row))
        told = self._merge_dossiers([one for one in in_order if not one.steps], at=at)
        gone = self._merge_progress([one for one in in_order if one.steps], at=at)
        return Merged(
            added=told.added + gone.added,
            changed=told.changed + gone.changed,
            foreign=told.foreign + gone.foreign,
        )

    def _merge_dossiers(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge messages about whole dossiers: newest ones as exports, late ones filled in."""
        read = read_kept(self._connection, {one.code for one in records})
        kept = {code: one for code, one in read.items() if one.row["system"] == self._system}
        known = statements_of(self._connection, [one.id for one in kept.values()])
        groups, late, fresh = Groups(list), dict[str, list[Message]](), list[Message]()
        for record in records:
            message = Message(
                record=replace(record, row=0),
                carries=record.carries or frozenset(),
                said_at=_as_of(record),
            )
            one = kept.get(record.code)
            if one is not None and _plain(message) in map(_plain, known[one.id]):
                continue
            fresh.append(message)
            mine = one.by(self._source) if one else None
            if one is None or mine is None or mine.seen_at < message.said_at:
                groups[self._speaks(record)].append(record)
            else:
                late.setdefault(record.code, []).append(message)
        done = self._merge_groups(groups, at=at)
        filled = sum(
            self._fill_in(kept[code], known[kept[code].id], messages, at=at)
            for code, messages in late.items()
        )
        foreign = {one.code for one in done.foreign}
        ours = [one for one in fresh if one.record.code not in foreign]
        keep_statements(self._connection, ours, import_id=self._import_id)
        return replace(done, changed=done.changed + filled)

    def _merge_progress(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge messages of progress: with those kept they are one history."""
        ids = self._ids(one.code for one in records)
        kept = said_of(self._connection, list(ids.values()))
        known = {code: tuple(kept[id_]) for code, id_ in ids.items()}
        groups, grown = Groups(list), dict[str, tuple[StepSaid, ...]]()
        for record in records:
            before = known.get(record.code, ())
            said = known[record.code] = join_said(before, record.steps)
            if said != before:
                grown[record.code] = said
            whole = summed(replace(record, steps=said))
            groups[self._speaks(whole)].append(whole)
        done = self._merge_groups(groups, at=at)
        foreign = {one.code for one in done.foreign}
        self._keep_steps({code: grown[code] for code in grown.keys() - foreign})
        self._wake(grown.keys() - foreign, at=at)
        return done

    def _merge_groups(self, groups: Groups, *, at: datetime) -> Merged:
        done = Merged()
        for speaks, records in groups.items():
            batch = MergeBatch(self._connection, self._import_id, speaks=speaks)
            one = batch.merge(records, at=at)
            done = Merged(
                added=done.added + one.added,
                changed=done.changed + one.changed,
                foreign=done.foreign + one.foreign,
            )
        return done

    def _speaks(self, record: Record) -> Speaks:
        return Speaks(
            source=record.source,
            as_of=_as_of(record),
            carries=record.carries or frozenset(),
        )

    def _fill_in(
        self, kept: Kept, before: Sequence[Message], late: Sequence[Message], *, at: datetime
    ) -> bool:
        """Say what late messages add to a dossier; tell whether anything changed."""
        mine = kept.by(self._source)
        newest = max(late[-1].said_at, *([mine.seen_at] if mine else []))
        known = kept.known(self._source, newest)
        merged, retold = fill_in(known, before, late)
        altered = changes(known.stated, merged.stated)
        end_seen_at = _end_seen(kept, retold.end_seen_at, merged.stated)
        was = known.promises, known.pauses, kept.row["end_seen_at"]
        if not altered and was == (merged.promises, merged.pauses, end_seen_at):
            return False
        written = Written()
        written.updates.append(
            {
                **{one.name: getattr(merged.stated, one.name) for one in fields(Stated)},
                "is_open": not merged.stated.shows_end,
                "end_seen_at": end_seen_at,
                "counted_by": "",
                "of": kept.id,
            }
        )
        written.keep_changes(
            kept.id,
            altered,
            kept.shown_by,
            import_id=self._import_id,
            seen_at=late[-1].said_at,
        )
        written.keep_promises(kept.id, known.promises, merged.promises)
        written.keep_pauses(kept.id, known.pauses, merged.pauses)
        written.wake(kept.id, at=at)
        written.write(self._connection)
        return True

    def _ids(self, codes: Iterable[str]) -> dict[str, int]:
        query = select(dossiers.c.code, dossiers.c.id).where(dossiers.c.code.in_(set(codes)))
        return dict[str, int](self._connection.execute(query).all())

    def _keep_steps(self, grown: dict[str, tuple[StepSaid, ...]]) -> None:
        ids = self._ids(grown)
        rows = [
            {
                "dossier_id": ids[code],
                "said_at": one.said_at,
                "name": one.name,
                "unit": one.unit,
                "handler": one.handler,
                "began_at": one.began_at,
                "due_at": one.due_at,
                "status": one.status,
            }
            for code, said in grown.items()
            for one in said
        ]
        put(self._connection, steps, rows)

    def _wake(self, codes: Iterable[str], *, at: datetime) -> None:
        written = Written()
        for id_ in self._ids(codes).values():
            written.wake(id_, at=at)
        written.write(self._connection)


def _as_of(record: Record) -> datetime:
    """Return the instant of a message; the flow that takes it in has seen to one."""
    assert record.as_of is not None  # noqa: S101 - what `SqlDossiers.merge` chooses by
    return record.as_of


def _plain(message: Message) -> Message:
    """Return a message without what is kept apart: who applied."""
    return replace(message, record=replace(message.record, applicant=None, as_of=None))


def _end_seen(kept: Kept, told_at: datetime | None, stated: Stated) -> datetime | None:
    """Return the first instant at which an end was shown, of a dossier that is over."""
    if not stated.shows_end:
        return None
    before: datetime | None = kept.row["end_seen_at"]
    is_alone = len(kept.sightings) == 1
    seen = [one for one in (told_at, None if is_alone and told_at else before) if one]
    return min(seen, default=None)
