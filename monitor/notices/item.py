"""One dossier as a mail lists it: how it stands, and what is to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.contradiction import Contradiction, contradictions
from monitor.domain.deadline import Running, assess
from monitor.domain.directory import Level
from monitor.domain.dossier import Dossier
from monitor.domain.instants import local, vietnam_day
from monitor.domain.workbook import wants_answer
from monitor.notices.clock_lines import LateReceipt, LateStep, late_receipt, late_step
from monitor.notices.date_basis import DateBasis, date_basis
from monitor.notices.desk import place_of
from monitor.notices.due import Due, state_due
from monitor.notices.edit_line import EditLine, edit_lines
from monitor.notices.heard import Group, Heard, group_of
from monitor.notices.letter_note import LetterNote, letter_note
from monitor.notices.occasion import Occasion
from monitor.notices.point import Point, points
from monitor.notices.remark import Remark, remarks
from monitor.notices.route import Instead, Why
from monitor.notices.slots import Slot
from monitor.notices.to_do import (
    NOT_ABOUT_TIME,
    OF_A_PENDING_LETTER,
    ToDo,
    what_to_do,
)

CONTRADICT = "dates_contradict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One dossier in one person's mail; names are empty where they are not known.

    `handler` is empty where it is the reader himself. `agency` decides in our
    place. `as_of` is set where the dossier was last seen before its system's
    newest export. `contradictions` are those the reader is asked to check, `remarks`
    what people said of it, `edits` what is to be explained, `points` how it was
    handled otherwise than it should be. `late_move_on` is what the source names in the
    place of a date that had passed. `is_in_workbook` where its unit gets a workbook with
    this mail in which it is asked about.
    """

    number: int
    group: Group
    code: str
    procedure: str
    unit: str
    handler: str
    is_handler_known: bool
    step: str
    agency: str
    letter: LetterNote
    to_do: ToDo | None
    due: Due | None
    basis: DateBasis | None
    received_on: date | None
    finished_on: date | None
    as_of: datetime | None
    contradictions: tuple[Contradiction, ...]
    instead: Instead | None
    remarks: tuple[Remark, ...] = ()
    late_step: LateStep | None = None
    late_receipt: LateReceipt | None = None
    edits: tuple[EditLine, ...] = ()
    points: tuple[Point, ...] = ()
    late_move_on: date | None = None
    is_in_workbook: bool = False


def make_item(heard: Heard, occasion: Occasion, *, reader: str) -> Item:
    """State one dossier for one reader, judged anew at the occasion's instant."""
    dossier, directory = heard.dossier, occasion.office.directory
    procedure = directory.procedures.get(dossier.procedure or "")
    policy = occasion.office.policy_of(dossier.unit, dossier.procedure)
    standing = assess(dossier, procedure, policy, at=occasion.at)
    due, basis = None, None
    if isinstance(standing, Running):
        due = state_due(standing, dossier, procedure, policy, at=occasion.at)
        basis = date_basis(dossier, procedure, policy, standing.deadline)
    letter = letter_note(heard.matters[0].letter, due_on=due.on if due else None)
    group = _group(heard, letter, due)
    outside = occasion.office.outside_decider(dossier.procedure)
    unit = directory.units.get(dossier.unit or "")
    handler = directory.officials.get(dossier.handler or "")
    newest = occasion.exported.get(dossier.system, dossier.as_of)
    return Item(
        number=0,
        group=group,
        code=_line(dossier.code),
        procedure=_line(procedure.name if procedure else dossier.procedure_name),
        unit=unit.name if unit else "",
        handler=handler.source_name if handler and handler.code != reader else "",
        is_handler_known=handler is not None,
        step=_line(dossier.step),
        agency=outside.name if outside else "",
        letter=letter,
        to_do=what_to_do(heard, group, letter, is_ours=outside is None),
        due=due,
        basis=basis,
        received_on=vietnam_day(dossier.received_at) if dossier.received_at else None,
        finished_on=vietnam_day(dossier.finished_at) if dossier.finished_at else None,
        as_of=local(dossier.as_of) if dossier.as_of < newest else None,
        contradictions=contradictions(dossier) if CONTRADICT in heard.rules else (),
        instead=heard.instead,
        remarks=remarks(heard.matters, directory),
        late_step=late_step(heard.matters),
        late_receipt=late_receipt(heard.matters),
        edits=edit_lines(heard.matters),
        points=points(heard.matters),
        late_move_on=_late_move(heard.dossier, group),
        is_in_workbook=_is_in_workbook(heard, occasion),
    )


def _is_in_workbook(heard: Heard, occasion: Occasion) -> bool:
    """Tell whether the morning's workbook of a dossier's unit asks about it."""
    office, dossier = occasion.office, heard.dossier
    if occasion.slot is not Slot.MORNING or office.outside_decider(dossier.procedure):
        return False
    unit = office.directory.units.get(place_of(dossier, office.directory) or "")
    return (
        unit is not None
        and unit.level is not Level.OUTSIDE
        and any(wants_answer(one.finding, dossier, one.letter) for one in heard.matters)
    )


def _late_move(dossier: Dossier, group: Group) -> date | None:
    """Return the date that the source names where an older one, already past, still counts."""
    moved = dossier.put_off_late if group not in NOT_ABOUT_TIME else None
    return vietnam_day(moved.promised_at) if moved else None


def _line(text: str) -> str:
    """Return an export's words as one line, so that they cannot pass for ours."""
    return " ".join(text.split())


def _group(heard: Heard, letter: LetterNote, due: Due | None) -> Group:
    group = group_of(*(matter.finding for matter in heard.matters))
    if group in {Group.SOON, Group.ANSWER} and due and due.is_today:
        return Group.TODAY
    if group is Group.ANSWER and letter.state in OF_A_PENDING_LETTER:
        return Group.LETTER
    return group


def unreached(items: Iterable[Item]) -> tuple[str, ...]:
    """Return who has no mailbox among those in whose place a reader hears, by name."""
    instead = (item.instead for item in items)
    return tuple(sorted({one.name for one in instead if one and one.why is Why.NO_MAILBOX}))
