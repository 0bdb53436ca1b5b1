"""Judge the units whose time has come: after each import, and every working morning."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.office import Office
from monitor.domain.rule import judge
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.flows.unit_cases import UnitCases, read_books
from monitor.ports.store import JudgedUnit, Store

BATCH = 500  # units settled in one short transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What one survey did."""

    judged: int = 0
    found: int = 0
    failed: int = 0


def survey(
    store: Store, office: Office, rules: Sequence[UnitRule], *, at: datetime
) -> Surveyed:
    """Judge every unit whose `look_at` has come, with what is below it.

    The books of all units are read at once, and nothing where no unit is due. Running it
    twice for one instant finds nothing the second time. A unit whose judging raises is
    pushed back and stops no other; one that the directory no longer knows is forgotten.
    """
    with store.reading() as work:
        due = work.units.due(at=at)
        if not due:
            return Surveyed()
        cases = UnitCases(read_books(work, at=at), office)
    known = office.directory.own_units
    judged: list[JudgedUnit] = []
    failed: list[str] = []
    for unit in sorted(due.keys() & known):
        try:
            case = cases.make(unit, at=at)
            judged.append(_judged(case, rules, due_at=due[unit]))
        except Exception:  # noqa: BLE001 - whatever a rule does, the others go on
            failed.append(unit)
    found = sum(_settle(store, judged, at=at))
    with store.writing() as work:
        work.units.postpone(failed, at=at)
        work.units.forget(sorted(due.keys() - known), at=at)
    return Surveyed(judged=len(judged), found=found, failed=len(failed))


def _judged(case: UnitCase, rules: Sequence[UnitRule], *, due_at: datetime) -> JudgedUnit:
    judgement = judge(case, rules)
    morning = _next_morning(case.policy.calendar, at=case.at)
    return JudgedUnit(
        unit=case.unit.code,
        due_at=due_at,
        findings=judgement.findings,
        unknown=judgement.unknown,
        look_at=min(judgement.look_at or morning, morning),
    )


def _next_morning(calendar: WorkingCalendar, *, at: datetime) -> datetime:
    """Return the opening of the next working day; tomorrow's midnight beyond the calendar."""
    tomorrow = vietnam_day(at) + timedelta(days=1)
    with suppress(CalendarGapError):
        return calendar.opening(tomorrow)
    return midnight(tomorrow)


def _settle(store: Store, judged: Sequence[JudgedUnit], *, at: datetime) -> Iterator[int]:
    for start in range(0, len(judged), BATCH):
        with store.writing() as work:
            yield work.units.settle(judged[start : start + BATCH], at=at)
