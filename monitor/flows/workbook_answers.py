"""Take one answer out of a workbook, unless the matter has moved on.

The later workbook counts, then the later saving of one, in whatever order they are
read. Only what still stands as it stood when the workbook was made is answered by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from monitor.catalogues.told import particulars, sentence
from monitor.catalogues.workbooks import workbook_word
from monitor.domain.deadline import Running
from monitor.domain.dossier import Dossier
from monitor.domain.errors import (
    BlankNoteError,
    CalendarGapError,
    DungHanError,
    HollowNoteError,
    LetterError,
    UnknownOfficialError,
)
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterState
from monitor.domain.note import NoteKind, Way
from monitor.domain.office import Office
from monitor.domain.reason import REASON_FAULTS
from monitor.domain.supplied import supplied
from monitor.domain.workbook import (
    Answered,
    Line,
    Part,
    Workbook,
    content_of,
    course_of,
    standing_of,
)
from monitor.flows.answer import (
    Lateness,
    take_approval,
    take_has_result,
    take_in_time,
    take_late,
    take_refusal,
)
from monitor.flows.cases import is_void, make_case
from monitor.flows.letter_ends import Ground, Ruling, take_none
from monitor.flows.noting import Said, say_of
from monitor.flows.register import existing_letter, present_letter
from monitor.flows.workbook_issued import Deed, is_done, letter_now, take_deed
from monitor.flows.workbook_lines import figure_of
from monitor.notices.desk import place_of
from monitor.ports.outside import Outside
from monitor.ports.paper import Shelf
from monitor.ports.store import Work

# Which cell a refusal of the flows is about; all others are about the matter itself.
CELL_OF: Mapping[str, str] = {
    "cause": "cause",
    "unknown_cause": "cause",
    **dict.fromkeys(REASON_FAULTS, "reason"),
    "rest_day": "new_date",
    "not_after": "new_date",
    "approver": "by",
    "no_why": "note",
}
ABOUT_DOSSIERS = frozenset({Part.ANSWERS, Part.LETTERS, Part.ISSUED})
STOPPING = frozenset({"refuse", "none"})


class State(StrEnum):
    """What became of a row."""

    TAKEN = "taken"
    ALREADY = "already"  # read before
    PASSED_BY = "passed_by"  # the matter has moved on
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a row, told in a sentence; `cell` is the one that is wrong."""

    state: State
    text: str
    cell: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a line was answered with, in a file saved at `saved_at`."""

    workbook: Workbook
    line: Line
    said: Mapping[str, str]
    saved_at: datetime

    @property
    def by(self) -> str:
        """Who answers: an official's code, else the unit's desk."""
        return self.said.get("by") or f"unit:{self.workbook.unit}"

    def kept(self, *, at: datetime, result: str = "") -> Answered:
        """Return the answer as it is kept."""
        return Answered(
            workbook=self.workbook.id,
            part=self.line.part,
            target=self.line.target,
            basis=self.line.basis,
            said=self.said,
            by=self.by,
            made_at=self.workbook.made_at,
            saved_at=self.saved_at,
            at=at,
            result=result,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where an answer is taken: within one transaction, for one office, at one instant."""

    work: Work
    shelf: Shelf
    office: Office
    at: datetime


def take(outside: Outside, office: Office, answer: Answer, *, at: datetime) -> Outcome:
    """Take an answer with all that follows from it, in one transaction, once."""
    try:
        with outside.store.writing() as work:
            desk = Desk(work=work, shelf=outside.shelf, office=office, at=at)
            return _take(desk, answer)
    except (BlankNoteError, HollowNoteError) as error:
        return _refused(error, answer, "text")
    except UnknownOfficialError as error:
        return Outcome(state=State.WRONG, text=sentence(error), cell="by")
    except CalendarGapError as error:
        return _refused(error, answer, "new_date")
    except LetterError as error:
        return _refused(error, answer, CELL_OF.get(str(error.facts["reason"]), ""))
    except DungHanError as error:
        return _refused(error, answer, "")


def _refused(error: DungHanError, answer: Answer, cell: str) -> Outcome:
    if cell in answer.said:
        why = str(error.facts.get("reason", error.code))
        told = {**error.facts, "missing": particulars(error.facts.get("missing"))}
        return Outcome(state=State.WRONG, text=workbook_word("refused", why, **told), cell=cell)
    text = workbook_word("passed_by", "refused", why=sentence(error))
    return Outcome(state=State.PASSED_BY, text=text)


def _take(desk: Desk, answer: Answer) -> Outcome:
    line, kept, work = answer.line, answer.kept(at=desk.at), desk.work
    last = work.workbooks.last_answer(line.part, line.target, line.basis)
    if last is not None and last.digest == kept.digest:
        if kept.order > last.order:
            work.workbooks.keep(replace(kept, result=last.result))
        return Outcome(state=State.ALREADY, text=workbook_word("passed_by", "already"))
    if last is not None and last.order > kept.order and not _still_counts(answer):
        return _passed_by("newer_answer")
    if line.part in ABOUT_DOSSIERS and (why := _moved_on(desk, answer, last)):
        return why
    result = TAKERS[line.part](desk, answer)
    work.workbooks.keep(replace(kept, result=result))
    return Outcome(state=State.TAKEN, text=workbook_word("returned", "taken"))


def _still_counts(answer: Answer) -> bool:
    """Tell whether it counts after a later answer.

    What stops a draft does whenever it is read, and what was done with a letter was done.
    """
    return answer.line.part is Part.ISSUED or answer.said.get("verdict") in STOPPING


