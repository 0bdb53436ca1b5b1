"""A child's own loop; `monitor.render.children` starts and supervises it.

Over an inherited connection it is first told its terms. It then answers one request at
a time: a kind, a new line, the payload. The answer is DONE or FAILED, a new line, and
the bytes or the reason. It ends when the connection closes, so it never outlives its
parent, when no request came for a while, or when a job has used up its memory.
"""

import gc
import json
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name

READY = b"ready"
DONE = b"done"
FAILED = b"failed"
FULL = FAILED + b"\nmemory"

Job = Callable[[bytes], bytes]


class RefusedError(ValueError):
    """A job refuses its document, for a reason that may be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a child is told first; `monitor.render.children` says what it means."""

    factory: str
    arguments: tuple[str, ...]
    limit_seconds: float
    idle_seconds: float
    memory_bytes: int


def main() -> None:
    """Serve the jobs of a factory; the only argument is the connection's handle."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent finishes its work in hand
        signal.signal(number, signal.SIG_IGN)
    with Connection(int(sys.argv[1])) as pipe:
        terms = Terms(**json.loads(pipe.recv_bytes()))
        resource.setrlimit(resource.RLIMIT_AS, (terms.memory_bytes, terms.memory_bytes))
        try:
            jobs = resolve_name(terms.factory)(*terms.arguments)
        except (ImportError, OSError, RefusedError) as error:
            pipe.send_bytes(b"%s\n%s" % (FAILED, str(error).encode()))
            return
        pipe.send_bytes(READY)
        serve(pipe, jobs, idle_seconds=terms.idle_seconds, limit_seconds=terms.limit_seconds)


def serve(
    pipe: "Connection[bytes, bytes]",
    jobs: Mapping[str, Job],
    *,
    idle_seconds: float,
    limit_seconds: float,
) -> None:
    """Answer requests until the connection closes or falls silent, or memory is used up.

    The alarm ends a job that hangs in native code after the parent has died. Garbage is
    collected between jobs and not in their midst: what a job makes lives as long as it.
    """
    gc.freeze()
    gc.disable()
    try:
        while pipe.poll(idle_seconds):
            request = pipe.recv_bytes()
            signal.setitimer(signal.ITIMER_REAL, 2 * limit_seconds)
            answer = work(jobs, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(answer)
            if answer == FULL:
                return
            gc.collect()
    except (EOFError, OSError):
        return


def work(jobs: Mapping[str, Job], request: bytes) -> bytes:
    """Do one job. A failure's reason names a place in code, never a document's text."""
    kind, _, payload = request.partition(b"\n")
    try:
        return b"%s\n%s" % (DONE, jobs[kind.decode()](payload))
    except MemoryError:
        return FULL
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the child goes on
        return b"%s\n%s" % (FAILED, _reason(error).encode())


def _reason(error: Exception) -> str:
    if isinstance(error, RefusedError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
