"""A job's transactions are its steps: each is a beat, and it can be left between two."""

from contextlib import suppress

import pytest

from monitor.daemon.pulse import Pulse
from monitor.daemon.steps import LeftError, Steps
from monitor.flows.last_judged import TICK
from monitor.store.work import SqlStore
from tests.builders import vn

AT = vn("2026-11-11 07:40")


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


def test_a_pulse_is_hung_when_it_was_silent_for_too_long() -> None:
    clock = Hands()
    pulse = Pulse("tick", 10, clock)
    clock.at += 10
    assert not pulse.is_hung
    clock.at += 1
    assert (pulse.is_hung, pulse.silent) == (True, 11)

    pulse.beat()

    assert (pulse.is_hung, pulse.silent) == (False, 0)


def test_each_transaction_is_a_beat_at_its_beginning_and_at_its_end(store: SqlStore) -> None:
    clock = Hands()
    pulse = Pulse("tick", 10, clock)
    steps = Steps(store, pulse)
    for opened in (steps.writing, steps.reading):
        clock.at += 7
        with opened() as work:
            assert pulse.silent == 0
            clock.at += 7
            work.done.beats()
        assert pulse.silent == 0


def test_what_was_written_is_kept_and_what_failed_is_not(store: SqlStore) -> None:
    steps = Steps(store, Pulse("tick", 10, Hands()))

    with steps.writing() as work:
        work.done.mark("kept", at=AT)
    with suppress(LookupError), steps.writing() as work:
        work.done.mark("undone", at=AT)
        raise LookupError

    with steps.reading() as work:
        assert work.done.has("kept")
        assert not work.done.has("undone")


def test_once_it_shall_be_left_no_transaction_begins(store: SqlStore) -> None:
    leaving: list[bool] = []
    steps = Steps(store, Pulse("tick", 10, Hands()), leaves=lambda: bool(leaving))
    with steps.writing() as work:
        leaving.append(True)
        work.done.beat(TICK, at=AT)

    with pytest.raises(LeftError), steps.writing():
        pass
    with pytest.raises(LeftError), steps.reading():
        pass

    with store.reading() as work:
        assert TICK in work.done.beats()
