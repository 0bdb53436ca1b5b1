"""Too much at once is held, all of it: a person lets it go, and nothing false goes out."""

from dataclasses import replace

import pytest

from monitor.domain.errors import NotHeldError
from monitor.domain.message import MessageState, Outcome, Phase, Reply
from monitor.domain.office import Office
from monitor.domain.record import Record
from monitor.flows.notify import notify
from monitor.flows.release import Released, discard, release
from monitor.notices.slots import Slot
from monitor.store.work import SqlStore
from tests.builders import DAYS_2026, a_calendar, a_day_off, vn
from tests.flows.telling import DAY, PlainMails, a_record, settled, take_in, tell
from tests.notices.office import OFFICE, TELLING, an_office
from tests.outbox import LEASE, an_end
from tests.store.taking import wake_all

MORNING, AFTERNOON = f"{DAY} 07:20", f"{DAY} 13:45"
HELD = [
    "digest/ha/2026-11-12/morning",
    "digest/hoa/2026-11-12/morning",
    "leader/thanh/2026-11-12",
]
WEEK_OFF = [a_day_off(f"2026-11-0{day}") for day in range(2, 7)]
WRONG, RIGHT = OFFICE, an_office(calendar=a_calendar(*DAYS_2026, *WEEK_OFF))


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    settled(store)
    send(store, "2026-11-11 16:30")
    return store


def many(number: int = 40, **fields: str | None) -> list[Record]:
    return [a_record(f"d{n:02d}", **fields) for n in range(number)]  # type: ignore[arg-type]


def storm(store: SqlStore, at: str = MORNING) -> None:
    """Come to a morning on which forty dossiers are late at once."""
    take_in(store, *many(), at=at)
    tell(store, at)


def send(store: SqlStore, at: str) -> list[str]:
    """Return the keys of all that may go out by now."""
    reply = Reply(outcome=Outcome.SENT, phase=Phase.REPLIED)
    with store.writing() as work:
        claimed = work.delivery.claim(at=vn(at), limit=1_000, lease=LEASE)
        for one in claimed:
            work.delivery.settle([an_end(one, reply)], at=vn(at))
    return sorted(one.message.key for one in claimed)


def held(store: SqlStore) -> list[str]:
    with store.reading() as work:
        return [one.key for one in work.held.all()]


def faults(store: SqlStore) -> set[str]:
    with store.reading() as work:
        return set(work.done.faults())


def test_a_tick_that_wants_too_much_has_all_of_it_held(store: SqlStore) -> None:
    take_in(store, *many(), at=MORNING)

    done = tell(store, MORNING)

    assert (done.slots, done.mails, done.held) == ((Slot.MORNING,), 2, 3)
    assert held(store) == HELD
    assert send(store, "2026-11-12 16:00") == [
        "alarm/2026-11-12/morning",
        "operator/2026-11-12",
    ]
    assert faults(store) == {"mail/held"}


def test_a_few_late_dossiers_are_told_as_ever(store: SqlStore) -> None:
    take_in(store, *many(20), at=MORNING)

    done = tell(store, MORNING)

    assert done.held == 0
    assert faults(store) == set()


@pytest.mark.parametrize(
    "promised",
    [
        pytest.param(f"{DAY} 17:00", id="due today"),
        pytest.param("2026-11-13 17:00", id="due soon"),
        pytest.param("2026-11-17 17:00", id="to be answered"),
    ],
)
def test_too_much_under_any_heading_is_held(store: SqlStore, promised: str) -> None:
    take_in(store, *many(promised=promised), at=MORNING)

    done = tell(store, MORNING)

    assert done.held >= 1
    assert [key for key in send(store, f"{DAY} 16:00") if key.startswith("digest")] == []
    assert faults(store) == {"mail/held"}


def test_an_office_may_say_what_is_few(store: SqlStore) -> None:
    take_in(store, *many(5), at=MORNING)

    done = tell(store, MORNING, telling=replace(TELLING, few=4))

    assert done.held == 3


def test_an_office_may_set_its_share(store: SqlStore) -> None:
    take_in(store, *many(), at=MORNING)

    done = tell(store, MORNING, telling=replace(TELLING, max_share=1.0, max_named_share=1.0))

    assert done.held == 0


def test_without_an_operators_mailbox_the_fault_tells(store: SqlStore) -> None:
    take_in(store, *many(), at=MORNING)

    done = tell(store, MORNING, telling=replace(TELLING, operator_mailbox=""))

    assert (done.mails, done.held, done.failed) == (0, 3, 0)
    assert faults(store) == {"mail/held"}


def test_the_same_slot_holds_nothing_twice(store: SqlStore) -> None:
    storm(store)

    again = tell(store, f"{DAY} 07:21")

    assert again.slots == ()
    assert held(store) == HELD


def test_the_next_slot_tells_it_anew_in_place_of_the_first(store: SqlStore) -> None:
    storm(store)

    tell(store, AFTERNOON)
    tell(store, "2026-11-13 08:30")
    tell(store, "2026-11-13 13:45")

    assert held(store) == [
        "digest/ha/2026-11-13/afternoon",
        "digest/hoa/2026-11-13/afternoon",
        "leader/thanh/2026-11-13",
    ]


def test_let_go_it_goes_out_once(store: SqlStore) -> None:
    storm(store)

    done = release(store, OFFICE, None, at=vn(f"{DAY} 09:00"))

    assert done == Released(gone=tuple(HELD))
    assert set(send(store, f"{DAY} 09:00")) >= set(HELD)
    assert faults(store) == set()
    assert tell(store, AFTERNOON).held == 0
    assert send(store, AFTERNOON) == []


