"""Finish the dossier, or say now that it will not be in time: the due day is near.

One warning for each number of working days in `policy.warn_days`, until the due
day opens. A term of a day or less is warned by `policy.warn_hours` working hours
instead, to its end; `due_today` leaves those alone, so nothing is said twice. Hours
are counted only by data not older than `policy.fresh_hours` working hours: who works
through a list of this morning is not told in the afternoon what he may have done since.
Where scans were missed, the nearest threshold already reached is the one that speaks.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.deadline import Deadline, Running
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.finding import Fact, Finding, Severity
from monitor.domain.rule import Case, Rule
from monitor.domain.thresholds import (
    facts_of,
    fresh_until,
    has_come,
    hours_before,
    is_fresh,
    known,
    opens_before,
    passes_at,
)


def check(case: Case) -> Iterator[Finding]:
    """Yield a warning while little working time is left."""
    standing = case.running
    if standing is None or (case.is_short and not is_fresh(case)):
        return
    thresholds = _thresholds(case, standing.deadline)
    reached = [left for left, moment in thresholds.items() if has_come(moment, at=case.at)]
    if reached and not has_come(_ends_at(case, standing.deadline), at=case.at):
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=f"{min(reached)}{'h' if case.is_short else 'd'}",
            deadline=standing.deadline.due_at,
            severity=Severity.WARNING,
            tells=(Role.HANDLER,),
            facts={**facts_of(standing.deadline), **_time_left(case, standing)},
        )


def moments(case: Case) -> Iterator[datetime]:
    """Yield each threshold, the end of the warnings, and that of what the data know."""
    if standing := case.running:
        deadline = standing.deadline
        yield from known(*_thresholds(case, deadline).values(), _ends_at(case, deadline))
        if case.is_short:
            yield from known(fresh_until(case.dossier.as_of, case.policy))


def _thresholds(case: Case, deadline: Deadline) -> dict[int, datetime | None]:
    """Return the instant of each threshold, by what is left then: hours if short, else days."""
    policy = case.policy
    if case.is_short:
        return {n: hours_before(deadline, policy.calendar, hours=n) for n in policy.warn_hours}
    return {n: opens_before(deadline, policy.calendar, days=n) for n in policy.warn_days}


def _ends_at(case: Case, deadline: Deadline) -> datetime | None:
    if case.is_short:
        return passes_at(deadline, case.policy.calendar)
    return opens_before(deadline, case.policy.calendar, days=0)


def _time_left(case: Case, standing: Running) -> dict[str, Fact]:
    if not case.is_short:
        return {"days_left": standing.days_left}
    seconds = case.policy.calendar.seconds_between(case.at, standing.deadline.due_at)
    return {"seconds_left": max(0, seconds)}


RULE = Rule(
    module=__name__,
    source="docs/law.md#warning-before-due-date",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
