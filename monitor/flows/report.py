"""Make the reports that should exist, once each, and send them to the leaders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.directory import Role, Unit
from monitor.domain.errors import DungHanError, OpenPeriodError
from monitor.domain.figures import Period, RateDefinition, Snapshot
from monitor.domain.instants import VIETNAM, vietnam_day
from monitor.domain.message import Message
from monitor.domain.office import Office
from monitor.flows.snapshots import snapshot
from monitor.notices.recipients import Routing
from monitor.notices.report_mails import ReportPaper, report_mails
from monitor.notices.slots import Telling
from monitor.ports.outside import Outside
from monitor.ports.store import StoredReport, Work
from reports.canonical import closing
from reports.month import MonthReport, make
from reports.scope import ReportScope, SourceAge
from reports.sections.late import LateDossiers
from reports.sections.rates import Rates

CHUNK = 500
SHELF = "reports"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What one round made."""

    made: int = 0
    failed: int = 0


def report_due(
    outside: Outside, office: Office, telling: Telling, *, due_clock: time, at: datetime
) -> Reported:
    """Make last month's report of every unit with a leader, unless it is made.

    It is due on the first working day after the month, at `due_clock`. What should
    exist is derived each time, so an outage loses none. A month that ended before
    the first import has none.
    """
    today = vietnam_day(at)
    period = Period.month(f"{today.replace(day=1) - timedelta(days=1):%Y-%m}")
    due_on = office.policy.calendar.working_day_after(period.last, days=1)
    if at < datetime.combine(due_on, due_clock, tzinfo=VIETNAM):
        return Reported()
    made = failed = 0
    for unit in reporting_units(office):
        name = f"report/{unit.code}/{period.code}"
        with outside.store.reading() as work:
            first = work.imports.first_exported_at()
            if first is None or first >= period.ends_at or is_made(work, unit, period):
                continue
        try:
            make_report(outside, office, telling, unit, period, at=at)
        except DungHanError as error:
            failed += 1
            with outside.store.writing() as work:
                work.done.fault(name, at=at, detail=sentence(error))
        else:
            made += 1
            with outside.store.writing() as work:
                work.done.cured(name)
    return Reported(made=made, failed=failed)


def reporting_units(office: Office) -> list[Unit]:
    """Return the units that have a leader of their own, by code."""
    directory = office.directory
    return [
        unit
        for code, unit in sorted(directory.units.items())
        if directory.in_role(code, Role.LEADER)
    ]


def is_made(work: Work, unit: Unit, period: Period) -> bool:
    """Tell whether a unit's report of a period exists."""
    return work.reports.find(unit.code, period.first, period.last) is not None


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
        report = figures(work, office, telling, unit, period)
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
    messages = _mails(outside, office, telling, report, stored, at=at)
    for name, content in file_names(stored).items():
        outside.shelf.put(SHELF, name, content)
    with outside.store.writing() as work:
        if work.reports.keep(stored):
            work.outbox.add(messages)
    return stored


def file_names(stored: StoredReport) -> dict[str, bytes]:
    """Return the files of a report by name."""
    period = Period(first=stored.first_on, last=stored.last_on)
    name = f"bao-cao-{period.code}-{stored.unit}"
    return {
        f"{name}.pdf": stored.pdf,
        f"{name}.xlsx": stored.xlsx,
        f"{name}.json": stored.figures,
    }


def figures(
    work: Work, office: Office, telling: Telling, unit: Unit, period: Period
) -> MonthReport:
    """Return the figures of a unit and all below it, as of the period's end."""
    snapshots: list[Snapshot] = []
    without_receipt = 0
    for dossier_snapshot in _snapshots(work, office, unit, period):
        if dossier_snapshot is None:
            without_receipt += 1
        else:
            snapshots.append(dossier_snapshot)
    sources = tuple(
        SourceAge(name=telling.system_names.get(system, system), exported_at=newest.exported_at)
        for system, newest in sorted(work.imports.newest_of_systems().items())
    )
    issuer = office.directory.issuer(unit.code) or unit
    scope = ReportScope(
        unit=unit.code,
        unit_name=unit.name,
        letterhead=issuer.letterhead or (unit.name,),
        sources=sources,
        not_covered=telling.not_covered,
        without_receipt=without_receipt,
        closing_before=_closing_before(work, unit, period),
    )
    return make(
        snapshots, period, scope, calendar_of=lambda code: office.policy_of(code).calendar
    )


def _snapshots(
    work: Work, office: Office, unit: Unit, period: Period
) -> Iterator[Snapshot | None]:
    codes = list(work.dossiers.codes(units=office.directory.subtree(unit.code)))
    for start in range(0, len(codes), CHUNK):
        chunk = codes[start : start + CHUNK]
        letters = work.letters.newest(chunk)
        for code, dossier in work.dossiers.load(chunk).items():
            yield snapshot(dossier, letters.get(code), office, ends_at=period.ends_at)


def _closing_before(work: Work, unit: Unit, period: Period) -> int | None:
    """Return column (11) of the frozen report on the month before, if there is one."""
    last_on = period.first - timedelta(days=1)
    stored = work.reports.find(unit.code, last_on.replace(day=1), last_on)
    return closing(stored.figures) if stored else None


def _mails(  # noqa: PLR0913 - as above
    outside: Outside,
    office: Office,
    telling: Telling,
    report: MonthReport,
    stored: StoredReport,
    *,
    at: datetime,
) -> list[Message]:
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
    return [
        outside.mails.message(notice, at=at)
        for notice in report_mails(paper, office.directory, routing)
    ]
