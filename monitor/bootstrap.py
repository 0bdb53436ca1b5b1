"""Joins the real parts: the only file that knows them all."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor import __version__
from monitor.catalogues import load_catalogue
from monitor.channels import FolderChannel, SmtpChannel
from monitor.channels.smtp import MailServer, Security
from monitor.clock import now
from monitor.dispatch.embedded import EmbeddedDispatcher
from monitor.domain.audit.summary import Audit
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.dossier import CaseRow
from monitor.domain.directory import Level
from monitor.domain.office import Office
from monitor.domain.period import MonthScheme
from monitor.domain.policy import Policy
from monitor.domain.record import Reject
from monitor.domain.suggestion import LibraryYear
from monitor.domain.workbook import Workbook, slug
from monitor.flows.deliver import Delivered, Limits, deliver
from monitor.flows.freezing import SHELF
from monitor.flows.handoff import FOLDER as HANDED
from monitor.flows.issue import PRINT
from monitor.flows.replay import Past
from monitor.flows.tick import Plan
from monitor.notices.sample_letter import sample_cover, sample_letter, sample_papers
from monitor.notices.slots import Telling
from monitor.notices.workbook_mail import file_name
from monitor.ports.channel import Channel
from monitor.ports.dispatcher import Dispatcher
from monitor.ports.numbered import NumberedRow
from monitor.ports.outside import Outside
from monitor.ports.sources import ExportFile, Inbox
from monitor.ports.stated import StatedFile
from monitor.ports.store import Import, Store
from monitor.ports.workbooks import DROP, FilledWorkbook
from monitor.render.audit import audit_workbook
from monitor.render.children import Children
from monitor.render.handoff import HandoffRenderer
from monitor.render.letters import LetterRenderer
from monitor.render.mail import MailRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.signing import PdfExaminer, Pkcs12Signer
from monitor.render.so_viec import WorkbookRenderer
from monitor.render.words import Words
from monitor.rules import RULES, UNIT_RULES
from monitor.settings import (
    Settings,
    SourceTable,
    check_calendars,
    check_exceptions,
    default_calendar,
    load,
    load_calendars,
    load_causes,
    to_exceptions,
    to_letters,
    to_policy,
)
from monitor.settings.tables import ChannelName
from monitor.sources.directory import read_directory
from monitor.sources.dossier_cases import is_cases, read_cases
from monitor.sources.holiday_library import read_year
from monitor.sources.inbox import FolderInbox, open_file
from monitor.sources.numbered import read_numbered
from monitor.sources.options import SourceOptions, with_settings
from monitor.sources.so_viec import read_so_viec
from monitor.sources.so_viec_folder import WorkbookFolder
from monitor.sources.stated import read_stated
from monitor.store.engine import open_engine
from monitor.store.rehearsal import Rehearsal, rehearse
from monitor.store.schema import prepare, upgrade
from monitor.store.shelf import FolderShelf
from monitor.store.work import SqlStore

KEYS = "monitor.render.sign_jobs:open_jobs"  # never sees a file that was handed in
FILES = "monitor.render.examine_jobs:open_jobs"  # never sees a key


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The office at work: every part joined."""

    settings: Settings
    office: Office
    outside: Outside
    plan: Plan
    clock: Callable[[], datetime]
    children: tuple[PdfRenderer | Children, ...]
    store: SqlStore

    @property
    def database(self) -> str:
        """Where the database is, without its password."""
        return self.store.engine.url.render_as_string(hide_password=True)

    @property
    def limits(self) -> Limits:
        """How hard delivery tries."""
        mail = self.settings.mail
        return Limits(
            connections=mail.connections, send_within=timedelta(seconds=mail.timeout_seconds)
        )

    def channel(self) -> Channel:
        """Open the way out that the settings name."""
        mail = self.settings.mail
        if mail.channel is ChannelName.FOLDER:
            return FolderChannel(mail.folder)
        return SmtpChannel(
            MailServer(
                host=mail.host,
                port=mail.port,
                sender=mail.sender,
                security=Security(mail.tls.value),
                username=mail.username,
                password=mail.password.get_secret_value(),
                ca_file=mail.ca_file,
                connections=mail.connections,
                timeout=timedelta(seconds=mail.timeout_seconds),
            )
        )

    async def deliver(self, *, at: datetime) -> Delivered:
        """Send what is due at `at`, over a channel of its own."""
        channel = self.channel()
        try:
            return await deliver(self.outside.store, channel, at=at, limits=self.limits)
        finally:
            await channel.close()

    def dispatcher(self, *, on_error: Callable[[str, Exception], None]) -> Dispatcher:
        """Return who calls the flows when."""
        return EmbeddedDispatcher(on_error=on_error)

    def open_file(
        self, path: Path, *, kind: str | None = None, system: str | None = None
    ) -> ExportFile:
        """Open one export, of the system named or of the first in the settings.

        Raises:
            SourceFileError: the file is missing or cannot be read as a whole.
            AmbiguousSourceError: its headers fit several kinds of source, or none.
        """
        sources = self.settings.sources
        table = next((one for one in sources if one.system == system), sources[0])
        return open_file(
            path, system=system or table.system, options=source_options(table), kind=kind
        )

    @contextmanager
    def rehearsing(self) -> Iterator[Rehearsal]:
        """Open a copy of the store: what is done there changes nothing here."""
        with rehearse(self.store.engine) as rehearsal:
            yield rehearsal

    def numbered_rows(self, path: Path) -> Iterator[NumberedRow | Reject]:
        """Yield what a clerk's list says of signed letters, or what is wrong with a row.

        Raises:
            SourceFileError: it is no such list.
        """
        return read_numbered(path)

    def printed_path(self, name: str) -> Path:
        """Return where a file lies that is to be printed."""
        return self.settings.paths.var / PRINT / name

    def open_workbook(self, path: Path) -> FilledWorkbook:
        """Open a workbook that a unit has answered in.

        Raises:
            WorkbookError: it is no workbook of ours, or cannot be read.
        """
        return read_so_viec(path)

    def workbook_path(self, workbook: Workbook) -> Path:
        """Return where a unit's workbook lies."""
        return self.settings.workbook.folder / slug(workbook.unit) / file_name(workbook)

    def library_year(self, year: int) -> LibraryYear | None:
        """Return what the library of holidays says of a year, None where it knows nothing."""
        return read_year(year)

    def audit_workbook(self, audit: Audit, *, unit_name: str, at: datetime) -> bytes:
        """Return the workbook of an audit made at `at`; no `unit_name`: of all dossiers."""
        return audit_workbook(audit, unit_name=unit_name, at=at)

    def newest_import(self) -> Import:
        """Return the import that was taken in or refused last."""
        with self.outside.store.reading() as work:
            return work.imports.latest(1)[0]

    def report_path(self, name: str) -> Path:
        """Return where a file of a report lies."""
        return self.settings.paths.var / SHELF / name

    @property
    def handoff_folder(self) -> Path:
        """Where the texts and the list of what is told by hand lie."""
        return self.settings.paths.var / HANDED

    def make_folders(self) -> tuple[Path, ...]:
        """Make the folders that the settings name, and return them."""
        paths = self.settings.paths
        folders = (paths.var, *(source.folder for source in self.settings.sources))
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shared = (self.settings.workbook.folder, self.settings.workbook.drop)
        for folder in shared:
            folder.mkdir(parents=True, exist_ok=True, mode=0o770)
        return (*folders, *shared)

    def set_sample_papers(self) -> None:
        """Try every way through the templates of letters, in the office's own names.

        All are made as pages; on its sheet and for a document system, one of each form.

        Raises:
            RenderError: one cannot be made.
        """
        letters, at = self.outside.letters, self.clock()
        names = load_catalogue("operator")["sample"]["names"]
        papers = sample_papers(self.office, names=names, at=at)
        for paper in papers:
            letters.words(paper)
        one_of_each = {paper.form.name: paper for paper in reversed(papers)}.values()
        for paper in one_of_each:
            letters.docx(paper)
        pdfs = [letters.pdf(paper) for paper in one_of_each]
        letters.batch(sample_cover(sample_letter(self.office, at=at), at=at), pdfs)

    def sign_sample(self) -> None:
        """Sign a sample where the office signs, and look at one as at what is taken back.

        Raises:
            RenderError: no sample can be set, or none signed.
            SigningKeyError: the certificate cannot be opened, or is not in force.
            TrustRootError: a trust root cannot be read.
        """
        at = self.clock()
        sample = self.outside.letters.pdf(sample_letter(self.office, at=at))
        if self.outside.signer is not None:
            sample = self.outside.signer.sign(sample, at=at)
        self.outside.examiner.examine(sample, at=at)

    def close(self) -> None:
        """Let go of the database and of the children that set, sign and look at paper."""
        for one in self.children:
            one.close()
        self.store.engine.dispose()


