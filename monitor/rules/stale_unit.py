"""See whether the unit still enters its work: exports come, and nothing of it changes.

Speaks where a unit has open dossiers and `policy.stale_unit_days` working days have ended
since an import last added or altered one of them. Only exports made since count: where
none came, the source is stale, not the unit.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import vietnam_day
from monitor.domain.thresholds import ends_after, has_come, known
from monitor.domain.unit_case import UnitCase, UnitRule


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a warning while nothing of the unit moves."""
    moved_at, as_of = case.last_moved_at, case.as_of
    if moved_at is None or as_of is None or not case.open:
        return
    if has_come(_stale_at(moved_at, case), at=min(case.at, as_of)):
        yield Finding(
            rule=RULE.code,
            unit=case.unit.code,
            stage=f"{vietnam_day(moved_at)}",
            deadline=None,
            severity=Severity.WARNING,
            tells=(Role.HEAD, Role.OPERATOR),
            facts={
                "last_moved_at": moved_at,
                "as_of": as_of,
                "open": case.open,
                "limit_days": case.policy.stale_unit_days,
            },
        )


def moments(case: UnitCase) -> Iterator[datetime]:
    """Yield the instant at which the unit has stood still too long."""
    if case.last_moved_at is not None:
        yield from known(_stale_at(case.last_moved_at, case))


def _stale_at(moved_at: datetime, case: UnitCase) -> datetime | None:
    """Return the midnight that ends the last of the days; None beyond the calendar."""
    policy = case.policy
    return ends_after(vietnam_day(moved_at), policy.calendar, days=policy.stale_unit_days)


RULE = UnitRule(
    module=__name__,
    source="docs/law.md#stale-data",
    in_force_from=date(2025, 7, 1),
    needs=frozenset(),
    check=check,
    moments=moments,
)
