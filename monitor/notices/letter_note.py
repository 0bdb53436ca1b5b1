"""What a mail says of a dossier's apology letter."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, Letter, LetterKind, LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNote:
    """Where the letter stands; `state` is empty while there is none.

    `on` is the day it came to stand there. `says_result`: the unit answered that the
    result exists. `is_urging`: it is no apology but a slip to the agency that decides.
    `is_unconfirmed`: it was drafted after silence, and nobody has named the cause yet.
    """

    state: LetterState | None = None
    on: date | None = None
    new_due_on: date | None = None
    refused_for: str = ""
    ended_for: str = ""
    agency: str = ""
    cause: str = ""
    says_result: bool = False
    is_urging: bool = False
    is_unconfirmed: bool = False

    @property
    def is_sent(self) -> bool:
        """True once the citizen's letter is signed."""
        return self.state in SENT and not self.is_urging


def letter_note(letter: Letter | None, *, due_on: date | None) -> LetterNote:
    """Say where the letter stands that answers for a due day.

    A letter about another day answers only once it is signed, and one withdrawn
    never does.
    """
    if letter is None or letter.state is LetterState.WITHDRAWN:
        return LetterNote()
    if letter.state not in SENT and vietnam_day(letter.deadline) != due_on:
        return LetterNote()
    return LetterNote(
        state=letter.state,
        on=_day(_reached_at(letter)) or letter.dated_on,
        new_due_on=_day(letter.new_due_at),
        refused_for=letter.refused_for,
        ended_for=letter.ended_for,
        agency=letter.deciding_agency,
        cause=letter.cause,
        says_result=letter.says_result,
        is_urging=letter.kind is LetterKind.URGING,
        is_unconfirmed=letter.is_unconfirmed,
    )


def _reached_at(letter: Letter) -> datetime | None:
    reached: dict[LetterState, datetime | None] = {
        LetterState.ASKED: letter.asked_at,
        LetterState.IN_TIME: letter.answered_at,
        LetterState.DRAFT: letter.answered_at,
        LetterState.APPROVED: letter.approved_at,
        LetterState.ISSUED: letter.issued_at,
        LetterState.DELIVERED: letter.delivered_at,
    }
    return reached.get(letter.state)


def _day(at: datetime | None) -> date | None:
    return vietnam_day(at) if at else None
