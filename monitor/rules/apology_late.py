"""State to the leader why the letter went out only after the deadline, and prevent the next.

The citizen has the letter and the new date; nothing more is owed but the result. A letter
counts as late that bears a date after the due day, or was approved only after a deadline
by the minute: when it was recorded here does not matter. Ends with the dossier.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.deadline import is_by_minute, is_later
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, Letter
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a breach while a dossier is open whose letter was issued after the deadline."""
    letter = case.letter
    if letter is None or letter.state not in SENT or not case.is_ours:
        return
    if case.dossier.is_open and _is_late(letter, case):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=letter.deadline,
            severity=Severity.BREACH,
            tells=(Role.HEAD, Role.LEADER),
            facts={
                "due_at": letter.deadline,
                "dated_on": letter.dated_on,
                "new_due_at": letter.new_due_at,
            },
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only a letter issued changes the answer, and that wakes the dossier."""
    return iter(())


def _is_late(letter: Letter, case: Case) -> bool:
    if letter.told_on is not None and letter.told_on > vietnam_day(letter.deadline):
        return True
    by_minute = is_by_minute(case.procedure, case.policy)
    approved_at, calendar = letter.first_issued_at or letter.approved_at, case.policy.calendar
    return (
        by_minute
        and approved_at is not None
        and is_later(approved_at, letter.deadline, calendar, by_minute=True)
    )


RULE = Rule(
    module=__name__,
    source="docs/law.md#apology-late",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
