"""Whether the letter about a late dossier came when it had to."""

from enum import StrEnum

from monitor.domain.figures import Snapshot
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import LetterState
from monitor.domain.period import Period


class LetterTiming(StrEnum):
    """When the letter was issued, against the first deadline."""

    BEFORE = "before"  # before the due day; before the due instant for terms of hours
    AFTER = "after"  # on the due day or later
    MISSING = "missing"  # not issued when the period ended
    NOT_OURS = "not_ours"  # another agency decides, and apologises
    NOT_OWED = "not_owed"  # decided, with its reason, that none is due


def letter_timing(snapshot: Snapshot, period: Period) -> LetterTiming:
    """Say when the letter about a late dossier was issued, as of the period's end.

    Source:
        docs/law.md#apology-due
    """
    if snapshot.deciding_agency:
        return LetterTiming.NOT_OURS
    if snapshot.letter and snapshot.letter.state is LetterState.NO_LETTER:
        return LetterTiming.NOT_OWED
    issued_at = snapshot.letter.issued_at if snapshot.letter else None
    due_at = snapshot.first_due_at
    if issued_at is None or due_at is None or issued_at >= period.ends_at:
        return LetterTiming.MISSING
    if snapshot.is_by_minute:
        return LetterTiming.BEFORE if issued_at < due_at else LetterTiming.AFTER
    is_before = vietnam_day(issued_at) < vietnam_day(due_at)
    return LetterTiming.BEFORE if is_before else LetterTiming.AFTER
