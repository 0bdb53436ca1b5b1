"""How fast the paper of many letters is set by real workers: two that serve pdf against one.

The office has a server of its own, a worker that leads, and one or two beside it that set
paper, each with one child. The same letters are set again and again: what was set is taken
off their rows, the leader is woken, and it is over when the last row tells of its paper.
The time is that of this process's clock, from the waking to the last letter.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, update

from benchmarks.measuring import Measurement, Sense
from benchmarks.running import run
from monitor.bootstrap import build
from monitor.clock import now
from monitor.dispatch.queued import ClusterWaker
from monitor.domain.letter import LetterState
from monitor.flows.tick import tick
from monitor.ports.dispatcher import Name
from monitor.store.engine import open_engine, reading, writing
from monitor.store.tables import letters
from monitor.store.work import SqlStore
from tests.daemon.process import ALWAYS_OPEN, descendants
from tests.offices import FolderOffice, a_message, an_office, lay_messages
from tests.postgres import a_database, a_server

LETTERS = int(os.environ.get("DUNGHAN_BENCH_LETTERS", "240"))
WARMING = 8
ROUNDS = 3
PATIENCE = 300  # seconds until what must come is given up
REASON = "Chi nhánh đất đai chưa gửi kết quả trích đo đã đề nghị tại văn bản 12/KT ngày 05/11"
MORE = """
[store]
url = "{url}"

[run]
dispatcher = "cluster"

[letters]
workers = 1
"""
IN_HAND = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'"
CLOCK_TICKS = os.sysconf("SC_CLK_TCK")


class GivenUpError(Exception):
    """The workers did not do what is measured."""


def measure(count: int = LETTERS, rounds: int = ROUNDS) -> Iterator[Measurement]:
    """Yield letters a second with one and with two workers, and what a letter costs of CPU.

    Raises:
        GivenUpError: the letters were not set.
    """
    rates: dict[int, list[float]] = {1: [], 2: []}
    with (
        TemporaryDirectory(prefix="dunghan-papers-") as folder,
        a_server(options="") as server,
        a_database(server) as url,
    ):
        office = _an_office(Path(folder), url)
        work = _Waiting(url, count)
        work.draft(office)
        postmaster = int((server.data / "postmaster.pid").read_text("ascii").split()[0])
        with _worker(office, "lead") as lead, _worker(office, "pdf") as first:
            for _ in range(rounds):
                work.warm()
                parts = {"lead": lead.pid, "pdf": first.pid, "server": postmaster}
                before = {name: _cpu_seconds(pid) for name, pid in parts.items()}
                rates[1].append(work.rate())
                spent = {name: _cpu_seconds(pid) - before[name] for name, pid in parts.items()}
                memory = _resident_mib(first.pid)
                with _worker(office, "pdf"):
                    work.warm()
                    rates[2].append(work.rate())
        work.close()
    one, two = max(rates[1]), max(rates[2])
    yield Measurement(
        name=f"papers_of_{count}_by_2_workers",
        ours=two,
        unit="/s",
        peer="ours, 1 worker",
        peer_value=one,
        ratio=two / one,
        sense=Sense.AT_LEAST,
        target=1.7,
    )
    for name, seconds in spent.items():
        yield Measurement(name=f"papers_cpu_of_{name}", ours=seconds / count * 1e3, unit="ms")
    yield Measurement(name="papers_worker_memory", ours=memory, unit="MiB")


def _an_office(folder: Path, url: str) -> FolderOffice:
    """Set up an office that is always open, on a server."""
    calendar = folder / "calendar.toml"
    calendar.write_text(ALWAYS_OPEN.replace("2099", str(now().year + 1)), encoding="utf-8")
    return an_office(folder / "office", calendar=calendar, more=MORE.format(url=url))


class _Waiting:
    """Letters that wait for paper, again and again.

    Args:
        url: The database.
        count: How many they are.
    """

    def __init__(self, url: str, count: int) -> None:
        self._engine = open_engine(url)
        self._store = SqlStore(self._engine, ClusterWaker())
        self._count = count

    def draft(self, office: FolderOffice) -> None:
        """Take dossiers in that are due tomorrow; answer the question about each of them."""
        received, promised = now() - timedelta(days=9), now() + timedelta(days=1)
        dates = {
            "NgayTiepNhan": f"{received:%Y%m%d}080000",
            "NgayHenTra": f"{promised:%Y%m%d}170000",
        }
        codes = (f"H99.01-260302-{number:04}" for number in range(self._count))
        at = f"{now():%Y-%m-%d %H:%M}"
        lay_messages(office.inbox, [a_message(code, **dates) for code in codes], at=at)
        app = build(office.settings, environ={})
        for _ in range(2):
            tick(app.outside, app.plan, at=app.clock())
        app.close()
        drafted = update(letters).values(
            state=LetterState.DRAFT.value,
            answered_at=now(),
            answered_by="tam",
            cause="B2",
            reason=REASON,
            new_due_at=now() + timedelta(days=30),
        )
        with writing(self._engine) as connection:
            found = connection.execute(drafted).rowcount
        if found != self._count:
            raise GivenUpError(found)

    def warm(self) -> None:
        """Have a few set by each worker: their children are there from then on."""
        self._set(WARMING)

    def rate(self) -> float:
        """Return how many letters are set a second, all of them."""
        return self._count / self._set(self._count)

    def _set(self, count: int) -> float:
        """Have so many set; return the seconds from the waking to the last."""
        some = select(letters.c.id).order_by(letters.c.id).limit(count)
        with writing(self._engine) as connection:
            blank = update(letters).where(letters.c.id.in_(some)).values(pdf_sha256="")
            connection.execute(blank)
        with self._store.writing() as work:
            work.wake(Name.TICK)
        began = time.monotonic()
        _wait(lambda: self._left() == 0)
        ended = time.monotonic()
        _wait(self._is_still)  # else the leader would go on to wait for what is blank again
        return ended - began

    def _left(self) -> int:
        query = select(func.count()).where(letters.c.pdf_sha256 == "")
        with reading(self._engine) as connection:
            return int(connection.execute(query).scalar_one())

    def _is_still(self) -> bool:
        """Tell whether no worker has anything in hand."""
        with reading(self._engine) as connection:
            return not connection.exec_driver_sql(IN_HAND).scalar_one()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


@contextmanager
def _worker(office: FolderOffice, queues: str) -> Iterator[Popen[bytes]]:
    """Run a worker that has started, and end it."""
    log = office.folder / f"log-{queues}-{time.monotonic_ns()}"
    with (
        log.open("wb") as file,
        office.process(
            "worker", "--queues", queues, out=file.fileno(), err=file.fileno()
        ) as it,
    ):
        try:
            _wait(lambda: b'"event": "started"' in log.read_bytes())
            yield it
        finally:
            it.terminate()


def _wait(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > give_up:
            raise GivenUpError
        time.sleep(0.05)


def _resident_mib(pid: int) -> float:
    """Return the memory of a process and its children."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    [kilobytes] = re.findall(r"VmRSS:\s+(\d+) kB", status)
    return int(kilobytes) / 1_024 + sum(map(_resident_mib, descendants(pid)))


def _cpu_seconds(pid: int) -> float:
    """Return the time of CPU that a process and its children have taken, ended ones too."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own = sum(map(int, fields[11:15])) / CLOCK_TICKS
    return own + sum(map(_cpu_seconds, descendants(pid)))


if __name__ == "__main__":
    sys.exit(run([measure]))
