"""What cannot wait for a slot is told at once, once, and only to those who can use it."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.record import Record
from monitor.flows.notify import Notified
from monitor.notices.urgent import UrgentFacts
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.telling import DAY, PlainMails, a_record, keys, settled, take_in, tell
from tests.notices.office import HANDLER, TELLING, a_directory, an_office


@pytest.fixture
def store(store: SqlStore) -> SqlStore:
    """Return a store whose baseline is told, and whose morning of 12 November is done."""
    settled(store)
    tell(store, f"{DAY} 08:30")
    return store


def by_three(code: str = "one", promised: str = f"{DAY} 15:00") -> Record:
    """Return a dossier of eight working hours, received the day before."""
    return a_record(
        code, received="2026-11-11 15:00", promised=promised, procedure="chung-thuc"
    )


def urgent(store: SqlStore) -> list[str]:
    return [key for key in keys(store) if key.startswith("urgent/")]


def test_four_hours_before_the_handler_is_told_at_once(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 08:50")
    mails = PlainMails()

    before = tell(store, f"{DAY} 08:59", mails)
    done = tell(store, f"{DAY} 09:00", mails)

    (notice,) = mails.to("hoa")
    assert isinstance(notice.facts, UrgentFacts)
    assert (before, done) == (Notified(), Notified(mails=1))
    assert (notice.facts.total, notice.facts.most_minutes) == (1, 240)
    assert len(urgent(store)) == 1


def test_it_is_said_once_and_the_next_stage_once(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 09:00")
    tell(store, f"{DAY} 09:00")
    take_in(store, by_three(), at=f"{DAY} 09:10")
    again = tell(store, f"{DAY} 09:10")
    tell(store, f"{DAY} 13:45")
    take_in(store, by_three(), at=f"{DAY} 14:00")
    last = tell(store, f"{DAY} 14:00")

    assert (again, last.mails) == (Notified(), 1)
    assert len(urgent(store)) == 2


def test_what_is_urgent_for_one_person_is_one_mail(store: SqlStore) -> None:
    take_in(store, by_three("one"), by_three("two"), at=f"{DAY} 09:00")
    mails = PlainMails()

    tell(store, f"{DAY} 09:00", mails)

    (notice,) = mails.to("hoa")
    assert isinstance(notice.facts, UrgentFacts)
    assert [item.code for item in notice.facts.items] == ["one", "two"]
    assert len(notice.lists) == 2


def test_a_later_digest_does_not_call_it_news(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 09:00")
    tell(store, f"{DAY} 09:00")

    take_in(store, by_three(), at=f"{DAY} 13:40")
    mails = PlainMails()

    tell(store, f"{DAY} 13:45", mails)

    assert mails.written == []


def test_a_dossier_finished_meanwhile_is_not_told(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 09:00")
    ended = replace(by_three(), status=Status.FINISHED, finished_at=vn(f"{DAY} 09:05"))
    take_in(store, ended, at=f"{DAY} 09:10")

    assert tell(store, f"{DAY} 09:10") == Notified()


def test_data_that_have_grown_old_tell_nothing(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 09:00", exported=f"{DAY} 07:30")

    assert tell(store, f"{DAY} 09:00") == Notified()


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(f"{DAY} 12:00", id="at noon"),
        pytest.param(f"{DAY} 18:00", id="in the evening"),
    ],
)
def test_nobody_is_hurried_outside_working_hours(store: SqlStore, at: str) -> None:
    take_in(store, by_three(promised=f"{DAY} 17:00"), at=at)

    assert tell(store, at) == Notified()


def test_the_deputy_hears_for_who_is_absent(store: SqlStore) -> None:
    away = replace(HANDLER, absent_from=date(2026, 11, 9), deputy="dung")
    take_in(store, by_three(), at=f"{DAY} 09:00")
    mails = PlainMails()

    tell(store, f"{DAY} 09:00", mails, office=an_office(a_directory(away)))

    assert [one.recipient.person for one in mails.written] == ["dung"]


def test_a_mail_that_cannot_be_written_is_tried_again(store: SqlStore) -> None:
    take_in(store, by_three(), at=f"{DAY} 09:00")

    broken = tell(store, f"{DAY} 09:00", PlainMails(broken=frozenset({"hoa"})))
    mended = tell(store, f"{DAY} 09:01")

    assert (broken, mended) == (Notified(failed=1), Notified(mails=1))


def test_too_many_at_once_wait_for_a_person(store: SqlStore) -> None:
    people = [replace(HANDLER, code=f"p{n}", source_name=f"P{n}") for n in range(21)]
    records = [replace(by_three(f"d{n}"), handler=f"p{n}") for n in range(21)]
    take_in(store, *records, at=f"{DAY} 09:00")

    done = tell(
        store,
        f"{DAY} 09:00",
        office=an_office(a_directory(*people)),
        telling=replace(TELLING, max_share=0.0),
    )

    assert (done.mails, done.held) == (1, 21)
    assert f"alarm/{DAY}/urgent" in keys(store)
