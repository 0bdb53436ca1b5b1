"""Working stand-ins for the outside; `tests/test_fakes.py` holds them against the real ones."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from monitor.domain.directory import Directory
from monitor.domain.errors import RenderError
from monitor.domain.message import Message, checked_mailbox
from monitor.domain.notice import Notice
from monitor.domain.paper import Cover, Paper
from monitor.domain.reckoning import DossierLine
from monitor.domain.take_back import Examined
from monitor.domain.workbook import Workbook
from monitor.notices.handoff import CitizenFacts, GroupFacts
from monitor.ports.outside import Outside
from monitor.ports.sources import ExportFile, Waiting
from monitor.ports.store import Work
from monitor.ports.workbooks import Returned
from monitor.store.work import SqlStore
from reports.canonical import canonical, figures_code
from reports.month import MonthReport


@dataclass
class PlainMails:
    """Writes a notice down as it is; for the persons in `mute` it finds no words."""

    mute: set[str] = field(default_factory=set)
    written: list[Notice] = field(default_factory=list)

    def message(self, notice: Notice, *, at: datetime) -> Message:
        recipient = checked_mailbox(notice.recipient.mailbox)
        if notice.recipient.person in self.mute:
            raise RenderError(document=notice.key, reason="mute")
        self.written.append(notice)
        return Message(
            key=notice.key,
            kind=notice.kind.value,
            recipient=recipient,
            message_id=f"<{notice.key}@tanbinhan.example>",
            content=repr((notice, at)).encode(),
            created_at=at,
        )


@dataclass
class PlainLetters:
    """Sets a letter as its facts; those of the dossiers in `torn` cannot be set."""

    torn: set[str] = field(default_factory=set)
    set_: list[Paper] = field(default_factory=list)

    def pdf(self, paper: Paper) -> bytes:
        if paper.dossier in self.torn:
            raise RenderError(document=paper.dossier, reason="torn")
        self.set_.append(paper)
        return b"%PDF-1.7 " + repr(paper).encode()

    def pdfs(self, papers: Iterable[Paper]) -> Iterator[bytes | RenderError]:
        for paper in papers:
            try:
                yield self.pdf(paper)
            except RenderError as error:
                yield error

    def docx(self, paper: Paper) -> bytes:
        if f"{paper.dossier}.docx" in self.torn:
            raise RenderError(document=paper.dossier, reason="torn")
        return b"PK " + repr(paper).encode()

    def words(self, paper: Paper) -> tuple[str, ...]:
        return (
            f"So: {paper.number or ''} /{paper.symbol}",
            f"{paper.place}, ngay thang nam {paper.year}",
            paper.dossier,
        )

    def batch(self, cover: Cover, letters: Sequence[bytes]) -> bytes:
        return b"%PDF-1.7 " + repr((cover, letters)).encode()


@dataclass
class PlainSigner:
    """Signs by a mark behind the file; nothing while it is `closed`."""

    is_closed: bool = False
    signed: list[bytes] = field(default_factory=list)

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        if self.is_closed:
            raise RenderError(document="pdf", reason="certificate")
        self.signed.append(pdf)
        return pdf + f" signed {len(self.signed)}".encode()


@dataclass
class PlainExaminer:
    """Sees in a file what it was told to; of others that they cannot be read.

    `covered` are the files in which something lies over the approved one that is named.
    """

    seen: dict[bytes, Examined] = field(default_factory=dict)
    covered: dict[bytes, bytes] = field(default_factory=dict)

    def examine(self, pdf: bytes, *, at: datetime) -> Examined:
        return self.seen.get(pdf, Examined())

    def is_covered(self, pdf: bytes, approved: bytes) -> bool:
        return self.covered.get(pdf) == approved


@dataclass(frozen=True)
class PlainFiles:
    """A report but for its workbook."""

    pdf: bytes
    cover: bytes
    json: bytes
    annexes: tuple[bytes, ...] = ()

    @property
    def sha256(self) -> str:
        return figures_code(self.json)


@dataclass
class PlainReports:
    """Sets a report as its figures; nothing while `is_torn`."""

    is_torn: bool = False
    set_: list[MonthReport] = field(default_factory=list)

    def render(self, report: MonthReport) -> PlainFiles:
        if self.is_torn:
            raise RenderError(document=report.period.code, reason="torn")
        self.set_.append(report)
        figures = canonical(report)
        code = figures_code(figures).encode()
        return PlainFiles(pdf=b"%PDF-1.7 " + code, cover=b"PK cover " + code, json=figures)

    def workbook(
        self,
        report: MonthReport,
        lines: Iterable[DossierLine],
        path: Path,
        *,
        directory: Directory,
    ) -> None:
        code = figures_code(canonical(report))
        path.write_bytes(f"PK {code} {[one.code for one in lines]}".encode())


@dataclass
class PlainTexts:
    """Writes texts as their facts; no list of calls while `is_torn`."""

    is_torn: bool = False

    def group(self, facts: GroupFacts) -> str:
        return f"{facts.scope}: {facts.late} {facts.today}"

    def message(self, facts: CitizenFacts) -> str:
        return f"{facts.dossier}: {facts.about}"

    def call_list(self, calls: Sequence[CitizenFacts], *, at: datetime) -> bytes:
        if self.is_torn:
            raise RenderError(document="calls", reason="torn")
        return b"%PDF-1.7 " + repr((calls, at)).encode()


@dataclass
class PlainWorkbooks:
    """Writes workbooks as their facts; nothing while `is_torn`."""

    is_torn: bool = False

    def xlsx(self, workbook: Workbook, returned: Returned | None = None) -> bytes:
        if self.is_torn:
            raise RenderError(document=workbook.id, reason="torn")
        return b"PK " + repr((workbook, returned)).encode()


@dataclass
class DictShelf:
    """Folders in memory."""

    files: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def put(self, folder: str, name: str, content: bytes) -> None:
        self.files[folder, name] = content

    @contextmanager
    def draft(self, folder: str) -> Iterator["DictDraft"]:
        with NamedTemporaryFile() as file:
            yield DictDraft(Path(file.name), self, folder)

    def has(self, folder: str, name: str) -> bool:
        return (folder, name) in self.files

    def remove(self, folder: str, name: str) -> None:
        self.files.pop((folder, name), None)

    def names(self, folder: str) -> list[str]:
        return sorted(name for place, name in self.files if place == folder)


@dataclass
class DictDraft:
    """A file that is being made, for a folder in memory."""

    path: Path
    shelf: DictShelf
    folder: str

    def sha256(self) -> str:
        return sha256(self.path.read_bytes()).hexdigest()

    def size(self) -> int:
        return len(self.path.read_bytes())

    def lay(self, name: str) -> None:
        self.shelf.put(self.folder, name, self.path.read_bytes())


@dataclass
class ListInbox:
    """A drop folder in memory: files, or what opening them raises; settled ones leave.

    With `moves` off they stay, as in a folder that is only read.
    """

    system: str
    moves: bool = True
    lying: dict[str, ExportFile | Exception] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    read_: list[str] = field(default_factory=list)
    is_gone: bool = False

    def gone(self) -> str:
        return self.system if self.is_gone else ""

    def drop(self, *files: ExportFile) -> None:
        self.lying.update({file.name: file for file in files})

    def waiting(self) -> list[Waiting]:
        return [
            Waiting(
                system=self.system,
                name=name,
                sha256=_fingerprint(name, lies),
                stays=not self.moves,
            )
            for name, lies in sorted(self.lying.items())
        ]

    def read(self, waiting: Waiting) -> ExportFile:
        self.read_.append(waiting.name)
        lies = self.lying[waiting.name]
        if isinstance(lies, Exception):
            raise lies
        return lies

    def settle(self, waiting: Waiting, *, is_taken: bool) -> None:
        if self.moves:
            del self.lying[waiting.name]
            (self.done if is_taken else self.refused).append(waiting.name)


def _fingerprint(name: str, lies: ExportFile | Exception) -> str:
    return lies.sha256 if isinstance(lies, ExportFile) else f"{name}: {lies}"


class KilledError(BaseException):
    """The process ends here: nothing of ours catches it."""


@dataclass
class DyingStore:
    """A real store whose process is killed at its `at`-th write, before the commit."""

    store: SqlStore
    at: int
    writes: int = 0

    @contextmanager
    def writing(self) -> Iterator[Work]:
        self.writes += 1
        with self.store.writing() as work:
            yield work
            if self.writes == self.at:
                raise KilledError

    def sharing(self) -> AbstractContextManager[Work]:
        return self.writing()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self.store.reading() as work:
            yield work


def an_outside(  # noqa: PLR0913 - one stand-in a parameter
    store: SqlStore | DyingStore,
    *,
    mails: PlainMails | None = None,
    letters: PlainLetters | None = None,
    reports: PlainReports | None = None,
    shelf: DictShelf | None = None,
    texts: PlainTexts | None = None,
    signer: PlainSigner | None = None,
    examiner: PlainExaminer | None = None,
) -> Outside:
    """Return the outside of an office: a real store, and stand-ins for the rest."""
    return Outside(
        store=store,
        mails=mails or PlainMails(),
        letters=letters or PlainLetters(),
        examiner=examiner or PlainExaminer(),
        signer=signer,
        reports=reports or PlainReports(),
        shelf=shelf or DictShelf(),
        texts=texts or PlainTexts(),
        workbooks=PlainWorkbooks(),
        workbook_shelf=DictShelf(),
    )
