"""Check the date on the slip: it is later than the term of the procedure allows.

The date judged is the one before any re-appointment, with the time of pauses given
back on both sides. Terms of days are compared by the day, terms of hours by working
time.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.counting import counts_minutes
from monitor.domain.deadline import is_later
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while the first promise of an open dossier lies after the lawful date."""
    standing, promise = case.running, case.dossier.first_promise
    term = case.procedure.term if case.procedure else None
    if standing is None or promise is None or term is None:
        return
    promised_at, lawful_at = standing.deadline.first_due_at, standing.deadline.statutory_at
    received_at, calendar = case.dossier.received_at, case.policy.calendar
    by_minute = bool(received_at and counts_minutes(received_at, term))
    if lawful_at and is_later(promised_at, lawful_at, calendar, by_minute=by_minute):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage="once",
            deadline=promise.promised_at,
            severity=Severity.WARNING,
            tells=(Role.ONE_STOP,),
            facts={
                "promised_at": promised_at,
                "statutory_at": lawful_at,
                "received_at": received_at,
                "is_estimated": standing.deadline.is_statutory_estimated,
            },
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#promise-too-late",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.RECEIVED, Carried.PROMISED, Carried.PROCEDURE}),
    check=check,
    moments=moments,
)
