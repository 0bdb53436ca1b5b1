"""Take one export in, in a process of its own; tell how long that took, and how much memory."""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from benchmarks.filled import OFFICE
from monitor.flows.ingest import ingest
from monitor.sources.inbox import open_file
from monitor.sources.options import SourceOptions
from monitor.store.engine import open_engine
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore

# Not getrusage: a process that is spawned inherits the peak of the one that spawned it.
STATUS = Path("/proc/self/status")
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
LATER = timedelta(minutes=10)


def take(database: Path, file: Path) -> dict[str, object]:
    """Take `file` into the store at `database`, made where it is missing."""
    engine = open_engine(f"sqlite:///{database}")
    upgrade(engine)
    began = perf_counter()
    opened = open_file(file, system="city", options=SourceOptions())
    done = ingest(
        SqlStore(engine),
        OFFICE.directory,
        opened,
        max_reject_share=0,
        at=opened.exported_at + LATER,
    )
    seconds = perf_counter() - began
    engine.dispose()
    peak = PEAK.search(STATUS.read_text(encoding="ascii"))
    return {
        "seconds": seconds,
        "peak": int(peak[1]) / 1_024 if peak else 0.0,
        "done": [done.state, done.records, done.added, done.changed],
    }


if __name__ == "__main__":
    print(json.dumps(take(Path(sys.argv[1]), Path(sys.argv[2]))))  # noqa: T201
