"""The last instant that anything was judged by; nothing is held against an earlier one."""

from datetime import datetime, timedelta

from monitor.ports.store import Work

TICK = "tick"
JUDGED = "judged"  # the beat of what was judged by hand
DRIFT = timedelta(minutes=10)  # clocks of two machines differ


def last_judged(work: Work) -> datetime | None:
    """Return the instant of the last tick or judging, whichever is later; None before any."""
    beats = work.done.beats()
    return max((beats[name][0] for name in (TICK, JUDGED) if name in beats), default=None)


def keep_judged(work: Work, *, at: datetime) -> None:
    """Keep that something was judged as of `at`, unless by a later instant already."""
    last = last_judged(work)
    if last is None or last < at:
        work.done.beat(JUDGED, at=at)
