"""An office whose work four processes do, of which two are killed."""

import json
import os
import random
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError

from monitor.dispatch.queued import conninfo_of
from monitor.flows.crew import workers
from monitor.ports.dispatcher import Name
from tests.crash.processes import Talking, a_process
from tests.offices import FolderOffice
from tests.postgres import Server
from tests.same.alone import ROUNDS
from tests.same.office import ScriptApp, open_app
from tests.same.script import Step

SIZE = 4
PATIENCE = 60  # seconds until a test gives up
LOOK_SECONDS = 0.02
BUSY = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
LIKELY = {  # where a worker is killed, and in which steps it comes by there
    "flows.scan": ("2026-11-10 07:10", "2026-11-11 07:40", "2026-11-13 07:40"),
    "flows.letter_paper": ("2026-11-11 09:00", "2026-11-11 10:00"),
    "mail": ("2026-11-10 07:10", "2026-11-11 07:40", "2026-11-11 11:45"),
}
BUSY_STEPS = ("2026-11-11 07:40", "2026-11-12 07:40", "2026-11-13 07:40", "2026-12-01 13:50")


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Workers on one database."""

    app: ScriptApp
    office: FolderOffice
    zygote: Talking
    server: Server
    conninfo: str
    crash: threading.Timer | None = None
    living: list[int] = field(default_factory=list)
    begun: int = 0

    def start(self, fate: dict[str, object] | None = None) -> int:
        """Start one more worker and return its number."""
        self.begun += 1
        asked = {"number": self.begun, "fate": fate}
        worker = int(self.zygote.ask(json.dumps(asked)))
        self.living.append(worker)
        return worker

    def work(self) -> None:
        """Have the workers look, and wait until nothing is left to do.

        What a crash of the server has undone is done at the next turn, which is waited for.
        """
        until(self.have_signed)
        self._look()
        if self.crash:
            self.crash.join()
            self.crash = None
            self._look()
        at = self.app.clock()
        with self.app.store.reading() as work:
            assert not work.agenda.due(at=at, limit=1), at

    def _look(self) -> None:
        for _ in range(ROUNDS):
            until(self.is_woken)
            until(self.is_quiet)

    def crash_in(self, seconds: float) -> None:
        """Let the server crash when so many seconds have gone by, and start it again."""

        def crash() -> None:
            self.server.stop(how="immediate")
            self.server.start()

        self.crash = threading.Timer(seconds, crash)
        self.crash.start()

    def reload(self) -> None:
        """Have all workers read the settings anew."""
        self.open_again()
        for worker in self.living:
            os.kill(worker, signal.SIGHUP)
        until(self.have_signed)

    def open_again(self) -> None:
        """Have people see the office by its settings as they now are, but no worker."""
        before, self.app = self.app, self.app.again()  # type: ignore[assignment]
        before.close()

    def kill(self, worker: int) -> None:
        """Kill a worker, and wait until it is gone."""
        with suppress(ProcessLookupError):  # its fate was quicker
            os.kill(worker, signal.SIGKILL)
        assert self.zygote.ask(json.dumps({"wait": worker})) == "-9"
        self.living.remove(worker)

    def stop(self) -> None:
        """End all workers as an administrator does."""
        for worker in self.living:
            os.kill(worker, signal.SIGTERM)
        for worker in self.living:
            assert self.zygote.ask(json.dumps({"wait": worker})) == "0"

    def is_woken(self) -> bool:
        """Wake whoever leads and whoever sends, as the turn of the minute does."""
        with self.app.store.sharing() as work:
            work.wake(Name.TICK)
            work.wake(Name.DELIVER)
        return True

    def is_quiet(self) -> bool:
        """Tell whether no job waits or is in hand."""
        with psycopg.connect(self.conninfo, autocommit=True) as connection:
            return connection.execute(BUSY).fetchone() == (0,)

    def have_signed(self) -> bool:
        """Tell whether all workers live by the office's clock and its newest settings."""
        return self.signed() >= {one for one in self.living if not is_dead(one)}

    def signed(self) -> set[int]:
        """Return the workers that live by the office's clock and its newest settings."""
        at = self.app.clock()
        with self.app.store.reading() as work:
            alive = workers(work, at=at)
        return {
            int(one.name.rpartition(":")[2])
            for one in alive
            if one.seen_at == at and one.binding == self.app.plan.version
        }


def is_dead(process: int) -> bool:
    """Tell whether a process has ended, though nobody has waited for it."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii")
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what is to come."""
    ends_at = time.monotonic() + PATIENCE
    while not _answers(is_so):
        assert time.monotonic() < ends_at, is_so
        time.sleep(LOOK_SECONDS)


def _answers(is_so: Callable[[], bool]) -> bool:
    """Tell whether something is so; a server that does not answer says nothing."""
    try:
        return is_so()
    except (DBAPIError, psycopg.Error):
        return False


@contextmanager
def a_cluster(office: FolderOffice, server: Server, *, is_plain: bool) -> Iterator[Cluster]:
    """Yield a cluster without workers; all that it has then end with it."""
    app = open_app(office, is_plain=is_plain)
    conninfo = conninfo_of(app.settings.store.address)
    how = "plain" if is_plain else "real"
    with a_process("tests.same.worker", office.folder, how) as zygote:
        cluster = Cluster(
            app=app, office=office, zygote=zygote, server=server, conninfo=conninfo
        )
        try:
            yield cluster
        finally:
            for worker in cluster.living:
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            cluster.app.close()


@dataclass(slots=True)
class Deaths:
    """Two of the workers die, and two new ones come two steps later; the server crashes once.

    Whoever has not met its fate by then is killed in the midst of whatever it does.
    """

    cluster: Cluster
    chance: random.Random
    steps: tuple[Step, ...] = ()
    crashes_at: str = ""
    doomed: dict[int, int] = field(default_factory=dict)  # worker -> the step it goes with

    def begin(self, steps: tuple[Step, ...]) -> None:
        """Start the first four, two of them doomed in the course of these steps."""
        self.steps = steps
        self.crashes_at = self.chance.choice(BUSY_STEPS)
        flows = self.chance.sample(sorted(LIKELY), 2)
        for flow in flows:
            since = self.chance.choice(LIKELY[flow])
            fate = {
                "flow": flow,
                "since": f"{since.replace(' ', 'T')}:00+07:00",
                "after": self.chance.randint(0, 2),
            }
            step = next(number for number, one in enumerate(self.steps) if one.at == since)
            self.doomed[self.cluster.start(fate)] = step + 2
        for _ in range(SIZE - 2):
            self.cluster.start()

    def step(self, step: Step) -> None:
        """Bring the new ones in, once their time has come."""
        number = self.steps.index(step)
        for worker, goes_with in tuple(self.doomed.items()):
            if number >= goes_with:
                del self.doomed[worker]
                self.cluster.kill(worker)
                self.cluster.start()
        if step.at == self.crashes_at:
            self.cluster.crash_in(self.chance.uniform(0.1, 1))
