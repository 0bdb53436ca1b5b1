"""Child processes that do jobs for us, supervised: what happens to one costs one job at most.

Native libraries can crash, hang or grow. What stands on them runs in a child, and any
thread may ask; `monitor.render.child` is the loop at the other end.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from queue import LifoQueue
from threading import Event, Thread, Timer
from types import TracebackType
from typing import Self

from monitor.domain.errors import RenderError
from monitor.render.child import DONE, READY, Terms

TRIES = 2  # a crash gets one more try, in a fresh child
START_SECONDS = 30
END_SECONDS = 2
IDLE_SECONDS = 300
MEMORY_BYTES = 2 << 30
RENEW_AFTER = 1_000
SECRETS = "DUNGHAN_"  # what the environment holds for us is not for the child


class Children:
    """Does jobs in child processes, as many at a time as there are `workers`.

    A child is started when it is first needed, ends when it is idle, and is replaced
    after a crash and after `renew_after` jobs.

    Args:
        factory: `module:function`, called in the child with `arguments`; it returns the
            jobs by kind, each a function from bytes to bytes.
        arguments: Told to the child over its connection, not on its command line.
        workers: How many children there may be.
        limit_seconds: How long one job may take.
        idle_seconds: After how long without work a child ends.
        memory_bytes: How much address space a child may have.
        renew_after: After how many jobs a child is replaced.
    """

    def __init__(  # noqa: PLR0913 - who asks knows what its jobs may cost
        self,
        factory: str,
        arguments: tuple[str, ...] = (),
        *,
        workers: int = 2,
        limit_seconds: float = 60,
        idle_seconds: float = IDLE_SECONDS,
        memory_bytes: int = MEMORY_BYTES,
        renew_after: int = RENEW_AFTER,
    ) -> None:
        self._workers = workers
        self._is_closed = False
        terms = Terms(
            factory=factory,
            arguments=arguments,
            limit_seconds=limit_seconds,
            idle_seconds=idle_seconds,
            memory_bytes=memory_bytes,
        )
        self._free: LifoQueue[_Seat] = LifoQueue()  # the last used first: its child is awake
        for _ in range(workers):
            self._free.put(_Seat(terms, renew_after=renew_after))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def workers(self) -> int:
        """How many jobs can run at once."""
        return self._workers

    def ask(self, kind: str, payload: bytes) -> bytes:
        """Return what the job of this kind makes of the payload; wait for a free child.

        Raises:
            RenderError: the job refused or failed, took too long (reason `time_limit`),
                needed too much memory (`memory`), killed two children (`crash`), or no
                child could start.
            ValueError: the children are closed.
        """
        seat = self._free.get()
        try:
            if self._is_closed:
                raise ValueError(self)
            return seat.ask(kind, payload)
        finally:
            self._free.put(seat)

    def close(self) -> None:
        """End every child, when the jobs in hand are done."""
        self._is_closed = True
        seats = [self._free.get() for _ in range(self._workers)]
        for seat in seats:
            seat.leave()
            self._free.put(seat)


class _Seat:
    """The place of one child at a time; one thread at a time asks it."""

    def __init__(self, terms: Terms, *, renew_after: int) -> None:
        self._terms = terms
        self._renew_after = renew_after
        self._child: _Child | None = None
        self._done = 0

    def ask(self, kind: str, payload: bytes) -> bytes:
        request = b"%s\n%s" % (kind.encode(), payload)
        for _ in range(TRIES):
            answer = self._try(kind, request)
            if answer is not None:
                return _open(kind, answer)
        raise RenderError(document=kind, reason="crash")

    def leave(self) -> None:
        if self._child:
            self._child.end()
            self._child = None

    def _try(self, kind: str, request: bytes) -> bytes | None:
        """Return the child's answer, or None when it died of the question."""
        child = self._ready_child(kind)
        is_late = Event()

        def end() -> None:
            is_late.set()
            child.process.kill()

        timer = Timer(self._terms.limit_seconds, end)
        timer.start()
        try:
            child.pipe.send_bytes(request)
            answer = child.pipe.recv_bytes()
        except (EOFError, OSError):
            self.leave()
            if is_late.is_set():
                raise RenderError(document=kind, reason="time_limit") from None
            return None
        finally:
            timer.cancel()
        self._done += 1
        if self._done == self._renew_after:
            self.leave()
        return answer

    def _ready_child(self, kind: str) -> "_Child":
        if self._child and not self._child.reaper.is_alive():
            self.leave()
        if self._child is None:
            self._child, self._done = _start(), 0
            hello = self._child.first_word(self._terms)
            if hello != READY:
                self.leave()
                _open(kind, hello)
        return self._child


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """A running child; `reaper` waits for its end so that no zombie stays."""

    process: subprocess.Popen[bytes]
    pipe: "Connection[bytes, bytes]"
    reaper: Thread

    def first_word(self, terms: Terms) -> bytes:
        """Return what the child says once it can work."""
        try:
            self.pipe.send_bytes(json.dumps(asdict(terms)).encode())
            if self.pipe.poll(START_SECONDS):
                return self.pipe.recv_bytes()
        except (EOFError, OSError):
            pass
        return b"failed\nstart"

    def end(self) -> None:
        """Let the child end by itself; kill it when it does not."""
        self.pipe.close()
        self.reaper.join(END_SECONDS)
        if self.reaper.is_alive():
            self.process.kill()
            self.reaper.join()


def _start() -> _Child:
    ours, theirs = Pipe()
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(SECRETS)}
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [
                sys.executable,
                "-P",
                "-c",
                "from monitor.render.child import main; main()",
                str(theirs.fileno()),
            ],
            env={**kept, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    reaper = Thread(target=process.wait, daemon=True)
    reaper.start()
    return _Child(process=process, pipe=ours, reaper=reaper)


def _open(kind: str, answer: bytes) -> bytes:
    state, _, body = answer.partition(b"\n")
    if state != DONE:
        raise RenderError(document=kind, reason=body.decode())
    return body
