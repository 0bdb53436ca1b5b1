"""After days without a tick, and under a clock that jumps: no flood, and nothing is lost."""

from collections import Counter
from dataclasses import replace

import pytest

from monitor.domain.letter import LetterState
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_record
from tests.flows.scene import RECORD
from tests.flows.test_tick import Daemon

DUE_ON_MONDAY = replace(RECORD, code="monday", promised_at=vn("2026-11-09 17:00"))


@pytest.fixture
def daemon(store: SqlStore) -> Daemon:
    """Return a program that has told of its first file, on Friday."""
    daemon = Daemon(store)
    old = a_record("old", unit="VHXH", handler="hoa", promised="2026-12-30 17:00")
    daemon.drop(old, exported="2026-11-06 07:10")
    daemon.tick("2026-11-06 07:40")
    daemon.drop(old, DUE_ON_MONDAY, RECORD, exported="2026-11-09 07:10")
    daemon.tick("2026-11-09 07:40")
    return daemon


def mails(daemon: Daemon, *, to: str = "hoa@tanbinhan.example") -> list[str]:
    """Return the keys of what a person gets, oldest first."""
    with daemon.store.reading() as work:
        entries = work.outbox.list(limit=1_000)
    return [one.key for one in reversed(entries) if one.recipient == to]


def untold(daemon: Daemon, *, person: str = "hoa") -> set[tuple[str, str]]:
    """Return rule and stage of what stands about her dossiers and she has not heard of."""
    with daemon.store.reading() as work:
        return {
            (one.finding.rule, one.finding.stage)
            for one in work.findings.standing()
            if "handler" in one.finding.tells and person not in one.told
        }


# Nobody ticks for days


def test_after_five_days_off_one_mail_tells_of_the_stage_reached(daemon: Daemon) -> None:
    before = mails(daemon)
    daemon.drop(DUE_ON_MONDAY, RECORD, exported="2026-11-17 07:10")

    daemon.tick("2026-11-17 07:40")

    with daemon.store.reading() as work:
        stages = [
            one.finding.stage
            for one in work.findings.of(RECORD.code)
            if one.finding.rule == "overdue"
        ]
    assert stages == ["0d"]  # of RECORD, due on the 16th: never the others
    assert len(mails(daemon)) == len(before) + 1
    assert untold(daemon) == set()


def test_each_stage_missed_is_left_out(store: SqlStore) -> None:
    daemon = Daemon(store)
    daemon.drop(DUE_ON_MONDAY, exported="2026-11-09 07:10")
    daemon.tick("2026-11-09 07:40")
    daemon.drop(DUE_ON_MONDAY, exported="2026-11-16 07:10")

    daemon.tick("2026-11-16 07:40")

    with store.reading() as work:
        stages = Counter(one.finding.rule for one in work.findings.of(DUE_ON_MONDAY.code))
        standing = {one.finding.stage for one in work.findings.standing()}
    assert stages["overdue"] == 1
    assert "3d" in standing
    assert not standing & {"0d", "1d"}


# A clock that jumps


def test_a_day_ahead_and_back_doubles_no_mail_and_loses_none(daemon: Daemon) -> None:
    daemon.tick("2026-11-10 08:35")  # it is still Monday
    ahead = mails(daemon)
    daemon.tick("2026-11-09 08:40")
    back = mails(daemon)

    new = replace(RECORD, code="new", promised_at=vn("2026-11-09 17:00"))
    daemon.drop(DUE_ON_MONDAY, RECORD, new, exported="2026-11-10 07:10")
    daemon.tick("2026-11-10 08:35")
    daemon.tick("2026-11-10 13:50")

    told = mails(daemon)
    assert back == ahead
    assert len(told) == len(set(told))
    assert untold(daemon) == set()
    with daemon.store.reading() as work:
        heard = {one.finding.dossier for one in work.findings.standing() if "hoa" in one.told}
    assert {"new", DUE_ON_MONDAY.code} <= heard


def test_a_day_back_and_ahead_doubles_no_mail_and_loses_none(daemon: Daemon) -> None:
    before, stood = mails(daemon), untold(daemon)

    daemon.tick("2026-11-08 08:00")
    daemon.tick("2026-11-09 08:00")

    assert mails(daemon) == before
    assert untold(daemon) == stood
    with daemon.store.reading() as work:
        letters = work.letters.in_state()
    assert {one.state for one in letters} <= {LetterState.ASKED}


def test_a_clock_that_swings_to_and_fro_tells_each_thing_once(daemon: Daemon) -> None:
    for _ in range(3):
        daemon.tick("2026-11-10 08:35")
        daemon.tick("2026-11-09 08:40")

    once = mails(daemon)
    daemon.tick("2026-11-10 08:35")

    assert mails(daemon) == once
    assert len(once) == len(set(once))
