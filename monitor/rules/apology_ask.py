"""Answer whether the dossier will be in time; if not, give the cause and a new date.

An apology must be out before the deadline, so the handler is asked
`policy.apology_ask_days` working days before the due day, and for a term of two days
on the day before it. Nobody is asked about a term of a day or less, about a dossier
that another agency decides, or about a date the office has moved already.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.apology import UNANSWERED, asked_from, latest_issue_on, letter_state
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import facts_of, has_come, known, passes_at


def check(case: Case) -> Iterator[Finding]:
    """Yield a question from the day of asking until it is answered or the deadline passes."""
    standing = case.running
    if standing is None or not case.is_ours:
        return
    deadline, calendar = standing.deadline, case.policy.calendar
    is_asked = has_come(asked_from(case, deadline), at=case.at)
    is_past = has_come(passes_at(deadline, calendar), at=case.at)
    if is_asked and not is_past and letter_state(case, deadline) in UNANSWERED:
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=deadline.due_at,
            severity=Severity.WARNING,
            tells=(Role.HANDLER,),
            facts={
                **facts_of(deadline),
                "days_left": standing.days_left,
                "latest_issue_on": latest_issue_on(deadline, calendar),
            },
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instant of asking, and the one at which the deadline passes."""
    if standing := case.running:
        deadline = standing.deadline
        passes = passes_at(deadline, case.policy.calendar)
        yield from known(asked_from(case, deadline), passes)


RULE = Rule(
    module=__name__,
    source="docs/law.md#apology-ask",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
