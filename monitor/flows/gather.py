"""Read, in one transaction, all that a slot's mails speak of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from monitor.catalogues.told import reject_line
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.letter import SENT
from monitor.domain.message import MessageState
from monitor.domain.office import Office
from monitor.notices.desk import Desk, Opened
from monitor.notices.late import Moved
from monitor.notices.occasion import Matter
from monitor.notices.operator import Health, Imported, Mailed
from monitor.ports.store import Import, Imports, Outbox, Work

LOOKED_BACK = 1_000  # imports and messages, of the newest
TOLD_REJECTS = 10


MOVES_TOLD = "moves_told"  # the beat of the last mail that told which dates moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was read. `first_read`: systems whose first import nobody has been told of."""

    matters: tuple[Matter, ...]
    moved: tuple[Moved, ...]
    opened: Opened
    exported: Mapping[str, datetime]
    first_read: tuple[str, ...]
    health: Health


def gather(work: Work, office: Office, places: Sequence[Desk], *, at: datetime) -> Gathered:
    """Read what stands, and how the program itself is."""
    newest = work.imports.newest_of_systems()
    return Gathered(
        matters=_matters(work),
        moved=_moved(work, at=at),
        opened={desk: work.dossiers.open_count(desk.units) for desk in places},
        exported={system: one.exported_at for system, one in newest.items()},
        first_read=tuple(system for system in newest if work.imports.is_baseline(system)),
        health=_health(work, since=_since(office.policy.calendar, vietnam_day(at)), at=at),
    )


def _matters(work: Work) -> tuple[Matter, ...]:
    standing = work.findings.standing()
    codes = {one.finding.dossier for one in standing}
    dossiers, letters = work.dossiers.load(codes), work.letters.newest(codes)
    return tuple(
        Matter(
            id=one.id,
            finding=one.finding,
            dossier=dossiers[one.finding.dossier],
            letter=letters.get(one.finding.dossier),
            told=one.told,
            is_baseline=one.is_baseline,
        )
        for one in standing
    )


def _moved(work: Work, *, at: datetime) -> tuple[Moved, ...]:
    """Return the open dossiers past the date that an issued letter has moved."""
    letters = {
        letter.dossier: letter
        for letter in work.letters.in_state(*SENT)
        if letter.new_due_at and letter.deadline < at < letter.new_due_at
    }
    dossiers = work.dossiers.load(letters)
    return tuple(
        Moved(dossier=dossiers[code], letter=letter)
        for code, letter in letters.items()
        if dossiers[code].is_open
    )


def _since(calendar: WorkingCalendar, today: date) -> datetime:
    """Return the beginning of the last working day before today, or of yesterday."""
    before = today - timedelta(days=1)
    with suppress(CalendarGapError):
        before = calendar.last_working_day_until(before)
    return midnight(before)


def _health(work: Work, *, since: datetime, at: datetime) -> Health:
    told_at, _ = work.done.beats().get(MOVES_TOLD, (since, ""))
    return Health(
        since=since,
        imported=_imported(work.imports, since),
        mailed=_mailed(work.outbox, since),
        unknown=tuple(sorted(work.dossiers.unknown_counts().items())),
        failing=tuple(code for code, _ in work.dossiers.failing()),
        faults=tuple(detail for _, (_, detail) in sorted(work.done.faults().items())),
        moved=tuple(work.counts.moved_between(told_at, at)),
    )


def _imported(imports: Imports, since: datetime) -> Imported:
    recent = [one for one in imports.latest(LOOKED_BACK) if one.imported_at >= since]
    merged = [one for one in recent if one.state == "merged"]
    return Imported(
        taken=len(merged),
        records=sum(one.records for one in merged),
        rejected=sum(one.rejected for one in merged),
        rejects=tuple(islice(_rejects(imports, merged), TOLD_REJECTS)),
    )


def _rejects(imports: Imports, merged: Iterable[Import]) -> Iterator[str]:
    """Tell the rows refused, newest file first, without values: they may name a person."""
    for one in merged:
        if one.rejected:
            for reject in imports.rejects(one.id):
                yield reject_line(replace(reject, value=""), file=one.file_name)


def _mailed(outbox: Outbox, since: datetime) -> Mailed:
    counts = outbox.counts()
    sent = outbox.list(MessageState.SENT, limit=LOOKED_BACK)
    return Mailed(
        sent=sum(one.sent_at is not None and one.sent_at >= since for one in sent),
        waiting=_total(counts.items(), MessageState.READY),
        parked=_total(counts.items(), MessageState.PARKED),
    )


def _total(counts: Iterable[tuple[tuple[str, MessageState], int]], wanted: MessageState) -> int:
    return sum(number for (_, state), number in counts if state is wanted)
