"""Enter the date of return: the dossier was received without one on its slip.

The citizen must be told a date, and without it only the computed one can be held.
A procedure done within the day needs no slip, so its dossiers are left alone.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.term import TermUnit


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice while an open dossier, received, has no promised date."""
    dossier = case.dossier
    if dossier.received_at is None or not dossier.is_open or dossier.promises:
        return
    term = case.procedure.term if case.procedure else None
    if term is None or term.unit is not TermUnit.SAME_DAY:
        yield Finding(
            rule=RULE.code,
            dossier=dossier.code,
            stage="once",
            deadline=None,
            severity=Severity.NOTICE,
            tells=(Role.ONE_STOP,),
            facts={"received_at": dossier.received_at},
        )


def moments(_case: Case) -> Iterator[datetime]:
    """Yield nothing: only new data changes the answer."""
    return iter(())


RULE = Rule(
    module=__name__,
    source="docs/law.md#promise-missing",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS, Carried.RECEIVED, Carried.PROMISED}),
    check=check,
    moments=moments,
)
