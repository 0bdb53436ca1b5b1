"""One daemon an office, and one `dunghan tick` at a time: the locks, and who holds them."""

import fcntl
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LOCK = "dunghan.lock"
TICK_LOCK = "tick.lock"  # the daemon's own ticks do not take it


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who holds a lock; `pid` is 0 where the lock does not tell."""

    pid: int = 0
    host: str = ""
    since: datetime | None = None


@contextmanager
def alone(folder: Path, *, at: datetime, name: str = LOCK) -> Iterator[Holder | None]:
    """Hold a lock of the office; yield who holds it already, or None.

    A second daemon on one database is harmless, for every claim is by row; it is
    said, since it is mostly a mistake. The lock ends with its process, however that ends.

    Args:
        folder: Where the lock lies.
        at: The present, which the lock tells others.
        name: Which lock.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / name).touch(mode=0o600)
    with (folder / name).open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            yield _holder(file.read())
            return
        file.truncate(0)
        told = {"pid": os.getpid(), "host": platform.node(), "since": at.isoformat()}
        file.write(json.dumps(told))
        file.flush()
        yield None


def holder_of(folder: Path, *, name: str = LOCK) -> Holder | None:
    """Return who holds a lock at this moment, None where nobody does; nothing is taken."""
    try:
        file = (folder / name).open(encoding="utf-8")
    except OSError:
        return None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return _holder(file.read())
        return None


def _holder(text: str) -> Holder:
    try:
        told = json.loads(text)
        since = datetime.fromisoformat(told["since"])
        return Holder(pid=int(told["pid"]), host=str(told["host"]), since=since)
    except (ValueError, TypeError, KeyError):  # being written, or an earlier version's
        return Holder()
