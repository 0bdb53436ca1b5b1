"""Nobody is called late who was not: one office exports at 07:00, one every ten minutes.

Both have the same true dossiers. What each is told differs only by what its exports know.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from monitor.domain.dossier import Status
from monitor.domain.instants import local
from monitor.domain.record import Record
from monitor.notices.digest import DigestFacts
from monitor.notices.heard import Group
from monitor.notices.urgent import UrgentFacts
from monitor.store.engine import reading
from monitor.store.tables import dossiers, findings
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.telling import PlainMails, a_record, settled, take_in, tell
from tests.outbox import a_store

STEP = timedelta(minutes=10)
FIRST, LAST = vn("2026-11-13 06:00"), vn("2026-11-17 18:50")  # Friday to Tuesday


@dataclass(frozen=True, kw_only=True)
class Life:
    """What truly became of a dossier; `passes` is the first instant after its deadline."""

    code: str
    procedure: str
    received: str
    promised: str
    passes: str
    finished: str | None

    @property
    def is_late(self) -> bool:
        return self.finished is None or vn(self.finished) >= vn(self.passes)

    def is_open(self, at: datetime) -> bool:
        return self.finished is None or at < vn(self.finished)

    def record(self, at: datetime) -> Record:
        """Return what an export made at an instant says of it."""
        told = a_record(
            self.code,
            received=self.received,
            promised=self.promised,
            procedure=self.procedure,
        )
        if self.is_open(at) or self.finished is None:
            return told
        return replace(told, status=Status.FINISHED, finished_at=vn(self.finished))


def of_days(code: str, promised: str, passes: str, finished: str | None) -> Life:
    return Life(
        code=code,
        procedure="hon-nhan",
        received="2026-11-10 09:00",
        promised=promised,
        passes=passes,
        finished=finished,
    )


def of_hours(code: str, received: str, promised: str, finished: str | None) -> Life:
    return Life(
        code=code,
        procedure="chung-thuc",
        received=received,
        promised=promised,
        passes=f"{promised}:01",
        finished=finished,
    )


FRIDAY, SATURDAY = "2026-11-13 17:00", "2026-11-14 00:00"
LIVES = (
    of_days("days-early", FRIDAY, SATURDAY, "2026-11-13 08:20"),
    of_days("days-last-minute", FRIDAY, SATURDAY, "2026-11-13 16:55"),
    of_days("days-in-the-evening", FRIDAY, SATURDAY, "2026-11-13 21:00"),
    of_days("days-after-the-weekend", FRIDAY, SATURDAY, "2026-11-16 10:30"),
    of_days("days-never", "2026-11-16 17:00", "2026-11-17 00:00", None),
    of_hours("hours-in-time", "2026-11-12 15:00", "2026-11-13 15:00", "2026-11-13 14:40"),
    of_hours("hours-at-once", "2026-11-13 08:10", "2026-11-16 08:10", "2026-11-13 10:00"),
    of_hours("hours-of-monday", "2026-11-16 07:30", "2026-11-17 07:30", "2026-11-16 16:30"),
    of_hours("hours-late", "2026-11-12 16:00", "2026-11-13 16:00", "2026-11-16 09:10"),
)
LATE = {life.code for life in LIVES if life.is_late}


@dataclass
class Played:
    """One office after those days."""

    exports: list[datetime] = field(default_factory=list)
    mails: PlainMails = field(default_factory=PlainMails)
    found: dict[tuple[str, str, str], datetime] = field(default_factory=dict)

    def codes(self, rule: str) -> set[str]:
        return {code for code, one, _ in self.found if one == rule}

    def listed(self, group: Group) -> set[str]:
        """Return what the digests listed under a heading."""
        return {
            item.code
            for notice in self.mails.written
            if isinstance(notice.facts, DigestFacts)
            for heading in notice.facts.headings
            if heading.group is group
            for item in heading.items
        }

    def hurried(self) -> set[str]:
        """Return what urgent mails were about."""
        return {
            item.code
            for notice in self.mails.written
            if isinstance(notice.facts, UrgentFacts)
            for item in notice.facts.items
        }


def ticks() -> Iterator[datetime]:
    """Yield every ten minutes of the days, but for the nights: nothing is told then."""
    at = FIRST
    while at <= LAST:
        if 6 <= at.hour < 19:
            yield at
        at += STEP


def play(store: SqlStore, *, is_daily: bool) -> Played:
    played = Played()
    settled(store, "2026-11-12 16:00")
    for at in ticks():
        instant = f"{at:%Y-%m-%d %H:%M}"
        if not is_daily or (at.hour, at.minute) == (7, 0):
            records = [life.record(at) for life in LIVES if vn(life.received) <= at]
            take_in(store, *records, at=instant)
            played.exports.append(at)
        tell(store, instant, played.mails)
    query = select(dossiers.c.code, findings.c.rule, findings.c.stage, findings.c.found_at)
    joined = query.join(dossiers, dossiers.c.id == findings.c.dossier_id)
    with reading(store.engine) as connection:
        for code, rule, stage, found_at in connection.execute(joined):
            played.found[code, rule, stage] = local(found_at)
    return played


def knows_at(life: Life, exports: list[datetime]) -> datetime | None:
    """Return the first export after a deadline that still shows its dossier open."""
    past = (at for at in exports if at >= vn(life.passes))
    return next((at for at in past if life.is_open(at)), None)


@pytest.fixture(scope="module")
def daily(tmp_path_factory: pytest.TempPathFactory) -> Played:
    with a_store(tmp_path_factory.mktemp("daily")) as store:
        return play(store, is_daily=True)


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Played:
    with a_store(tmp_path_factory.mktemp("synced")) as store:
        return play(store, is_daily=False)


@pytest.fixture(params=["daily", "synced"])
def office(request: pytest.FixtureRequest) -> Played:
    played: Played = request.getfixturevalue(request.param)
    return played


def test_nobody_is_called_late_who_was_not(office: Played) -> None:
    assert office.codes("overdue") <= LATE
    assert office.listed(Group.OVERDUE) <= LATE


def test_the_late_are_called_as_soon_as_an_export_can_know(office: Played) -> None:
    expected = {life.code: known for life in LIVES if (known := knows_at(life, office.exports))}

    assert set(expected) == LATE
    assert {code: office.found[code, "overdue", "0d"] for code in LATE} == expected


def test_until_then_the_handler_is_asked_and_nobody_else(daily: Played) -> None:
    assert "hours-in-time" in daily.codes("due_unconfirmed")
    assert daily.listed(Group.UNCONFIRMED) <= {life.code for life in LIVES}
    assert {
        one.recipient.person
        for one in daily.mails.written
        if isinstance(one.facts, DigestFacts)
        and any(heading.group is Group.UNCONFIRMED for heading in one.facts.headings)
    } <= {"hoa"}


def test_hours_are_counted_only_where_the_data_are_fresh(daily: Played, synced: Played) -> None:
    assert {stage for _, rule, stage in daily.found if rule == "due_soon"} <= {"1d", "3d"}
    assert daily.hurried() == set()
    assert synced.hurried() == {"hours-in-time", "hours-of-monday", "hours-late"}


def test_no_hour_is_counted_of_what_has_ended(synced: Played) -> None:
    ends = {life.code: vn(life.finished) for life in LIVES if life.finished}

    assert all(
        found_at < ends[code]
        for (code, rule, stage), found_at in synced.found.items()
        if rule == "due_soon" and stage.endswith("h")
    )
