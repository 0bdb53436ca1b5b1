"""A lateness that may be one of the data alone: the unit says that the result exists.

The system shows the dossier open and overdue, the unit has answered that its result only
waits to be entered. It has the days of an explanation to do that; an export made after
them that still shows the dossier open takes the answer's force away.
"""

from datetime import datetime

from monitor.domain.deadline import Deadline
from monitor.domain.directory import Role
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case
from monitor.domain.thresholds import ends_after, has_come, seen_until

TOLD_OF_DATA = (Role.HANDLER, Role.ONE_STOP)
"""Who can close the dossier in the system: nobody above hears of such a lateness."""


def is_doubted(case: Case, deadline: Deadline) -> bool:
    """Tell whether a lateness shown may be one of the data alone.

    Source:
        docs/law.md#unconfirmed
    """
    if _reported_at(case, deadline) is None:
        return False
    return not has_come(doubted_until(case, deadline), at=seen_until(case))


def doubted_until(case: Case, deadline: Deadline) -> datetime | None:
    """Return from when on an export that shows the dossier open confirms its lateness.

    It is the end of the `policy.explain_days` working days after the answer; None where
    nobody said that the result exists, and beyond the loaded calendar.
    """
    reported_at = _reported_at(case, deadline)
    if reported_at is None:
        return None
    calendar, days = case.policy.calendar, case.policy.explain_days
    return ends_after(vietnam_day(reported_at), calendar, days=days)


def _reported_at(case: Case, deadline: Deadline) -> datetime | None:
    """Return when the unit said of this deadline's day that the result exists."""
    letter = case.letter
    if letter is None or not letter.says_result:
        return None
    return letter.answered_at if vietnam_day(letter.deadline) == deadline.due_on else None
