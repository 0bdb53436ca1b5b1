"""A ledger of a million rows taken in: cold, again, and with another title line."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, text

from benchmarks.filled import ROWS
from benchmarks.ledgers import write_ledger
from benchmarks.measuring import Measurement, Sense, agree, faster
from monitor.domain.instants import VIETNAM
from monitor.store.engine import open_engine, reading, writing
from monitor.store.schema import upgrade

MONDAY = datetime(2026, 11, 9, 7, tzinfo=VIETNAM)
TUESDAY = MONDAY + timedelta(days=1)
BATCH = 10_000
TABLES = {"dossiers": "id"} | dict.fromkeys(
    ("agenda", "applicants", "promises", "sightings"), "dossier_id"
)
SUMS = """SELECT count(*), count(collected_at), sum(length(code)),
    (SELECT sum(length(name)) FROM applicants), sum(received_at),
    (SELECT sum(promised_at) FROM promises), sum(collected_at) FROM dossiers"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What came of taking a file in."""

    seconds: float
    peak: float
    done: list[object]


def measure() -> Iterator[Measurement]:
    """Yield the speed of an import, its memory, and how much faster the same file is again.

    The store holds what the ledger says, to the letter and to the second, before a time
    counts; so does the peer's, which gets the very rows.
    """
    with TemporaryDirectory(prefix="dunghan-bench-") as scratch:
        folder = Path(scratch)
        database, ledger = folder / "monitor.db", folder / "so.csv"
        sums = write_ledger(ledger, ROWS, exported_at=MONDAY)
        cold = _take(database, ledger)
        agree("import_cold", [*cold.done, *_sums(database)], _told(ROWS, *astuple(sums)))
        peer = _copy(database, folder / "peer.db")
        agree("import_peer", _sums(folder / "peer.db"), astuple(sums))
        yield from _of_cold(cold, peer)
        again = _take(database, ledger)
        agree("import_same_bytes", again.done, ["unchanged", ROWS, 0, 0])
        yield faster("import_same_bytes", again.seconds, "cold", cold.seconds, target=50)
        write_ledger(ledger, ROWS, exported_at=TUESDAY)
        titled = _take(database, ledger)
        agree("import_other_title", [*titled.done, *_sums(database)], _told(0, *astuple(sums)))
        agree("import_other_title", _as_of(database), [(int(TUESDAY.timestamp()),)])
        yield faster("import_other_title", titled.seconds, "cold", cold.seconds, target=4)


def _told(added: int, *sums: int) -> list[object]:
    return ["merged", ROWS, added, 0, *sums]


def _of_cold(cold: Taken, peer: float) -> Iterator[Measurement]:
    yield Measurement(
        name="import_cold",
        ours=ROWS / cold.seconds,
        unit="rows/s",
        sense=Sense.AT_LEAST,
        target=6_000,
    )
    yield faster(
        "import_cold_vs_executemany",
        cold.seconds,
        "sqlite3 executemany",
        peer,
        target=0.15,
    )
    yield Measurement(
        name="import_peak_memory", ours=cold.peak, unit="MB", sense=Sense.AT_MOST, target=250
    )


def _take(database: Path, ledger: Path) -> Taken:
    command = [sys.executable, "-m", "benchmarks.taking", str(database), str(ledger)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - our own module
    return Taken(**json.loads(out))


def _copy(database: Path, target: Path) -> float:
    """Write all rows of one store into another, bare; return the seconds of writing alone."""
    source, engine = open_engine(f"sqlite:///{database}"), open_engine(f"sqlite:///{target}")
    upgrade(engine)
    seconds = 0.0
    with reading(source) as connection:
        with writing(engine) as other:
            _insert(other, "imports", _rows(connection, "SELECT * FROM imports"))
        for first in range(1, ROWS + 1, BATCH):
            span = f"BETWEEN {first} AND {first + BATCH - 1}"
            told = {
                table: _rows(connection, f"SELECT * FROM {table} WHERE {key} {span}")  # noqa: S608 - constants
                for table, key in TABLES.items()
            }
            began = perf_counter()
            with writing(engine) as other:
                for table, rows in told.items():
                    _insert(other, table, rows)
            seconds += perf_counter() - began
    source.dispose()
    engine.dispose()
    return seconds


def _rows(connection: Connection, query: str) -> list[Any]:
    found: list[Any] = connection.connection.cursor().execute(query).fetchall()
    return found


def _insert(connection: Connection, table: str, rows: list[Any]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    statement = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608 - constants
    connection.connection.cursor().executemany(statement, rows)


def _sums(database: Path) -> tuple[Any, ...]:
    engine = open_engine(f"sqlite:///{database}")
    with reading(engine) as connection:
        found = tuple(connection.execute(text(SUMS)).one())
    engine.dispose()
    return found


def _as_of(database: Path) -> list[tuple[Any, ...]]:
    """Return the instants as of which dossiers are known; all their promises were kept."""
    engine = open_engine(f"sqlite:///{database}")
    with reading(engine) as connection:
        found = connection.execute(text("SELECT DISTINCT as_of FROM dossiers")).all()
    engine.dispose()
    return [tuple(row) for row in found]
