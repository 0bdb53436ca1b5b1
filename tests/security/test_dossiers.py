"""Whoever files a dossier chooses its names: they stay text, wherever they come out again."""

import json
import os
import unicodedata
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from tests.offices import FolderOffice, a_message, an_office, lay_messages
from tests.stores import NAME, copy_store

FIRST, LATER = "2026-11-11T07:45", "2026-11-11T08:15"
NAMES = (
    '=HYPERLINK("http://127.0.0.1:9/","x")',
    "+1-1",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\uff1d1+1",
    "=cmd|' /C calc'!A0",
    "{{ 7*7 }}{% for a in range(9) %}x{% endfor %}{# x #}",
    "{{ ''.__class__.__mro__ }}",
    "<script>x</script><img src=file:///etc/passwd>",
    "</p><link rel=attachment href=file:///etc/passwd>",
    "A\r\nBcc: x@y.example\r\n\r\nX",
    "A\u2028Bcc: x@y.example\u0085Bcc: x@y.example",
    "=?utf-8?q?=0d=0aBcc:_x=40y.example?=",
    '"A" <x@y.example>, B',
    "\x1b[2J\x1b]0;x\x07\x9b2J",
    "\u202egnp.exe\u2066x",
    "'; DROP TABLE dossiers; --",
    "%s%n{0}{code}{facts.__class__}",
    "[red]x[/red]$(id)`id`",
    "\U0001f600\x00\ufffe",
    "_x0041_",
)
CODES = (
    *("=1+1", "{{7*7}}", "'; DROP TABLE dossiers; --", "%", "_", "a\\b", "<b>x</b>", "@x"),
    *("../../x", "/etc/passwd", "-x", "+x", "\uff1dx", "[red]x", '"x', "x\u00a0y", "{0}"),
)
REFUSED = ("x\x00y", "x\ny", "x\x1b[2J", "x\u202ey", "x\u200by", "x" * 101)
HEADERS = {
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references"),
    *("auto-submitted", "x-auto-response-suppress", "mime-version", "content-type"),
    *("content-transfer-encoding", "content-disposition"),
}


WRITTEN = (8, 10, 11, 17)  # the names whose letters are drafted: what a page could be made of
REASON = "Hồ sơ chờ người có thẩm quyền đi công tác về ký theo đúng trình tự"


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> FolderOffice:
    """Return an office after a morning on which only such dossiers came in."""
    told = os.umask(0)  # nothing may rest on a careful one
    try:
        return worked_on(an_office(tmp_path_factory.mktemp("attacked") / "office"), blank)
    finally:
        os.umask(told)


def worked_on(office: FolderOffice, blank: Path) -> FolderOffice:
    office.var.mkdir(mode=0o700)
    copy_store(blank, office.var / NAME)
    late = {"NgayHenTra": "20261109170000"}
    named = [
        a_message(code_of(place), ChuHoSo=name, DiaChi=name, SoDienThoai=name, **late)
        for place, name in enumerate(NAMES)
    ]
    coded = [a_message(code, **late) for code in (*CODES, *REFUSED)]
    export = lay_messages(office.inbox, [*named, *coded])
    office.done("ingest", export, "--accept", "--at", "2026-11-11T07:15")
    office.done("tick", "--at", "2026-11-11T07:45")
    for place in WRITTEN:
        office.done(
            *("letters", "answer", code_of(place), "--late", "--cause", "A2", "--by", "binh"),
            *("--text", f"{REASON} {NAMES[place]}", "--new-date", "2026-11-30"),
            *("--at", "2026-11-11T08:15"),
        )
    office.done("tick", "--at", "2026-11-11T13:50")
    return office


def code_of(place: int) -> str:
    return f"H99.01-261102-{place:04}"


def is_plain(text: str) -> bool:
    """Tell whether a text is what it looks like on any screen."""
    return all(one in "\n\t" or unicodedata.category(one)[0] != "C" for one in text)


def mails(office: FolderOffice) -> Iterator[Message]:
    for name in office.mails:
        yield message_from_bytes((office.folder / "mail" / name).read_bytes())


def bodies(office: FolderOffice, kind: str) -> Iterator[str]:
    for mail in mails(office):
        for part in mail.walk():
            if part.get_content_type() == kind:
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                yield payload.decode().replace("\r\n", "\n")


def test_no_name_becomes_a_header_or_a_recipient(attacked: FolderOffice) -> None:
    told = list(mails(attacked))

    assert len(told) > 2
    for mail in told:
        names = [name.lower() for name in mail]
        assert set(names) <= HEADERS
        assert len(set(names)) == len(names)
        assert len(getaddresses(mail.get_all("to", []))) == 1
        assert is_plain(str(make_header(decode_header(mail["subject"]))))


