"""PDF is made in a child process: what happens to it costs one document at most."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from monitor.domain.errors import RenderError
from monitor.render.pdf import PdfRenderer
from tests.render.paper import read

PAGE = "<html lang=vi><title>Thư</title><meta name=author content=UBND><p>{}"
SHORT = PAGE.format("Xin lỗi")
LONG = PAGE.format("<p>Xin lỗi" * 5_000)  # seconds of work, however fast the machine
ENDLESS = PAGE.format("<p>Xin lỗi" * 40_000)
PATIENCE_SECONDS = 30


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


def children(parent: int) -> set[int]:
    """Return the process ids of the rendering children of a process, zombies too."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_child = int(status(int(folder.name))[1]) == parent
        except OSError:  # it ended meanwhile
            continue
        if is_child:
            found.add(int(folder.name))
    return found


def status(pid: int) -> list[str]:
    """Return what Linux says of a process, from its state on (see proc_pid_stat)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def worked_seconds(pid: int) -> float:
    return sum(map(int, status(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def kill_at_work(family: Family) -> int:
    """Kill the child once it is in mid-work, and return its process id."""
    wait_for(family.children)
    [child] = family.children()
    wait_for(lambda: worked_seconds(child) > 1.5)
    os.kill(child, signal.SIGKILL)
    wait_for(lambda: child not in family.children())
    return child


def test_a_document_becomes_archivable_pdf(pdf: PdfRenderer) -> None:
    document = pikepdf.open(BytesIO(pdf.render(SHORT)))

    assert document.open_metadata().pdfa_status == "2B"
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


def test_a_child_killed_in_mid_work_costs_nothing(family: Family) -> None:
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(family.renderer.render, LONG)
        kill_at_work(family)

        made = job.result()

    assert made.startswith(b"%PDF")


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


def test_a_child_without_work_ends_and_leaves_no_zombie(assets: Path) -> None:
    strangers = children(os.getpid())
    with PdfRenderer(assets, idle_seconds=0.1) as renderer:
        first = renderer.render(SHORT)
        wait_for(lambda: not children(os.getpid()) - strangers)

        assert renderer.render(SHORT) == first


def test_nothing_is_left_after_closing(family: Family) -> None:
    family.renderer.render(SHORT)

    family.renderer.close()

    assert not family.children()
    with pytest.raises(ValueError, match="PdfRenderer"):
        family.renderer.render(SHORT)


def test_a_child_that_hangs_is_ended_by_closing(family: Family) -> None:
    family.renderer.render(SHORT)
    [child] = family.children()
    os.kill(child, signal.SIGSTOP)

    family.renderer.close()

    assert not family.children()


@pytest.mark.parametrize(
    "html", [pytest.param(SHORT, id="waiting"), pytest.param(ENDLESS, id="in endless work")]
)
def test_a_child_ends_when_its_parent_is_killed(assets: Path, html: str) -> None:
    program = (
        "import sys; from pathlib import Path; from monitor.render.pdf import PdfRenderer\n"
        "renderer = PdfRenderer(Path(sys.argv[1]), limit_seconds=1.5)\n"
        "renderer.render('first'); print('ready', flush=True)\n"
        "renderer.render(sys.stdin.read()); sys.stdin = open('/dev/zero'); sys.stdin.read()\n"
    )
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program, assets],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        [child] = children(parent.pid)
        parent.stdin.write(html.encode())
        parent.stdin.close()
        time.sleep(0.3)

        parent.kill()

    wait_for(lambda: not Path(f"/proc/{child}").exists())


def test_threads_take_turns(family: Family) -> None:
    pages = [PAGE.format(f"Thư {number}") for number in range(12)]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(family.renderer.render, pages))

    assert [read(pdf) for pdf in made] == [f"Thư {number}\n" for number in range(12)]
    assert len(family.children()) == 1


def test_the_child_is_not_told_our_secrets(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUNGHAN_MAIL_PASSWORD", "secret")
    family.renderer.render(SHORT)

    [child] = family.children()

    assert b"DUNGHAN" not in Path(f"/proc/{child}/environ").read_bytes()


@pytest.mark.parametrize(
    ("library", "reason"),
    [
        pytest.param("raise OSError('no libpango')", "no libpango", id="missing"),
        pytest.param("import os; os.abort()", "start", id="crashing"),
    ],
)
def test_a_child_that_cannot_start_says_why(
    family: Family, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, reason: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(library)
    with monkeypatch.context() as patched:
        patched.syspath_prepend(tmp_path)

        with pytest.raises(RenderError) as failed:
            family.renderer.render(SHORT)

    assert failed.value.facts == {"document": "pdf", "reason": reason}
    assert family.renderer.render(SHORT).startswith(b"%PDF")
