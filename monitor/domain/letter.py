"""Apology letters: their life, their facts, and what may not be said in one."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.dossier import Applicant
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.term import fold


class LetterState(StrEnum):
    """Where a letter stands in its life."""

    ASKED = "asked"  # the handler was asked whether it will be in time
    IN_TIME = "in_time"  # he says it will
    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"  # the signed file is recorded
    DELIVERED = "delivered"
    WITHDRAWN = "withdrawn"  # finished before it was needed
    REFUSED = "refused"
    NOT_OURS = "not_ours"  # another agency decides


MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.ASKED: frozenset(
        {LetterState.IN_TIME, LetterState.DRAFT, LetterState.WITHDRAWN}
    ),
    LetterState.IN_TIME: frozenset(
        {LetterState.IN_TIME, LetterState.DRAFT, LetterState.WITHDRAWN}
    ),
    LetterState.DRAFT: frozenset(
        {
            LetterState.IN_TIME,
            LetterState.DRAFT,
            LetterState.APPROVED,
            LetterState.REFUSED,
            LetterState.WITHDRAWN,
        }
    ),
    LetterState.REFUSED: frozenset(
        {LetterState.IN_TIME, LetterState.DRAFT, LetterState.WITHDRAWN}
    ),
    LetterState.APPROVED: frozenset(
        {LetterState.ISSUED, LetterState.REFUSED, LetterState.WITHDRAWN}
    ),
    LetterState.ISSUED: frozenset({LetterState.DELIVERED}),
    LetterState.DELIVERED: frozenset(),
    LetterState.WITHDRAWN: frozenset(),
    LetterState.NOT_OURS: frozenset(),
}

SENT = frozenset({LetterState.ISSUED, LetterState.DELIVERED})

UNCLOSED = "C2"
"""The cause that a result exists and the system does not show it: no letter may name it."""


class Delivery(StrEnum):
    """How a letter reaches the citizen."""

    MAIL = "mail"
    PRINT = "print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One row of the register: a letter about one dossier and one promised date."""

    dossier: str
    deadline: datetime
    state: LetterState
    kind: str = "xin_loi"
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    cause: str = ""
    reason: str = ""
    new_due_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str = ""
    refused_for: str = ""
    deciding_agency: str = ""
    number: str = ""
    dated_on: date | None = None
    issued_at: datetime | None = None
    delivery: Delivery | None = None
    delivered_at: datetime | None = None
    pdf_sha256: str = ""
    signed_sha256: str = ""

    @property
    def says_result(self) -> bool:
        """True where the unit answered that the result exists and is yet to be entered."""
        return self.state is LetterState.IN_TIME and self.cause == UNCLOSED


def check_move(letter: Letter, to: LetterState) -> None:
    """Refuse a step that a letter's life does not hold.

    Raises:
        LetterError: `to` cannot follow the state the letter is in.
    """
    if to not in MOVES[letter.state]:
        raise LetterError(
            reason="state", dossier=letter.dossier, state=letter.state.value, to=to.value
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One line of the catalogue of causes (docs/law.md#causes).

    `must_state` tells the answering person what a reason of this kind has to name.
    """

    code: str
    text: str
    nature: str
    in_letter: bool
    must_state: str = ""


HOLLOW = re.compile(
    r"\b(?:(?:do|vi) (?:ly do |nguyen nhan )?|(?:ly do|nguyen nhan) )(?:khach quan|cong viec)\b"
)
REASON_WORDS = 8


def check_answer(
    *, dossier: str, cause: Cause, reason: str, new_due_at: datetime, terms: "AnswerTerms"
) -> None:
    """Refuse an answer that could not stand in a letter.

    Raises:
        LetterError: the cause may not stand in a letter, the reason is empty or
            hollow, the new date is not a working day, not on a later day than the old
            one or not after the answer, or the dossier was promised again before.
        CalendarGapError: the new date lies outside the loaded years.

    Source:
        docs/law.md#apology-letter
    """
    if not cause.in_letter:
        raise LetterError(reason="cause", dossier=dossier, cause=cause.code)
    if count_words(reason) < REASON_WORDS:
        raise LetterError(reason="hollow", dossier=dossier, words=REASON_WORDS)
    if terms.is_promised_again:
        raise LetterError(reason="second", dossier=dossier)
    day = vietnam_day(new_due_at)
    if not terms.calendar.is_working_day(day):
        raise LetterError(reason="rest_day", dossier=dossier, day=day)
    if day <= vietnam_day(terms.old_due_at) or new_due_at <= terms.at:
        raise LetterError(reason="not_after", dossier=dossier, day=day)


def count_words(reason: str) -> int:
    """Count the words of a reason that say something: hollow phrases are none."""
    words = " ".join(re.findall(r"\w+", fold(reason)))
    return len(HOLLOW.sub(" ", words).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTerms:
    """What an answer is held against."""

    calendar: WorkingCalendar
    old_due_at: datetime
    is_promised_again: bool
    at: datetime


class DueBasis(StrEnum):
    """What the date that a letter is about rests on, so that no slip is quoted wrongly."""

    PROMISED = "promised"  # the slip names it
    REST_DAY = "rest_day"  # the slip names a day of rest after it
    SUPPLEMENTED = "supplemented"  # moved by the wait for a supplement
    WAITED = "waited"  # moved by waits of which one was for dues
    COUNTED = "counted"  # nothing was promised: counted by the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyLetter:
    """The facts a template sets: typed and complete, without a word of prose.

    Working days in `extension_days` and `days_late`. `dated_on` and `number` stay
    None while the letter waits for the clerk who numbers it. `is_draft` prints the
    mark of a draft.
    """

    dossier: str
    procedure: str
    letterhead: tuple[str, ...]
    issuer: str
    issuer_short: str
    one_stop: str
    place: str
    symbol: str
    year: int
    applicant: Applicant
    received_on: date
    due_at: datetime
    is_before_deadline: bool
    stated_on: date  # the day of approval, or of drafting: "by this day"
    days_late: int
    step: str
    reason: str
    new_due_at: datetime
    extension_days: int
    contact: str
    signer_title: str
    signer_name: str
    signer_authority: str  # e.g. on behalf of; empty when the head signs
    file_code: str  # the unit that keeps the file copy
    is_draft: bool
    basis: DueBasis = DueBasis.PROMISED
    number: str | None = None
    dated_on: date | None = None
