"""One tick does all that is due, in its order; a second one at the instant does nothing."""

from dataclasses import dataclass, field, replace
from datetime import time
from pathlib import Path

import pytest

from monitor.domain.dossier import Status
from monitor.domain.letter import LetterState
from monitor.domain.notice import NoticeKind
from monitor.domain.office import Office
from monitor.domain.record import Record
from monitor.domain.room import Room
from monitor.flows.apologise import Apologised
from monitor.flows.back_up import BACKUP
from monitor.flows.collect import Collected
from monitor.flows.notify import Notified
from monitor.flows.reconcile import Reconciled
from monitor.flows.recount import Recounted
from monitor.flows.report import Reported
from monitor.flows.scan import Scanned
from monitor.flows.survey import Surveyed
from monitor.flows.tick import (
    BINDING,
    CALENDAR,
    RECOUNTING,
    ROOM,
    Plan,
    Ticked,
    bind,
    tick,
    turn_back,
)
from monitor.flows.workbooks import WorkbooksMade
from monitor.notices.operator import OperatorFacts
from monitor.notices.slots import Slot
from monitor.rules import RULES, UNIT_RULES
from monitor.store.work import SqlStore
from tests.builders import DAYS_2026, a_calendar, vn
from tests.domain.strategies import TIMES
from tests.exports import a_file, a_record, rejects
from tests.fakes import (
    DictShelf,
    DyingStore,
    KilledError,
    ListInbox,
    PlainExaminer,
    PlainLetters,
    PlainMails,
    PlainReports,
    an_outside,
)
from tests.flows.scene import RECORD
from tests.notices.office import OFFICE, TELLING, an_office
from tests.stores import a_copy

ASK_DAY = "2026-11-11 07:40"
NOTHING = Ticked(
    recounted=Recounted(),
    collected=Collected(),
    scanned=Scanned(),
    surveyed=Surveyed(),
    apologised=Apologised(),
    notified=Notified(),
    reported=Reported(),
)


@dataclass
class Daemon:
    """A program that ticks over one drop folder."""

    store: SqlStore | DyingStore
    inbox: ListInbox = field(default_factory=lambda: ListInbox("tinh"))
    office: Office = OFFICE
    version: str = "1"
    shelf: DictShelf = field(default_factory=DictShelf)
    reports: PlainReports = field(default_factory=PlainReports)

    def __post_init__(self) -> None:
        self.outside = an_outside(
            self.store,
            mails=PlainMails(),
            letters=PlainLetters(),
            examiner=PlainExaminer(),
            reports=self.reports,
            shelf=self.shelf,
        )

    @property
    def plan(self) -> Plan:
        return Plan(
            office=self.office,
            rules=RULES,
            unit_rules=UNIT_RULES,
            inboxes=(self.inbox,),
            telling=TELLING,
            max_reject_share=0.1,
            report_clock=time(8),
            version=self.version,
        )

    def drop(self, *records: Record, exported: str) -> None:
        self.inbox.drop(a_file(*records, exported=exported))

    def tick(self, at: str) -> Ticked:
        return tick(self.outside, self.plan, at=vn(at))


@pytest.fixture
def daemon(store: SqlStore) -> Daemon:
    return Daemon(store)


def everything(store: SqlStore) -> tuple[object, ...]:
    """Return what a person could see of the store; of imports begun again the last."""
    with store.reading() as work:
        return (
            [(one.finding.key, one.told) for one in work.findings.standing()],
            work.letters.in_state(),
            [(one.key, one.state) for one in work.outbox.list()],
            work.done.faults(),
            work.done.beats(),
            {one.file_name: one.state for one in reversed(work.imports.latest(100))},
        )


def test_an_empty_office_is_no_work_and_leaves_a_sign_of_life(daemon: Daemon) -> None:
    done = daemon.tick("2026-11-11 06:00")

    assert done == replace(NOTHING, surveyed=Surveyed(judged=4), reconciled=Reconciled(units=4))
    with daemon.store.reading() as work:
        assert work.done.beats()["tick"] == (vn("2026-11-11 06:00"), "")


