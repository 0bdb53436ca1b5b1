"""A change of what binds wakes page by page, and goes on where it was stopped."""

from dataclasses import replace

import pytest

import monitor.flows.rebuild
from monitor.domain.dossier import Carried, Status
from monitor.domain.policy import Policy
from monitor.domain.record import Record
from monitor.flows.ingest import ingest
from monitor.flows.rebuild import is_rebuilding, rebuild
from monitor.flows.scan import scan
from monitor.flows.tick import bound_by
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.fakes import DyingStore, KilledError
from tests.flows.test_scan import MONDAY, look, take
from tests.flows.test_tick import Daemon
from tests.notices.office import DIRECTORY, OFFICE
from tests.store.taking import look_at

CODES = [f"{number:02}" for number in range(7)]
AT = vn("2026-11-09 08:00")


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor.flows.rebuild, "PAGE", 2)


@pytest.fixture
def judged(store: SqlStore) -> SqlStore:
    take(store, *(a_record(code) for code in CODES), exported=MONDAY)
    look(store, MONDAY)
    return store


def woken(store: SqlStore) -> list[str]:
    return [code for code in CODES if look_at(store, code) == AT]


def place(store: SqlStore, version: str = "2") -> bool:
    with store.reading() as work:
        return is_rebuilding(work, version)


def test_every_living_dossier_is_woken(judged: SqlStore) -> None:
    rebuild(judged, "2", at=AT)

    assert woken(judged) == CODES
    assert not place(judged)


def test_stopped_half_way_it_goes_on_where_it_was(judged: SqlStore) -> None:
    with pytest.raises(KilledError):
        rebuild(DyingStore(judged, at=3), "2", at=AT)
    first = woken(judged)
    look(judged, "2026-11-09 08:00")

    begun = place(judged)
    rebuild(judged, "2", at=AT)

    assert first == CODES[:4]
    assert begun
    assert woken(judged) == CODES[4:]


def given(
    store: SqlStore, *records: Record, exported: str, policy: Policy = OFFICE.policy
) -> None:
    """Take in an export that carries everything, and look at what it says."""
    at = vn(exported)
    file = a_file(*records, exported=exported, carries=frozenset(Carried))
    ingest(store, DIRECTORY, file, max_reject_share=0, at=at)
    scan(store, replace(OFFICE, policy=policy), RULES, at=at)


def backdated(store: SqlStore, count: int, policy: Policy = OFFICE.policy) -> None:
    """Have finishes be set back of dossiers that are collected, too."""
    late = [a_record(code, promised="2026-11-06 17:00") for code in CODES[:count]]
    back = [
        replace(
            one,
            status=Status.RETURNED,
            finished_at=vn("2026-11-06 16:30"),
            collected_at=vn("2026-11-11 10:00"),
        )
        for one in late
    ]
    given(store, *late, exported="2026-11-09 07:00", policy=policy)
    given(store, *back, exported="2026-11-12 07:00", policy=policy)


def asked(store: SqlStore, policy: Policy) -> list[str]:
    """Judge anew by other settings; return the dossiers asked about one by one."""
    at = vn("2026-11-12 08:00")
    rebuild(store, "2", at=at)
    scan(store, replace(OFFICE, policy=policy), RULES, at=at)
    with store.reading() as work:
        spoken = work.findings.standing()
    return sorted(
        one.finding.dossier for one in spoken if one.finding.rule == "finish_backdated"
    )


def test_what_has_ended_is_judged_anew_while_it_may_be_asked_about(store: SqlStore) -> None:
    lags = replace(OFFICE.policy, lag_hours=90)
    backdated(store, 1, lags)

    assert asked(store, lags) == []
    assert asked(store, OFFICE.policy) == CODES[:1]


@pytest.mark.parametrize(
    ("bulk_edits", "count"),
    [pytest.param(8, 7, id="no longer many"), pytest.param(5, 0, id="many as before")],
)
def test_whether_edits_are_many_is_decided_anew(
    store: SqlStore, bulk_edits: int, count: int
) -> None:
    backdated(store, 7)

    assert len(asked(store, replace(OFFICE.policy, bulk_edits=bulk_edits))) == count


def test_for_another_version_it_begins_anew(judged: SqlStore) -> None:
    with pytest.raises(KilledError):
        rebuild(DyingStore(judged, at=2), "2", at=AT)
    look(judged, "2026-11-09 08:00")

    rebuild(judged, "3", at=AT)

    assert woken(judged) == CODES


def test_a_tick_killed_again_and_again_while_it_wakes_comes_to_its_end(
    judged: SqlStore,
) -> None:
    Daemon(judged).tick("2026-11-09 07:40")
    before = [look_at(judged, code) for code in CODES]
    kills, places = 0, list[bool]()

    while not kills or places[-1]:
        try:
            Daemon(DyingStore(judged, at=4), version="2").tick("2026-11-09 08:00")
        except KilledError:
            kills += 1
        places.append(place(judged))
    Daemon(judged, version="2").tick("2026-11-09 08:00")

    assert (kills, places) == (3, [True, True, False])
    assert [look_at(judged, code) for code in CODES] == before
    with judged.reading() as work:
        assert bound_by(work) == "2"


def test_one_that_has_ended_and_is_not_spoken_of_sleeps_on(store: SqlStore) -> None:
    take(store, a_record("open"), a_record("over", status=Status.WITHDRAWN), exported=MONDAY)
    look(store, MONDAY)

    rebuild(store, "2", at=AT)

    assert look_at(store, "open") == AT
    assert look_at(store, "over") is None
