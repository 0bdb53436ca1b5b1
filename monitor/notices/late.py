"""The rows of a leader's mail: what is late, what was promised again, what is asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.domain.directory import Role
from monitor.domain.dossier import Dossier
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter
from monitor.domain.office import Office
from monitor.notices.desk import unit_name
from monitor.notices.heard import Group, Heard, group_of
from monitor.notices.item import Item, make_item
from monitor.notices.letter_note import LetterNote, letter_note
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.spans import Spans, spans
from monitor.notices.to_do import ToDo


@dataclass(frozen=True, slots=True, kw_only=True)
class LateRow:
    """One late dossier.

    `cause` is the catalogue's text, empty where none is stated; `is_new` marks a
    lateness, or a stage of it, that the leader has not been told of.
    """

    item: Item
    cause: str
    is_new: bool
    findings: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """An open dossier whose date an issued letter has moved."""

    dossier: Dossier
    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """One dossier past its first date and promised again in time.

    `cause` is the catalogue's text, empty where none is stated.
    """

    number: int
    code: str
    procedure: str
    unit: str
    first_due_on: date
    new_due_on: date
    cause: str
    letter: LetterNote


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked about which rows; `of` names the unit or agency, empty for himself."""

    to_do: ToDo
    of: str
    spans: Spans


def late_rows(
    matters: Iterable[Matter], occasion: Occasion, *, person: str
) -> tuple[LateRow, ...]:
    """Return what is late: first what is new to the person, then the oldest."""
    by_code: dict[str, list[Matter]] = {}
    for matter in matters:
        if group_of(matter.finding) is Group.OVERDUE:
            by_code.setdefault(matter.dossier.code, []).append(matter)
    rows = [_late_row(about, occasion, person) for _, about in sorted(by_code.items())]
    return tuple(sorted(rows, key=lambda row: (not row.is_new, _due_on(row.item))))


def _late_row(about: Sequence[Matter], occasion: Occasion, person: str) -> LateRow:
    heard = Heard(matters=tuple(about), roles=frozenset({Role.LEADER}))
    item = make_item(heard, occasion, reader=person)
    cause = occasion.office.causes.get(item.letter.cause)
    return LateRow(
        item=replace(item, unit=unit_name(heard.dossier, occasion.office.directory)),
        cause=cause.text if cause else "",
        is_new=any(one.is_news_to(person) for one in about),
        findings=tuple(one.id for one in about),
    )


def _due_on(item: Item) -> date:
    return item.due.on if item.due else date.max


def numbered(rows: Iterable[LateRow]) -> tuple[LateRow, ...]:
    """Number the rows through, from 1."""
    return tuple(
        replace(row, item=replace(row.item, number=number))
        for number, row in enumerate(rows, start=1)
    )


def moved_rows(moved: Iterable[Moved], office: Office, *, first: int) -> tuple[MovedRow, ...]:
    """Return the dossiers promised again, numbered from `first`."""
    rows = []
    for number, one in enumerate(moved, start=first):
        procedure = office.directory.procedures.get(one.dossier.procedure or "")
        cause = office.causes.get(one.letter.cause)
        rows.append(
            MovedRow(
                number=number,
                code=one.dossier.code,
                procedure=procedure.name if procedure else one.dossier.procedure_name,
                unit=unit_name(one.dossier, office.directory),
                first_due_on=vietnam_day(one.letter.deadline),
                new_due_on=vietnam_day(one.letter.new_due_at or one.letter.deadline),
                cause=cause.text if cause else "",
                letter=letter_note(one.letter, due_on=None),
            )
        )
    return tuple(rows)


OWN = (ToDo.SIGN, ToDo.APPROVE)  # nobody else can


def requests(rows: Sequence[LateRow]) -> tuple[Request, ...]:
    """Gather what the rows ask of the leader: first what only he can do."""
    return tuple(_requests(rows))


def _requests(rows: Sequence[LateRow]) -> Iterator[Request]:
    for to_do in (*OWN, ToDo.DIRECT, ToDo.FINISH, ToDo.URGE):
        asking = [row.item for row in rows if row.item.to_do is to_do]
        for of in sorted({_of(item) for item in asking}):
            numbers = (item.number for item in asking if _of(item) == of)
            yield Request(to_do=to_do, of=of, spans=spans(numbers))


def _of(item: Item) -> str:
    if item.to_do in OWN:
        return ""
    return item.agency if item.to_do is ToDo.URGE else item.unit