def test_what_came_in_is_judged_asked_about_and_told_in_the_same_tick(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-11-11 07:10")

    done = daemon.tick(ASK_DAY)

    with daemon.store.reading() as work:
        keys = [one.key for one in work.outbox.list()]
        letters = work.letters.in_state()
    assert done.collected == Collected(taken=1)
    assert (done.scanned.judged, done.scanned.failed) == (1, 0)
    assert done.apologised == Apologised(asked=1)
    assert done.notified.slots == (Slot.MORNING,)
    assert done.workbooks_made == WorkbooksMade(made=1)
    assert done.notified.mails + 1 == len(keys) > 1
    assert [one.state for one in letters] == [LetterState.ASKED]


def test_a_second_tick_at_one_instant_does_nothing(daemon: Daemon, store: SqlStore) -> None:
    daemon.drop(RECORD, a_record("other"), exported="2026-11-11 07:10")
    daemon.tick(ASK_DAY)
    before = everything(store)

    again = daemon.tick(ASK_DAY)

    assert again == NOTHING
    assert everything(store) == before


def test_a_late_tick_makes_up_for_those_missed(store: SqlStore) -> None:
    daemon = Daemon(store)
    for day in ("09", "10", "11"):
        daemon.drop(RECORD, exported=f"2026-11-{day} 07:10")

    done = daemon.tick("2026-11-11 14:00")

    assert done.collected == Collected(taken=3)
    assert done.notified.slots == (Slot.MORNING, Slot.AFTERNOON)
    assert daemon.tick("2026-11-11 14:01") == NOTHING


def test_the_months_report_is_made_by_the_tick(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-11-11 07:10")

    done = daemon.tick("2026-12-01 13:45")

    assert done.reported == Reported(made=1)
    assert daemon.shelf.names("reports") != []


# What binds


def test_new_settings_have_judged_anew_what_they_may_touch(daemon: Daemon) -> None:
    ended = replace(RECORD, code="ended", status=Status.FINISHED)
    daemon.drop(RECORD, ended, exported="2026-11-09 07:10")
    daemon.tick("2026-11-09 07:40")
    still = daemon.tick("2026-11-09 07:41")

    daemon.version = "2"
    changed = daemon.tick("2026-11-09 07:42")
    again = daemon.tick("2026-11-09 07:43")

    assert [one.scanned.judged for one in (still, changed, again)] == [0, 1, 0]


def test_a_moved_day_off_moves_what_is_asked(daemon: Daemon) -> None:
    """With a day off on the 12th, three working days before the 16th is the 10th."""
    daemon.drop(RECORD, exported="2026-11-10 07:10")
    daemon.tick("2026-11-10 07:40")
    with daemon.store.reading() as work:
        before = work.letters.in_state()

    days = (*DAYS_2026, replace(DAYS_2026[0], day=vn("2026-11-12").date()))
    daemon.office = an_office(calendar=a_calendar(*days))
    daemon.version = "2"
    done = daemon.tick("2026-11-10 07:41")

    assert before == []
    assert done.apologised == Apologised(asked=1)


def test_a_change_that_was_never_counted_to_the_end_is_counted_again(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-11-10 07:10")
    daemon.tick("2026-11-10 07:40")
    with daemon.store.writing() as work:
        work.done.beat(BINDING, at=vn("2026-11-10 07:41"), detail=RECOUNTING)

    done = daemon.tick("2026-11-10 07:42")

    assert done.recounted == Recounted(counted=1)
    assert daemon.tick("2026-11-10 07:43").recounted == Recounted()


def test_the_operator_hears_once_of_each_date_that_moved(daemon: Daemon) -> None:
    daemon.drop(replace(RECORD, promised_at=None), exported="2026-11-10 07:10")
    daemon.tick("2026-11-10 07:40")
    days = (*DAYS_2026, replace(DAYS_2026[0], day=vn("2026-11-12").date()))
    daemon.office = an_office(calendar=a_calendar(*days))
    daemon.version = "2"

    for instant in ("10 17:30", "13 08:31", "16 08:31"):  # nobody ticks between
        daemon.tick(f"2026-11-{instant}")

    mails = daemon.outside.mails
    assert isinstance(mails, PlainMails)
    told = [one.facts for one in mails.written if one.kind is NoticeKind.OPERATOR]
    assert [len(facts.health.moved) for facts in told if isinstance(facts, OperatorFacts)] == [
        0,
        1,
        0,
    ]


def test_binding_is_said_once(daemon: Daemon) -> None:
    at = vn(ASK_DAY)

    told = [bind(daemon.outside, daemon.plan, at=at) for _ in range(2)]

    with daemon.store.reading() as work:
        assert work.done.beats()[BINDING] == (at, "1")
    assert told == [Recounted(), None]


# What goes wrong


def test_a_calendar_that_has_ended_is_told_and_stops_nothing_else(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-12-31 07:10")

    done = daemon.tick("2027-01-04 08:00")
    with daemon.store.reading() as work:
        told = work.done.faults()
        beat = work.done.beats()["tick"]
    daemon.office = an_office(calendar=a_calendar(*DAYS_2026, last_year=2027))
    cured = daemon.tick("2027-01-04 08:01")

    assert done.collected == Collected(taken=1)
    assert done.scanned.judged == 1
    assert (done.notified, done.reported) == (Notified(), Reported())
    assert list(told) == [CALENDAR]
    assert beat[0] == vn("2027-01-04 08:00")
    assert cured.reported == Reported(made=1)
    with daemon.store.reading() as work:
        assert work.done.faults() == {}


OLD = a_record("old", received="2026-10-05 08:00", promised="2026-10-20 17:00")


def a_busy_morning(store: SqlStore | DyingStore, inbox: ListInbox) -> Ticked:
    """Bring questions, mails, a refused file and last month's report, all in one tick."""
    first = a_file(RECORD, OLD, exported="2026-11-10 17:10", name="1.csv")
    second = a_file(RECORD, OLD, exported="2026-11-11 07:10", name="2.csv")
    broken = a_file(RECORD, *rejects(3), exported="2026-11-11 07:20", name="3.csv")
    dealt_with = {*inbox.done, *inbox.refused}
    inbox.drop(*(one for one in (first, second, broken) if one.name not in dealt_with))
    return Daemon(store, inbox=inbox).tick(ASK_DAY)


@pytest.fixture
def on_the_eve(store: SqlStore) -> SqlStore:
    """Return a store that took its first file in, and told of it, in October."""
    daemon = Daemon(store)
    daemon.drop(OLD, exported="2026-10-12 07:10")
    daemon.tick("2026-10-12 07:40")
    return store


def test_a_kill_at_any_write_leads_to_the_same_end(
    on_the_eve: SqlStore, tmp_path: Path
) -> None:
    ends = []
    for write in range(0, 40, 1 if TIMES > 1 else 3):
        inbox = ListInbox("tinh")
        with a_copy(on_the_eve, tmp_path / str(write)) as store:
            try:
                a_busy_morning(DyingStore(store, at=write), inbox)
            except KilledError:
                a_busy_morning(store, inbox)
            else:
                if write:
                    break
            ends.append((everything(store), inbox.done, inbox.refused))

    assert len(ends) > 4
    assert all(one == ends[0] for one in ends)


def test_the_busy_morning_was_one(on_the_eve: SqlStore) -> None:
    done = a_busy_morning(on_the_eve, ListInbox("tinh"))

    with on_the_eve.reading() as work:
        keys = [one.key for one in work.outbox.list()]
    assert done.collected == Collected(taken=2, refused=1)
    assert done.apologised.asked == 1
    assert done.reported == Reported(made=1)
    assert sum(key.startswith("report/XA/2026-10") for key in keys) == 1
    assert sum(key.startswith("digest/hoa/") for key in keys) == 1


def test_a_clock_that_ran_ahead_puts_nothing_off(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-11-09 07:10")
    daemon.tick("2026-11-09 07:30")
    daemon.tick("2026-11-17 09:00")  # for one tick the clock is a week ahead
    with daemon.store.writing() as work:
        work.done.beat(BACKUP, at=vn("2026-11-17 09:00"))

    daemon.tick("2026-11-09 09:05")
    with daemon.store.reading() as work:
        beats = work.done.beats()
    assert BACKUP not in beats
    assert {at for at, _ in beats.values()} <= {vn("2026-11-09 07:30"), vn("2026-11-09 09:05")}
    daemon.drop(RECORD, exported=ASK_DAY)
    asked = daemon.tick(ASK_DAY)

    assert asked.scanned.judged >= 1
    assert asked.apologised.asked + asked.notified.mails >= 1
    with daemon.store.reading() as work:
        rules = {one.finding.rule for one in work.findings.standing()}
        assert not work.done.has("digest/2026-11-17/morning")
    assert "apology_ask" in rules


def test_two_machines_a_little_apart_turn_nothing_back(daemon: Daemon) -> None:
    daemon.drop(RECORD, exported="2026-11-09 07:10")
    daemon.tick("2026-11-09 09:05")

    assert not turn_back(daemon.store, at=vn("2026-11-09 09:00"))


@dataclass
class PlainRooms:
    """Disks with as much room as a test says, in bytes of a hundred gibibytes."""

    free: int

    def left(self) -> tuple[Room, ...]:
        return (
            Room(place="tmp", free=50 << 30, total=100 << 30),
            Room(place="var", free=self.free, total=100 << 30),
        )


def test_a_disk_nearly_full_is_told_until_there_is_room(daemon: Daemon) -> None:
    rooms = PlainRooms(free=300 << 20)
    daemon.outside = replace(daemon.outside, rooms=rooms)

    daemon.tick("2026-11-11 06:00")
    with daemon.store.reading() as work:
        _, told = work.done.faults()[ROOM]
    rooms.free = 50 << 30
    daemon.tick("2026-11-11 06:01")

    assert told.startswith("Ổ đĩa chứa var chỉ còn 300 MB;")
    with daemon.store.reading() as work:
        assert ROOM not in work.done.faults()
