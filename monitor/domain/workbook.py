"""The workbook of a unit: what it asks, line by line, and what was answered."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from monitor.domain.directory import Official
from monitor.domain.dossier import Dossier
from monitor.domain.finding import DATA, Finding
from monitor.domain.letter import SENT, Delivery, Letter, LetterState
from monitor.domain.rule_sets import ASKING, LATE
from monitor.domain.term import fold

UNANSWERED = frozenset({None, LetterState.ASKED, LetterState.REFUSED})

_UNSAFE = re.compile(r"[^a-z0-9.-]+")


class Part(StrEnum):
    """The sheets of a workbook, in reading order."""

    ANSWERS = "answers"  # will it be in time or not?
    LETTERS = "letters"  # drafts to approve
    ISSUED = "issued"  # letters approved or issued: what has become of them
    FINDINGS = "findings"  # what wants explaining
    FIGURES = "figures"  # what no source carries


# The cells of each sheet that people fill in, in their order.
CELLS: Mapping[Part, tuple[str, ...]] = {
    Part.ANSWERS: ("answer", "cause", "reason", "new_date", "by"),
    Part.LETTERS: ("verdict", "ground", "note", "by"),
    Part.ISSUED: ("deed", "why", "by"),
    Part.FINDINGS: ("manner", "text", "by"),
    Part.FIGURES: ("value", "by"),
}

# What people choose from, in the first of those cells.
OFFERS: Mapping[Part, tuple[str, ...]] = {
    Part.ANSWERS: ("in_time", "late", "has_result"),
    Part.LETTERS: ("approve", "refuse", "none"),
    Part.ISSUED: ("printed", "returned", "replace", "recall", "refuse"),
    Part.FINDINGS: ("explained", "acknowledged"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing asked of a unit.

    `target` names it: a dossier's code, the mark of an approved or issued letter, a finding's
    number, or unit, month and name of a figure. `basis` is how the matter stood when the
    workbook was made: an answer to what has changed since is not taken. `facts` is what
    the reader sees, instants and days in ISO form; never a word about the applicant.
    """

    part: Part
    target: str
    basis: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        """Tell whether its dossier can no longer be in time: `late` says how late it is."""
        return bool(self.facts.get("late"))

    @property
    def dossier(self) -> str:
        """The code of the dossier that an answer or a letter is about."""
        return self.target.partition("/")[0]

    @property
    def offers(self) -> tuple[str, ...]:
        """The choices that are left of its sheet's: `offers` names them, else it has all."""
        if told := self.facts.get("offers"):
            return tuple(told.split())
        found = OFFERS.get(self.part, ())
        return tuple(one for one in found if not (self.is_late and one == "in_time"))

    @property
    def is_awaited(self) -> bool:
        """Tell whether somebody has to answer: of issued letters, what is yet to be given."""
        if self.part is Part.ISSUED:
            return "printed" in self.offers
        return self.part is not Part.FIGURES


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """A unit's workbook of one day. `people` and `approvers` are labels by official's code."""

    id: str
    unit: str
    unit_name: str
    day: date
    made_at: datetime
    lines: tuple[Line, ...]
    people: Mapping[str, str] = field(default_factory=dict)
    approvers: Mapping[str, str] = field(default_factory=dict)

    @property
    def tokens(self) -> Mapping[str, Line]:
        """The lines by the mark that each bears in the file, hidden."""
        return {token(self.id, line): line for line in self.lines}

    def of(self, part: Part) -> tuple[Line, ...]:
        """Return the lines of one sheet."""
        return tuple(line for line in self.lines if line.part is part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One answer read from a workbook, kept for ever.

    `said` holds the cells as understood; `result` how the matter stood afterwards.
    Which of two answers counts is decided by `order`, not by which was read first.
    """

    workbook: str
    part: Part
    target: str
    basis: str
    said: Mapping[str, str]
    by: str
    made_at: datetime  # of the workbook
    saved_at: datetime  # of the file
    at: datetime  # when it was read
    result: str = ""

    @property
    def digest(self) -> str:
        """The fingerprint of what was said."""
        return _digest(*(f"{name}={text}" for name, text in sorted(self.said.items())))

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """The later workbook counts, then the later saving of one."""
        return self.made_at, self.saved_at, self.digest


def wants_answer(finding: Finding, dossier: Dossier, letter: Letter | None) -> bool:
    """Tell whether a workbook asks about a dossier of ours for what a rule found.

    Before the deadline until somebody has said whether it will be in time; after it
    until a letter is drafted or the unit has said that the result exists, whatever was
    said before. One promised again cannot be promised once more.

    Args:
        finding: What stands about the dossier.
        dossier: The dossier.
        letter: The one about its deadline, if it stands.
    """
    state = letter.state if letter else None
    if letter is not None and letter.is_unconfirmed:
        state = LetterState.ASKED
    if finding.rule in ASKING:
        return state in UNANSWERED
    if finding.rule not in LATE or finding.stage == DATA or dossier.is_promised_again:
        return False
    if finding.rule == "due_unconfirmed" and letter is not None and letter.says_result:
        return False
    return state in {*UNANSWERED, LetterState.IN_TIME}


def workbook_id(unit: str, made_at: datetime, day: date) -> str:
    """Return the code that stands in a workbook: of its unit, its day and its making."""
    mark = _digest(unit, f"{made_at.timestamp():.0f}")[:8]
    return f"{slug(unit)}-{day:%Y%m%d}-{mark}"


def token(workbook: str, line: Line) -> str:
    """Return the mark that a line bears in the file."""
    return _digest(workbook, line.part.value, line.target)[:10]


def slug(unit: str) -> str:
    """Return a unit's code as file names take it; two codes that differ stay two."""
    plain = _UNSAFE.sub("-", fold(unit)).strip(".-")
    return unit if plain == unit.lower() else f"{plain}-{_digest(unit)[:6]}"


def labels(officials: Iterable[Official]) -> dict[str, str]:
    """Return how a workbook names officials, by code: with the code where names repeat."""
    found = list(officials)
    names = [one.source_name for one in found]
    return {
        one.code: one.source_name
        if names.count(one.source_name) == 1
        else f"{one.source_name} ({one.code})"
        for one in found
    }


def standing_of(letter: Letter | None, deadline: date) -> str:
    """Return a fingerprint of how the letter about a deadline stands: its state and words.

    That nobody asked yet is the same as that somebody was asked, or kept silent.
    """
    if letter is None or letter.state is LetterState.ASKED or letter.is_unconfirmed:
        return _digest("asked", deadline.isoformat())
    return f"{letter.state}:{content_of(letter)}"


def course_of(letter: Letter) -> str:
    """Return a fingerprint of how an approved or issued letter stands: its state and words.

    That a mailbox has taken it meanwhile is no other course.
    """
    is_mailed = letter.state in SENT and letter.delivery is Delivery.MAIL
    state = Delivery.MAIL if is_mailed else letter.state
    day = letter.dated_on.isoformat() if letter.dated_on else ""
    return f"{state}:{_digest(letter.shown_number, day, content_of(letter))}"


def content_of(letter: Letter) -> str:
    """Return a fingerprint of what a letter says, whoever has approved it."""
    instants = (letter.deadline, letter.new_due_at)
    stamps = (f"{one.timestamp():.0f}" if one else "" for one in instants)
    return _digest(letter.cause, letter.reason, *stamps)


def _digest(*parts: str) -> str:
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]
