"""What the rules about a unit's month share: which month, how it is told, when it turns."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from monitor.domain.directory import Role
from monitor.domain.finding import Fact, Finding, Severity
from monitor.domain.instants import midnight
from monitor.domain.unit_case import UnitCase


def month_finding(rule: str, case: UnitCase, facts: Mapping[str, Fact]) -> Finding:
    """Return what a rule says of the running month: one finding a month."""
    month = case.month
    return Finding(
        rule=rule,
        unit=case.unit.code,
        stage=f"{month.first_on:%Y-%m}",
        deadline=None,
        severity=Severity.WARNING,
        tells=(Role.HEAD, Role.LEADER),
        facts={"first_on": month.first_on, "until": month.until, **facts},
    )


def turn_of_month(case: UnitCase) -> Iterator[datetime]:
    """Yield the instant at which the next month begins."""
    in_next_month = case.month.first_on + timedelta(days=31)
    yield midnight(in_next_month.replace(day=1))
