"""Deliver once, and die at a named point: `python -m tests.crash.worker URL PORT AT POINT`."""

import asyncio
import os
import signal
import sys
from datetime import datetime

from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.flows.deliver import deliver
from monitor.store.engine import open_engine
from monitor.store.work import SqlStore

URL, PORT, AT, POINT = sys.argv[1:]


def reached(point: str) -> None:
    """Die at once where the test says so: nothing is flushed, closed or undone."""
    if point == POINT:
        os.kill(os.getpid(), signal.SIGKILL)


async def deliver_all() -> None:
    """Send what is due through the mail server of the test."""
    channel = SmtpChannel(
        MailServer(
            host="127.0.0.1",
            port=int(PORT),
            sender="mot.cua@tthc.example",
            security=Security.NONE,
        )
    )
    store = SqlStore(open_engine(URL))
    try:
        await deliver(store, channel, at=datetime.fromisoformat(AT), reached=reached)
    finally:
        await channel.close()


asyncio.run(deliver_all())
