"""Empty the folders into which answered workbooks are saved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.catalogues.workbooks import workbook_word
from monitor.domain.errors import DungHanError, WorkbookError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.flows.ingest import fault_name
from monitor.flows.reachable import reachable
from monitor.flows.workbook_answers import State
from monitor.flows.workbook_reading import read_back
from monitor.flows.writing import queue, write
from monitor.notices.recipients import Routing
from monitor.notices.slots import Telling
from monitor.notices.workbook_mail import is_own_name, reader_of, refused_mail, where_of
from monitor.ports.outside import Outside
from monitor.ports.sources import Waiting
from monitor.ports.workbooks import DROP, FilledWorkbook, WorkbookInbox


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbooksRead:
    """What one round read: files, files refused, and what became of the rows."""

    read: int = 0
    refused: int = 0
    taken: int = 0
    wrong: int = 0


def collect_workbooks(
    outside: Outside,
    office: Office,
    telling: Telling,
    inboxes: Sequence[WorkbookInbox],
    *,
    at: datetime,
) -> WorkbooksRead:
    """Read every workbook not seen before, of all folders the one made first first.

    A file that cannot be read is set aside and told to the operator, and to the unit
    in whose folder it lay; the others go on.
    """
    opened, refused = _open(outside, office, telling, inboxes, at=at)
    done = WorkbooksRead(refused=refused)
    for inbox, waiting, filled in opened:
        try:
            back = read_back(outside, office, telling, filled, unit=inbox.unit, at=at)
        except DungHanError as error:
            _set_aside(outside, office, telling, (inbox, waiting), error, at=at)
            done = replace(done, refused=done.refused + 1)
            continue
        with outside.store.writing() as work:
            work.done.mark(_mark(waiting), at=at)
            work.done.cured(_fault(inbox, waiting))
        inbox.settle(waiting, is_taken=True)
        done = replace(
            done,
            read=done.read + 1,
            taken=done.taken + back.count(State.TAKEN),
            wrong=done.wrong + back.count(State.WRONG),
        )
    return done


Opened = tuple[WorkbookInbox, Waiting, FilledWorkbook]


def _open(
    outside: Outside,
    office: Office,
    telling: Telling,
    inboxes: Sequence[WorkbookInbox],
    *,
    at: datetime,
) -> tuple[list[Opened], int]:
    opened: list[tuple[datetime, Opened]] = []
    refused = 0
    for inbox in inboxes:
        for waiting in inbox.waiting():
            with outside.store.reading() as work:
                is_read = work.done.has(_mark(waiting))
            if is_read:
                inbox.settle(waiting, is_taken=True)
                continue
            try:
                filled = inbox.read(waiting)
            except WorkbookError as error:
                _set_aside(outside, office, telling, (inbox, waiting), error, at=at)
                refused += 1
                continue
            with outside.store.reading() as work:
                workbook = work.workbooks.get(filled.id)
            made_at = workbook.made_at if workbook else at
            opened.append((made_at, (inbox, waiting, filled)))
    opened.sort(key=lambda one: (one[0], one[1][2].saved_at, one[1][2].file))
    return [one for _, one in opened], refused


def is_refusal(fault: str) -> bool:
    """Tell whether a fault, by its name, is a file that was not read as a workbook."""
    return fault.startswith(fault_name(DROP, ""))


def _fault(inbox: WorkbookInbox, waiting: Waiting) -> str:
    """Return the name of a file's fault: two units may name their files alike."""
    return fault_name(f"{waiting.system}/{inbox.unit}", waiting.name)


def _mark(waiting: Waiting) -> str:
    return f"workbook-read/{waiting.sha256}"


def _set_aside(  # noqa: PLR0913 - what lay where, and whom to tell
    outside: Outside,
    office: Office,
    telling: Telling,
    lies: tuple[WorkbookInbox, Waiting],
    error: DungHanError,
    *,
    at: datetime,
) -> None:
    """Move a file to the refused ones, and tell the operator and the unit why.

    The operator is told its name only where we gave it: people name files after people.
    """
    inbox, waiting = lies
    written = None
    if inbox.unit:
        with outside.store.reading() as work:
            directory = reachable(work, office.directory)
        routing = Routing(directory, on=vietnam_day(at), operator=telling.operator_mailbox)
        notice = refused_mail(
            office.directory.units[inbox.unit].name,
            sentence(error),
            reader_of(inbox.unit, directory, routing),
            where_of(inbox.unit, office.directory, telling.workbook_drop),
            digest=waiting.sha256[:12],
            on=vietnam_day(at),
        )
        written = write([notice], outside.mails, at=at)
    with outside.store.writing() as work:
        if written:
            queue(work, written, at=at)
        told = type(error)(**{**error.facts, "file": _told_as(office, inbox, waiting)})
        work.done.fault(_fault(inbox, waiting), at=at, detail=sentence(told))
    inbox.settle(waiting, is_taken=False)


def _told_as(office: Office, inbox: WorkbookInbox, waiting: Waiting) -> str:
    """Return how the operator is told of a file: by our own name, else by where it lay."""
    units = office.directory.units
    if is_own_name(waiting.name, units):
        return waiting.name
    if inbox.unit:
        return workbook_word("set_aside", "of_unit", unit=units[inbox.unit].name)
    return workbook_word("set_aside", "shared")
