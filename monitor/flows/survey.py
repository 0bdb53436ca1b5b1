"""Judge units: those whose time has come, and all of them to see what was missed."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.batches import batches
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.office import Office
from monitor.domain.rule import judge
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.flows.unit_cases import UnitCases, read_books
from monitor.ports.store import JudgedUnit, Settled, Store

BATCH = 500  # units settled in one short transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What one survey did: findings not known before, standing again, ended.

    `unseen` units would have been looked at later than their rules ask for, or never.
    """

    judged: int = 0
    found: int = 0
    again: int = 0
    ended: int = 0
    unseen: int = 0
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
    judged, failed = _judge(cases, rules, {unit: due[unit] for unit in due.keys() & known}, at)
    settled = _settle(store, judged, at=at)
    with store.writing() as work:
        work.units.postpone(failed, at=at)
        work.units.forget(sorted(due.keys() - known), at=at)
    return Surveyed(
        judged=len(judged),
        found=settled.found,
        again=settled.again,
        ended=settled.ended,
        failed=len(failed),
    )


def survey_anew(
    store: Store, office: Office, rules: Sequence[UnitRule], *, at: datetime
) -> Surveyed:
    """Judge every unit whatever its `look_at` says, and count what surveys had missed.

    Units that wait for the next survey, or that failed and are pushed back, are left to it.
    """
    with store.reading() as work:
        looks, waiting = work.units.looks(), set(work.units.failing())
        cases = UnitCases(read_books(work, at=at), office)
    waiting |= {unit for unit, look_at in looks.items() if look_at <= at}
    wanted = {unit: looks.get(unit) for unit in office.directory.own_units - waiting}
    judged, failed = _judge(cases, rules, wanted, at)
    with store.writing() as work:
        work.units.enrol([one.unit for one in judged if one.due_at is None], at=at)
    enrolled = [replace(one, due_at=one.due_at or at) for one in judged]
    settled = _settle(store, enrolled, at=at)
    with store.writing() as work:
        work.units.postpone(failed, at=at)
    return Surveyed(
        judged=len(judged),
        found=settled.found,
        again=settled.again,
        ended=settled.ended,
        unseen=sum(one.due_at is None or one.due_at > one.look_at for one in judged),
        failed=len(failed),
    )


def _judge(
    cases: UnitCases,
    rules: Sequence[UnitRule],
    units: Mapping[str, datetime | None],
    at: datetime,
) -> tuple[list[JudgedUnit], list[str]]:
    """Judge units, each with its `look_at`; return what was decided, and what failed."""
    judged: list[JudgedUnit] = []
    failed: list[str] = []
    for unit, due_at in sorted(units.items()):
        try:
            judged.append(_judged(cases.make(unit, at=at), rules, due_at=due_at))
        except Exception:  # noqa: BLE001 - whatever a rule does, the others go on
            failed.append(unit)
    return judged, failed


def _judged(
    case: UnitCase, rules: Sequence[UnitRule], *, due_at: datetime | None
) -> JudgedUnit:
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


def _settle(store: Store, judged: Sequence[JudgedUnit], *, at: datetime) -> Settled:
    done = Settled()
    for some in batches(judged, BATCH):
        with store.writing() as work:
            done += work.units.settle(some, at=at)
    return done
