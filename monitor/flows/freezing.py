"""Freeze a report: figures and workbook from one state of the store, paper after it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.directory import Unit
from monitor.domain.errors import OpenPeriodError, UnknownDaysError
from monitor.domain.figures import RateDefinition
from monitor.domain.instants import vietnam_day
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.flows.figures import figures
from monitor.flows.reachable import reachable
from monitor.flows.report_basis import basis_of, why
from monitor.flows.report_codes import noting, packed
from monitor.flows.report_lines import dossier_lines
from monitor.flows.writing import queue, write
from monitor.notices.recipients import Routing
from monitor.notices.report_mails import FileKind, ReportPaper, Revision, report_mails
from monitor.notices.slots import Telling
from monitor.ports.outside import Outside
from monitor.ports.paper import Draft, ReportFiles
from monitor.ports.store import StoredReport, Work
from reports.canonical import canonical
from reports.month import MonthReport
from reports.moved import Revised, moved, revised_of
from reports.sections.late import LateDossiers
from reports.sections.rates import Rates

SHELF = "reports"
ANNEX = "-phu-luc-{}.pdf"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A report as it is kept.

    `is_new`: it was frozen just now; `moved` counts the figures that moved since the one that
    it replaces. `is_lost`: its workbook lies on the shelf no more, and
    one made anew would not be the same, as data, settings or program have changed since.
    """

    stored: StoredReport
    is_new: bool
    moved: int = 0
    is_lost: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Freezer:
    """Makes the report of one unit and period."""

    outside: Outside
    office: Office
    telling: Telling
    unit: Unit
    period: Period

    @property
    def fault(self) -> str:
        """The name under which the operator is told that it could not be made."""
        return f"report/{self.unit.code}/{self.period.code}"

    def make(self, *, at: datetime) -> Made:
        """Make, freeze and mail the report; one that exists is returned as it was made.

        Where another hand was faster, that hand's is returned. A file that the shelf has lost
        is laid there again. A mail that cannot be written is told to the operator; the report
        stands.

        Raises:
            OpenPeriodError: the period has not ended at `at`.
            RenderError: the report could not be set.
        """
        self._check_ended(at)
        with self.outside.shelf.draft(SHELF) as draft:
            with self.outside.store.reading() as work:
                found = self._last(work)
                if found is None:
                    report = self.counted(work, at=at)
                    pending = self.write(work, report, draft, at=at)
            if found is not None:
                return self._lay_again(found)
            return self._freeze(report, draft, pending, at=at)

    def revise(self, *, at: datetime) -> Made:
        """Make the report anew, in the place of the last where any of its figures moved.

        Raises:
            OpenPeriodError: the period has not ended at `at`.
            RenderError: the report could not be set.
        """
        self._check_ended(at)
        with self.outside.shelf.draft(SHELF) as draft:
            with self.outside.store.reading() as work:
                found = self._last(work)
                report = self.counted(work, at=at)
                if found is not None:
                    report = replace(report, revised=self._revised(work, found, report))
                is_same = report.revised is not None and not report.revised.moved
                pending = () if is_same else self.write(work, report, draft, at=at)
            if found is not None and is_same:
                return self._lay_again(found)
            return self._freeze(report, draft, pending, at=at)

    def look(self, *, at: datetime) -> dict[str, str]:
        """Set a provisional report and return its files by ending; nothing is kept or mailed.

        It speaks of the period's days that had ended at the newest export.

        Raises:
            UnknownDaysError: no export speaks of a whole day of the period.
            RenderError: the report could not be set.
        """
        shelf = self.outside.shelf
        with shelf.draft(SHELF) as draft:
            with self.outside.store.reading() as work:
                days = replace(self, period=self._known_days(work))
                report = days.counted(work, at=at, whole=self.period)
                report = replace(report, is_provisional=True)
                days.write(work, report, draft, at=at)
            files = self.outside.reports.render(report)
            name = f"{_name(self.unit.code, report.period)}-tam-tinh"
            draft.lay(f"{name}{FileKind.XLSX}")
        papers = _papers(files)
        for ending, content in papers.items():
            shelf.put(SHELF, f"{name}{ending}", content)
        return _named(name, papers)

    def _check_ended(self, at: datetime) -> None:
        if at < self.period.ends_at:
            raise OpenPeriodError(period=self.period.code, ends_on=self.period.last)

    def _known_days(self, work: Work) -> Period:
        newest = work.imports.newest_of_systems().values()
        told = max((vietnam_day(one.exported_at) for one in newest), default=self.period.first)
        last = min(self.period.last, told - DAY)
        if last < self.period.first:
            raise UnknownDaysError(period=self.period.code)
        return Period(first=self.period.first, last=last)

    def _last(self, work: Work) -> StoredReport | None:
        return work.reports.find(self.unit.code, self.period.first, self.period.last)

    def counted(self, work: Work, *, at: datetime, whole: Period | None = None) -> MonthReport:
        """Return the figures, as known at `at`; of the first days of a `whole` period."""
        return figures(
            work, self.office, self.telling, self.unit, self.period, at=at, whole=whole
        )

    def write(
        self, work: Work, report: MonthReport, draft: Draft, *, at: datetime
    ) -> Sequence[str]:
        """Write the workbook, from the state of the store that the figures are of.

        Returns:
            The codes of the dossiers that were open when the period ended.
        """
        pending: list[str] = []
        lines = dossier_lines(work, self.office, self.unit, self.period, at=at)
        self.outside.reports.workbook(
            report, noting(lines, pending), draft.path, directory=self.office.directory
        )
        return pending

    def _revised(self, work: Work, before: StoredReport, report: MonthReport) -> Revised:
        return Revised(
            number=before.revision + 1,
            replaced_at=before.made_at,
            why=why(work, before, basis_of(self.office, self.unit)),
            moved=moved(before.figures, canonical(report)),
        )

    def _freeze(
        self, report: MonthReport, draft: Draft, pending: Sequence[str], *, at: datetime
    ) -> Made:
        files = self.outside.reports.render(report)
        stored = StoredReport(
            unit=self.unit.code,
            first_on=self.period.first,
            last_on=self.period.last,
            revision=report.revision,
            made_at=at,
            sha256=files.sha256,
            figures=files.json,
            basis=basis_of(self.office, self.unit),
            workbook_sha256=draft.sha256(),
            workbook_size=draft.size(),
            pending=packed(pending),
            pdf=files.pdf,
            cover=files.cover,
            annexes=files.annexes,
        )
        written = write(self._notices(report, stored, draft, at=at), self.outside.mails, at=at)
        with self.outside.store.writing() as work:
            is_new = work.reports.keep(stored)
            if is_new:
                queue(work, written, at=at)
                work.done.cured(self.fault)
                draft.lay(file_names(stored)[FileKind.XLSX])
            kept = self._last(work) or stored
            for ending, content in _kept_papers(kept).items():
                self.outside.shelf.put(SHELF, file_names(kept)[ending], content)
        moves = len(report.revised.moved) if report.revised and is_new else 0
        return Made(stored=kept, is_new=is_new, moved=moves)

    def _lay_again(self, stored: StoredReport) -> Made:
        """Lay down what the shelf has lost; a workbook only where it is what it was."""
        names, shelf = file_names(stored), self.outside.shelf
        for ending, content in _kept_papers(stored).items():
            if not shelf.has(SHELF, names[ending]):
                shelf.put(SHELF, names[ending], content)
        is_lost = not shelf.has(SHELF, names[FileKind.XLSX])
        if is_lost:
            with shelf.draft(SHELF) as draft:
                self._write_again(stored, draft)
                is_lost = draft.sha256() != stored.workbook_sha256
                if not is_lost:
                    draft.lay(names[FileKind.XLSX])
        return Made(stored=stored, is_new=False, is_lost=is_lost)

    def _write_again(self, stored: StoredReport, draft: Draft) -> None:
        with self.outside.store.reading() as work:
            report = self.counted(work, at=stored.made_at)
            told = replace(report, revised=revised_of(stored.figures))
            self.write(work, told, draft, at=stored.made_at)

    def _notices(
        self, report: MonthReport, stored: StoredReport, draft: Draft, *, at: datetime
    ) -> tuple[Notice, ...]:
        """Return the mails that carry a report to the leaders of its unit."""
        rates = report.part(Rates)
        headline = next(
            line.rate for line in rates.lines if line.rate.definition is RateDefinition.DUE
        )
        files = self._attached(stored, draft)
        is_whole = len(files) == len(ATTACHED)
        paper = ReportPaper(
            unit=stored.unit,
            unit_name=report.scope.unit_name,
            period=report.period,
            exported_at=min((one.exported_at for one in report.scope.sources), default=None),
            on_time=headline,
            late=len(report.part(LateDossiers).lines),
            files=files,
            folder="" if is_whole else self.telling.report_folder,
            revision=_revision(report.revised),
        )
        with self.outside.store.reading() as work:
            directory = reachable(work, self.office.directory)
        routing = Routing(directory, on=vietnam_day(at), operator=self.telling.operator_mailbox)
        return report_mails(paper, directory, routing)

    def _attached(self, stored: StoredReport, draft: Draft) -> dict[FileKind, bytes]:
        """Return the files that go with a mail: as many as have room, the PDF before all."""
        papers = _kept_papers(stored)
        sizes = {FileKind.XLSX: draft.size()} | {one: len(papers[one]) for one in papers}
        room, files = self.telling.attach_bytes, dict[FileKind, bytes]()
        for kind in ATTACHED:
            if sizes[kind] <= room:
                room -= sizes[kind]
                is_workbook = kind is FileKind.XLSX
                files[kind] = draft.path.read_bytes() if is_workbook else papers[kind]
        return files


