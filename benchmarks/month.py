"""Make the figures of a month, in a process of its own; tell how long, and how much memory."""

import json
import sys
from pathlib import Path
from time import perf_counter

from benchmarks.province import MADE, MONTH, OFFICE, TOP
from benchmarks.taking import PEAK, STATUS
from monitor.flows.figures import figures
from monitor.notices.slots import Telling
from monitor.store.engine import open_engine
from monitor.store.work import SqlStore
from reports.sections.table06a import Table06a

COLUMNS = ("total", "online", "direct", "carried", "resolved", "pending")


def make(database: Path) -> dict[str, object]:
    """Make the month of the province at `database`."""
    engine = open_engine(f"sqlite:///{database}")
    began = perf_counter()
    with SqlStore(engine).reading() as work:
        report = figures(work, OFFICE, Telling(), TOP, MONTH, at=MADE)
    seconds = perf_counter() - began
    engine.dispose()
    peak = PEAK.search(STATUS.read_text(encoding="ascii"))
    rows = report.part(Table06a).by_unit
    return {
        "seconds": seconds,
        "peak": int(peak[1]) / 1_024 if peak else 0.0,
        "by_unit": sorted([row.code, *map(row.column, COLUMNS)] for row in rows),
    }


if __name__ == "__main__":
    print(json.dumps(make(Path(sys.argv[1]))))  # noqa: T201
