"""The figures of a month's report, from the dossiers of the store."""

from collections.abc import Iterator
from datetime import timedelta

from monitor.domain.directory import Unit
from monitor.domain.figures import Period, Snapshot
from monitor.domain.office import Office
from monitor.flows.snapshots import snapshot
from monitor.notices.slots import Telling
from monitor.ports.store import Work
from reports.canonical import closing
from reports.month import MonthReport, make
from reports.scope import ReportScope, SourceAge

CHUNK = 500


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
