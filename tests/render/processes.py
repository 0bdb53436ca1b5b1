"""The processes that a test has started, as Linux tells of them."""

import os
import time
from collections.abc import Callable
from pathlib import Path

PATIENCE_SECONDS = 30


def children(parent: int) -> set[int]:
    """Return the process ids of the children of a process, zombies too."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            is_child = int(status(int(folder.name))[1]) == parent
        except OSError:  # it ended meanwhile
            continue
        if is_child:
            found.add(int(folder.name))
    return found


def status(pid: int) -> list[str]:
    """Return what Linux says of a process, from its state on (see proc_pid_stat)."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def worked_seconds(pid: int) -> float:
    return sum(map(int, status(pid)[11:13])) / os.sysconf("SC_CLK_TCK")


def wait_for(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)
