"""What people say of findings: seen, with a note, or explained; once, and for ever."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.directory import Official
from monitor.domain.errors import (
    BlankNoteError,
    FindingEndedError,
    HollowNoteError,
    NotTheirFindingError,
    SaidTooEarlyError,
    UnknownFindingError,
    UnknownOfficialError,
)
from monitor.domain.finding import Ending, split_stage
from monitor.domain.note import Note, NoteKind, Way
from monitor.domain.office import Office
from monitor.domain.reason import REASON_WORDS, count_words
from monitor.flows.names import Names
from monitor.ports.store import Standing, Store, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What an official says; `by` is their code, or their name as exports write it."""

    by: str
    text: str
    way: Way = Way.COMMAND


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """The finding that words were kept with; `is_new` unless the same stood there before."""

    standing: Standing
    is_new: bool


def acknowledge(
    store: Store, office: Office, finding_id: int, said: Said, *, at: datetime
) -> Noted:
    """Keep that somebody has seen a finding and looks after it.

    That silences its repeats, not its escalation: a later stage is a finding of its own.

    Returns:
        The finding, with the note among its notes, and whether it is new.

    Raises:
        UnknownFindingError: no finding has this number.
        UnknownOfficialError: the directory knows nobody of this code or name.
        NotTheirFindingError: their unit has nothing to do with it.
        FindingEndedError: it stands no longer.
        SaidTooEarlyError: it had not been found at that time.
        BlankNoteError: nothing is said.
    """
    with store.writing() as work:
        return say_of(work, office, finding_id, NoteKind.ACKNOWLEDGED, said, at=at)


def explain(
    store: Store, office: Office, finding_id: int, said: Said, *, at: datetime
) -> Noted:
    """Keep what a unit says of a finding; it is shown beside it from now on.

    One that comes after a later stage has begun to speak is kept with that stage.

    Returns:
        The finding that it was kept with, and whether it is new.

    Raises:
        UnknownFindingError: no finding has this number.
        UnknownOfficialError: the directory knows nobody of this code or name.
        NotTheirFindingError: their unit has nothing to do with it.
        FindingEndedError: it stands no longer.
        SaidTooEarlyError: it had not been found at that time.
        BlankNoteError: nothing is said.
        HollowNoteError: too little is said to explain anything.
    """
    with store.writing() as work:
        return say_of(work, office, finding_id, NoteKind.EXPLAINED, said, at=at)


def say_of(  # noqa: PLR0913 - one parameter a thing to know
    work: Work, office: Office, finding_id: int, kind: NoteKind, said: Said, *, at: datetime
) -> Noted:
    """Do the same within a transaction, as for a workbook of many answers.

    The same said again by the same official changes nothing.
    """
    text = " ".join(said.text.split())
    found = work.findings.get(finding_id)
    if found is None:
        raise UnknownFindingError(finding=finding_id)
    official = Names(office.directory).official(said.by.strip())
    if official is None:
        raise UnknownOfficialError(official=said.by)
    if kind is NoteKind.EXPLAINED:
        found = _latest(work, found)
    _check(work, office, found, official)
    if at < found.found_at:
        raise SaidTooEarlyError(finding=found.id, found_at=found.found_at)
    _check_text(found, kind, text)
    note = Note(kind=kind, by=official.code, at=at, text=text, way=said.way)
    if any((one.kind, one.by, one.text) == (kind, note.by, text) for one in found.notes):
        return Noted(standing=found, is_new=False)
    work.findings.add_note(found.id, note)
    if found.finding.dossier:
        work.agenda.wake([found.finding.dossier], at=at)
    return Noted(standing=work.findings.get(found.id) or found, is_new=True)


def _latest(work: Work, found: Standing) -> Standing:
    """Return the stage that speaks now where the finding was repeated, else itself.

    What is said of one edit explains no other.
    """
    if found.ending is not Ending.REPEATED:
        return found
    _, edit = split_stage(found.finding.stage)
    later = (
        one
        for one in reversed(work.findings.stages(found.id))
        if one.resolved_at is None and split_stage(one.finding.stage)[1] == edit
    )
    return next(later, found)


def _check(work: Work, office: Office, found: Standing, official: Official) -> None:
    places = frozenset(_places(work, office, found))
    if places and official.unit not in places:
        raise NotTheirFindingError(finding=found.id, official=official.code)
    if found.resolved_at is not None:
        raise FindingEndedError(finding=found.id, ended_at=found.resolved_at)


def _places(work: Work, office: Office, found: Standing) -> Iterator[str]:
    """Yield the units a finding concerns, those above them, and their one-stop units."""
    finding, directory = found.finding, office.directory
    units: list[str | None] = [finding.unit or None]
    for dossier in work.dossiers.load([finding.dossier] if finding.dossier else []).values():
        handler = directory.officials.get(dossier.handler or "")
        units += [dossier.unit, handler.unit if handler else None]
    for unit in units:
        yield from (above.code for above in directory.upward(unit))
        if counter := directory.one_stop(unit):
            yield counter.code


def _check_text(found: Standing, kind: NoteKind, text: str) -> None:
    if not text:
        raise BlankNoteError(finding=found.id)
    if kind is NoteKind.EXPLAINED and count_words(text) < REASON_WORDS:
        raise HollowNoteError(finding=found.id, words=REASON_WORDS)
