"""Taking messages in: each speaks for itself, so that a late one still says something.

Messages of dossiers and of progress are one history: in whatever order and in whatever
files they come in, they make the same dossier.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, select

from monitor.domain.dossier import SHOWS_END
from monitor.domain.merged_applicant import join_applicant
from monitor.domain.merged_pauses import in_effect
from monitor.domain.merging import Stated, changes
from monitor.domain.progress import each
from monitor.domain.record import Record
from monitor.domain.retelling import Statement, fill_in
from monitor.domain.step import StepSaid, join_said
from monitor.ports.store import Merged
from monitor.store.heard import message_of, steps_as_messages
from monitor.store.history import said_of
from monitor.store.insert import put
from monitor.store.kept import Kept, Sighting, ids_of, read_kept
from monitor.store.merge import MergeBatch, Speaks
from monitor.store.merger_aliases import aliases_of
from monitor.store.statements import keep_statements, statements_of
from monitor.store.tables import imports, steps
from monitor.store.written import Written

Groups = defaultdict[tuple[Speaks, int], list[Record]]


@dataclass(slots=True)
class Heard:
    """The messages of one dossier: those kept, and those that have come in now."""

    kept: list[Statement] = field(default_factory=list)
    steps: tuple[StepSaid, ...] = ()
    fresh: list[Statement] = field(default_factory=list)
    told_again: list[Statement] = field(default_factory=list)
    has_grown: bool = False
    has_unsaid: bool = False

    def hear(self, messages: Iterable[Statement]) -> None:
        """Take messages in; one that is kept says nothing new."""
        for one in messages:
            is_new = all(one.rank != other.rank for other in (*self.kept, *self.fresh))
            (self.fresh if is_new else self.told_again).append(one)

    def hear_steps(self, told: Sequence[Statement]) -> None:
        """Take messages of progress in: one that another unsays is none."""
        said = join_said(self.steps, (step for one in told for step in one.record.steps))
        self.has_grown = self.has_grown or said != self.steps
        self.steps = said
        self.hear(told)
        count = len(self.kept)
        for messages in (self.kept, self.fresh):
            messages[:] = [one for one in messages if set(one.record.steps) <= set(said)]
        self.has_unsaid = self.has_unsaid or len(self.kept) < count

    @property
    def late(self) -> list[Statement]:
        """What has come in behind a message that was kept before, or in place of one."""
        if self.has_unsaid:
            return self.fresh
        last = max((one.rank for one in self.kept), default=None)
        return [one for one in self.fresh if last is not None and one.rank < last]

    @property
    def news(self) -> list[Statement]:
        """What has come in that is newer than all that was kept."""
        late = {one.rank for one in self.late}
        return [one for one in self.fresh if one.rank not in late]


class MessageBatch:
    """Merges messages of one import; the caller keeps the transaction short."""

    def __init__(self, connection: Connection, import_id: int) -> None:
        self._connection = connection
        self._import_id = import_id
        query = select(imports.c.system, imports.c.source).where(imports.c.id == import_id)
        self._system, self._source = connection.execute(query).one()

    def merge(self, records: Sequence[Record], *, at: datetime) -> Merged:
        """Merge messages in the order of their instants; those told before say nothing."""
        read = read_kept(self._connection, {one.code for one in records})
        alien = {code for code, one in read.items() if one.row["system"] != self._system}
        kept = {code: one for code, one in read.items() if code not in alien}
        ours = [one for one in records if one.code not in alien]
        heard = self._hear(self._meant(ours, kept), kept)
        filled = sum(
            self._fill_in(kept[code], one, at=at) for code, one in heard.items() if one.late
        )
        done = self._merge_news([news for one in heard.values() for news in one.news], at=at)
        self._keep(heard, at=at)
        foreign = tuple(one for one in records if one.code in alien)
        return Merged(added=done.added, changed=done.changed + filled, foreign=foreign)

    def _meant(self, records: Sequence[Record], kept: dict[str, Kept]) -> list[Record]:
        """Return messages whose steps name the units of now for those of before."""
        named = {step.unit for one in records for step in one.steps}
        aliases = aliases_of(self._connection, named)
        if not aliases.targets:
            return list(records)
        units = {code: one.row["unit"] for code, one in kept.items()}
        return [
            replace(
                one,
                steps=tuple(
                    replace(step, unit=aliases.unit_of(step.unit, units.get(one.code)))
                    for step in one.steps
                ),
            )
            for one in records
        ]

    def _hear(self, records: Sequence[Record], kept: dict[str, Kept]) -> dict[str, Heard]:
        """Return what is kept of each dossier's messages, with those that have come in."""
        ids = {one.id: code for code, one in kept.items()}
        said, told = (
            said_of(self._connection, list(ids)),
            statements_of(self._connection, list(ids)),
        )
        heard = {one.code: Heard() for one in records}
        for id_, code in ids.items():
            heard[code].steps = tuple(said[id_])
            messages = (*told[id_], *steps_as_messages(code, said[id_]))
            heard[code].kept = sorted(messages, key=lambda one: one.rank)
        for record in records:
            one = heard[record.code]
            if record.steps:
                one.hear_steps([message_of(part, self._source) for part in each(record)])
            else:
                one.hear([message_of(record, self._source)])
        return heard

    def _merge_news(self, messages: Sequence[Statement], *, at: datetime) -> Merged:
        """Merge the newest messages as exports, each after those before it."""
        groups, seen = Groups(list), Counter[tuple[Speaks, str]]()
        for one in sorted(messages, key=lambda one: one.rank):
            speaks = Speaks(source=one.source, as_of=one.said_at, carries=one.carries)
            turn = seen[speaks, one.record.code]
            seen[speaks, one.record.code] += 1
            groups[speaks, turn].append(one.record)
        return self._merge_groups(groups, at=at)

    def _merge_groups(self, groups: Groups, *, at: datetime) -> Merged:
        done = Merged()
        for (speaks, _), records in groups.items():
            batch = MergeBatch(self._connection, self._import_id, speaks=speaks)
            one = batch.merge(records, at=at)
            done = Merged(added=done.added + one.added, changed=done.changed + one.changed)
        return done

    def _fill_in(self, kept: Kept, heard: Heard, *, at: datetime) -> bool:
        """Say what late messages add to a dossier; tell whether anything changed."""
        late, told = heard.late, sorted((*heard.kept, *heard.late), key=lambda one: one.rank)
        newest, known = max(late, key=lambda one: one.rank), kept.known_to(told)
        meant = self._units_meant(kept, told)
        merged, retold = fill_in(
            known, [meant[one.rank] for one in heard.kept], [meant[one.rank] for one in late]
        )
        altered = changes(known.stated, merged.stated)
        end_seen_at = _end_seen(kept, retold.end_seen_at, merged.stated)
        as_of = _as_of(kept, told)
        was = (
            known.promises,
            in_effect(known.pauses),
            kept.row["end_seen_at"],
            kept.row["as_of"],
        )
        written = Written()
        self._sight(written, kept.id, told, late)
        for one in late:
            joined = join_applicant(kept.applicant, one.record.applicant, is_newest=False)
            if not (kept.is_blanked and merged.stated.shows_end):
                written.keep_applicant(kept.id, kept.applicant, joined)
        is_changed = bool(altered) or was != (
            merged.promises,
            in_effect(merged.pauses),
            end_seen_at,
            as_of,
        )
        if is_changed:
            written.updates.append(
                {
                    **{one.name: getattr(merged.stated, one.name) for one in fields(Stated)},
                    "is_open": not merged.stated.shows_end,
                    "end_seen_at": end_seen_at,
                    "as_of": as_of,
                    "counted_by": "",
                    "of": kept.id,
                }
            )
            written.keep_changes(
                kept.id,
                altered,
                partial(kept.shown_before, newest.source),
                by=Sighting(
                    source=newest.source,
                    import_id=self._import_id,
                    seen_at=newest.said_at,
                    carries=newest.carries,
                ),
            )
            written.keep_promises(kept.id, known.promises, merged.promises)
            written.keep_pauses(kept.id, known.pauses, merged.pauses)
            written.move(known.stated.unit, merged.stated.unit, at=at)
            written.wake(kept.id, at=at)
        written.write(self._connection)
        return is_changed

    def _units_meant(
        self, kept: Kept, told: Sequence[Statement]
    ) -> dict[tuple[datetime, str, str], Statement]:
        """Return messages, by rank, with the units of now for those of before."""
        aliases = aliases_of(self._connection, {one.record.unit for one in told})
        unit_of = partial(aliases.unit_of, known=kept.row["unit"])
        return {
            one.rank: replace(one, record=replace(one.record, unit=unit_of(one.record.unit)))
            if one.record.unit in aliases.targets
            else one
            for one in told
        }

    def _sight(
        self, written: Written, id_: int, told: Sequence[Statement], late: Sequence[Statement]
    ) -> None:
        """Have each kind of messages be seen as of its newest, where that has come in now."""
        newest = {one.source: one for one in told}
        written.sightings.extend(
            {
                "dossier_id": id_,
                "source": source,
                "import_id": self._import_id,
                "seen_at": one.said_at,
                "says": sorted(one.carries),
                "mark": None,
            }
            for source, one in newest.items()
            if any(one.rank == other.rank for other in late)
        )

    def _keep(self, heard: dict[str, Heard], *, at: datetime) -> None:
        """Keep what the messages say, and have a dossier judged whose steps have grown."""
        ids, written = ids_of(self._connection, list(heard)), Written()
        of_dossiers = [
            news for one in heard.values() for news in one.fresh if not news.record.steps
        ]
        keep_statements(self._connection, of_dossiers, import_id=self._import_id)
        grown = {code: one for code, one in heard.items() if one.has_grown}
        put(
            self._connection,
            steps,
            [_step_row(ids[code], said) for code, one in grown.items() for said in one.steps],
        )
        for code, one in heard.items():
            again = [told for told in one.told_again if told.record.steps]
            told = sorted((*one.kept, *one.fresh), key=lambda told: told.rank)
            self._sight(written, ids[code], told, again)
            if one.has_grown:
                written.wake(ids[code], at=at)
        written.write(self._connection)


def _step_row(dossier_id: int, said: StepSaid) -> dict[str, object]:
    return {
        "dossier_id": dossier_id,
        "said_at": said.said_at,
        "name": said.name,
        "unit": said.unit,
        "handler": said.handler,
        "began_at": said.began_at,
        "due_at": said.due_at,
        "status": said.status,
    }


def _as_of(kept: Kept, told: Sequence[Statement]) -> datetime:
    """Return the newest message or export that could show an end, else the newest at all."""
    seen = [
        *((one.said_at, one.carries) for one in told),
        *((one.seen_at, one.carries) for one in kept.exports),
    ]
    knows = [seen_at for seen_at, carries in seen if carries & SHOWS_END]
    return max(knows or [seen_at for seen_at, _ in seen])


def _end_seen(kept: Kept, told_at: datetime | None, stated: Stated) -> datetime | None:
    """Return the first instant at which an end was shown, of a dossier that is over."""
    if not stated.shows_end:
        return None
    before: datetime | None = kept.row["end_seen_at"]
    seen = [one for one in (told_at, before if kept.exports or not told_at else None) if one]
    return min(seen, default=None)
