"""The stand-ins answer as the real ones do: both are asked the same questions."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.domain.directory import Directory
from monitor.domain.errors import DungHanError, MailboxError, RenderError, SourceFileError
from monitor.domain.notice import Notice
from monitor.ports.paper import LetterPrinter, ReportPrinter, Shelf
from monitor.ports.sources import Inbox, Waiting
from monitor.ports.words import MailWriter
from monitor.render.letters import LetterRenderer
from monitor.render.mail import MailRenderer
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.words import Words
from monitor.sources.inbox import FolderInbox
from monitor.sources.options import SourceOptions
from monitor.store.shelf import FolderShelf
from reports.canonical import canonical, figures_code
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.fakes import DictShelf, ListInbox, PlainLetters, PlainMails, PlainReports
from tests.notices.scenes import SCENES
from tests.render.sample_letters import BEFORE
from tests.reports.snapshots import a_report, a_snapshot
from tests.sources.files import rows_of

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
AT = vn("2026-11-12 07:40")


@pytest.fixture(scope="module")
def pdf() -> Iterator[PdfRenderer]:
    with PdfRenderer(TEMPLATES / "assets") as renderer:
        yield renderer


# Mails

real_mails = MailRenderer(
    Words(TEMPLATES), sender=("Đúng Hạn", "dunghan@tanbinhan.example"), address="Đồng chí"
)


@pytest.mark.parametrize("mails", [real_mails, PlainMails()], ids=["real", "fake"])
@pytest.mark.parametrize("scene", ["digest-handler", "leader", "report-month"])
def test_a_mail_has_the_key_kind_and_recipient_of_its_notice(
    mails: MailWriter, scene: str
) -> None:
    notice = SCENES[scene]

    message = mails.message(notice, at=AT)

    assert (message.key, message.kind) == (notice.key, notice.kind.value)
    assert message.recipient == notice.recipient.mailbox
    assert message.created_at == AT
    assert message.message_id
    assert mails.message(notice, at=AT) == message


@pytest.mark.parametrize("mails", [real_mails, PlainMails()], ids=["real", "fake"])
@pytest.mark.parametrize("mailbox", ["", "hoa", "hoa@tanbinhan@example", "a\r\nb@c.example"])
def test_a_mailbox_that_mail_cannot_go_to_is_refused(mails: MailWriter, mailbox: str) -> None:
    notice: Notice = SCENES["digest-handler"]
    lost = replace(notice, recipient=replace(notice.recipient, mailbox=mailbox))

    with pytest.raises(MailboxError):
        mails.message(lost, at=AT)


# Paper


def test_a_letter_is_the_same_pdf_for_the_same_facts(pdf: PdfRenderer) -> None:
    printers: list[LetterPrinter] = [LetterRenderer(Words(TEMPLATES), pdf), PlainLetters()]

    for printer in printers:
        first, again = printer.pdf(BEFORE), printer.pdf(BEFORE)
        other = printer.pdf(replace(BEFORE, reason="một lý do khác"))

        assert first.startswith(b"%PDF-")
        assert first == again != other


def test_a_letter_that_cannot_be_set_names_its_dossier() -> None:
    with PdfRenderer(TEMPLATES / "assets", limit_seconds=0.001) as hurried:
        printers: list[LetterPrinter] = [
            LetterRenderer(Words(TEMPLATES), hurried),
            PlainLetters(torn={BEFORE.dossier}),
        ]
        for printer in printers:
            with pytest.raises(RenderError) as caught:
                printer.pdf(BEFORE)

            assert caught.value.facts["document"] == BEFORE.dossier


def test_a_report_is_files_under_the_code_of_its_figures(
    pdf: PdfRenderer, tmp_path: Path
) -> None:
    report = a_report(a_snapshot())
    printers: list[ReportPrinter] = [ReportRenderer(Words(TEMPLATES), pdf), PlainReports()]

    for printer in printers:
        files = printer.render(report)

        assert files.json == canonical(report)
        assert files.sha256 == figures_code(files.json)
        assert files.pdf.startswith(b"%PDF-")
        assert files.cover.startswith(b"PK")
        assert files.annexes == ()
        printer.workbook(report, (), tmp_path / "a.xlsx", directory=Directory())
        assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(RenderError):
        PlainReports(is_torn=True).render(report)


# The shelf


@pytest.mark.parametrize("kind", ["real", "fake"])
def test_the_shelf_keeps_the_last_of_a_name_and_forgives_a_missing_one(
    kind: str, tmp_path: Path
) -> None:
    shelf: Shelf = FolderShelf(tmp_path) if kind == "real" else DictShelf()

    def lies() -> dict[tuple[str, str], bytes]:
        if isinstance(shelf, DictShelf):
            return shelf.files
        return {
            (path.parent.name, path.name): path.read_bytes()
            for path in tmp_path.rglob("*")
            if path.is_file()
        }

    shelf.put("letters", "a.pdf", b"old")
    shelf.put("letters", "a.pdf", b"new")
    shelf.put("print", "a.pdf", b"other")
    before = dict(lies())
    shelf.remove("letters", "a.pdf")
    shelf.remove("letters", "a.pdf")

    assert before == {("letters", "a.pdf"): b"new", ("print", "a.pdf"): b"other"}
    assert lies() == {("print", "a.pdf"): b"other"}


@pytest.mark.parametrize("kind", ["real", "fake"])
def test_a_draft_is_on_the_shelf_once_it_is_laid_there(kind: str, tmp_path: Path) -> None:
    shelf: Shelf = FolderShelf(tmp_path) if kind == "real" else DictShelf()

    with shelf.draft("reports") as draft:
        draft.path.write_bytes(b"PK")
        told = draft.size(), draft.sha256(), shelf.has("reports", "a.xlsx")
        draft.lay("a.xlsx")
    with shelf.draft("reports") as other:
        other.path.write_bytes(b"never laid")

    assert told == (2, sha256(b"PK").hexdigest(), False)
    assert shelf.has("reports", "a.xlsx")
    assert not other.path.exists()


# The drop folder

LIST = "Mã hồ sơ,Ngày tiếp nhận,Trạng thái\nH99-1,02/11/2026 08:00,Đang xử lý\n"
GOOD, BAD = LIST, ""
LONG_AFTER = vn("2099-01-01")  # so that every file has been left alone for long
Drop = Callable[[str, str], None]


def a_folder(tmp_path: Path, *, moves: bool) -> tuple[Inbox, Drop]:
    def drop(name: str, content: str) -> None:
        (tmp_path / name).write_text(content, encoding="utf-8")

    inbox = FolderInbox(
        system="tinh",
        folder=tmp_path,
        options=SourceOptions(),
        clock=lambda: LONG_AFTER,
        moves=moves,
    )
    return inbox, drop


def a_list(_: Path, *, moves: bool) -> tuple[Inbox, Drop]:
    inbox = ListInbox("tinh", moves=moves)

    def drop(name: str, content: str) -> None:
        if content == GOOD:
            inbox.drop(a_file(a_record(), exported="2026-11-09 07:10", name=name))
        else:
            inbox.lying[name] = SourceFileError(file=name, reason="empty_file")

    return inbox, drop


Open = Callable[..., tuple[Inbox, Drop]]
both = pytest.mark.parametrize("opened", [a_folder, a_list], ids=["real", "fake"])


@both
@pytest.mark.parametrize("moves", [True, False], ids=["moves", "stays"])
def test_a_folder_shows_what_lies_there_and_whether_it_stays(
    opened: Open, tmp_path: Path, *, moves: bool
) -> None:
    inbox, drop = opened(tmp_path, moves=moves)
    drop("b.csv", GOOD)
    drop("a.csv", GOOD)

    waiting = inbox.waiting()
    for one in waiting:
        inbox.settle(one, is_taken=True)

    assert [(one.system, one.name, one.stays) for one in waiting] == [
        ("tinh", "a.csv", not moves),
        ("tinh", "b.csv", not moves),
    ]
    assert inbox.waiting() == ([] if moves else waiting)


@both
def test_a_file_opens_as_what_it_was_seen_to_be(opened: Open, tmp_path: Path) -> None:
    inbox, drop = opened(tmp_path, moves=True)
    drop("one.csv", GOOD)

    (waiting,) = inbox.waiting()
    file = inbox.read(waiting)

    assert (file.system, file.name, file.sha256) == ("tinh", "one.csv", waiting.sha256)
    assert len(rows_of(file.export)[0]) == 1


@both
def test_a_file_that_cannot_be_read_says_so_and_may_be_set_aside(
    opened: Open, tmp_path: Path
) -> None:
    inbox, drop = opened(tmp_path, moves=True)
    drop("bad.csv", BAD)

    (waiting,) = inbox.waiting()
    with pytest.raises(DungHanError):
        inbox.read(waiting)
    inbox.settle(waiting, is_taken=False)

    assert inbox.waiting() == []


@both
def test_other_bytes_under_one_name_are_another_file(opened: Open, tmp_path: Path) -> None:
    inbox, drop = opened(tmp_path, moves=False)
    drop("one.csv", GOOD)
    (first,) = inbox.waiting()
    drop("one.csv", BAD)
    (second,) = inbox.waiting()

    assert first.name == second.name
    assert first.sha256 != second.sha256
    assert isinstance(first, Waiting)
