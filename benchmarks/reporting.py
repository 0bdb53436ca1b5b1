"""How long a province's report takes on paper, and what its child grows to."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.filled import ROWS
from benchmarks.measuring import Measurement, Sense
from benchmarks.province import MADE, MONTH, OFFICE, TOP, province
from benchmarks.taking import PEAK
from monitor.flows.figures import figures
from monitor.notices.slots import Telling
from monitor.render.pdf import PdfRenderer
from monitor.render.report import ReportRenderer
from monitor.render.words import Words
from tests.render.processes import children

TEMPLATES = Path(__file__).parents[1] / "templates"
LIMIT = 300  # seconds: a target missed is to be told, not refused


def measure(rows: int = ROWS) -> Iterator[Measurement]:
    """Yield the seconds of a province's PDF, charts included, and its child's peak."""
    with province(rows) as store, store.reading() as work:
        report = figures(work, OFFICE, Telling(), TOP, MONTH, at=MADE)
    strangers = children(os.getpid())
    with PdfRenderer(TEMPLATES / "assets", workers=1, limit_seconds=LIMIT) as pdf:
        printer = ReportRenderer(Words(TEMPLATES), pdf)
        began = perf_counter()
        paper = pdf.render(printer.html(report, code="0" * 64))
        seconds = perf_counter() - began
        [child] = children(os.getpid()) - strangers
        peak = PEAK.search(Path(f"/proc/{child}/status").read_text(encoding="ascii"))
    yield Measurement(name="report_pdf_province", ours=seconds, sense=Sense.AT_MOST, target=30)
    yield Measurement(
        name="report_pdf_province_memory",
        ours=int(peak[1]) / 1_024 if peak else 0.0,
        unit="MiB",
        sense=Sense.AT_MOST,
        target=500,
    )
    yield Measurement(name="report_pdf_province_size", ours=len(paper) / 1_000, unit="kB")
