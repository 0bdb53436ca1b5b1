"""A warm process that forks workers to be killed.

`python -m tests.crash.sender URL PORT MAILS BEGAN`. For each line it reads it forks a worker,
answers by its number, and by its status once it has ended: by itself when every mail of the
office's day was sent. Its clock runs 100 times as fast as ours since BEGAN, in every process.
"""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.channels.smtp import MailServer, Security, SmtpChannel
from monitor.domain.message import Message, MessageState
from monitor.domain.trying import Trying
from monitor.flows.deliver import deliver
from monitor.store.engine import open_engine
from monitor.store.work import SqlStore
from tests.outbox import MORNING, a_message
from tests.stores import unsynced

FASTER = 100
EACH = timedelta(seconds=7)  # a mail comes due, on the office's clock
TRYING = Trying(connections=4, attempts=10_000, uncertain_wait=timedelta(minutes=1))
PAUSE_SECONDS = 0.02


def a_mail(number: int) -> Message:
    """Return one mail of the day; whoever makes it, it is the same."""
    return a_message(f"m{number}", at=MORNING + number * EACH)


def clock(began: float) -> datetime:
    """Tell the time of the office, on the machine's clock that only runs forward."""
    return MORNING + timedelta(seconds=(time.monotonic() - began) * FASTER)


async def work(store: SqlStore, port: int, mails: int, began: float) -> None:
    """Queue what has come due and send it, until all is sent."""
    channel = SmtpChannel(
        MailServer(
            host="127.0.0.1", port=port, sender="mot.cua@tthc.example", security=Security.NONE
        )
    )
    try:
        while not is_done(store, mails):
            queue(store, range(mails), at=clock(began))
            await deliver(store, channel, at=lambda: clock(began), trying=TRYING)
            await asyncio.sleep(PAUSE_SECONDS)
    finally:
        await channel.close()


def queue(store: SqlStore, numbers: Iterable[int], *, at: datetime) -> None:
    """Do as a tick does: what is due and not known yet is queued, in one transaction."""
    due = [a_mail(number) for number in numbers if MORNING + number * EACH <= at]
    with store.writing() as work:
        known = work.outbox.known(one.key for one in due)
        work.outbox.add(one for one in due if one.key not in known)


def is_done(store: SqlStore, mails: int) -> bool:
    """Tell whether every mail was sent."""
    with store.reading() as work:
        counts = work.outbox.counts()
    return counts == {("digest", MessageState.SENT): mails}


def main() -> None:
    """Fork a worker for each line."""
    url, port, mails, began = sys.argv[1:]
    store = SqlStore(unsynced(open_engine(url)))
    gc.freeze()
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            status = 1
            try:
                asyncio.run(work(store, int(port), int(mails), float(began)))
                status = 0
            finally:
                os._exit(status)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _, ended = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(ended)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