def test_no_name_becomes_markup_or_a_template_in_a_mail(attacked: FolderOffice) -> None:
    html = "".join(bodies(attacked, "text/html"))
    text = "".join(bodies(attacked, "text/plain"))

    assert "{{7*7}}" in text
    assert "&lt;b&gt;x&lt;/b&gt;" in html
    assert not any(markup in html for markup in ("<b>x", "<script", "<link", "<img"))
    assert is_plain(text)
    assert is_plain(html)


def test_codes_that_cannot_be_seen_are_refused_with_their_rows(attacked: FolderOffice) -> None:
    with attacked.app("2026-11-11 14:00") as app, app.outside.store.reading() as work:
        codes = set(work.dossiers.codes())

    assert not codes & set(REFUSED)
    assert set(CODES) - {"x\u00a0y"} <= codes


def test_no_cell_of_a_workbook_is_a_formula(attacked: FolderOffice, tmp_path: Path) -> None:
    attacked.call("audit", "--xlsx", tmp_path / "audit.xlsx")
    books = [*attacked.var.rglob("*.xlsx"), tmp_path / "audit.xlsx"]

    kinds = set()
    for path in books:
        for sheet in openpyxl.load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                kinds |= {cell.data_type for cell in row}
                begun = [str(cell.value) for cell in row if is_formula(cell.value)]
                quoted = [cell for cell in row if is_formula(cell.value) and cell.quotePrefix]
                assert len(begun) == len(quoted)
    assert len(books) >= 2
    assert "f" not in kinds


def is_formula(value: object) -> bool:
    """Tell whether a program would take a text for a formula, were it typed in."""
    return isinstance(value, str) and value.startswith(tuple("=+-@\t\r\uff1d"))


READING = (
    ("findings", "list"),
    ("letters", "list"),
    ("outbox", "list"),
    ("audit",),
    ("status",),
    ("explain", code_of(16)),
    ("explain", code_of(17)),
    ("handoff", "show"),
)


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_no_name_steers_a_terminal(attacked: FolderOffice, command: tuple[str, ...]) -> None:
    shown = attacked.call(*command)
    listed = attacked.call(*command, "--json")

    assert shown.exit_code in {0, 1}
    for said in (shown.output, listed.output):
        assert is_plain(said)
        assert said.strip()
    assert json.loads(listed.stdout) is not None


def test_nobody_else_on_the_machine_can_read_what_was_made(attacked: FolderOffice) -> None:
    shared = attacked.var / "so-viec"
    made = [*attacked.var.rglob("*"), *(attacked.folder / "mail").iterdir()]

    open_to = {
        path.relative_to(attacked.folder).as_posix(): oct(path.stat().st_mode)
        for path in made
        if path.name != NAME and path.stat().st_mode & (0o007 if is_in(path, shared) else 0o077)
    }
    assert len(made) > len(WRITTEN)
    assert open_to == {}


def is_in(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or path.parent == folder.with_name("so-viec-tra-loi")


def test_a_letter_says_the_name_and_fetches_nothing(attacked: FolderOffice) -> None:
    drafts = {path.stem: path for path in (attacked.var / "letters").glob("*.pdf")}

    said = {}
    for path in drafts.values():
        with pypdfium2.PdfDocument(path) as document:
            text = "".join(page.get_textpage().get_text_range() for page in document)
            said[path.name] = "".join(text.split())
            assert document.count_attachments() == 0
    words = "".join(said.values())
    assert len(drafts) == len(WRITTEN)
    assert "<script>x</script><imgsrc=file:///etc/passwd>" in words
    assert "{{7*7}}{%forainrange(9)%}x{%endfor%}" in words
    assert "root:" not in words


SQL = ("'; DROP TABLE dossiers; --", "' OR '1'='1", "%", "\\", "x" * 10_000, "\udcff")


@pytest.mark.parametrize("text", SQL, ids=range(len(SQL)))
@pytest.mark.parametrize(
    "command",
    [
        ("explain",),
        ("findings", "list", "--unit"),
        ("findings", "list", "--rule"),
        ("audit", "--unit"),
        ("letters", "approve", "--by", "binh"),
        ("outbox", "release"),
    ],
    ids=" ".join,
)
def test_an_argument_is_never_a_part_of_a_question(
    attacked: FolderOffice, command: tuple[str, ...], text: str
) -> None:
    known = attacked.json("findings", "list")["total"]

    told = attacked.call(*command, text)

    assert isinstance(told.exception, SystemExit | None), repr(told.exception)
    assert told.exit_code in {0, 1, 2}
    assert is_plain(told.output)
    assert attacked.json("findings", "list")["total"] == known > 0
