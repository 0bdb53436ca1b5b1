"""Imports, clock steps, killed and repeated ticks in any order: nothing is lost or doubled."""

import shutil
from collections import Counter
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from monitor.domain.errors import DungHanError
from monitor.domain.record import Record
from monitor.domain.rule import judge
from monitor.flows.answer import answer_in_time
from monitor.flows.cases import make_case
from monitor.flows.scan import scan
from monitor.flows.tick import tick
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.domain.strategies import drawing
from tests.fakes import DyingStore, KilledError
from tests.flows.test_scan import Key, exports, records, standing, take
from tests.flows.test_tick import Daemon, everything
from tests.notices.office import OFFICE
from tests.stores import copy_store, open_store

START = vn("2026-11-09 06:30")
CODES = [f"{number:02}" for number in range(4)]
STEPS = [timedelta(minutes=1), timedelta(minutes=50), timedelta(hours=5), timedelta(days=3)]


def judged_whole(store: SqlStore, *, at: datetime) -> set[Key]:
    """Return what the rules say of every dossier, whatever was looked at before."""
    with store.reading() as work:
        codes = list(work.dossiers.codes())
        dossiers, letters = work.dossiers.load(codes), work.letters.newest(codes)
        changes = work.dossiers.changes(codes)
    cases = [
        make_case(one, letters.get(code), OFFICE, at=at, changes=changes.get(code, ()))
        for code, one in dossiers.items()
    ]
    return {finding.key for case in cases for finding in judge(case, RULES).findings}


def drift(store: SqlStore, *, at: datetime) -> set[Key]:
    """Return what stands about dossiers and should not, or should and does not."""
    with store.reading() as work:
        found = [one.finding for one in work.findings.standing() if one.finding.dossier]
    return {one.key for one in found} ^ judged_whole(store, at=at)


class OfficeLife(RuleBasedStateMachine):
    """One office: files come, time passes, ticks run, die and run again."""

    blank: Path

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        folder = Path(self.closing.enter_context(TemporaryDirectory()))
        path = copy_store(self.blank, folder / "monitor.db")
        self.store = self.closing.enter_context(open_store(path))
        self.daemon = Daemon(self.store)
        self.at = START
        self.is_settled = False

    @initialize(told=st.tuples(*(records(code=code) for code in CODES)))
    def begin(self, told: tuple[Record, ...]) -> None:
        self.export(told)

    @rule(told=st.tuples(*(records(code=code) for code in CODES)))
    def export(self, told: tuple[Record, ...]) -> None:
        """A file comes; each speaks of a later instant than the one before."""
        self.at += timedelta(minutes=1)
        self.daemon.drop(*told, exported=self.at.strftime("%Y-%m-%d %H:%M"))
        self.is_settled = False

    @rule(step=st.sampled_from(STEPS))
    def pass_time(self, step: timedelta) -> None:
        self.at += step
        self.is_settled = False

    @rule()
    def look(self) -> None:
        """A tick runs to its end."""
        tick(self.daemon.outside, self.daemon.plan, at=self.at)
        self.is_settled = True

    @rule(write=st.integers(1, 12))
    def die(self, write: int) -> None:
        """The process is killed at one of its writes."""
        dying = Daemon(DyingStore(self.store, at=write), inbox=self.daemon.inbox)
        with suppress(KilledError):
            tick(dying.outside, dying.plan, at=self.at)
        self.is_settled = False

    @rule()
    def look_twice(self) -> None:
        """A tick repeated at one instant adds nothing."""
        self.look()
        before = everything(self.store)

        tick(self.daemon.outside, self.daemon.plan, at=self.at)

        assert everything(self.store) == before

    @rule(code=st.sampled_from(CODES))
    def answer(self, code: str) -> None:
        """An official says that one will be in time; where nobody asked he is refused."""
        with suppress(DungHanError):
            answer_in_time(self.store, OFFICE, code, by="hoa", at=self.at)
            self.is_settled = False

    @invariant()
    def what_stands_is_what_the_rules_say(self) -> None:
        if self.is_settled:
            assert drift(self.store, at=self.at) == set()

    @invariant()
    def nobody_is_told_twice_in_one_slot(self) -> None:
        with self.store.reading() as work:
            keys = Counter(one.key for one in work.outbox.list(limit=10_000))
        assert set(keys.values()) <= {1}

    def teardown(self) -> None:
        """Run to the end: what was killed half-way is made up for."""
        with self.closing:
            self.look()
            assert drift(self.store, at=self.at) == set()


def test_any_life_of_an_office_ends_well(blank: Path) -> None:
    class WithStore(OfficeLife):
        pass

    WithStore.blank = blank
    machine = WithStore.TestCase
    machine.settings = settings(drawing(6), stateful_step_count=12, deadline=None)
    machine("runTest").runTest()


@drawing(1)
@given(told=exports)
def test_however_often_one_looks_the_same_stands(blank: Path, told: tuple[Record, ...]) -> None:
    """Each minute of three days, each hour, or once at the end."""
    start, days = vn("2026-11-10 07:10"), 3
    found = []
    for step in (timedelta(minutes=1), timedelta(hours=1), timedelta(days=days)):
        with (
            TemporaryDirectory() as folder,
            open_store(Path(shutil.copy(blank, folder))) as store,
        ):
            take(store, *told, exported="2026-11-10 07:10")
            at = start
            while at <= start + timedelta(days=days):
                scan(store, OFFICE, RULES, at=at)
                at += step
            found.append(standing(store))

    assert found[0] == found[1] == found[2]
