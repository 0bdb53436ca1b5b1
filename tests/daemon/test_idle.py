"""A day on which nothing happens leaves no trace: neither in memory nor in open files."""

import asyncio
import gc
import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from monitor.bootstrap import App, build
from monitor.flows.deliver import deliver
from monitor.flows.tick import tick
from tests.builders import vn
from tests.offices import a_message, an_office, lay_messages

TIMES = int(os.environ.get("DUNGHAN_EXAMPLES_TIMES", "1"))
MINUTES = 1_440 if TIMES > 1 else 60  # that are watched: a whole day in a soak
WARM = 40  # minutes
FLAT = 1.05
RESIDENT = re.compile(r"VmRSS:\s+(\d+) kB")


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


async def pass_minutes(app: App, clock: Hands, minutes: int) -> None:
    """Let a daemon's jobs be called once a minute each."""
    channel = app.channel()
    for _ in range(minutes):
        tick(app.outside, app.plan, at=clock())
        await deliver(app.outside.store, channel, at=clock, trying=app.trying)
        clock.at += timedelta(minutes=1)
    await channel.close()


def resident() -> int:
    """Return the memory of this process, in KiB."""
    gc.collect()
    [found] = RESIDENT.findall(Path("/proc/self/status").read_text(encoding="ascii"))
    return int(found)


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_an_idle_day_grows_nothing(tmp_path: Path) -> None:
    office = an_office(tmp_path / "office")
    lay_messages(office.inbox, [a_message()], at="2026-11-09 07:10")
    clock = Hands(vn("2026-11-09 07:40"))
    app = build(office.settings, environ={}, clock=clock)
    try:
        asyncio.run(pass_minutes(app, clock, 1))  # its mails go out
        clock.at = vn("2026-11-09 17:30")  # and its evening begins
        asyncio.run(pass_minutes(app, clock, WARM))
        memory, files = resident(), open_files()

        asyncio.run(pass_minutes(app, clock, MINUTES))
        grown_to, open_at_the_end = resident(), open_files()
    finally:
        app.close()

    assert grown_to <= memory * FLAT
    assert open_at_the_end <= files
    assert office.mails
