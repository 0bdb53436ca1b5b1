"""How fast letters come out of the rendering service, checked; what a child grows to."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import count, islice
from math import inf
from pathlib import Path
from statistics import mean
from time import perf_counter

from weasyprint import HTML

from benchmarks.measuring import Measurement, Sense, agree, label
from monitor.domain.errors import RenderError
from monitor.render.jobs import PDF_VARIANT, SCHEME, AssetFetcher
from monitor.render.letters import LetterRenderer
from monitor.render.paper_check import A4, Margins, PaperCheck
from monitor.render.pdf import PdfRenderer
from monitor.render.words import Words
from tests.render.processes import children
from tests.render.sample_letters import BEFORE

TEMPLATES = Path(__file__).parents[1] / "templates"
ASSETS = TEMPLATES / "assets"
MARGINS = Margins(top=20, right=15, bottom=20, left=30)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
WORKERS = 2
TURNS = 5
LETTERS = 48  # a turn; the peer, alone in its process, sets a third of them
HUNDREDS = 10
HUNDRED = 100
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")

Request = tuple[str, PaperCheck]


def measure(turns: int = TURNS, hundreds: int = HUNDREDS) -> Iterator[Measurement]:
    """Yield letters a second beside plain WeasyPrint, a child's memory, a letter's size."""
    with PdfRenderer(ASSETS, workers=WORKERS) as pdf:
        requests = _requests(LetterRenderer(Words(TEMPLATES), pdf))
        yield from _speed(pdf, list(islice(requests, LETTERS)), turns)
    yield _memory(requests, hundreds)


def _requests(letters: LetterRenderer) -> Iterator[Request]:
    """Yield letters without end, each of another dossier and applicant."""
    for number in count():
        letter = replace(
            BEFORE,
            dossier=f"H99.10.27-260915-{number:04d}",
            applicant=replace(BEFORE.applicant, name=f"Phạm Hữu Tường {number}"),
        )
        html = letters.html(letter)
        [title] = TITLE.findall(html)
        yield (
            html,
            PaperCheck(
                size=A4,
                margins=MARGINS,
                most_pages=1,
                words=letters.words(letter),
                title=unescape(title),
            ),
        )


def _speed(pdf: PdfRenderer, requests: list[Request], turns: int) -> Iterator[Measurement]:
    fetcher = AssetFetcher(ASSETS)

    def plain(request: Request) -> bytes:
        page = HTML(string=request[0], base_url=SCHEME, url_fetcher=fetcher)
        made: bytes = page.write_pdf(pdf_variant=PDF_VARIANT)
        return made

    few = requests[::3]
    agree("letters", _checked(pdf, few), [plain(request) for request in few])
    ours = theirs = inf
    for _ in range(turns):
        began = perf_counter()
        made = _checked(pdf, requests)
        ours = min(ours, (perf_counter() - began) / len(requests))
        began = perf_counter()
        for request in few:
            plain(request)
        theirs = min(theirs, (perf_counter() - began) / len(few))
    yield Measurement(
        name="letters_checked_by_two_children",
        ours=1 / ours,
        unit="/s",
        sense=Sense.AT_LEAST,
        target=30,
    )
    yield Measurement(
        name="letters_checked_vs_plain",
        ours=1 / ours,
        unit="/s",
        peer=label("weasyprint", "write_pdf(), one process, unchecked"),
        peer_value=1 / theirs,
        ratio=theirs / ours,
        sense=Sense.AT_LEAST,
        target=2.2,
    )
    largest = max(map(len, made))
    yield Measurement(name="letter_of_one_page", ours=largest / 1_000, unit="kB", target=40)


def _checked(pdf: PdfRenderer, requests: list[Request]) -> list[bytes]:
    made = []
    for one in pdf.letters(requests):
        if isinstance(one, RenderError):
            raise one
        made.append(one)
    return made


def _memory(requests: Iterator[Request], hundreds: int) -> Measurement:
    strangers = children(os.getpid())
    used = []
    with PdfRenderer(ASSETS, workers=1, renew_after=HUNDRED * hundreds + 1) as pdf:
        for _ in range(hundreds):
            sizes = []
            for html, check in islice(requests, HUNDRED):
                pdf.letter(html, check)
                [child] = children(os.getpid()) - strangers
                sizes.append(_resident(child))
            used.append(mean(sizes))
    return Measurement(
        name=f"letters_child_after_{hundreds * HUNDRED}",
        ours=used[-1],
        unit="MiB",
        peer="ours, its second hundred",
        peer_value=used[1],
        ratio=used[-1] / used[1],
        target=1.05,
    )


def _resident(pid: int) -> float:
    pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * PAGE_BYTES / (1 << 20)
