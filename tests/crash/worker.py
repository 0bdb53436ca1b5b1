"""A warm process that forks workers which deliver once: `python -m tests.crash.worker`.

It reads lines of JSON. {"url", "port", "at", "die_at"} forks a worker that dies at a named
point, or nowhere where it names "-", and is answered by its number. {"wait": number} is
answered by how it ended.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.flows.deliver import deliver
from monitor.store.engine import open_engine
from monitor.store.work import SqlStore


def reach(die_at: str, point: str) -> None:
    """Die at once where the test says so: nothing is flushed, closed or undone."""
    if point == die_at:
        os.kill(os.getpid(), signal.SIGKILL)


async def deliver_all(asked: Mapping[str, str]) -> None:
    """Send what is due through the mail server of the test."""
    channel = SmtpChannel(
        MailServer(
            host="127.0.0.1",
            port=int(asked["port"]),
            sender="mot.cua@tthc.example",
            security=Security.NONE,
        )
    )
    store = SqlStore(open_engine(asked["url"]))
    reached = partial(reach, asked["die_at"])
    try:
        await deliver(store, channel, at=datetime.fromisoformat(asked["at"]), reached=reached)
    finally:
        await channel.close()
        store.engine.dispose()


def start(asked: Mapping[str, str]) -> int:
    """Fork a worker and return its number."""
    child = os.fork()
    if not child:
        status = 1
        try:
            asyncio.run(deliver_all(asked))
            status = 0
        finally:
            os._exit(status)
    return child


def main() -> None:
    """Answer until nobody asks."""
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            answer = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
        else:
            answer = start(asked)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
