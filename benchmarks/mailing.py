"""How fast a full outbox is sent, beside loops that send ready bytes and keep no record."""

import asyncio
import os
import shutil
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiosmtplib import SMTP
from sqlalchemy import event, insert

from benchmarks.measuring import Measurement, Sense, label
from benchmarks.sink import LOOPBACK, Certified, Sink, a_sink, certified
from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.domain.finding import Severity
from monitor.domain.message import Message
from monitor.domain.trying import Trying
from monitor.flows.deliver import deliver
from monitor.render.mail import MailRenderer
from monitor.render.words import Words
from monitor.store.engine import open_engine
from monitor.store.schema import upgrade
from monitor.store.tables import findings, told
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.notices.scenes import SCENES

ROOT = Path(__file__).parents[1]
VAR = ROOT / "var"  # on the disk of the checkout: a folder in memory syncs nothing
SENDER = "mot.cua@tthc.example"
SCENE = "digest-handler"
AT = vn("2026-11-12 08:30")
MAILS = 5_000
TURNS = 3
CONNECTIONS = 4
SYNCS = 300
PAGE = b"x" * 4_096


def measure(turns: int = TURNS, mails: int = MAILS) -> Iterator[Measurement]:
    """Yield mails a second beside both loops, with and without TLS, and commits a mail."""
    VAR.mkdir(exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=VAR) as scratch:
        folder = Path(scratch)
        yield Measurement(name="fsync_of_4_KiB_on_this_disk", ours=_syncs(folder), unit="/s")
        office = _Office(folder, digests(mails))
        with a_sink() as sink:
            yield from _rows(office, _Way(sink), turns, reused=0.5, new=1.2)
        files = certified(folder)
        with a_sink(files) as sink:
            yield from _rows(office, _Way(sink, files), turns)


def _rows(
    office: "_Office",
    way: "_Way",
    turns: int,
    *,
    reused: float | None = None,
    new: float | None = None,
) -> Iterator[Measurement]:
    best = _race(
        turns,
        partial(office.send, way),
        partial(way.over_one_connection, office.mails),
        partial(way.over_one_each, office.mails),
    )
    ours, one, each = (len(office.mails) / seconds for seconds in best)
    ending = "_tls" if way.files else ""
    yield _beside(f"mails_sent{ending}_vs_one_connection", ours, way, "loop", one, reused)
    yield _beside(f"mails_sent{ending}_vs_one_each", ours, way, "connection a mail", each, new)
    if not way.files:
        yield Measurement(name="durable_commits_a_mail", ours=office.commits, unit="", target=1)


def _beside(  # noqa: PLR0913, PLR0917 - one row
    name: str, ours: float, way: "_Way", what: str, theirs: float, target: float | None
) -> Measurement:
    return Measurement(
        name=name,
        ours=ours,
        unit="/s",
        peer=f"{label('aiosmtplib', what)} into {way.sink.name}",
        peer_value=theirs,
        ratio=ours / theirs,
        sense=Sense.AT_LEAST,
        target=target,
    )


def _race(turns: int, *sides: Callable[[], float]) -> list[float]:
    """Return the best time of each side in seconds; they take turns."""
    best = [inf] * len(sides)
    for _ in range(turns):
        best = [min(before, side()) for before, side in zip(best, sides, strict=True)]
    return best


def _syncs(folder: Path) -> float:
    """Return how many writes a second the disk keeps, each synced by itself."""
    with (folder / "synced").open("wb", buffering=0) as file:
        began = perf_counter()
        for _ in range(SYNCS):
            file.write(PAGE)
            os.fsync(file.fileno())
    return SYNCS / (perf_counter() - began)


def digests(count: int) -> list[Message]:
    """Return real digests, as many mails to as many people."""
    renderer = MailRenderer(
        Words(ROOT / "templates"), sender=("Một cửa", SENDER), address="Đồng chí"
    )
    first = renderer.message(SCENES[SCENE], at=AT)
    return [
        replace(
            first,
            key=f"{first.key}/{number}",
            recipient=f"can.bo.{number}@mail.example",
            message_id=f"{number:05}{first.message_id[5:]}",
            content=first.content.replace(
                first.message_id.encode(), f"{number:05}{first.message_id[5:]}".encode()
            ),
        )
        for number in range(count)
    ]


