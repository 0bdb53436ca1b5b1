"""The rendering child's own loop; `monitor.render.pdf` starts and supervises it.

It answers one request at a time over an inherited connection: a kind, a new line,
the payload. The answer is DONE or FAILED, a new line, and the bytes or the reason.
It ends when the connection closes, so it never outlives its parent, or when no
request came for a while.
"""

import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path

READY = b"ready"
DONE = b"done"
FAILED = b"failed"


class RefusedError(ValueError):
    """A job refuses its document, for a reason that may be told."""


def main() -> None:
    """Serve jobs; the arguments are those that `monitor.render.pdf` gives."""
    handle, assets, idle_seconds, limit_seconds = sys.argv[1:]
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent finishes its work in hand
        signal.signal(number, signal.SIG_IGN)
    with Connection(int(handle)) as pipe:
        try:
            from monitor.render.jobs import open_jobs  # noqa: PLC0415 - fails without Pango

            jobs = open_jobs(Path(assets))
        except (ImportError, OSError) as error:
            pipe.send_bytes(b"%s\n%s" % (FAILED, str(error).encode()))
            return
        pipe.send_bytes(READY)
        serve(pipe, jobs, idle_seconds=float(idle_seconds), limit_seconds=float(limit_seconds))


def serve(
    pipe: "Connection[bytes, bytes]",
    jobs: Mapping[str, Callable[[str], bytes]],
    *,
    idle_seconds: float,
    limit_seconds: float,
) -> None:
    """Answer requests until the connection closes or falls silent.

    The alarm ends a job that hangs in native code after the parent has died.
    """
    try:
        while pipe.poll(idle_seconds):
            request = pipe.recv_bytes()
            signal.setitimer(signal.ITIMER_REAL, 2 * limit_seconds)
            answer = work(jobs, request)
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send_bytes(answer)
    except (EOFError, OSError):
        return


def work(jobs: Mapping[str, Callable[[str], bytes]], request: bytes) -> bytes:
    """Do one job. A failure's reason names a place in code, never a document's text."""
    kind, _, payload = request.partition(b"\n")
    try:
        return b"%s\n%s" % (DONE, jobs[kind.decode()](payload.decode()))
    except Exception as error:  # noqa: BLE001 - whatever a library raises, the child goes on
        return b"%s\n%s" % (FAILED, _reason(error).encode())


def _reason(error: Exception) -> str:
    if isinstance(error, RefusedError):
        return str(error)
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}, {Path(place.filename).name}:{place.lineno}"