def test_one_of_them_can_be_let_go(store: SqlStore) -> None:
    storm(store)

    release(store, OFFICE, [HELD[1]], at=vn(f"{DAY} 09:00"))

    assert held(store) == [HELD[0], HELD[2]]
    assert faults(store) == {"mail/held"}


def test_at_noon_it_goes_when_work_begins_again(store: SqlStore) -> None:
    storm(store)
    send(store, MORNING)

    release(store, OFFICE, None, at=vn(f"{DAY} 12:00"))

    assert send(store, f"{DAY} 13:29") == []
    assert send(store, f"{DAY} 13:30") == HELD


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(f"{DAY} 17:30", id="after hours"),
        pytest.param("2026-11-13 07:10", id="on the next day"),
    ],
)
def test_too_late_for_its_day_it_is_told_anew(store: SqlStore, at: str) -> None:
    storm(store)

    done = release(store, OFFICE, None, at=vn(at))

    assert done == Released(outdated=tuple(HELD))
    assert held(store) == []
    tell(
        store, "2026-11-13 08:30", telling=replace(TELLING, max_share=1.0, max_named_share=1.0)
    )
    assert "digest/hoa/2026-11-13/morning" in send(store, "2026-11-13 08:30")


def test_discarded_it_is_told_anew(store: SqlStore) -> None:
    storm(store)

    assert discard(store, [HELD[1]]) == (HELD[1],)
    assert len(discard(store, None)) == 2

    assert faults(store) == set()
    tell(store, AFTERNOON)
    assert "digest/hoa/2026-11-12/afternoon" in held(store)


def test_a_key_that_is_not_held_is_told_and_nothing_done(store: SqlStore) -> None:
    storm(store)
    keys = [HELD[0], "operator/2026-11-12"]

    with pytest.raises(NotHeldError):
        release(store, OFFICE, keys, at=vn(f"{DAY} 09:00"))
    with pytest.raises(NotHeldError):
        discard(store, keys)

    assert held(store) == HELD


def under_a_wrong_calendar(store: SqlStore) -> None:
    """Come to a morning on which a week of rest is missing from the calendar.

    Dates are counted, since no slip names any.
    """
    take_in(store, *many(received="2026-10-30 08:00", promised=None), at=MORNING)
    tell(store, MORNING, office=WRONG)


def look_again(store: SqlStore, office: Office, at: str) -> None:
    wake_all(store, at=vn(at))
    tell(store, at, office=office)


def late_told(store: SqlStore) -> set[str]:
    """Return the rules of what anybody has been told of, by a mail that is not held."""
    with store.reading() as work:
        return {one.finding.rule for one in work.findings.standing() if one.told}


def test_a_calendar_without_a_week_tells_nobody_anything_false(store: SqlStore) -> None:
    under_a_wrong_calendar(store)

    assert HELD[1] in held(store)
    assert late_told(store) == set()


def test_once_the_calendar_is_right_what_is_let_go_is_nothing_false(store: SqlStore) -> None:
    under_a_wrong_calendar(store)
    look_again(store, RIGHT, f"{DAY} 09:00")

    done = release(store, RIGHT, None, at=vn(f"{DAY} 09:05"))

    assert done.gone == ("digest/unit:TT/2026-11-12/morning",)  # no slip names a date: true
    assert "overdue" not in late_told(store)


def test_once_the_calendar_is_right_the_next_slot_tells_what_is_true(store: SqlStore) -> None:
    under_a_wrong_calendar(store)
    mails = PlainMails()
    wake_all(store, at=vn(AFTERNOON))

    lets_it_go = replace(TELLING, max_named_share=1.0)  # all forty are due soon, as is true
    tell(store, AFTERNOON, mails, office=RIGHT, telling=lets_it_go)

    assert not any("morning" in key and key.startswith("digest") for key in held(store))
    assert "overdue" not in late_told(store)
    (digest,) = mails.to("hoa")
    assert "digest/hoa/2026-11-12/afternoon" in send(store, AFTERNOON)
    assert digest.lists


def test_a_clock_a_month_ahead_sends_nothing(store: SqlStore) -> None:
    take_in(store, *many(promised="2026-11-30 17:00"), at=MORNING)
    tell(store, MORNING)
    send(store, MORNING)

    tell(store, "2026-12-11 08:30")  # nobody has exported anything since

    assert [key for key in send(store, "2026-12-11 08:30") if not key.startswith("o")] == [
        "alarm/2026-12-11/morning"
    ]


def test_a_held_mail_that_cannot_be_written_is_a_fault_of_its_own(store: SqlStore) -> None:
    take_in(store, *many(), at=MORNING)

    done = tell(store, MORNING, PlainMails(broken=frozenset({"hoa"})))

    assert (done.held, done.failed) == (2, 1)
    assert faults(store) == {"mail/held", "mail/digest/hoa"}


def test_killed_while_it_is_held_the_next_call_holds_the_same(store: SqlStore) -> None:
    take_in(store, *many(), at=MORNING)
    with pytest.raises(KeyboardInterrupt):
        notify(store, OFFICE, PlainMails(dies_at=2), telling=TELLING, at=vn(MORNING))
    assert held(store) == []

    tell(store, f"{DAY} 07:21")

    assert held(store) == HELD
    with store.reading() as work:
        assert {one.state for one in work.outbox.list(MessageState.HELD)} == {MessageState.HELD}
