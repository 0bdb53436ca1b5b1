"""The office at work, every part joined, and what commands ask of it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from monitor.bootstrap.dispatching import dispatcher_of, is_cluster
from monitor.bootstrap.keeping import broken_of, keeper_of
from monitor.bootstrap.mailing import mail_server
from monitor.bootstrap.planning import source_options
from monitor.bootstrap.serving import copy_office, dump_command
from monitor.catalogues import load_catalogue
from monitor.channels import FolderChannel, SmtpChannel
from monitor.domain.audit.summary import Audit
from monitor.domain.errors import (
    BrokenDatabaseError,
    NoBackupFolderError,
    ServerBackupError,
    ServerError,
)
from monitor.domain.merger import MergerList, Question, SplitAnswer
from monitor.domain.office import Office
from monitor.domain.record import Reject
from monitor.domain.return_path import ReturnPath
from monitor.domain.suggestion import LibraryYear
from monitor.domain.trying import Pace, Trying
from monitor.domain.workbook import Workbook, slug
from monitor.flows.back_up import back_up
from monitor.flows.deliver import Delivered, deliver
from monitor.flows.freezing import SHELF
from monitor.flows.handoff import FOLDER as HANDED
from monitor.flows.issue import PRINT
from monitor.flows.tick import Plan
from monitor.notices.sample_letter import sample_cover, sample_letter, sample_papers
from monitor.notices.workbook_mail import file_name
from monitor.ports.channel import Channel
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Dispatcher, Queue
from monitor.ports.keeping import BackedUp
from monitor.ports.numbered import NumberedRow
from monitor.ports.outside import Outside
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import
from monitor.ports.watch import Ping
from monitor.ports.workbooks import FilledWorkbook
from monitor.render.audit import audit_workbook
from monitor.render.children import Children
from monitor.render.pdf import PdfRenderer
from monitor.render.split_questions import split_questions
from monitor.settings import (
    Settings,
)
from monitor.settings.tables import ChannelName
from monitor.sources.holiday_library import read_year
from monitor.sources.inbox import open_file
from monitor.sources.mergers import read_mergers, read_split_answers
from monitor.sources.numbered import read_numbered
from monitor.sources.so_viec import read_so_viec
from monitor.store.engine import reading
from monitor.store.holdings import holdings_of, write_holdings
from monitor.store.moving import Copied
from monitor.store.rehearsal import Rehearsal, rehearse
from monitor.store.server_clock import ServerClock
from monitor.store.shelf import make_folder
from monitor.store.work import SqlStore


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
    again: Callable[[], "App"]  # the same office, by its files as they now are
    file: Path  # the settings
    saved: Path | None = None  # the database as it was before it was upgraded just now

    @property
    def database(self) -> str:
        """Where the database is, without its password."""
        return self.store.engine.url.render_as_string(hide_password=True)

    @property
    def is_cluster(self) -> bool:
        """Whether workers on many machines do the office's work."""
        return is_cluster(self.settings)

    @property
    def all_queues(self) -> dict[Queue, int]:
        """Every queue, and how many of its jobs one process runs at once."""
        workers = self.settings.workers
        return {
            Queue.LEAD: 1,
            Queue.SCAN: workers.scan,
            Queue.PDF: workers.pdf,
            Queue.MAIL: workers.mail,
        }

    def clock_ahead(self) -> timedelta:
        """Return how far this machine's clock is ahead of the one that the office goes by."""
        return self.clock.ahead if isinstance(self.clock, ServerClock) else timedelta()

    @property
    def trying(self) -> Trying:
        """How hard, and how fast, delivery tries."""
        mail = self.settings.mail
        return Trying(
            connections=mail.connections,
            send_within=timedelta(seconds=mail.timeout_seconds),
            holds_uncertain=frozenset(mail.hold_uncertain),
            pace=Pace(overall=mail.per_minute, per_domain=mail.per_domain),
        )

    def channel(self) -> Channel:
        """Open the way out that the settings name."""
        mail = self.settings.mail
        if mail.channel is ChannelName.FOLDER:
            return FolderChannel(mail.folder)
        with self.outside.store.writing() as work:
            secret = work.bounces.secret()
        returns = ReturnPath(
            mailbox=mail.return_path or mail.sender,
            secret=secret,
            is_tagged=bool(mail.return_path),
        )
        return SmtpChannel(mail_server(mail, returns=returns))

    def ping(self) -> Ping | None:
        """Return who is told that the program lives; None where nobody is."""
        url = self.settings.watch.ping_url.get_secret_value()
        if not url:
            return None
        from monitor.channels.probes.ping import HttpPing  # noqa: PLC0415 - few tell anybody

        return HttpPing(url)

    def unreadable(self) -> frozenset[str]:
        """Return the systems whose drop folder cannot be read."""
        return frozenset(
            one.system
            for one in self.settings.sources
            if not (one.folder.is_dir() and os.access(one.folder, os.R_OK | os.X_OK))
        )

    async def deliver(self, *, at: datetime | None = None) -> Delivered:
        """Send what is due, over a channel of its own; `at`: as of that instant throughout."""
        channel = self.channel()
        now = at or self.clock
        try:
            return await deliver(self.outside.store, channel, at=now, trying=self.trying)
        finally:
            await channel.close()

    def dispatcher(
        self,
        *,
        on_error: Callable[[str, Exception], None],
        serves: Mapping[Queue, int],
    ) -> Dispatcher:
        """Return who calls the flows when; needs a running event loop.

        Raises:
            MissingExtraError: there is to be a cluster, and what it needs is not installed.
        """
        return dispatcher_of(self.settings, self.store, on_error=on_error, serves=serves)

    def crew(self, me: str, *, rest: Callable[[float], None]) -> Crew:
        """Return when the worker of this name calls the others; `rest` lets seconds go by."""
        return Crew(me=me, rest=rest)

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
        with rehearse(self.store.engine, beside=self.settings.paths.var) as rehearsal:
            yield rehearsal

    def numbered_rows(self, path: Path) -> Iterator[NumberedRow | Reject]:
        """Yield what a clerk's list says of signed letters, or what is wrong with a row.

        Raises:
            SourceFileError: it is no such list.
        """
        return read_numbered(path)

    def mergers(self, path: Path) -> MergerList:
        """Read a list of merged units.

        Raises:
            SourceFileError: it is no such list.
            MergerError: rows of it cannot be read.
        """
        return read_mergers(path)

    def split_answers(self, path: Path) -> Sequence[SplitAnswer]:
        """Read what was chosen for the dossiers of split units.

        Raises:
            SourceFileError: it is no such list.
            MergerError: rows of it cannot be read.
        """
        return read_split_answers(path)

    def split_questions(self, found: Iterable[Question]) -> bytes:
        """Return the list on which units are chosen for the dossiers of split ones."""
        names = {code: one.name for code, one in self.office.directory.units.items()}
        return split_questions(found, names)

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
        sources, bounces = self.settings.sources, self.settings.mail.bounces
        folders = (self.settings.paths.var, *(source.folder for source in sources))
        if bounces is not None:
            folders = (*folders, bounces)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shared = (self.settings.workbook.folder, self.settings.workbook.drop)
        for folder in shared:
            make_folder(folder, mode=0o770)
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

    def back_up(self, folder: Path | None, *, at: datetime) -> BackedUp:
        """Make a backup where the settings say, or in another folder: there all others stay.

        Raises:
            NoBackupFolderError: neither names one.
        ServerBackupError: the database lies on a server.
            BackupError: it could not be made; older backups are as they were.
        """
        if self.dump_command:
            raise ServerBackupError(command=self.dump_command, folder=self.settings.paths.var)
        keeper = keeper_of(self.settings, self.file, self.store, folder=folder)
        if keeper is None:
            raise NoBackupFolderError(file=self.file.name)
        return back_up(self.outside.store, keeper, at=at)

    @property
    def dump_command(self) -> str:
        """The command line that backs a database on a server up; "" where it is a file."""
        return dump_command(self.settings) if self.settings.store.is_served else ""

    def copy(
        self, to: str, *, started: Callable[[int], None], step: Callable[[str, int], None]
    ) -> tuple[str, Copied]:
        """Copy the database whole into an empty one, as `copy_office` does."""
        return copy_office(
            self.store, to, folder=self.file.resolve().parent, started=started, step=step
        )

    def export_dossier(self, code: str, path: Path, *, at: datetime) -> int:
        """Write all that is held on a dossier into a new archive; return how many rows.

        Raises:
            UnknownDossierError: no dossier has this code.
            OSError: the file is there already, or cannot be written.
        """
        with reading(self.store.engine) as connection:
            found = holdings_of(connection, code)
        write_holdings(path, found, code=code, at=at)
        return sum(map(len, found.rows.values()))

    def broken(self, error: DBAPIError) -> BrokenDatabaseError | ServerError | None:
        """Return what is to be told where the database itself, or its server, is at fault."""
        return broken_of(self.settings, error, at=self.clock())

    def close(self) -> None:
        """Let go of the database and of the children that set, sign and look at paper."""
        for one in self.children:
            one.close()
        self.store.engine.dispose()
