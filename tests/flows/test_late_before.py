"""A leader reads how many were late on the working day before, where that is known."""

from datetime import date

import pytest

from monitor.notices.leader import LateBefore, LeaderFacts
from monitor.store.work import SqlStore
from tests.flows.telling import DAY, PlainMails, a_record, settled, take_in, tell

NEXT, MONDAY = "2026-11-13", "2026-11-16"


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    settled(store)
    return store


def before(store: SqlStore, day: str) -> LateBefore | None:
    """Tell a morning, and return what its leader's mail compares with."""
    mails = PlainMails()
    tell(store, f"{day} 08:30", mails)
    (leader,) = mails.to("thanh")
    assert isinstance(leader.facts, LeaderFacts)
    return leader.facts.before


def test_the_figure_of_the_day_before_is_named(store: SqlStore) -> None:
    take_in(store, a_record("one"), a_record("two"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 08:30")

    assert before(store, NEXT) == LateBefore(on=date(2026, 11, 12), late=2)


def test_on_a_monday_it_is_that_of_friday(store: SqlStore) -> None:
    take_in(store, a_record("one"), at=f"{NEXT} 07:20")
    tell(store, f"{NEXT} 08:30")

    assert before(store, MONDAY) == LateBefore(on=date(2026, 11, 13), late=1)


def test_a_morning_without_a_mail_was_one_with_nothing_late(store: SqlStore) -> None:
    tell(store, f"{DAY} 08:30")
    take_in(store, a_record("one"), at=f"{NEXT} 07:20")

    assert before(store, NEXT) == LateBefore(on=date(2026, 11, 12), late=0)


def test_of_a_morning_that_was_missed_nothing_is_known(store: SqlStore) -> None:
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 08:30")

    assert before(store, MONDAY) is None


def test_what_was_not_written_is_not_named(store: SqlStore) -> None:
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 08:30", PlainMails(broken=frozenset({"thanh"})))

    assert before(store, NEXT) is None


def test_what_was_held_is_not_named(store: SqlStore) -> None:
    many = [a_record(f"d{n:02d}") for n in range(40)]
    take_in(store, *many, at=f"{DAY} 07:20")
    tell(store, f"{DAY} 08:30")

    assert before(store, NEXT) is None