def _passed_by(why: str, **facts: object) -> Outcome:
    return Outcome(state=State.PASSED_BY, text=workbook_word("passed_by", why, **facts))


def _moved_on(desk: Desk, answer: Answer, last: Answered | None) -> Outcome | None:
    """Return why a dossier's row is passed by; None while it may be answered."""
    line, workbook, work = answer.line, answer.workbook, desk.work
    dossier = work.dossiers.load([line.dossier]).get(line.dossier)
    if dossier is None:
        return _passed_by("gone")
    place = place_of(dossier, desk.office.directory)
    upward = [unit.code for unit in desk.office.directory.upward(place)]
    places = upward[:1] if line.part is Part.ANSWERS else upward
    if not {workbook.unit, *work.mergers.become(workbook.unit)} & {*places}:
        return _passed_by("other_unit")
    allowed = {line.basis, last.result if last else line.basis}
    if line.part is Part.ISSUED:
        return _other_course(work, answer, allowed)
    asked = work.workbooks.last_asked(line.target)
    if asked is not None and asked[0] > workbook.made_at and asked[1] != line.basis:
        return _passed_by("newer_workbook", day=vietnam_day(asked[0]))
    if line.part is Part.LETTERS:
        return _other_letter(desk, answer)
    present = _present(desk, dossier) if dossier.is_open else None
    return None if present is None or present in allowed else _passed_by("decided")


def _present(desk: Desk, dossier: Dossier) -> str | None:
    """Return how the letter about the present deadline stands; None without a deadline."""
    work, office = desk.work, desk.office
    standing = make_case(dossier, None, office, at=desk.at).standing
    if not isinstance(standing, Running):
        return None
    letter = work.letters.about(dossier.code, standing.deadline.due_at)
    if letter is not None and is_void(letter, dossier, office):
        letter = None
    return standing_of(letter, standing.deadline.due_on)


def _other_letter(desk: Desk, answer: Answer) -> Outcome | None:
    """Return why a decision is passed by: the draft is another one, or stands so already."""
    code, verdict = answer.line.target, answer.said["verdict"]
    _, letter = present_letter(desk.work, desk.office, code, at=desk.at)
    if verdict == "none" and letter.state is LetterState.NO_LETTER:
        return _stands()
    if f"{LetterState.DRAFT}:{content_of(letter)}" != answer.line.basis:
        return _passed_by("other_draft")
    wanted = {"approve": LetterState.APPROVED, "refuse": LetterState.REFUSED}
    return _stands() if letter.state is wanted.get(verdict) else None


def _other_course(work: Work, answer: Answer, allowed: set[str]) -> Outcome | None:
    """Return why a deed is passed by: the letter is another one, or stands so already."""
    deed = answer.said["deed"]
    letter = letter_now(work, answer.line, deed)
    if letter is not None and is_done(letter, deed):
        return _stands()
    if letter is None or course_of(letter) not in allowed:
        return _passed_by("decided")
    return None


def _stands() -> Outcome:
    return Outcome(state=State.ALREADY, text=workbook_word("passed_by", "stands"))


def _take_answer(desk: Desk, answer: Answer) -> str:
    code, said = answer.line.target, answer.said
    work, office, at = desk.work, desk.office, desk.at
    if said["answer"] == "in_time":
        return _standing(take_in_time(work, office, code, by=answer.by, at=at))
    if said["answer"] == "has_result":
        return _standing(take_has_result(work, office, code, by=answer.by, at=at))
    lateness = Lateness(
        cause=said["cause"],
        reason=said["reason"],
        new_due_on=date.fromisoformat(said["new_date"]),
        by=answer.by,
    )
    return _standing(take_late(work, office, code, lateness, at=at))


def _take_verdict(desk: Desk, answer: Answer) -> str:
    code, said, by = answer.line.target, answer.said, answer.by
    work, office, at = desk.work, desk.office, desk.at
    if said["verdict"] == "approve":
        return _standing(take_approval(work, office, code, by=by, at=at))
    if said["verdict"] == "refuse":
        return _standing(take_refusal(work, office, code, by=by, why=said["note"], at=at))
    _, letter = existing_letter(work, code)
    if letter.state is LetterState.APPROVED:  # read after the approval: its number is void
        take_refusal(work, office, code, by=by, why=said["note"], at=at)
    ruling = Ruling(by=by, why=said["note"])
    return _standing(take_none(work, office, code, Ground(said["ground"]), ruling, at=at))


def _take_deed(desk: Desk, answer: Answer) -> str:
    said, code = answer.said, answer.line.dossier
    deed = Deed(code=said["deed"], by=answer.by, why=said.get("why", ""))
    return take_deed(desk.work, desk.shelf, desk.office, code, deed, at=desk.at)


def _take_note(desk: Desk, answer: Answer) -> str:
    kind = NoteKind(answer.said["manner"])
    said = Said(by=answer.by, text=answer.said["text"], way=Way.WORKBOOK)
    say_of(desk.work, desk.office, int(answer.line.target), kind, said, at=desk.at)
    return ""


def _take_figure(desk: Desk, answer: Answer) -> str:
    unit, month, name = figure_of(answer.line.target)
    said = answer.said["value"]
    desk.work.workbooks.supply(supplied(unit, month, name, said, by=answer.by, at=desk.at))
    return ""


TAKERS = {
    Part.ANSWERS: _take_answer,
    Part.LETTERS: _take_verdict,
    Part.ISSUED: _take_deed,
    Part.FINDINGS: _take_note,
    Part.FIGURES: _take_figure,
}


def _standing(letter: Letter) -> str:
    return standing_of(letter, vietnam_day(letter.deadline))