ATTACHED = (FileKind.PDF, FileKind.COVER, FileKind.XLSX)


def file_names(stored: StoredReport) -> dict[str, str]:
    """Return what the files of a report are called on the shelf, by their endings."""
    name = _name(stored.unit, Period(first=stored.first_on, last=stored.last_on))
    if stored.revision > 1:
        name = f"{name}-ban-{stored.revision}"
    return _named(name, _kept_papers(stored))


def _name(unit: str, period: Period) -> str:
    return f"bao-cao-{period.code}-{unit}"


def _named(name: str, papers: Mapping[str, bytes]) -> dict[str, str]:
    return {ending: f"{name}{ending}" for ending in (*papers, FileKind.XLSX)}


def _kept_papers(stored: StoredReport) -> dict[str, bytes]:
    """Return the files that the store keeps, by their endings."""
    papers = {
        FileKind.PDF: stored.pdf,
        FileKind.COVER: stored.cover,
        FileKind.JSON: stored.figures,
        **_annexes(stored.annexes),
    }
    return {ending: content for ending, content in papers.items() if content is not None}


def _papers(files: ReportFiles) -> dict[str, bytes]:
    return {
        FileKind.PDF: files.pdf,
        FileKind.COVER: files.cover,
        FileKind.JSON: files.json,
        **_annexes(files.annexes),
    }


def _annexes(parts: tuple[bytes, ...]) -> dict[str, bytes]:
    return {ANNEX.format(number): part for number, part in enumerate(parts, start=1)}


def _revision(revised: Revised | None) -> Revision | None:
    if revised is None:
        return None
    return Revision(
        number=revised.number,
        replaced_at=revised.replaced_at,
        moved=len(revised.moved),
        since=revised.why.since,
        has_other_settings=revised.why.has_other_settings,
        has_other_directory=revised.why.has_other_directory,
        has_other_calendar=revised.why.has_other_calendar,
        has_other_program=revised.why.program is not None,
    )
