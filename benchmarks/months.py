"""What a month's figures cost, beside plain SQL group-bys over the same store."""

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.filled import ROWS
from benchmarks.measuring import Measurement, Sense, agree, short
from benchmarks.province import MONTH, OFFICE, agree_with_judging, province
from monitor.domain.instants import midnight
from monitor.store.engine import SQLITE_PRAGMAS

TURNS = 3
FEWER = 10  # how many times smaller the store is that growth is held against
QUERIES = Path(__file__).with_name("month.sql").read_text(encoding="utf-8").split(";\n")
BOUNDS = {
    "starts": MONTH.first,
    "ends": date(2026, 11, 1),
    "quarter": date(2026, 7, 1),
    "past": date(2026, 5, 1),
    "next": date(2026, 12, 1),
}
SECONDS = {name: int(midnight(day).timestamp()) for name, day in BOUNDS.items()}
PLACES = (1, 2, 3, 4, 5, 9)  # of the first query: what `benchmarks.month` tells, too


def measure(rows: int = ROWS) -> Iterator[Measurement]:
    """Yield the figures of one month: beside plain SQL, as the store grows, in memory."""
    with province(rows // FEWER) as small:
        few = min(_ours(_path(small)) for _ in range(TURNS))
    with province(rows) as large:
        agree_with_judging(large)
        path = _path(large)
        plain, ours = Plain(path), list[dict[str, Any]]()
        theirs = list[float]()
        for _ in range(TURNS):
            ours.append(_figures(path))
            theirs.append(plain.run())
        agree("month", ours[0]["by_unit"], plain.by_unit())
        plain.close()
    best, name = min(one["seconds"] for one in ours), f"month_of_{short(rows)}"
    yield Measurement(
        name=f"{name}_vs_plain_sql",
        ours=best,
        peer=f"sqlite3 {sqlite3.sqlite_version} group-bys",
        peer_value=min(theirs),
        ratio=best / min(theirs),
        sense=Sense.AT_MOST,
        target=2,
    )
    yield Measurement(name=name, ours=best, sense=Sense.AT_MOST, target=10)
    yield Measurement(
        name=f"{name}_vs_{short(rows // FEWER)}",
        ours=best,
        peer=f"ours, of {short(rows // FEWER)}",
        peer_value=few,
        ratio=best / few,
        sense=Sense.AT_MOST,
        target=12,
    )
    peak = max(one["peak"] for one in ours)
    yield Measurement(
        name=f"{name}_memory", ours=peak, unit="MiB", sense=Sense.AT_MOST, target=300
    )


class Plain:
    """The queries of month.sql, run one after another."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        for name, value in SQLITE_PRAGMAS:
            self._connection.execute(f"PRAGMA {name}={value}")
        directory = OFFICE.directory
        for table, key, rows in (
            ("levels", "unit", [(one.code, one.level) for one in directory.units.values()]),
            (
                "fields",
                "procedure",
                [(one.code, one.field) for one in directory.procedures.values()],
            ),
        ):
            column = table.removesuffix("s")
            self._connection.execute(f"CREATE TEMP TABLE {table} ({key} PRIMARY KEY, {column})")
            self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608

    def run(self) -> float:
        """Return how long all the queries take, in seconds."""
        began = perf_counter()
        for query in QUERIES:
            self._connection.execute(query, SECONDS).fetchall()
        return perf_counter() - began

    def by_unit(self) -> list[list[object]]:
        """Return columns of the first query that mean what ours mean, by unit."""
        rows = self._connection.execute(QUERIES[0], SECONDS).fetchall()
        return sorted([row[0], *(row[place] for place in PLACES)] for row in rows)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _ours(path: Path) -> float:
    seconds: float = _figures(path)["seconds"]
    return seconds


def _figures(path: Path) -> dict[str, Any]:
    """Have the figures made in a process of its own: what they take, and a part of them."""
    command = [sys.executable, "-m", "benchmarks.month", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _path(store: Any) -> Path:
    return Path(str(store.engine.url.database))
