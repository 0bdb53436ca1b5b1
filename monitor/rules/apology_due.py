"""Get the apology out by the last working day before the deadline.

Stage `answered`: the handler says that it will not be in time, and the letter is not
issued yet, so it must be approved, numbered and signed. Stage `silent`: he was asked,
and has not answered `policy.apology_silence_days` working days before the due day, so
the head must find out. Ends when the letter is issued, the dossier finished or the deadline
passed; after it `apology_missing` speaks.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.apology import (
    PENDING,
    UNANSWERED,
    ask_days,
    latest_issue_on,
    letter_state,
    silent_from,
)
from monitor.domain.deadline import Deadline
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import facts_of, has_come, known, passes_at


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while a letter must still be issued before the deadline."""
    standing = case.running
    if standing is None or not case.is_ours:
        return
    deadline, calendar = standing.deadline, case.policy.calendar
    stage = _stage(case, deadline)
    if stage and not has_come(passes_at(deadline, calendar), at=case.at):
        state = letter_state(case, deadline)
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=stage,
            deadline=deadline.due_at,
            severity=Severity.WARNING,
            tells=(Role.HANDLER, Role.HEAD, Role.SIGNER),
            facts={
                **facts_of(deadline),
                "days_left": standing.days_left,
                "latest_issue_on": latest_issue_on(deadline, calendar),
                "letter": state.value if state else None,
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant from which silence counts, and the one the deadline passes."""
    if standing := case.running:
        deadline = standing.deadline
        passes = passes_at(deadline, case.policy.calendar)
        yield from known(silent_from(case, deadline), passes)


def _stage(case: Case, deadline: Deadline) -> str | None:
    state = letter_state(case, deadline)
    if state in PENDING and ask_days(case, deadline) is not None:
        return "answered"
    if state in UNANSWERED and has_come(silent_from(case, deadline), at=case.at):
        return "silent"
    return None


RULE = Rule(
    module=__name__,
    source="docs/law.md#apology-due",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
