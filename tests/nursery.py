"""Children for printing and signing that start warm: forked from a process that has imported.

A child of `monitor.render.children` spends most of its life importing what it prints with.
Tests of the command line, where every command starts children of its own, take them from a
nursery: real processes with the same loop, without the wait. That they start, from nothing, is
tested in tests/render and tests/daemon.
"""

import gc
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import Pipe
from pathlib import Path
from threading import Lock, Thread

import pytest

from monitor.render import child, children

IMPORTED = (
    "matplotlib.figure",
    "monitor.render.charts",
    "monitor.render.examine_jobs",
    "monitor.render.jobs",
    "monitor.render.sign_jobs",
    "pikepdf",
    "pypdfium2",
)


class Forked:
    """A process that is no child of ours, as `subprocess.Popen` would show it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def kill(self) -> None:
        signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def wait(self) -> None:
        select.select([self._handle], [], [])


class Nursery:
    """A warm process, and the children forked from it; any thread may ask for one."""

    def __init__(self) -> None:
        self._asking = Lock()
        self._socket, theirs = socket.socketpair()
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-m", "tests.nursery", str(theirs.fileno())],
                env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )

    def child(self) -> children._Child:
        """Return a new child, as `monitor.render.children` starts one."""
        ours, theirs = Pipe()
        with theirs, self._asking:
            socket.send_fds(self._socket, [b"."], [theirs.fileno()])
            _, (handle,), _, _ = socket.recv_fds(self._socket, 1, 1)
        process = Forked(handle)
        reaper = Thread(target=process.wait, daemon=True)
        reaper.start()
        return children._Child(  # noqa: SLF001 - it is made here in the place of `_start`
            process=process,  # type: ignore[arg-type]
            pipe=ours,
            reaper=reaper,
        )

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


@contextmanager
def warm_children(nursery: Nursery) -> Iterator[None]:
    """Have children come from the nursery."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(children, "_start", nursery.child)
        yield


def main() -> None:
    """Fork a child for every connection that comes, until nobody asks."""
    for name in IMPORTED:
        import_module(name)
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        while True:
            _, handles, _, _ = socket.recv_fds(asked, 1, 1)
            if not handles:
                return
            process = os.fork()
            if not process:
                asked.close()
                sys.argv[1:] = [str(handles[0])]
                child.main()
                os._exit(0)
            os.close(handles[0])
            watched = os.pidfd_open(process)
            socket.send_fds(asked, [b"."], [watched])
            os.close(watched)
            _bury()


def _bury() -> None:
    """Take leave of the children that have ended, but of none whose handle is to be told."""
    while True:
        try:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                return
        except ChildProcessError:
            return


if __name__ == "__main__":
    main()
