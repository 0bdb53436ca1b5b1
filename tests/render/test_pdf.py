"""PDF is made in a child process: what happens to it costs one document at most."""

import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from monitor.domain.errors import RenderError
from monitor.render import jobs
from monitor.render.paper_check import A4, Margins, PaperCheck
from monitor.render.pdf import PdfRenderer
from tests.render.conftest import TEMPLATES
from tests.render.paper import pages, read
from tests.render.processes import children, wait_for, worked_seconds

PAGE = (
    "<html lang=vi><title>Thư</title><meta name=author content=UBND>"
    "<style>@page {{ margin: 20mm }} body {{ margin: 0; font-family: Liberation Serif }}"
    "</style><p>{}"
)
SHORT = PAGE.format("Xin lỗi")
LONG = PAGE.format("<p>Xin lỗi" * 5_000)  # seconds of work, however fast the machine
NUMBERED = (
    "<style>@page { margin: 20mm; @top-center { content: counter(page) } }"
    "@page :first { @top-center { content: none } } * { font-family: Liberation Serif }</style>"
)
ENDLESS = PAGE.format("<p>Xin lỗi" * 40_000)


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    (tmp_path / "secret.css").write_text("p::before { content: 'SECRET' }")
    folder = tmp_path / "assets"
    folder.mkdir()
    (folder / "blue.css").write_text("p::before { content: 'ASSET ' }")
    (folder / "link.css").symlink_to(tmp_path / "secret.css")
    return folder


@dataclass(frozen=True, slots=True)
class Family:
    """A renderer of the test's own, beside the one that all tests share."""

    renderer: PdfRenderer
    strangers: frozenset[int]

    def children(self) -> set[int]:
        return children(os.getpid()) - self.strangers


@pytest.fixture
def family(assets: Path) -> Iterator[Family]:
    strangers = frozenset(children(os.getpid()))
    with PdfRenderer(assets) as renderer:
        yield Family(renderer, strangers)


def check(*words: str, most_pages: int = 1) -> PaperCheck:
    """Return a check for what `PAGE` makes of these words."""
    return PaperCheck(
        size=A4,
        margins=Margins(top=20, right=20, bottom=20, left=20),
        most_pages=most_pages,
        words=words,
        title="Thư",
    )


def kill_at_work(family: Family) -> int:
    """Kill the child once it is in mid-work, and return its process id."""
    wait_for(family.children)
    [child] = family.children()
    wait_for(lambda: worked_seconds(child) > 1.5)
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: child not in family.children())
    return child


def test_a_document_becomes_archivable_pdf_that_can_be_read_aloud(pdf: PdfRenderer) -> None:
    document = pikepdf.open(BytesIO(pdf.render(SHORT)))

    assert document.open_metadata().pdfa_status == "2A"
    assert document.Root.MarkInfo.Marked
    assert str(document.Root.StructTreeRoot.Type) == "/StructTreeRoot"
    assert [str(intent.S) for intent in document.Root.OutputIntents] == ["/GTS_PDFA1"]
    assert str(document.Root.Lang) == "vi"
    assert str(document.docinfo["/Title"]) == "Thư"
    assert str(document.docinfo["/Author"]) == "UBND"
    assert not {"/CreationDate", "/ModDate"} & document.docinfo.keys()


def test_the_same_html_gives_the_same_bytes_in_any_child(
    pdf: PdfRenderer, family: Family
) -> None:
    first = pdf.render(SHORT)

    assert pdf.render(SHORT) == first
    assert family.renderer.render(SHORT) == first


def test_an_asset_is_taken_from_its_folder(family: Family) -> None:
    made = family.renderer.render(
        PAGE.format("Xin lỗi<link rel=stylesheet href='asset:blue.css'>")
    )

    assert read(made) == "ASSET Xin lỗi\n"


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<img src='file:///etc/passwd'>", id="file"),
        pytest.param("<img src='http://127.0.0.1:9/a.png'>", id="network"),
        pytest.param("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", id="data"),
        pytest.param("<img src='a.png'>", id="relative"),
        pytest.param("<img src='/etc/passwd'>", id="rooted"),
        pytest.param("<base href='file:///etc/'><img src='passwd'>", id="moved base"),
        pytest.param("<img src='asset:none.png'>", id="missing asset"),
        pytest.param("<link rel=stylesheet href='asset:../secret.css'>", id="parent folder"),
        pytest.param("<link rel=stylesheet href='asset:%2e%2e/secret.css'>", id="in disguise"),
        pytest.param("<link rel=stylesheet href='asset:/etc/passwd'>", id="absolute asset"),
        pytest.param("<link rel=stylesheet href='asset:link.css'>", id="link to outside"),
        pytest.param("<link rel=attachment href='file:///etc/passwd'>", id="attachment"),
        pytest.param("<style>@import 'file:///etc/passwd'</style>", id="import"),
        pytest.param("<p style='background: url(file:///etc/passwd)'>x", id="background"),
        pytest.param("<embed src='file:///etc/passwd'>", id="embed"),
        pytest.param("<svg><image href='file:///etc/passwd' /></svg>", id="svg"),
    ],
)
def test_nothing_but_assets_can_be_embedded(pdf: PdfRenderer, html: str) -> None:
    with pytest.raises(RenderError, match=r"Error fetching|Failed to render SVG"):
        pdf.render(html)


