"""A warm process that forks the workers of a cluster: `python -m tests.same.worker FOLDER HOW`.

HOW is "plain" or "real", as papers are set. It reads lines of JSON: {"number", "fate"} forks
a worker and is answered by its process number; {"wait": number} is answered by how it ended.

A fate is null, or {"flow", "since", "after"}: at that instant the worker kills itself as it
comes by that flow, by which it has gone so many times before; later, as it comes by any. What
workers come by stands in the journal.
"""

import asyncio
import gc
import json
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.daemon import membership, run_daemon
from monitor.flows import scan
from tests.offices import FolderOffice
from tests.same.office import clock_of, open_app

scan.BATCH = 4  # so that there are batches for all
membership.SIGN_SECONDS = 0.3  # days pass in seconds

STAGES = ("flows.scan", "flows.letter_paper", "mail")


@dataclass(slots=True, kw_only=True)
class Journal:
    """Where a worker writes down what it comes by, and which fate awaits it there."""

    office: FolderOffice
    fate: Mapping[str, object] | None

    def passing(self, flow: str) -> None:
        """Come by a flow."""
        if flow in STAGES:
            self._write(f"{os.getpid()} {flow}\n")
        if self._is_fatal(flow):
            self._write(f"{os.getpid()} died in {flow}\n")
            os.kill(os.getpid(), signal.SIGKILL)

    def _is_fatal(self, flow: str) -> bool:
        fate = self.fate
        if fate is None or flow not in STAGES:
            return False
        at, since = clock_of(self.office)(), datetime.fromisoformat(str(fate["since"]))
        if at < since or (at == since and flow != fate["flow"]):
            return False
        after = int(str(fate["after"]))
        self.fate = {**fate, "after": after - 1}
        return after <= 0

    def _write(self, line: str) -> None:
        book = os.open(
            self.office.folder / "journal", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
        )
        os.write(book, line.encode())
        os.close(book)


def start(office: FolderOffice, how: str, asked: Mapping[str, object]) -> int:
    """Fork a worker and return its number."""
    child = os.fork()
    if not child:
        status = 1
        try:
            log = os.open(
                office.folder.with_name(f"{office.folder.name}-{asked['number']}.log"),
                os.O_WRONLY | os.O_CREAT | os.O_APPEND,
                0o600,
            )
            os.dup2(log, sys.stdout.fileno())
            os.dup2(log, sys.stderr.fileno())
            fate = asked["fate"]
            assert fate is None or isinstance(fate, dict)
            journal = Journal(office=office, fate=fate)
            app = open_app(office, is_plain=how == "plain", passing=journal.passing)
            asyncio.run(run_daemon(app))
            app.close()
            status = 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    return child


def main() -> None:
    """Answer until nobody asks."""
    folder, how = sys.argv[1:]
    office = FolderOffice(folder=Path(folder))
    gc.freeze()
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            answer = start(office, how, asked)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
