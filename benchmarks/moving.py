"""A store copied whole to a real PostgreSQL and back, compared on both sides."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Engine

from benchmarks.filled import filled_store
from benchmarks.measuring import Measurement, Sense, agree
from monitor.store.engine import open_engine
from monitor.store.moving import Copied, copy_store
from tests.postgres import a_database, a_server

DOSSIERS = 20_000  # about 120,000 rows of all tables


def measure(dossiers: int = DOSSIERS) -> Iterator[Measurement]:
    """Yield rows a second, there and back."""
    with (
        filled_store(dossiers) as store,
        a_server(options="") as server,
        a_database(server) as url,
        TemporaryDirectory(prefix="dunghan-moving-") as folder,
    ):
        served, file = open_engine(url), open_engine(f"sqlite:///{Path(folder) / 'back.db'}")
        there, copied = _timed(store.engine, served)
        back, again = _timed(served, file)
        served.dispose()
        file.dispose()
    agree("copy", sorted(copied.sums.items()), sorted(again.sums.items()))
    yield from (
        Measurement(name=f"copy_{name}", ours=speed, unit="rows/s", sense=Sense.AT_LEAST)
        for name, speed in (("to_postgresql", there), ("back_to_sqlite", back))
    )


def _timed(source: Engine, target: Engine) -> tuple[float, Copied]:
    began = perf_counter()
    copied = copy_store(source, target, place="benchmark")
    return sum(copied.rows.values()) / (perf_counter() - began), copied
