"""A sign of life goes out beside the work: seldom, never twice at once, never in its way."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from monitor.daemon.pinging import EVERY, Pinger
from monitor.domain.errors import PingError
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.daemon.logged import Logged

AT = vn("2026-11-12 08:00")
GIVE_UP = 10


@dataclass
class Watcher:
    """Remembers what it was told; raises what a test says."""

    raises: Exception | None = None
    told: list[bool] = field(default_factory=list)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def tell(self, *, is_well: bool) -> None:
        assert self.may_go_on.wait(GIVE_UP)
        self.told.append(is_well)
        if self.raises is not None:
            raise self.raises


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def logged() -> Logged:
    return Logged()


def ended(tell: Callable[[], None]) -> None:
    """Tell, and wait until it is told."""
    tell()
    for one in threading.enumerate():
        if one.name == "ping":
            one.join(GIVE_UP)


def test_a_good_tick_is_told_once_a_minute_and_a_bad_one_at_once(
    store: SqlStore, logged: Logged
) -> None:
    watcher, clock = Watcher(), Clock(at=AT)
    pinger = Pinger(watcher, store, clock=clock, log=logged.log)

    for is_well, later in (
        (True, timedelta()),
        (True, EVERY - timedelta(seconds=1)),
        (True, timedelta(seconds=1)),
        (False, timedelta(seconds=1)),
        (False, timedelta(seconds=1)),
        (True, timedelta(seconds=1)),
        (True, -timedelta(hours=1)),  # the clock was set right
    ):
        clock.at += later
        ended(lambda is_well=is_well: pinger.tell(is_well=is_well))  # type: ignore[misc]

    assert watcher.told == [True, True, False, True, True]
    assert logged.lines == []


def test_while_one_call_hangs_no_other_begins_and_the_work_goes_on(
    store: SqlStore, logged: Logged
) -> None:
    watcher, clock = Watcher(), Clock(at=AT)
    watcher.may_go_on.clear()
    pinger = Pinger(watcher, store, clock=clock, log=logged.log)

    pinger.tell(is_well=True)
    clock.at += 2 * EVERY
    pinger.tell(is_well=True)
    watcher.may_go_on.set()
    ended(lambda: None)
    ended(lambda: pinger.tell(is_well=True))

    assert watcher.told == [True, True]


def test_nobody_to_tell_is_no_work(store: SqlStore, logged: Logged) -> None:
    Pinger(None, store, clock=Clock(at=AT), log=logged.log).tell(is_well=True)

    assert logged.lines == []


@pytest.mark.parametrize(
    ("error", "told", "fault"),
    [
        pytest.param(
            PingError(reason="timeout"),
            {"event": "ping failed", "reason": "timeout"},
            ["ping"],
            id="a watcher who is silent",
        ),
        pytest.param(
            LookupError("https://secret.example/key"),
            {"event": "ping failed", "error": "LookupError"},
            [],
            id="a defect of ours",
        ),
    ],
)
def test_a_failure_is_written_down_without_the_address(
    store: SqlStore, logged: Logged, error: Exception, told: dict[str, str], fault: list[str]
) -> None:
    pinger = Pinger(Watcher(raises=error), store, clock=Clock(at=AT), log=logged.log)

    ended(lambda: pinger.tell(is_well=True))

    assert logged.lines == [told]
    with store.reading() as work:
        assert sorted(work.done.faults()) == fault
