"""Make the units' workbooks: once a working morning, with the morning's mails."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from monitor.catalogues.told import sentence
from monitor.domain.errors import DungHanError, UnknownUnitError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.workbook import Line, Part, Workbook, labels, slug, workbook_id
from monitor.flows.reachable import reachable
from monitor.flows.workbook_facts import approvers
from monitor.flows.workbook_lines import gather_lines, with_suggestions
from monitor.flows.writing import queue, write
from monitor.notices.recipients import Routing
from monitor.notices.slots import Slot, Telling, slots_due, working_day_so_far
from monitor.notices.workbook_mail import file_name, made_mail, reader_of, where_of
from monitor.ports.outside import Outside
from monitor.ports.store import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbooksMade:
    """What one round made."""

    made: int = 0
    failed: int = 0


def workbooks_due(
    outside: Outside, office: Office, telling: Telling, *, at: datetime
) -> WorkbooksMade:
    """Make the morning's workbooks, one for each unit that is asked something.

    Nothing is made outside working hours, nor while dossiers wait to be judged; a
    morning missed is made up within the day's working hours. Figures alone make a
    workbook on the first working day of the month only. One that cannot be set is told
    and tried again.

    Raises:
        CalendarGapError: `at` lies outside the office's calendar.
    """
    with outside.store.reading() as work:
        if not _is_due(work, office, telling, at=at):
            return WorkbooksMade()
        asked = {
            unit: with_suggestions(work, office, lines, at=at)
            for unit, lines in gather_lines(work, office, at=at).items()
            if _is_worth_it(lines, office, at=at)
        }
    made = failed = 0
    for unit, lines in asked.items():
        try:
            made += _make(outside, office, telling, unit, lines, at=at) is not None
        except DungHanError as error:
            failed += 1
            with outside.store.writing() as work:
                work.done.fault(_fault(unit), at=at, detail=sentence(error))
    if not failed:
        with outside.store.writing() as work:
            work.done.mark(_mark(at), at=at)
    return WorkbooksMade(made=made, failed=failed)


def make_workbook(
    outside: Outside, office: Office, telling: Telling, unit: str, *, at: datetime
) -> Workbook | None:
    """Make a unit's workbook of the day now; the one that exists is returned as it was made.

    Returns:
        None where the unit is asked nothing.

    Raises:
        UnknownUnitError: the directory holds no such unit.
        RenderError: it could not be set.
    """
    if unit not in office.directory.units:
        raise UnknownUnitError(unit=unit)
    with outside.store.reading() as work:
        found = work.workbooks.of_day(unit, vietnam_day(at))
        if found is not None:
            return found
        asked = gather_lines(work, office, at=at).get(unit, ())
        lines = with_suggestions(work, office, asked, at=at)
    return _make(outside, office, telling, unit, lines, at=at) if lines else None


def _is_due(work: Work, office: Office, telling: Telling, *, at: datetime) -> bool:
    span = working_day_so_far(office.policy.calendar, at=at)
    if span is None or work.done.has(_mark(at)):
        return False
    slots = slots_due(telling, at=at, has_import=work.imports.merged_between(*span))
    return Slot.MORNING in slots and not work.agenda.due(at=at, limit=1)


def _is_worth_it(lines: Sequence[Line], office: Office, *, at: datetime) -> bool:
    """Tell whether something waits for an answer: figures do on one day of the month."""
    if any(line.is_awaited for line in lines):
        return True
    today = vietnam_day(at)
    first = today.replace(day=1)
    calendar = office.policy.calendar
    days = (date(first.year, first.month, day) for day in range(1, today.day))
    has_figures = any(line.part is Part.FIGURES for line in lines)
    return has_figures and not any(calendar.is_working_day(day) for day in days)


def _make(  # noqa: PLR0913 - whose, of what, for when
    outside: Outside,
    office: Office,
    telling: Telling,
    unit: str,
    lines: tuple[Line, ...],
    *,
    at: datetime,
) -> Workbook | None:
    """Make, keep, lay down and mail one workbook; None where its unit has one of the day."""
    workbook = _workbook(office, unit, lines, at=at)
    content = outside.workbooks.xlsx(workbook)
    with outside.store.reading() as work:
        directory = reachable(work, office.directory)
    routing = Routing(directory, on=workbook.day, operator=telling.operator_mailbox)
    where = where_of(unit, directory, telling.workbook_drop)
    notice = made_mail(workbook, content, reader_of(unit, directory, routing), where)
    written = write([notice], outside.mails, at=at)
    with outside.store.writing() as work:
        if not work.workbooks.add(workbook):
            return None
        queue(work, written, at=at)
        work.done.cured(_fault(unit))
        outside.workbook_shelf.put(slug(unit), file_name(workbook), content)
    return workbook


def _workbook(office: Office, unit: str, lines: tuple[Line, ...], *, at: datetime) -> Workbook:
    day, directory = vietnam_day(at), office.directory
    return Workbook(
        id=workbook_id(unit, at, day),
        unit=unit,
        unit_name=directory.units[unit].name,
        day=day,
        made_at=at,
        lines=lines,
        people=labels(directory.staff(unit)),
        approvers=labels(approvers(office, unit)),
    )


def _mark(at: datetime) -> str:
    return f"workbooks/{vietnam_day(at)}"


def _fault(unit: str) -> str:
    return f"workbook/{unit}"
