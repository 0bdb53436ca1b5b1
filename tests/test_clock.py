"""The clock tells the present, in whole seconds, on the Vietnam clock."""

from datetime import UTC, datetime, timedelta

from monitor.clock import now
from monitor.domain.instants import VIETNAM


def test_now_is_aware_and_in_whole_seconds() -> None:
    at = now()

    assert at.tzinfo is VIETNAM
    assert at.microsecond == 0


def test_now_is_the_present() -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)  # noqa: TID251 - what the clock is held to

    assert before <= now() <= datetime.now(UTC)  # noqa: TID251