def build(
    path: Path,
    *,
    environ: Mapping[str, str] = os.environ,
    clock: Callable[[], datetime] = now,
    upgrades: bool = False,
) -> App:
    """Read the settings at `path` and join everything they name.

    A new database is set up; an older one is brought to this program's schema only
    where `upgrades` says so.

    Raises:
        SettingsError: settings or calendar hold what cannot be.
        DirectoryError: units, officials or procedures do.
        SchemaError: the database is older or newer than this program.
    """
    settings = load(path, environ)
    paths = settings.paths
    calendars = load_calendars(paths.calendar)
    directory = read_directory(paths.units, paths.officials, paths.procedures)
    office = Office(
        directory=directory,
        calendars=calendars,
        policy=to_policy(settings, default_calendar(settings, calendars)),
        causes=load_causes(),
        exceptions=to_exceptions(settings),
        letters=to_letters(settings),
        months=MonthScheme(settings.report.month_begins),
    )
    check_calendars(office, paths.units)
    check_exceptions(office, path)
    store = _open_store(settings.store.url, upgrades=upgrades)
    words = Words(paths.templates)
    drop = _as_given(settings.workbook.drop, path.resolve().parent)
    pdf = PdfRenderer(paths.templates / "assets", workers=settings.letters.workers)
    keys, files = Children(KEYS, workers=1), Children(FILES, workers=1)
    outside = Outside(
        store=store,
        mails=MailRenderer(
            words,
            sender=(settings.mail.sender_name, settings.mail.sender),
            address=settings.notify.form_of_address,
        ),
        letters=LetterRenderer(words, pdf),
        examiner=PdfExaminer(settings.letters.trust_roots, files),
        signer=_signer(settings, keys),
        reports=ReportRenderer(words, pdf),
        shelf=FolderShelf(paths.var),
        workbooks=WorkbookRenderer(office.causes.values(), office.directory, drop=drop),
        workbook_shelf=FolderShelf(settings.workbook.folder, is_shared=True),
        texts=HandoffRenderer(words, pdf),
    )
    return App(
        settings=settings,
        office=office,
        outside=outside,
        plan=_plan(
            settings,
            office,
            clock,
            drop=drop,
            report_folder=_as_given(paths.var / SHELF, path.resolve().parent),
        ),
        clock=clock,
        children=(pdf, keys, files),
        store=store,
    )


