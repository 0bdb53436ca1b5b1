"""Who of several processes lives, and who judges by what is in force."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.worker import APART, SILENT, living, outdated
from tests.builders import a_worker, vn

AT = vn("2026-11-12 09:00")
OLD = a_worker("lead", at="2026-11-12 09:00")
YOUNG = replace(OLD, name="may-2:11", since=vn("2026-11-12 08:00"))


def test_the_youngest_comes_first_and_the_silent_are_gone() -> None:
    silent = replace(YOUNG, name="may-3:12", seen_at=AT - SILENT)

    assert living([OLD, silent, YOUNG], at=AT) == (YOUNG, OLD)


def test_of_two_that_began_at_once_all_machines_name_the_same() -> None:
    twin = replace(YOUNG, name="may-9:1", binding="b")

    assert living([YOUNG, twin], at=AT) == living([twin, YOUNG], at=AT) == (twin, YOUNG)


def test_who_judges_by_something_else_than_the_youngest_that_leads_waits() -> None:
    new = replace(YOUNG, binding="b")

    assert outdated((new, OLD)) == (OLD,)
    assert outdated((YOUNG, OLD)) == ()
    assert outdated(()) == ()


def test_who_does_not_lead_decides_only_where_nobody_leads() -> None:
    posts = frozenset({"mail"})
    mailing = replace(YOUNG, binding="b", queues=posts)

    assert outdated((mailing, OLD)) == (mailing,)
    assert outdated((mailing, replace(OLD, queues=posts))) == (replace(OLD, queues=posts),)


@pytest.mark.parametrize("way", [1, -1])
def test_a_clock_may_be_wrong_by_a_minute(way: int) -> None:
    assert not replace(OLD, clock_ahead=way * APART).is_apart
    assert replace(OLD, clock_ahead=way * (APART + timedelta(seconds=1))).is_apart
