"""Apology letters: their life and their facts."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.dossier import Promise, PromiseKind
from monitor.domain.errors import LetterError
from monitor.domain.instants import local


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
    REPLACED = "replaced"  # an issued letter with a slip; a corrected one stands in its place
    RECALLED = "recalled"  # an issued letter taken back: its new date no longer binds
    NO_LETTER = "no_letter"  # law or practice says that none is owed; the reason is kept


class LetterKind(StrEnum):
    """What a letter is; the folder of its templates bears the same name."""

    APOLOGY = "xin_loi"
    URGING = "don_doc"  # to the agency that decides, where we do not


MOVES: dict[LetterState, frozenset[LetterState]] = {
    LetterState.ASKED: frozenset(
        {
            LetterState.IN_TIME,
            LetterState.DRAFT,
            LetterState.WITHDRAWN,
            LetterState.NO_LETTER,
        }
    ),
    LetterState.IN_TIME: frozenset(
        {
            LetterState.IN_TIME,
            LetterState.DRAFT,
            LetterState.WITHDRAWN,
            LetterState.NO_LETTER,
        }
    ),
    LetterState.DRAFT: frozenset(
        {
            LetterState.IN_TIME,
            LetterState.DRAFT,
            LetterState.APPROVED,
            LetterState.REFUSED,
            LetterState.WITHDRAWN,
            LetterState.NO_LETTER,
        }
    ),
    LetterState.REFUSED: frozenset(
        {
            LetterState.IN_TIME,
            LetterState.DRAFT,
            LetterState.WITHDRAWN,
            LetterState.NO_LETTER,
        }
    ),
    LetterState.APPROVED: frozenset(
        {LetterState.ISSUED, LetterState.REFUSED, LetterState.WITHDRAWN}
    ),
    LetterState.ISSUED: frozenset(
        {LetterState.DELIVERED, LetterState.REPLACED, LetterState.RECALLED}
    ),
    LetterState.DELIVERED: frozenset({LetterState.REPLACED, LetterState.RECALLED}),
    LetterState.NO_LETTER: frozenset({LetterState.DRAFT}),
    LetterState.REPLACED: frozenset(),
    LetterState.RECALLED: frozenset(),
    LetterState.WITHDRAWN: frozenset(),
}

SENT = frozenset({LetterState.ISSUED, LetterState.DELIVERED})
SETTLED = SENT | {LetterState.NO_LETTER}
UNISSUED = frozenset(
    {
        LetterState.ASKED,
        LetterState.IN_TIME,
        LetterState.DRAFT,
        LetterState.REFUSED,
        LetterState.APPROVED,
    }
)

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
    kind: LetterKind = LetterKind.APOLOGY
    version: int = 1  # one more for each that replaces an issued one
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    cause: str = ""
    reason: str = ""
    new_due_at: datetime | None = None
    approved_at: datetime | None = None
    approved_by: str = ""
    refused_for: str = ""
    ended_for: str = ""  # why it was replaced, recalled, or is not owed
    deciding_agency: str = ""
    number: str = ""
    symbol: str = ""  # behind the number, as it was issued
    dated_on: date | None = None
    issued_at: datetime | None = None
    first_issued_at: datetime | None = None  # of the letter in whose place this one stands
    first_dated_on: date | None = None
    delivery: Delivery | None = None
    delivered_at: datetime | None = None
    returned_at: datetime | None = None  # when its mail was known to have come back
    is_scan: bool = False  # what is kept is a picture of the signed paper
    pdf_sha256: str = ""
    signed_sha256: str = ""
    notice_sha256: str = ""  # the notice to the one-stop unit

    @property
    def mark(self) -> str:
        """The letter's own code, by which its signed file is known again."""
        return f"{self.dossier}/{self.kind}/{local(self.deadline):%Y%m%d%H%M}/{self.version}"

    @property
    def told_at(self) -> datetime | None:
        """When a letter about this deadline was first issued: a corrected one is no news."""
        return self.first_issued_at or self.issued_at

    @property
    def told_on(self) -> date | None:
        """The date that the first letter about this deadline bears."""
        return self.first_dated_on or self.dated_on

    @property
    def is_unconfirmed(self) -> bool:
        """True for an apology drafted after silence: nobody has named a cause yet."""
        is_draft = self.state is LetterState.DRAFT and self.kind is LetterKind.APOLOGY
        return is_draft and not self.cause

    def precedes(self, other: "Letter") -> bool:
        """True for an earlier version of another letter."""
        is_same = (self.kind, self.deadline) == (other.kind, other.deadline)
        return is_same and self.dossier == other.dossier and self.version < other.version

    @property
    def shown_number(self) -> str:
        """The number with its symbol, as people write it."""
        return f"{self.number}/{self.symbol}" if self.symbol else self.number

    @property
    def says_result(self) -> bool:
        """True where the unit answered that the result exists and is yet to be entered."""
        return self.state is LetterState.IN_TIME and self.cause == UNCLOSED


def promise_of(letter: Letter) -> Promise | None:
    """Return what an issued letter promises; None where it names no new date."""
    if letter.new_due_at is None or letter.issued_at is None:
        return None
    return Promise(
        promised_at=letter.new_due_at,
        made_at=letter.issued_at,
        kind=PromiseKind.REAPPOINTMENT,
    )


def check_move(letter: Letter, to: LetterState) -> None:
    """Refuse a step that a letter's life does not hold.

    Raises:
        LetterError: `to` cannot follow the state the letter is in.
    """
    if to not in MOVES[letter.state]:
        raise LetterError(
            reason="state", dossier=letter.dossier, state=letter.state.value, to=to.value
        )
