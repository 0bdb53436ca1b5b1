"""A file that is handed in as a signed letter may be anything: it is looked at, or refused."""

import time
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from monitor.render.children import Children
from monitor.render.signing import MOST_BYTES, PdfExaminer
from tests.builders import vn

AT = vn("2026-11-11 09:00")
JOBS = "monitor.render.examine_jobs:open_jobs"
LIMIT_SECONDS = 3


@pytest.fixture(scope="module")
def examiner() -> Iterator[PdfExaminer]:
    with Children(JOBS, workers=1) as children:
        yield PdfExaminer([], children)


def a_file(
    change: Callable[[pikepdf.Pdf], object],
    *,
    pages: int = 1,
    encryption: pikepdf.Encryption | None = None,
) -> bytes:
    """Return a PDF of blank pages to which something was done."""
    out = BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        change(document)
        document.save(out, encryption=encryption or False)
    return out.getvalue()


def opens_with(action: Dictionary) -> bytes:
    return a_file(lambda one: one.Root.update(Dictionary(OpenAction=action)))


def deep(document: pikepdf.Pdf) -> None:
    inner = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", Array([inner])])))


def attached(document: pikepdf.Pdf) -> None:
    document.attachments["x.exe"] = b"MZ"


def heavy(document: pikepdf.Pdf) -> None:
    """Draw a form that draws two forms, thirty deep: a thousand million in all."""
    form = document.make_stream(b"0 0 m 9 9 l S")
    for _ in range(30):
        outer = document.make_stream(b"/A Do /A Do")
        outer.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99]))
        form.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 99, 99]))
        outer.Resources = Dictionary(XObject=Dictionary(A=form))
        form = outer
    page = document.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(A=form))
    page.Contents = document.make_stream(b"/A Do")


def swollen(document: pikepdf.Pdf) -> None:
    document.pages[0].Contents = document.make_stream(b" " * (100 << 20))


FILES = {
    "a script": lambda: opens_with(Dictionary(S=Name.JavaScript, JS="app.alert(1)")),
    "a script deep inside": lambda: a_file(deep),
    "a program to start": lambda: opens_with(Dictionary(S=Name.Launch, F="calc.exe")),
    "a form to send": lambda: opens_with(Dictionary(S=Name.SubmitForm, F="http://x.example")),
    "another file": lambda: a_file(attached),
    "a password": lambda: a_file(
        lambda _: None, encryption=pikepdf.Encryption(owner="a", user="b")
    ),
    "a password of the owner alone": lambda: a_file(
        lambda _: None, encryption=pikepdf.Encryption(owner="a", user="")
    ),
    "thousands of pages": lambda: a_file(lambda _: None, pages=2_000),
    "a huge file": lambda: bytes(MOST_BYTES + 1),
    "objects nested without end": lambda: b"%PDF-1.7\n1 0 obj\n" + b"[" * 3_000_000,
    "no PDF at all": lambda: b"PK\x03\x04" * 1_000,
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_no_letter_cannot_be_read(examiner: PdfExaminer, name: str) -> None:
    assert examiner.examine(FILES[name](), at=AT).pages == 0


@pytest.mark.parametrize("change", [heavy, swollen])
def test_a_file_that_unpacks_huge_costs_no_more_than_its_limit(
    change: Callable[[pikepdf.Pdf], None],
) -> None:
    data = a_file(change)

    with Children(JOBS, workers=1, limit_seconds=LIMIT_SECONDS) as children:
        examiner = PdfExaminer([], children)
        began = time.monotonic()
        examiner.examine(data, at=AT)
        took = time.monotonic() - began

    assert len(data) < 1 << 20
    assert took < LIMIT_SECONDS + 30  # with the start of the child, on a busy machine
