"""What a scan costs in a filled store: what is due, not what is open."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter

from sqlalchemy import text, update

from benchmarks.filled import DUE, FEW, FILLED, OFFICE, ROWS, due_among, filled_store
from benchmarks.measuring import Measurement, Sense, agree, short
from benchmarks.plain_sql import PlainScan
from benchmarks.ticking import idle_tick
from monitor.flows.reconcile import reconcile
from monitor.flows.scan import BATCH, scan
from monitor.flows.survey import survey_anew
from monitor.rules import RULES, UNIT_RULES
from monitor.store.engine import writing
from monitor.store.tables import agenda
from monitor.store.work import SqlStore

TURNS = 7
IDLE_TURNS = 100
AT = int(DUE.timestamp())
NIGHT = DUE + timedelta(hours=13)


def measure(rows: int = ROWS, few: int = FEW) -> Iterator[Measurement]:
    """Yield one tick of a large store beside a small one, plain SQL, and the whole walk."""
    with filled_store(few) as small, filled_store(rows) as large:
        yield _nothing_due(large, rows)
        yield from _some_due(small, large, few, rows)
        yield _walk(large, rows)
        bring_back(large, rows)
        _scan(large)
        yield from idle_tick(large, f"tick_nothing_due_of_{short(rows)}", at=DUE)
        yield _reconcile(large, rows)


def _nothing_due(large: SqlStore, rows: int) -> Measurement:
    times = [_time(lambda: scan(large, OFFICE, RULES, at=FILLED)) for _ in range(IDLE_TURNS)]
    name = f"scan_nothing_due_of_{short(rows)}"
    return Measurement(name=name, ours=median(times), sense=Sense.AT_MOST, target=1e-3)


def _some_due(small: SqlStore, large: SqlStore, few: int, rows: int) -> Iterator[Measurement]:
    """Yield the same number of dossiers judged in both stores, in turn, and plain SQL."""
    for store in (small, large):
        _scan(store)
    plain = PlainScan(large, at=AT)
    sides: dict[str, tuple[SqlStore, Callable[[], object]]] = {
        "small": (small, lambda: _scan(small)),
        "large": (large, lambda: _scan(large)),
        "plain": (large, lambda: plain.run(BATCH)),
    }
    times = {name: list[float]() for name in sides}
    for _ in range(TURNS):
        for name, (store, call) in sides.items():
            bring_back(store, few if store is small else rows)
            times[name].append(_time(call))
    plain.close()
    due, name = due_among(rows), f"scan_{due_among(rows)}_due_of_{short(rows)}"
    ours = median(times["large"])
    for beside, side, peer, target in (
        (short(few), "small", f"ours, of {short(few)}", 1.5),
        ("plain_sql", "plain", f"sqlite3 {sqlite3.sqlite_version}", 4),
    ):
        peer_value = median(times[side])
        yield Measurement(
            name=f"{name}_vs_{beside}",
            ours=ours,
            peer=peer,
            peer_value=peer_value,
            ratio=ours / peer_value,
            sense=Sense.AT_MOST,
            target=target,
        )
    yield Measurement(
        name=f"{name}_a_second", ours=due / ours, unit="/s", sense=Sense.AT_LEAST, target=3e3
    )


def _walk(large: SqlStore, rows: int) -> Measurement:
    """Hold what is due against walking all that is open to find the same."""
    bring_back(large, rows)
    ours = _time(lambda: _scan(large))
    bring_back(large, rows)
    with writing(large.engine) as connection:
        is_open = text("dossier_id IN (SELECT id FROM dossiers WHERE is_open)")
        connection.execute(update(agenda).where(is_open).values(look_at=DUE))
    walked = _time(lambda: scan(large, OFFICE, RULES, at=DUE))
    return Measurement(
        name=f"scan_due_of_{short(rows)}_vs_walking_the_open",
        ours=ours,
        peer="ours, every open dossier",
        peer_value=walked,
        ratio=walked / ours,
        sense=Sense.AT_LEAST,
        target=20,
    )


def _reconcile(large: SqlStore, rows: int) -> Measurement:
    survey_anew(large, OFFICE, UNIT_RULES, at=DUE)
    began = perf_counter()
    done = reconcile(large, OFFICE, RULES, UNIT_RULES, at=NIGHT)
    rate = done.judged / (perf_counter() - began)
    agree("reconcile", [done.drift, done.failed], [0, 0])
    name = f"reconcile_{short(done.judged)}_open_of_{short(rows)}"
    return Measurement(name=name, ours=rate, unit="/s", sense=Sense.AT_LEAST, target=8e3)


def _scan(store: SqlStore) -> None:
    done = scan(store, OFFICE, RULES, at=DUE)
    agree("scan", [done.failed, done.found], [0, 2 * done.judged])


def bring_back(store: SqlStore, rows: int) -> None:
    """Take back what a turn has found, so that the next finds the same."""
    values = {"at": AT, "every": rows // due_among(rows)}
    with writing(store.engine) as connection:
        for statement in (
            "UPDATE agenda SET judged_at = NULL WHERE judged_at IS NOT NULL",
            "UPDATE agenda SET look_at = :at WHERE dossier_id % :every = 0",
            "DELETE FROM findings WHERE found_at = :at",
        ):
            connection.execute(text(statement), values)
    raw = store.engine.raw_connection()  # outside any transaction
    raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    raw.close()


def _time(call: Callable[[], object]) -> float:
    began = perf_counter()
    call()
    return perf_counter() - began