def _signer(settings: Settings, keys: Children) -> Pkcs12Signer | None:
    """Return who signs for the office; None where it has no certificate."""
    table = settings.letters
    if table.certificate is None:
        return None
    return Pkcs12Signer(table.certificate, table.certificate_password.get_secret_value(), keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaying:
    """What a replay stands on: a store of its own, an office that tries other settings.

    `missing` are the imports whose files are no longer there.
    """

    scratch: Store
    office: Office
    past: tuple[Past, ...]
    missing: tuple[Import, ...]


@contextmanager
def replaying(
    app: App,
    path: Path,
    *,
    tried: Mapping[str, str],
    until: datetime,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[Replaying]:
    """Open an empty store for a replay of the app's imports; it is gone at the end.

    Raises:
        SettingsError: what is tried is no choice of [rules], or out of range.
    """
    settings = load(path, environ, tried=tried)
    office = replace(
        app.office,
        policy=to_policy(settings, app.office.policy.calendar),
        exceptions=to_exceptions(settings),
    )
    with app.outside.store.reading() as work:
        taken = work.imports.merged(until=until)
    kept = _kept_files(app.plan.inboxes)
    found = {one.id: kept[one.sha256] for one in taken if one.sha256 in kept}
    with TemporaryDirectory(prefix="dunghan-") as folder:
        scratch = _open_store(f"sqlite:///{folder}/replay.db", upgrades=True)
        try:
            yield Replaying(
                scratch=scratch,
                office=office,
                past=tuple(
                    Past(
                        taken=one, open=partial(app.open_file, found[one.id], system=one.system)
                    )
                    for one in taken
                    if one.id in found
                ),
                missing=tuple(one for one in taken if one.id not in found),
            )
        finally:
            scratch.engine.dispose()


def _kept_files(inboxes: Iterable[Inbox]) -> dict[str, Path]:
    folders = (one for one in inboxes if isinstance(one, FolderInbox))
    return {digest: path for one in folders for digest, path in one.kept().items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What due dates are counted by; `file` holds the calendars."""

    policy: Policy
    calendars: Mapping[str, WorkingCalendar]
    file: str


def counting(path: Path, *, environ: Mapping[str, str] = os.environ) -> Counting:
    """Read the settings at `path` for counting alone: no directory, no database.

    Raises:
        SettingsError: settings or calendar hold what cannot be.
    """
    settings = load(path, environ)
    calendars = load_calendars(settings.paths.calendar)
    policy = to_policy(settings, default_calendar(settings, calendars))
    return Counting(policy=policy, calendars=calendars, file=settings.paths.calendar.name)


def is_sheet_of_cases(data: bytes, *, path: Path) -> bool:
    """Tell whether `data`, the file at `path`, is a spreadsheet of dossiers to be dated."""
    return is_cases(data, path=path)


def sheet_of_cases(data: bytes, *, path: Path) -> Iterator[CaseRow]:
    """Yield the dossiers of such a spreadsheet.

    Raises:
        SourceFileError: it is no spreadsheet, or a column that must be there is missing.
    """
    return read_cases(data, path=path)


def stated_file(path: Path) -> StatedFile:
    """Return what a file of figures says that others hand in.

    Raises:
        SourceFileError: it is no spreadsheet, has no rows, or names no account or figure.
    """
    return read_stated(path)


def _open_store(url: str, *, upgrades: bool) -> SqlStore:
    engine = open_engine(url)
    try:
        (upgrade if upgrades else prepare)(engine)
    except BaseException:
        engine.dispose()
        raise
    return SqlStore(engine)


def _as_given(place: Path, folder: Path) -> str:
    """Return a place as the settings in `folder` name it, so that people know it again."""
    return str(place.relative_to(folder) if place.is_relative_to(folder) else place)


def _plan(
    settings: Settings,
    office: Office,
    clock: Callable[[], datetime],
    *,
    drop: str,
    report_folder: str,
) -> Plan:
    sources = settings.sources
    return Plan(
        office=office,
        rules=RULES,
        unit_rules=UNIT_RULES,
        inboxes=tuple(
            FolderInbox(
                system=one.system,
                folder=one.folder,
                options=source_options(one),
                kind=one.kind,
                moves=one.move_done,
                clock=clock,
            )
            for one in sources
        ),
        telling=Telling(
            operator_mailbox=settings.notify.operator,
            workbook_drop=drop,
            morning_latest=settings.notify.morning_latest,
            afternoon=settings.notify.afternoon,
            max_share=settings.notify.max_share,
            max_named_share=settings.notify.max_named_share,
            few=settings.notify.few,
            attach_bytes=settings.report.attach_mb << 20,
            report_folder=report_folder,
            system_names={one.system: one.name for one in sources},
            not_covered=tuple(
                dict.fromkeys(text for one in sources for text in one.not_covered)
            ),
        ),
        max_reject_share=settings.imports.max_reject_share,
        report_clock=settings.report.due_hour,
        version=binding_version(settings),
        workbook_inboxes=_workbook_inboxes(settings, office, clock),
    )


def _workbook_inboxes(
    settings: Settings, office: Office, clock: Callable[[], datetime]
) -> tuple[WorkbookFolder, ...]:
    """Return the folder for everybody's answered workbooks, and one for each unit's own."""
    drop = settings.workbook.drop
    units = {"": drop} | {
        code: drop / slug(code)
        for code, unit in sorted(office.directory.units.items())
        if unit.level is not Level.OUTSIDE
    }
    options = with_settings(headers={}, statuses={}, applicant_kinds={})
    return tuple(
        WorkbookFolder(
            folder=FolderInbox(system=DROP, folder=folder, options=options, clock=clock),
            unit=code,
        )
        for code, folder in units.items()
    )


def source_options(table: SourceTable) -> SourceOptions:
    """Return how a system's exports are read."""
    return with_settings(
        headers=table.headers,
        statuses={word: status.value for word, status in table.statuses.items()},
        applicant_kinds={word: kind.value for word, kind in table.applicant_kinds.items()},
    )


def binding_version(settings: Settings) -> str:
    """Return a fingerprint of all that judgements rest on beside the dossiers."""
    paths = settings.paths
    digest = sha256(__version__.encode())
    digest.update(settings.rules.model_dump_json().encode())
    for file in (paths.calendar, paths.units, paths.officials, paths.procedures):
        digest.update(file.read_bytes())
    return digest.hexdigest()
