"""What is asked of the reader about one dossier."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from monitor.domain.directory import Role
from monitor.domain.letter import LetterState
from monitor.domain.rule_sets import ASKING
from monitor.notices.heard import Group, Heard
from monitor.notices.letter_note import LetterNote


class ToDo(StrEnum):
    """One thing to do."""

    ANSWER = "answer"  # in time or not?
    TELL_TODAY = "tell_today"  # say so at once if it will not be in time
    STATE_CAUSE = "state_cause"  # late without a letter: cause and new date
    REWRITE = "rewrite"  # the draft came back
    AWAIT_APPROVAL = "await_approval"
    AWAIT_SIGNATURE = "await_signature"
    APPROVE = "approve"
    SIGN = "sign"
    DIRECT = "direct"  # have the unit answer
    FINISH = "finish"  # moved once, and may not be moved again
    URGE = "urge"  # another agency decides


PRESSING = frozenset({Group.OVERDUE, Group.TODAY})
NOT_ABOUT_TIME = frozenset(
    {
        Group.VERIFY,
        Group.MOVED,
        Group.ENTERING,
        Group.PAUSED,
        Group.ASKED,
        Group.UNRECEIVED,
        Group.UNDATED,
        Group.TOO_LATE,
        Group.WAITING,
        Group.CONTRADICTED,
        Group.OTHER,
    }
)
UNPROVED = frozenset({Group.UNCONFIRMED, Group.DATA})
ABOVE = frozenset({Role.SIGNER, Role.LEADER})

OF_A_PENDING_LETTER: Mapping[LetterState, ToDo] = MappingProxyType(
    {
        LetterState.DRAFT: ToDo.AWAIT_APPROVAL,
        LetterState.APPROVED: ToDo.AWAIT_SIGNATURE,
        LetterState.REFUSED: ToDo.REWRITE,
    }
)
OF_A_SIGNER: Mapping[LetterState, ToDo] = MappingProxyType(
    {
        LetterState.DRAFT: ToDo.APPROVE,
        LetterState.APPROVED: ToDo.SIGN,
        LetterState.REFUSED: ToDo.DIRECT,
    }
)


def what_to_do(heard: Heard, group: Group, letter: LetterNote, *, is_ours: bool) -> ToDo | None:
    """Return what a person is asked to do about a dossier; None where nothing is.

    Source:
        docs/law.md#apology-letter
    """
    if group in NOT_ABOUT_TIME or group in UNPROVED:
        return None
    if not is_ours:
        return ToDo.URGE if group in PRESSING else None
    if letter.is_sent or heard.dossier.is_promised_again:
        return ToDo.FINISH if group in PRESSING else None
    return _about_letter(heard, group, letter)


def _about_letter(heard: Heard, group: Group, letter: LetterNote) -> ToDo | None:
    """Return what a dossier that may still need a letter asks for."""
    is_above = heard.roles <= ABOVE
    pending = OF_A_SIGNER if is_above else OF_A_PENDING_LETTER
    if letter.state is not None and letter.state in pending:
        return pending[letter.state]
    if is_above:
        return ToDo.DIRECT
    if group is Group.OVERDUE:
        return ToDo.STATE_CAUSE
    if group is Group.TODAY:
        return ToDo.TELL_TODAY
    return ToDo.ANSWER if heard.rules & ASKING else None
