"""The office that reports, as tests of its reports see it."""

from dataclasses import dataclass, field
from datetime import time

from monitor.domain.directory import Unit
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.record import Record
from monitor.flows.figures import figures
from monitor.flows.freezing import Freezer, Made
from monitor.flows.ingest import ingest
from monitor.flows.report import Reported, report_due
from monitor.notices.slots import Telling
from monitor.ports.store import StoredReport
from monitor.store.work import SqlStore
from reports.month import MonthReport
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.fakes import DictShelf, DyingStore, PlainMails, PlainReports, an_outside
from tests.notices.office import COMMUNE, DIRECTORY, TELLING, an_office

DUE_CLOCK = time(8)
OCTOBER, NOVEMBER = Period.month("2026-10"), Period.month("2026-11")
ON_TIME = "2026-12-01 13:45"  # a Tuesday: no export of the whole month is waited for longer
KNOWN = a_record(
    "known", received="2026-11-03 08:00", promised="2026-11-17 17:00", procedure="tro-cap"
)


@dataclass
class Bureau:
    """The office that reports."""

    store: SqlStore | DyingStore
    office: Office = field(default_factory=an_office)
    telling: Telling = TELLING
    mails: PlainMails = field(default_factory=PlainMails)
    reports: PlainReports = field(default_factory=PlainReports)
    shelf: DictShelf = field(default_factory=DictShelf)

    def __post_init__(self) -> None:
        self.outside = an_outside(
            self.store, mails=self.mails, reports=self.reports, shelf=self.shelf
        )

    def take(
        self, *records: Record, exported: str, source: str = "list", system: str = "tinh"
    ) -> None:
        ingest(
            self.store,
            DIRECTORY,
            a_file(*records, exported=exported, source=source, system=system),
            max_reject_share=0,
            at=vn(exported),
        )

    def due(self, at: str) -> Reported:
        return report_due(
            self.outside, self.office, self.telling, due_clock=DUE_CLOCK, at=vn(at)
        )

    def freezer(self, period: Period = NOVEMBER) -> Freezer:
        return Freezer(
            outside=self.outside,
            office=self.office,
            telling=self.telling,
            unit=self.unit,
            period=period,
        )

    def make(self, period: Period = NOVEMBER, *, at: str = ON_TIME) -> StoredReport:
        return self.freezer(period).make(at=vn(at)).stored

    def revise(self, *, at: str) -> Made:
        return self.freezer().revise(at=vn(at))

    def figures(self, period: Period = NOVEMBER) -> MonthReport:
        with self.store.reading() as work:
            return figures(work, self.office, self.telling, self.unit, period, at=vn(ON_TIME))

    def made(self, *periods: Period) -> list[bool]:
        with self.store.reading() as work:
            made = work.reports.made()
        return [(COMMUNE.code, one.first, one.last) in made for one in periods]

    @property
    def unit(self) -> Unit:
        return self.office.directory.units[COMMUNE.code]

    @property
    def queued(self) -> list[tuple[str, str]]:
        with self.store.reading() as work:
            return [(one.key, one.recipient) for one in reversed(work.outbox.list())]

    @property
    def faults(self) -> dict[str, str]:
        with self.store.reading() as work:
            return {name: detail for name, (_, detail) in work.done.faults().items()}
