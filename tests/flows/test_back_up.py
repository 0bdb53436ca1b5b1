"""A backup once a day, told where it fails; and nothing sent after one was laid down again."""

from dataclasses import dataclass, field
from datetime import datetime, time

import pytest

from monitor.domain.errors import BackupError
from monitor.domain.message import HeldFor, MessageState, Phase
from monitor.flows.back_up import (
    BACKUP,
    back_up,
    back_up_due,
    resume_sending,
    stop_sending,
)
from monitor.ports.keeping import RESTORED, BackedUp
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.outbox import LEASE, a_message

CLOCK = time(2, 30)
LATE = vn("2026-11-12 10:00")
NIGHT, NEXT_NIGHT = "2026-11-12 02:30", "2026-11-13 02:30"


@dataclass
class ListKeeper:
    """Makes backups of nothing; none while it is `full`."""

    is_full: bool = False
    made: list[datetime] = field(default_factory=list)

    def back_up(self, *, at: datetime) -> BackedUp:
        if self.is_full:
            raise BackupError(folder="/sao-luu", reason="full")
        self.made.append(at)
        return BackedUp(place="/sao-luu/a.zip", name="a.zip", size=1, rows=2, files=3)

    def settle(self) -> None: ...


def due(store: SqlStore, keeper: ListKeeper | None, at: str) -> BackedUp | None:
    return back_up_due(store, keeper, clock=CLOCK, at=vn(at))


def test_the_first_tick_after_the_hour_makes_the_day_s_backup(store: SqlStore) -> None:
    keeper = ListKeeper()

    for at in ("2026-11-12 02:29", NIGHT, "2026-11-12 02:31", NEXT_NIGHT):
        due(store, keeper, at)

    assert keeper.made == [vn(NIGHT), vn(NEXT_NIGHT)]
    with store.reading() as work:
        assert work.done.beats()[BACKUP] == (vn(NEXT_NIGHT), "a.zip")


def test_an_office_that_names_no_folder_has_none(store: SqlStore) -> None:
    assert due(store, None, NIGHT) is None


def test_one_that_fails_is_told_and_tried_again_after_an_hour(store: SqlStore) -> None:
    keeper = ListKeeper(is_full=True)

    assert due(store, keeper, NIGHT) is None
    with store.reading() as work:
        at, detail = work.done.faults()[BACKUP]
        assert BACKUP not in work.done.beats()
    keeper.is_full = False
    early = due(store, keeper, "2026-11-12 03:29")
    again = due(store, keeper, "2026-11-12 03:30")

    assert at == vn(NIGHT)
    assert detail.startswith("Không sao lưu được vào /sao-luu: ổ đĩa đã đầy")
    assert early is None
    assert again is not None
    with store.reading() as work:
        assert BACKUP not in work.done.faults()


def test_one_by_hand_fails_in_words(store: SqlStore) -> None:
    with pytest.raises(BackupError):
        back_up(store, ListKeeper(is_full=True), at=vn(NIGHT))


def test_what_waited_is_held_and_nothing_goes_out_until_a_person_says_so(
    store: SqlStore,
) -> None:
    with store.writing() as work:
        work.outbox.add([a_message("one"), a_message("two")])
    stopped = stop_sending(store, made_at=vn(NIGHT), at=vn("2026-11-12 10:00"))
    three = a_message("three")
    with store.writing() as work:
        work.outbox.add([three])
        taken = work.delivery.claim(at=vn(NEXT_NIGHT), limit=10, lease=LEASE)
        fault = work.done.faults()[RESTORED][1]
        held = work.outbox.list(MessageState.HELD)

    assert stopped.held == 2
    assert taken == []
    assert "Đã phục hồi bản sao lưu lúc 02:30 12/11/2026" in fault
    assert {(one.key, one.held_for) for one in held} == {
        (a_message(name).key, HeldFor.PERSON) for name in ("one", "two")
    }

    assert resume_sending(store)
    with store.writing() as work:
        taken = work.delivery.claim(at=vn(NEXT_NIGHT), limit=10, lease=LEASE)
    assert [one.message for one in taken] == [three]
    assert not resume_sending(store)


def test_what_was_in_hand_is_held_too_and_uncertain(store: SqlStore) -> None:
    with store.writing() as work:
        work.outbox.add([a_message(name) for name in ("rest", "claimed", "data")])
        claimed = work.delivery.claim(at=LATE, limit=9, lease=LEASE)
        taken = {one.message.key: one for one in claimed}
        work.delivery.enter_data([taken[a_message("data").key]], at=LATE)
        work.delivery.give_back([taken[a_message("rest").key]], at=LATE)

    stopped = stop_sending(store, made_at=vn(NIGHT), at=LATE)

    with store.reading() as work:
        held = {one.key: one for one in work.outbox.list(MessageState.HELD)}
        fault = work.done.faults()[RESTORED][1]
    found = {
        name: (held[a_message(name).key].held_for, held[a_message(name).key].is_uncertain)
        for name in ("rest", "claimed", "data")
    }
    assert stopped.held == 3
    assert "3 thư" in fault
    assert {one.phase for one in held.values()} == {Phase.NONE}
    assert found == {
        "rest": (HeldFor.PERSON, False),
        "claimed": (HeldFor.UNCERTAIN, True),
        "data": (HeldFor.UNCERTAIN, True),
    }


def test_a_bare_database_says_when_it_was_laid_down(store: SqlStore) -> None:
    stop_sending(store, made_at=None, at=vn("2026-11-12 10:00"))

    with store.reading() as work:
        assert "lúc 10:00 12/11/2026" in work.done.faults()[RESTORED][1]
