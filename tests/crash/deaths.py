"""Where a process can be told to die: around every commit, and every file laid down."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from monitor.ports.store import Work
from monitor.store.shelf import FolderDraft, FolderShelf
from monitor.store.work import SqlStore


def die() -> None:
    """End at once: nothing is flushed, closed or undone."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class Points:
    """The points that a run comes by, in order, and the one at which it dies.

    A point is named by the flow that comes to it: "flows.ingest before commit".
    """

    deadly: int | None = None
    passed: list[str] = field(default_factory=list)

    def reach(self, name: str) -> None:
        """Come to a point."""
        if len(self.passed) == self.deadly:
            die()
        self.passed.append(name)


@dataclass(frozen=True, slots=True)
class DeadlyStore:
    """A real store; every commit is two points."""

    store: SqlStore
    points: Points

    @contextmanager
    def writing(self) -> Iterator[Work]:
        flow = flow_at_work()
        with self.store.writing() as work:
            yield work
            self.points.reach(f"{flow} before commit")
        self.points.reach(f"{flow} after commit")

    def sharing(self) -> AbstractContextManager[Work]:
        return self.writing()

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with self.store.reading() as work:
            yield work


class DeadlyShelf(FolderShelf):
    """A real shelf; every file laid down or taken away is two points."""

    def __init__(self, root: Path, points: Points, *, is_shared: bool = False) -> None:
        super().__init__(root, is_shared=is_shared)
        self._points = points

    @contextmanager
    def draft(self, folder: str) -> Iterator[FolderDraft]:
        with super().draft(folder) as draft:
            lay = draft.lay
            draft.lay = lambda name: self._around(lambda: lay(name))  # type: ignore[method-assign]
            yield draft

    def remove(self, folder: str, name: str) -> None:
        self._around(lambda: super(DeadlyShelf, self).remove(folder, name))

    def _around(self, act: Callable[[], None]) -> None:
        flow = flow_at_work()
        self._points.reach(f"{flow} before file")
        act()
        self._points.reach(f"{flow} after file")


def flow_at_work() -> str:
    """Return the flow that is at work: the innermost one on the stack."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - whose caller is asked for
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("monitor.flows."):
            return module.removeprefix("monitor.")
        frame = frame.f_back
    return "-"
