"""Jobs that behave badly, for the children of tests/render/test_children.py."""

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from monitor.render.child import Job, RefusedError


def open_jobs(*arguments: str) -> Mapping[str, Job]:
    return {
        "arguments": lambda _: "\n".join(arguments).encode(),
        "echo": bytes,
        "pid": lambda _: str(os.getpid()).encode(),
        "meet": meet,
        "refuse": refuse,
        "abort": abort,
        "abort_once": abort_once,
        "hang": hang,
        "hog": lambda payload: bytes(int(payload)),
    }


def closed_jobs(reason: str) -> Mapping[str, Job]:
    raise RefusedError(reason)


def no_jobs(reason: str) -> Mapping[str, Job]:
    raise OSError(reason)


def dying_jobs() -> Mapping[str, Job]:
    os.abort()


def refuse(payload: bytes) -> bytes:
    raise RefusedError(payload.decode())


def abort(_: bytes) -> bytes:
    """End as a native library does that finds its memory broken."""
    os.abort()


def abort_once(payload: bytes) -> bytes:
    """End so, but for the second time: the payload names the file that remembers."""
    seen = Path(payload.decode())
    if not seen.exists():
        seen.touch()
        os.abort()
    return b"at last"


def hang(_: bytes) -> bytes:
    """Hang as native code does, deaf to everything but a kill."""
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGALRM})
    while True:
        time.sleep(60)


def meet(payload: bytes) -> bytes:
    """Leave a mark in a folder, and wait until another child has left one, too."""
    folder = Path(payload.decode())
    (folder / str(os.getpid())).touch()
    while len(list(folder.iterdir())) < 2:
        time.sleep(0.01)
    return str(os.getpid()).encode()
