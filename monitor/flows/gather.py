"""Read, in one transaction, all that a slot's mails speak of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import islice

from monitor.catalogues.told import reject_line
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.letter import SENT
from monitor.domain.message import MessageState
from monitor.domain.office import Office
from monitor.flows.back_up import BACKUP
from monitor.flows.late_before import late_before
from monitor.flows.notes_before import explained_before
from monitor.flows.reachable import reachable
from monitor.flows.workbook_folders import is_refusal
from monitor.notices.desk import Desk, Opened
from monitor.notices.late import Moved
from monitor.notices.leader import LateBefore
from monitor.notices.occasion import Matter, Occasion, UnitMatter
from monitor.notices.operator import (
    WAITED_LONG,
    Health,
    Imported,
    Mailed,
    WorkbookNews,
    backup_due,
)
from monitor.notices.recipients import Routing
from monitor.notices.slots import Slot, Telling
from monitor.ports.store import Import, Imports, Standing, Work

LOOKED_BACK = 1_000  # imports and messages, of the newest
TOLD_REJECTS = 10


MOVES_TOLD = "moves_told"  # the beat of the operator's last mail, which told what had moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was read. `first_read`: systems whose first import nobody has been told of."""

    matters: tuple[Matter, ...]
    units: tuple[UnitMatter, ...]
    moved: tuple[Moved, ...]
    opened: Opened
    open_dossiers: int
    late_before: Mapping[str, LateBefore]
    first_read: tuple[str, ...]
    health: Health


def occasion_at(
    work: Work, office: Office, telling: Telling, *, slot: Slot, at: datetime
) -> Occasion:
    """Return a slot that has come, with each system's newest export."""
    newest = work.imports.newest_of_systems()
    return Occasion(
        office=office,
        telling=telling,
        at=at,
        slot=slot,
        exported={system: one.exported_at for system, one in newest.items()},
        routing=Routing(
            reachable(work, office.directory),
            on=vietnam_day(at),
            operator=telling.operator_mailbox,
        ),
    )


def gather(work: Work, occasion: Occasion, places: Sequence[Desk]) -> Gathered:
    """Read what stands, and how the program itself is."""
    since = _since(occasion.office.policy.calendar, occasion.today)
    return Gathered(
        matters=matters_of(work),
        units=_units(work, occasion.office.directory),
        moved=_moved(work, at=occasion.at),
        opened=_opened(work, places),
        open_dossiers=work.dossiers.open_count(),
        late_before=late_before(work, places, on=vietnam_day(since)),
        first_read=tuple(
            system for system in occasion.exported if work.imports.is_baseline(system)
        ),
        health=_health(work, since=since, at=occasion.at),
    )


def _opened(work: Work, places: Sequence[Desk]) -> Opened:
    """Count the open dossiers under each desk."""
    of_unit = work.dossiers.open_by_unit()
    return {desk: sum(of_unit.get(unit, 0) for unit in desk.units) for desk in places}


def matters_of(work: Work) -> tuple[Matter, ...]:
    """Return all that stands about dossiers, each finding with its dossier and letter."""
    return matters_about(work, [one for one in work.findings.standing() if one.finding.dossier])


def matters_about(work: Work, standing: Sequence[Standing]) -> tuple[Matter, ...]:
    """Return findings about dossiers, each with its dossier and letter."""
    codes = {one.finding.dossier for one in standing}
    dossiers, letters = work.dossiers.load(codes), work.letters.newest(codes)
    explained = explained_before(work, standing)
    return tuple(
        Matter(
            id=one.id,
            finding=one.finding,
            dossier=dossiers[one.finding.dossier],
            letter=letters.get(one.finding.dossier),
            told=one.told,
            is_baseline=one.is_baseline,
            notes=(*explained.get(one.id, ()), *one.notes),
        )
        for one in standing
    )


def _units(work: Work, directory: Directory) -> tuple[UnitMatter, ...]:
    """Return all that stands about whole units, of those that the directory knows."""
    standing = work.findings.standing_of_units()
    explained = explained_before(work, standing)
    return tuple(
        UnitMatter(
            id=one.id,
            finding=one.finding,
            unit=directory.units[one.finding.unit],
            told=one.told,
            is_baseline=one.is_baseline,
            notes=(*explained.get(one.id, ()), *one.notes),
        )
        for one in standing
        if one.finding.unit in directory.units
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
    beats = work.done.beats()
    told_at, _ = beats.get(MOVES_TOLD, (since, ""))
    backup_at, _ = beats.get(BACKUP, (None, ""))
    return Health(
        since=since,
        imported=_imported(work.imports, since),
        mailed=_mailed(work, since, at=at),
        unknown=tuple(sorted(work.dossiers.unknown_counts().items())),
        unknown_units=tuple(sorted(work.units.unknown_counts().items())),
        failing=tuple(code for code, *_ in work.agenda.failing()),
        failing_units=tuple(work.units.failing()),
        faults=tuple(detail for _, (_, detail) in sorted(work.done.faults().items())),
        moved=tuple(work.counts.moved_between(told_at, at)),
        workbooks=_workbooks(work, after=told_at, until=at),
        backup=backup_due(backup_at, at=at),
    )


def _workbooks(work: Work, *, after: datetime, until: datetime) -> WorkbookNews | None:
    """Return what became of workbooks since the operator's last mail, None for nothing."""
    made, answers = work.workbooks.counts_between(after, until)
    refused = sum(
        is_refusal(name) and at > after for name, (at, _) in work.done.faults().items()
    )
    if not (made or answers or refused):
        return None
    return WorkbookNews(since=after, made=made, answers=answers, refused=refused)


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


def _mailed(work: Work, since: datetime, *, at: datetime) -> Mailed:
    counts = work.outbox.counts()
    sent = work.outbox.list(MessageState.SENT, limit=LOOKED_BACK)
    oldest = work.gauges.outbox().oldest_waiting_at
    is_long = oldest is not None and at - oldest > WAITED_LONG
    return Mailed(
        sent=sum(one.sent_at is not None and one.sent_at >= since for one in sent),
        waiting=_total(counts.items(), MessageState.READY),
        waiting_since=oldest if is_long else None,
        parked=_total(counts.items(), MessageState.PARKED),
        held=_total(counts.items(), MessageState.HELD),
    )


def _total(counts: Iterable[tuple[tuple[str, MessageState], int]], wanted: MessageState) -> int:
    return sum(number for (_, state), number in counts if state is wanted)
