"""PDF from HTML, made in a child process that we supervise.

WeasyPrint stands on native libraries that can crash, hang or grow: it lives in the
child alone, so the worst it can cost is one document.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Lock, Thread, Timer
from types import TracebackType
from typing import Self

from monitor.domain.errors import RenderError
from monitor.render.child import DONE, READY

TRIES = 2  # a crash gets one more try, in a fresh child
START_SECONDS = 30
END_SECONDS = 2
SECRETS = "DUNGHAN_"  # what the environment holds for us is not for the child


class PdfRenderer:
    """Renders documents one at a time, from any thread.

    Args:
        assets: The folder whose files documents may name as `asset:path`.
        limit_seconds: How long one document may take.
        idle_seconds: After how long without work the child ends.
    """

    def __init__(
        self, assets: Path, *, limit_seconds: float = 60, idle_seconds: float = 300
    ) -> None:
        self._assets = assets
        self._limit = limit_seconds
        self._idle = idle_seconds
        self._child: _Child | None = None
        self._is_closed = False
        self._lock = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def render(self, html: str) -> bytes:
        """Return the PDF of a document: the same bytes for the same HTML and assets.

        Raises:
            RenderError: the document names something outside the assets folder, a part
                of it could not be drawn, it took too long (reason `time_limit`) or
                killed two children (`crash`).
            ValueError: the renderer is closed.
        """
        return self._run("pdf", html)

    def chart(self, question: str) -> str:
        """Return a chart as SVG; `monitor.render.charts` tells what may be asked.

        Raises:
            RenderError: as `render` does.
            ValueError: the renderer is closed.
        """
        return self._run("chart", question).decode()

    def close(self) -> None:
        """End the child, when the document in hand is done."""
        with self._lock:
            self._is_closed = True
            self._drop_child()

    def _run(self, kind: str, payload: str) -> bytes:
        request = f"{kind}\n{payload}".encode()
        with self._lock:
            if self._is_closed:
                raise ValueError(self)
            for _ in range(TRIES):
                answer = self._ask(kind, request)
                if answer is not None:
                    break
            else:
                raise RenderError(document=kind, reason="crash")
        return _open(kind, answer)

    def _ask(self, kind: str, request: bytes) -> bytes | None:
        """Return the child's answer, or None when it died of the question."""
        child = self._ready_child(kind)
        is_late = Event()

        def end() -> None:
            is_late.set()
            child.process.kill()

        timer = Timer(self._limit, end)
        timer.start()
        try:
            child.pipe.send_bytes(request)
            return child.pipe.recv_bytes()
        except (EOFError, OSError):
            self._drop_child()
            if is_late.is_set():
                raise RenderError(document=kind, reason="time_limit") from None
            return None
        finally:
            timer.cancel()

    def _ready_child(self, kind: str) -> "_Child":
        if self._child and not self._child.reaper.is_alive():
            self._drop_child()
        if self._child is None:
            self._child = _start(self._assets, limit=self._limit, idle=self._idle)
            hello = self._child.first_word()
            if hello != READY:
                self._drop_child()
                _open(kind, hello)
        return self._child

    def _drop_child(self) -> None:
        if self._child:
            self._child.end()
            self._child = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Child:
    """A running child; `reaper` waits for its end so that no zombie stays."""

    process: subprocess.Popen[bytes]
    pipe: "Connection[bytes, bytes]"
    reaper: Thread

    def first_word(self) -> bytes:
        """Return what the child says once it can work."""
        try:
            if self.pipe.poll(START_SECONDS):
                return self.pipe.recv_bytes()
        except EOFError:
            pass
        return b"failed\nstart"

    def end(self) -> None:
        """Let the child end by itself; kill it when it does not."""
        self.pipe.close()
        self.reaper.join(END_SECONDS)
        if self.reaper.is_alive():
            self.process.kill()
            self.reaper.join()


def _start(assets: Path, *, limit: float, idle: float) -> _Child:
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
                str(assets),
                str(idle),
                str(limit),
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
