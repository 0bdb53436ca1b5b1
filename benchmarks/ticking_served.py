"""What a tick costs on PostgreSQL: what is due, not what is kept.

`DUNGHAN_BENCH_SERVED` says how many dossiers the large store has: a million where it is not
set. Ten million take some twenty minutes to fill and judge, and 20 GB of disk.
"""

import os
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from sqlalchemy import text

from benchmarks.filled import DUE, FEW, OFFICE, due_among
from benchmarks.filled_served import OPTIONS, served_store, settle
from benchmarks.measuring import Measurement, agree, short
from benchmarks.running import run
from benchmarks.ticking import idle_tick
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.engine import reading, writing
from monitor.store.work import SqlStore
from tests.postgres import a_server

ROWS = int(os.environ.get("DUNGHAN_BENCH_SERVED", "1000000"))
TURNS = 7
WRITTEN = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"


def measure(rows: int = ROWS, few: int = FEW) -> Iterator[Measurement]:
    """Yield the scan of a tick in a large store beside a small one, an idle tick, and disk."""
    with (
        a_server(options=OPTIONS) as server,
        served_store(few, server=server) as small,
        served_store(rows, server=server) as large,
    ):
        yield from _some_due(small, large, few, rows)
        yield from idle_tick(large, f"served_tick_nothing_due_of_{short(rows)}", at=DUE)
        size = _figure(large, "SELECT pg_database_size(current_database())") / rows
        yield Measurement(name=f"served_disk_a_dossier_of_{short(rows)}", ours=size, unit="B")


def _some_due(small: SqlStore, large: SqlStore, few: int, rows: int) -> Iterator[Measurement]:
    """Yield the same number of dossiers judged in both stores, in turn."""
    times: dict[SqlStore, list[float]] = {small: [], large: []}
    logged = []
    for _ in range(TURNS):
        for store, kept in ((small, few), (large, rows)):
            _bring_back(store, kept)
            before, began = _figure(store, WRITTEN), perf_counter()
            done = scan(store, OFFICE, RULES, at=DUE)
            times[store].append(perf_counter() - began)
            logged.append(_figure(store, WRITTEN) - before)
            agree("scan", [done.failed, done.found], [0, 2 * due_among(kept)])
    name = f"served_scan_{due_among(rows)}_due_of_{short(rows)}"
    ours, peer_value = median(times[large]), median(times[small])
    yield Measurement(
        name=f"{name}_vs_{short(few)}",
        ours=ours,
        peer=f"ours, of {short(few)}",
        peer_value=peer_value,
        ratio=ours / peer_value,
        target=1.5,
    )
    yield Measurement(name=f"{name}_log", ours=median(logged), unit="B")


def _bring_back(store: SqlStore, rows: int) -> None:
    """Take back what a turn has found, so that the next finds the same."""
    with writing(store.engine) as connection:
        for statement in (
            "UPDATE agenda SET judged_at = NULL WHERE judged_at IS NOT NULL",
            "UPDATE agenda SET look_at = :at WHERE dossier_id % :every = 0",
            "DELETE FROM findings WHERE found_at = :at",
        ):
            connection.execute(text(statement), {"at": DUE, "every": rows // due_among(rows)})
    settle(store)


def _figure(store: SqlStore, query: str) -> float:
    with reading(store.engine) as connection:
        return float(connection.execute(text(query)).scalar_one())


if __name__ == "__main__":
    sys.exit(run([measure]))