class _Office:
    """A store with a full outbox, sent anew at each turn."""

    def __init__(self, folder: Path, mails: Sequence[Message]) -> None:
        self.mails = mails
        self.commits = inf  # a mail, of the best turn
        self._full, self._used = folder / "full.db", folder / "used.db"
        engine = open_engine(f"sqlite:///{self._full}")
        upgrade(engine)
        with SqlStore(engine).writing() as work:
            work.outbox.add(mails)
        with engine.begin() as connection:
            numbers = range(1, len(mails) + 1)
            connection.execute(insert(findings), [_finding(number) for number in numbers])
            connection.execute(
                insert(told),
                [
                    {"finding_id": number, "person": "hoa", "message_key": mail.key}
                    for number, mail in zip(numbers, mails, strict=True)
                ],
            )
        engine.dispose()

    def send(self, way: "_Way") -> float:
        """Send all, and return how many seconds that took."""
        shutil.copy(self._full, self._used)
        engine = open_engine(f"sqlite:///{self._used}")
        commits: list[object] = []
        event.listen(engine, "commit", commits.append)
        channel = SmtpChannel(way.server())
        began = perf_counter()
        done = asyncio.run(_deliver(SqlStore(engine), channel))
        seconds = perf_counter() - began
        engine.dispose()
        if done != len(self.mails):
            text = f"of {len(self.mails)} mails {done} were sent"
            raise RuntimeError(text)
        self.commits = min(self.commits, len(commits) / len(self.mails))
        for ending in ("", "-wal", "-shm"):
            Path(f"{self._used}{ending}").unlink(missing_ok=True)
        return seconds


def _finding(number: int) -> dict[str, object]:
    return {
        "unit": f"unit {number}",
        "rule": "bench",
        "stage": "",
        "deadline": AT,
        "severity": Severity.BREACH,
        "tells": [],
        "facts": {},
        "is_baseline": False,
        "found_at": AT,
    }


async def _deliver(store: SqlStore, channel: SmtpChannel) -> int:
    try:
        done = await deliver(store, channel, at=AT, trying=Trying(connections=CONNECTIONS))
        return done.sent
    finally:
        await channel.close()


@dataclass(frozen=True, slots=True)
class _Way:
    """The way to a sink: ours, and that of loops which keep no record."""

    sink: Sink
    files: Certified | None = None

    def server(self) -> MailServer:
        """Return the sink as the product is told of it."""
        return MailServer(
            host=LOOPBACK,
            port=self.sink.port,
            sender=SENDER,
            security=Security.STARTTLS if self.files else Security.NONE,
            ca_file=self.files.certificate if self.files else None,
            connections=CONNECTIONS,
        )

    def over_one_connection(self, mails: Sequence[Message]) -> float:
        """Send ready bytes over one connection; return the seconds."""
        return _timed(self._one(mails))

    def over_one_each(self, mails: Sequence[Message]) -> float:
        """Send ready bytes, each over a connection of its own; return the seconds."""
        return _timed(self._each(mails))

    async def _one(self, mails: Sequence[Message]) -> None:
        async with self._client() as client:
            for mail in mails:
                await client.sendmail(SENDER, [mail.recipient], mail.content)

    async def _each(self, mails: Sequence[Message]) -> None:
        for mail in mails:
            async with self._client() as client:
                await client.sendmail(SENDER, [mail.recipient], mail.content)

    def _client(self) -> SMTP:
        return SMTP(
            hostname=LOOPBACK,
            port=self.sink.port,
            start_tls=self.files is not None,
            cert_bundle=str(self.files.certificate) if self.files else None,
        )


def _timed(sending: Coroutine[None, None, None]) -> float:
    began = perf_counter()
    asyncio.run(sending)
    return perf_counter() - began
