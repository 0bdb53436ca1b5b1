"""Running benchmarks and telling their rows: to programs by line, to people by table."""

import sys
from collections.abc import Callable, Iterable, Iterator

from benchmarks.measuring import Measurement

Benchmark = Callable[[], Iterator[Measurement]]


def run(benchmarks: Iterable[Benchmark]) -> int:
    """Print each row as it is measured; return 1 when a target is missed, else 0.

    Standard output gets JSON, one line a row; standard error a table.
    """
    are_ok = []
    for measure in benchmarks:
        for row in measure():
            print(row.line(), flush=True)
            print(_told(row), file=sys.stderr, flush=True)
            are_ok.append(row.ok)
    return int(not all(are_ok))


def _told(row: Measurement) -> str:
    ours = f"{row.ours:.4g} {row.unit}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} x"
    target = "" if row.target is None else f"{row.sense} {row.target:g}"
    verdict = "ok" if row.ok else "MISSED"
    peer = "" if row.peer is None else f"  {row.peer}: {row.peer_value:.4g} {row.unit}"
    return f"{row.name:<38} {ours:>12} {ratio:>10}  {target:<8} {verdict:<6}{peer}"
