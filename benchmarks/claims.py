"""How fast eight claimers share an outbox on a PostgreSQL server: none twice, none missing.

Each is a process of its own, as the workers of a province are, and claims through the
repository, each claim a transaction of its own that is on disk before it counts. The server
keeps its defaults: it waits for the disk at each commit.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from time import monotonic
from typing import Self

import psycopg
from sqlalchemy import Engine, delete, insert, select

from benchmarks.measuring import Measurement, Sense
from monitor.domain.message import MessageState
from monitor.store.engine import open_engine, writing
from monitor.store.schema import upgrade
from monitor.store.tables import message_bytes, messages
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.postgres import a_database, a_server

CLAIMERS = 8
TURNS = 4
AT = vn("2026-11-12 08:30")
LEASE = timedelta(hours=1)
MAIL = b"Subject: 1\r\n\r\n" + b"x" * 4_096
SHARES = ((1, 8_000, 1_500), (20, 60_000, 10_000))  # at a time, messages, to reach a second


class LostError(Exception):
    """A message was claimed twice, or not at all."""


def measure(
    turns: int = TURNS,
    *,
    claimers: int = CLAIMERS,
    shares: Sequence[tuple[int, int, int]] = SHARES,
) -> Iterator[Measurement]:
    """Yield claims a second, the best of so many turns: one by one, and in batches.

    Raises:
        LostError: not every message was claimed just once.
    """
    with a_server(options="") as server, a_database(server) as url:
        engine = open_engine(url)
        upgrade(engine)
        with _Claimers(url, claimers) as processes:
            for at_a_time, count, target in shares:
                best = max(_rate(engine, processes, at_a_time, count) for _ in range(turns))
                yield Measurement(
                    name=f"claims_by_{claimers}_{at_a_time}_at_a_time",
                    ours=best,
                    unit="/s",
                    sense=Sense.AT_LEAST,
                    target=target,
                )
        engine.dispose()


@dataclass(frozen=True, slots=True)
class _Turn:
    """What one claimer took, and from when to when on this machine's clock."""

    ids: Sequence[int]
    began: float
    ended: float


class _Claimers:
    """Processes that are up and connected before they begin."""

    def __init__(self, url: str, count: int) -> None:
        context = get_context("spawn")
        self._count = count
        self._pool = ProcessPoolExecutor(
            count,
            mp_context=context,
            initializer=_connect,
            initargs=(url, context.Barrier(count)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def turn(self, at_a_time: int) -> list[_Turn]:
        """Have all begin at once, and claim until nothing is left."""
        return list(self._pool.map(_claim_all, [at_a_time] * self._count))


class _Here:
    """What a claimer holds: its store, and where it waits for the others."""

    store: SqlStore
    barrier: Barrier


def _connect(url: str, barrier: Barrier) -> None:
    _Here.store, _Here.barrier = SqlStore(open_engine(url)), barrier
    with _Here.store.reading():
        pass


def _claim_all(at_a_time: int) -> _Turn:
    _Here.barrier.wait()
    ids: list[int] = []
    began = monotonic()
    while True:
        with _Here.store.sharing() as work:
            claimed = work.delivery.claim(at=AT, limit=at_a_time, lease=LEASE)
        if not claimed:
            return _Turn(ids, began, monotonic())
        ids += [one.id for one in claimed]


def _rate(engine: Engine, claimers: _Claimers, at_a_time: int, count: int) -> float:
    """Return how many of so many messages were claimed a second."""
    expected = _queue(engine, count)
    turns = claimers.turn(at_a_time)
    claimed = sorted(id_ for one in turns for id_ in one.ids)
    if claimed != expected:
        text = f"{len(expected)} messages were claimed {len(claimed)} times"
        raise LostError(text)
    return count / (max(one.ended for one in turns) - min(one.began for one in turns))


def _queue(engine: Engine, count: int) -> list[int]:
    """Put so many messages out in place of those before, and return their ids."""
    with writing(engine) as connection:
        for table in (message_bytes, messages):
            connection.execute(delete(table))
        connection.execute(insert(messages), [_message(number) for number in range(count)])
        ids = list(connection.scalars(select(messages.c.id).order_by(messages.c.id)))
        rows = [{"message_id": id_, "bytes": MAIL} for id_ in ids]
        connection.execute(insert(message_bytes), rows)
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as plain:
        plain.execute("VACUUM ANALYZE messages, message_bytes")
    return ids


def _message(number: int) -> dict[str, object]:
    return {
        "key": f"digest/{number}",
        "kind": "digest",
        "recipient": f"{number}@office.example",
        "domain": "office.example",
        "message_id": f"{number}@tthc.example",
        "state": MessageState.READY,
        "claimable_at": AT,
        "created_at": AT,
    }
