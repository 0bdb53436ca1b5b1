"""Make the reports that should exist, once each, and send them to the leaders."""

from dataclasses import dataclass
from datetime import datetime, time

from monitor.catalogues.told import sentence
from monitor.domain.directory import Role, Unit
from monitor.domain.errors import DungHanError
from monitor.domain.instants import VIETNAM, vietnam_day
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.flows.freezing import Freezer
from monitor.notices.slots import Telling
from monitor.ports.outside import Outside
from monitor.ports.store import Store, Work

MONTHS = 12  # how far back a missing report is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one round made."""

    made: int = 0
    failed: int = 0


def report_due(
    outside: Outside, office: Office, telling: Telling, *, due_clock: time, at: datetime
) -> Reported:
    """Make the months' reports of every unit with a leader that are due and not made.

    A month's report is due on the first working day after it, at `due_clock`, once
    every system's export speaks of the whole month; the day's afternoon slot waits no
    longer, and the report says how old its data are. Quarters, half-years, years and other
    days are made by hand, and so are revisions. Nothing is made outside working
    hours. What should exist is derived each time, so an outage loses none. A month that ended
    before the first import has none, nor has one further back than the last of which
    no export has spoken since it began.

    Raises:
        CalendarGapError: the day on which last month's report is due is not loaded.
    """
    made = failed = 0
    if not office.policy.calendar.is_open(at):
        return Reported()
    for unit, period in _missing(outside.store, office, telling, due_clock=due_clock, at=at):
        freezer = Freezer(
            outside=outside, office=office, telling=telling, unit=unit, period=period
        )
        try:
            freezer.make(at=at)
        except DungHanError as error:
            failed += 1
            with outside.store.writing() as work:
                work.done.fault(freezer.fault, at=at, detail=sentence(error))
        else:
            made += 1
    return Reported(made=made, failed=failed)


def _missing(
    store: Store, office: Office, telling: Telling, *, due_clock: time, at: datetime
) -> list[tuple[Unit, Period]]:
    """Return the reports that should exist and do not, those of the oldest month first."""
    with store.reading() as work:
        months = _months_due(work, office, telling, due_clock=due_clock, at=at)
        made = work.reports.made() if months else frozenset()
    return [
        (unit, period)
        for period in months
        for unit in reporting_units(office)
        if (unit.code, period.first, period.last) not in made
    ]


def _months_due(
    work: Work, office: Office, telling: Telling, *, due_clock: time, at: datetime
) -> list[Period]:
    """Return the months whose reports are due, in order, a year back at most."""
    first = work.imports.first_exported_at()
    if first is None:
        return []
    exported = [one.exported_at for one in work.imports.newest_of_systems().values()]
    running = office.months.month_of(vietnam_day(at))
    *earlier, last = office.months.months_until(office.months.before(running), MONTHS)
    due = [period for period in earlier if period.starts_at <= max(exported)]
    clock = due_clock if min(exported) >= last.ends_at else max(due_clock, telling.afternoon)
    if at >= _due_at(last, office, clock):
        due.append(last)
    return [period for period in due if first < period.ends_at]


def _due_at(period: Period, office: Office, due_clock: time) -> datetime:
    due_on = office.policy.calendar.working_day_after(period.last, days=1)
    return datetime.combine(due_on, due_clock, tzinfo=VIETNAM)


def reporting_units(office: Office) -> list[Unit]:
    """Return the units that have a leader of their own, by code."""
    directory = office.directory
    return [
        unit
        for code, unit in sorted(directory.units.items())
        if directory.in_role(code, Role.LEADER)
    ]
