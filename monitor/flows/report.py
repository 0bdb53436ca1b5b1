"""Make the reports that should exist, once each, and send them to the leaders."""

from dataclasses import dataclass
from datetime import datetime, time

from monitor.catalogues.told import sentence
from monitor.domain.directory import Role, Unit
from monitor.domain.errors import DungHanError, OpenPeriodError
from monitor.domain.figures import RateDefinition
from monitor.domain.instants import VIETNAM, vietnam_day
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.flows.figures import figures
from monitor.flows.writing import queue, write
from monitor.notices.recipients import Routing
from monitor.notices.report_mails import ReportPaper, report_mails
from monitor.notices.slots import Telling
from monitor.ports.outside import Outside
from monitor.ports.store import Store, StoredReport, Work
from reports.month import MonthReport
from reports.sections.late import LateDossiers
from reports.sections.rates import Rates

MONTHS = 12  # how far back a missing report is looked for
SHELF = "reports"


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
    longer, and the report says how old its data are. Nothing is made outside working
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
        try:
            make_report(outside, office, telling, unit, period, at=at)
        except DungHanError as error:
            failed += 1
            with outside.store.writing() as work:
                work.done.fault(_fault(unit, period), at=at, detail=sentence(error))
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


def make_report(  # noqa: PLR0913 - whose, of when, and what it rests on
    outside: Outside,
    office: Office,
    telling: Telling,
    unit: Unit,
    period: Period,
    *,
    at: datetime,
) -> StoredReport:
    """Make, freeze and mail one report; one that exists is returned as it was made.

    The one that is kept is laid on the shelf and returned: where another hand was
    faster, that hand's. A mail that cannot be written is told to the operator; the
    report stands.

    Raises:
        OpenPeriodError: the period has not ended at `at`.
        RenderError: the report could not be set.
    """
    if at < period.ends_at:
        raise OpenPeriodError(period=period.code, ends_on=period.last)
    with outside.store.reading() as work:
        found = work.reports.find(unit.code, period.first, period.last)
        if found is not None:
            return found
        report = figures(work, office, telling, unit, period, at=at)
    files = outside.reports.render(report)
    stored = StoredReport(
        unit=unit.code,
        first_on=period.first,
        last_on=period.last,
        made_at=at,
        sha256=files.sha256,
        figures=files.json,
        pdf=files.pdf,
        xlsx=files.xlsx,
    )
    notices = _notices(office, telling, report, stored, at=at)
    written = write(notices, outside.mails, at=at)
    with outside.store.writing() as work:
        if work.reports.keep(stored):
            queue(work, written, at=at)
            work.done.cured(_fault(unit, period))
        kept = work.reports.find(unit.code, period.first, period.last) or stored
        for name, content in file_names(kept).items():
            outside.shelf.put(SHELF, name, content)
    return kept


def _fault(unit: Unit, period: Period) -> str:
    return f"report/{unit.code}/{period.code}"


def file_names(stored: StoredReport) -> dict[str, bytes]:
    """Return the files of a report by name."""
    period = Period(first=stored.first_on, last=stored.last_on)
    name = f"bao-cao-{period.code}-{stored.unit}"
    return {
        f"{name}.pdf": stored.pdf,
        f"{name}.xlsx": stored.xlsx,
        f"{name}.json": stored.figures,
    }


def _notices(
    office: Office, telling: Telling, report: MonthReport, stored: StoredReport, *, at: datetime
) -> tuple[Notice, ...]:
    """Return the mails that carry a report to the leaders of its unit."""
    rates = report.part(Rates)
    headline = next(
        line.rate for line in rates.lines if line.rate.definition is RateDefinition.DUE
    )
    paper = ReportPaper(
        unit=stored.unit,
        unit_name=report.scope.unit_name,
        period=report.period,
        exported_at=min((one.exported_at for one in report.scope.sources), default=None),
        on_time=headline,
        late=len(report.part(LateDossiers).lines),
        pdf=stored.pdf,
        xlsx=stored.xlsx,
    )
    routing = Routing(office.directory, on=vietnam_day(at), operator=telling.operator_mailbox)
    return report_mails(paper, office.directory, routing)
