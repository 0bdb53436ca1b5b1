"""Export the system again and lay the file down: what the program knows has grown old.

Speaks once for each system whose newest export is older than `policy.stale_source_hours`
working hours, to whoever keeps the program running and to the topmost unit. Until a newer
export comes nobody can be called late with certainty, and nobody is.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import groupby

from monitor.domain.counting import HOUR
from monitor.domain.directory import Role
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Finding, Severity
from monitor.domain.instants import local
from monitor.domain.thresholds import has_come, known
from monitor.domain.unit_case import SourceAge, UnitCase, UnitRule


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a warning for each system whose newest export is too old."""
    for newest in _newest(case):
        if has_come(_stale_at(newest, case), at=case.at):
            yield Finding(
                rule=RULE.code,
                unit=case.unit.code,
                stage=f"{newest.system} {local(newest.exported_at):%Y-%m-%dT%H:%M}",
                deadline=None,
                severity=Severity.WARNING,
                tells=(Role.OPERATOR, Role.HEAD),
                facts={
                    "system": newest.system,
                    "exported_at": newest.exported_at,
                    "imported_at": newest.imported_at,
                    "limit_hours": case.policy.stale_source_hours,
                },
            )


def moments(case: UnitCase) -> Iterator[datetime]:
    """Yield the instant at which each system's newest export becomes too old."""
    yield from known(*(_stale_at(newest, case) for newest in _newest(case)))


def _newest(case: UnitCase) -> Iterator[SourceAge]:
    """Yield each system's newest export: of those that could show an end, where there are."""
    if not case.is_top:
        return
    by_system = sorted(case.sources, key=lambda one: one.system)
    for _, sources in groupby(by_system, key=lambda one: one.system):
        yield max(sources, key=lambda one: (one.shows_end, one.exported_at, one.source))


def _stale_at(newest: SourceAge, case: UnitCase) -> datetime | None:
    """Return the first instant with the limit's working hours behind the export.

    None beyond the loaded calendar.
    """
    calendar = case.policy.calendar
    with suppress(CalendarGapError):
        limit = case.policy.stale_source_hours * HOUR
        return calendar.instant_closing(calendar.position(newest.exported_at) + limit)
    return None


RULE = UnitRule(
    module=__name__,
    source="docs/law.md#stale-data",
    in_force_from=date(2025, 7, 1),
    needs=frozenset(),
    check=check,
    moments=moments,
)
