"""Who is at work is known by a lock, and told."""

import os
import platform
from pathlib import Path

import pytest

from monitor.daemon.lock import LOCK, TICK_LOCK, Holder, alone, holder_of
from tests.builders import vn

AT = vn("2026-11-11 07:40")
LATER = vn("2026-11-11 08:00")
US = Holder(pid=os.getpid(), host=platform.node(), since=AT)


def test_who_comes_second_is_told_who_came_first_and_when(tmp_path: Path) -> None:
    with alone(tmp_path / "var", at=AT) as first, alone(tmp_path / "var", at=LATER) as second:
        assert first is None
        assert second == US
        assert holder_of(tmp_path / "var") == US


def test_locks_of_two_names_do_not_meet(tmp_path: Path) -> None:
    with alone(tmp_path, at=AT), alone(tmp_path, at=AT, name=TICK_LOCK) as other:
        assert other is None


@pytest.mark.parametrize("left", ["", "pid 1", '{"pid": 1}', '{"pid": 1, "since": 5}', "[]"])
def test_a_lock_that_nobody_holds_any_more_is_taken_over(tmp_path: Path, left: str) -> None:
    (tmp_path / LOCK).write_text(left, encoding="ascii")

    assert holder_of(tmp_path) is None
    with alone(tmp_path, at=AT) as other:
        assert other is None
        assert holder_of(tmp_path) == US


@pytest.mark.parametrize("left", ["", "pid 1", '{"pid": 1}', "[]"])
def test_a_holder_that_does_not_say_who_it_is_is_told_all_the_same(
    tmp_path: Path, left: str
) -> None:
    with alone(tmp_path, at=AT):
        (tmp_path / LOCK).write_text(left, encoding="ascii")
        with alone(tmp_path, at=LATER) as other:
            assert other == Holder()


def test_an_office_that_never_ran_has_no_holder(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "var") is None