def test_a_part_that_cannot_be_drawn_is_an_error(family: Family, assets: Path) -> None:
    (assets / "logo.png").write_bytes(b"no picture")

    with pytest.raises(RenderError, match=r"Failed to load image at 'asset:logo.png'"):
        family.renderer.render(PAGE.format("<img src='asset:logo.png'>"))

    assert family.renderer.render(SHORT).startswith(b"%PDF")


def test_a_child_killed_in_mid_letter_costs_nothing(family: Family) -> None:
    said = tuple(["Xin lỗi"] * 5_000)
    long = check(*said, most_pages=400)
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(family.renderer.letter, NUMBERED + LONG, long)
        kill_at_work(family)

        made = job.result()

    assert len(pages(made)) > 50


def test_a_document_that_kills_two_children_fails_alone(family: Family) -> None:
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(family.renderer.render, ENDLESS)
        kill_at_work(family)
        kill_at_work(family)

        with pytest.raises(RenderError, match="crash"):
            job.result()

    assert family.renderer.render(SHORT).startswith(b"%PDF")


def test_a_document_that_takes_too_long_fails_alone(assets: Path) -> None:
    with PdfRenderer(assets, limit_seconds=0.5) as renderer:
        with pytest.raises(RenderError, match="time_limit"):
            renderer.render(ENDLESS)

        assert renderer.render(SHORT).startswith(b"%PDF")


def test_letters_come_in_the_order_asked_and_a_failing_one_stops_no_other(
    family: Family,
) -> None:
    said = [f"Thư {number}" for number in range(12)]
    asked = [(PAGE.format(text), check(text)) for text in said]
    asked[3] = (asked[3][0], check("Thư khác"))
    asked[7] = (PAGE.format("<img src='file:///etc/passwd'>"), check())

    made = list(family.renderer.letters(asked))

    failed = {n: one.facts for n, one in enumerate(made) if isinstance(one, RenderError)}
    assert [read(one) for one in made if isinstance(one, bytes)] == [
        f"{text}\n" for number, text in enumerate(said) if number not in failed
    ]
    assert failed.keys() == {3, 7}
    assert failed[3] == {"document": "letter", "reason": "check_text"}
    assert len(family.children()) == 2


def test_letters_are_asked_for_as_they_are_taken(pdf: PdfRenderer) -> None:
    taken = []

    def requests() -> Iterator[tuple[str, PaperCheck]]:
        for number in range(1_000):
            taken.append(number)
            yield PAGE.format(number), check(str(number))

    first = next(pdf.letters(requests()))

    assert isinstance(first, bytes)
    assert len(taken) < 20


def test_a_letter_is_the_same_in_any_child(pdf: PdfRenderer, family: Family) -> None:
    asked = [(SHORT, check("Xin lỗi"))] * 6
    with PdfRenderer(TEMPLATES / "assets", renew_after=1) as renewed:
        made = {*renewed.letters(asked), *family.renderer.letters(asked)}

    assert made == {pdf.render(SHORT)}


def test_each_of_joined_documents_begins_on_an_odd_page(
    pdf: PdfRenderer, family: Family
) -> None:
    small = "<style>@page { size: A5 }</style>" + PAGE.format("Nhỏ")
    two = PAGE.format("Một<p style='break-before: page'>Hai")
    made = [pdf.render(html) for html in (small, two, SHORT, small)]

    joined = pdf.join(made)

    assert [round(width) for width, _ in pages(joined)] == [148, 148, 210, 210, 210, 210, 148]
    assert re.split(r"\n+", read(joined).strip()) == ["Nhỏ", "Một", "Hai", "Xin lỗi", "Nhỏ"]
    assert family.renderer.join(made) == joined


@pytest.mark.filterwarnings("error")
def test_what_lies_over_a_page_is_printed_with_it(pdf: PdfRenderer) -> None:
    plain = pdf.render(SHORT)
    with pikepdf.open(BytesIO(plain)) as document:
        look = document.make_stream(
            b"0 0 100 100 re f",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 100, 100],
        )
        fields = [
            document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Sig,
                    T=pikepdf.String(f"Dau {size}"),
                    Rect=[50, 50, 50 + size, 50 + size],
                    F=4,
                    AP=pikepdf.Dictionary(N=look),
                )
            )
            for size in (0, 100)
        ]
        document.pages[0].Annots = pikepdf.Array(fields)
        document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        stamped = BytesIO()
        document.save(stamped)

    joined = jobs.join(b"[%d]\n%s" % (len(stamped.getvalue()), stamped.getvalue()))

    with pikepdf.open(BytesIO(joined)) as document:
        assert "/Annots" not in document.pages[0]
    with pypdfium2.PdfDocument(joined) as document:
        picture = document[0].render(scale=1, grayscale=True).to_pil()
    assert picture.getpixel((100, picture.height - 100)) == 0


def test_what_is_no_pdf_is_not_joined(pdf: PdfRenderer) -> None:
    with pytest.raises(RenderError, match="PdfiumError"):
        pdf.join([pdf.render(SHORT), b"no paper"])


def test_a_closed_renderer_renders_no_more(family: Family) -> None:
    family.renderer.close()

    with pytest.raises(ValueError, match="Children"):
        family.renderer.render(SHORT)


def test_a_child_that_misses_a_library_says_so(
    family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise OSError('no libpango')")
    with monkeypatch.context() as patched:
        patched.syspath_prepend(tmp_path)

        with pytest.raises(RenderError) as failed:
            family.renderer.render(SHORT)

    assert failed.value.facts == {"document": "pdf", "reason": "no libpango"}
    assert family.renderer.render(SHORT).startswith(b"%PDF")
