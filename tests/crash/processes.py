"""Processes of ours that are talked to line by line."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Talking:
    """A process that answers."""

    process: "subprocess.Popen[str]"

    def ask(self, line: str = "") -> str:
        """Say a line and return the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> str:
        """Return the next line that it says; nothing where it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def a_process(module: str, *arguments: object) -> Iterator[Talking]:
    """Run a module of ours; at the end it is killed."""
    process = subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield Talking(process)
        finally:
            process.kill()
