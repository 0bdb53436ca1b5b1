"""A dossier is looked at when its time has come; where nothing differs nothing is written."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from monitor.domain.counted import Counted
from monitor.domain.dossier import Status
from monitor.domain.finding import Finding, Severity
from monitor.ports.store import Judged, Settled
from monitor.store.agenda import BACK_OFF, SqlAgenda
from monitor.store.engine import reading, writing
from monitor.store.tables import agenda, dossiers
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.store.planned import fill, index_as_made, plan_of
from tests.store.taking import judge, look_at, subject, take

AT = vn("2026-11-12 08:00")
MINUTE = timedelta(minutes=1)
BY_INDEX = {
    "sqlite": "SEARCH agenda USING COVERING INDEX ix_agenda_look_at (look_at>? AND look_at<?)",
    "postgresql": """Limit
  ->  Index Only Scan using ix_agenda_look_at on agenda
        Index Cond: (look_at <= '2026-11-12 01:00:00+00'::timestamp with time zone)""",
}
FINISHED = a_record(status=Status.FINISHED, finished="2026-11-10 09:00")
LATE = Finding(
    rule="overdue",
    dossier=CODE,
    stage="0d",
    deadline=vn("2026-11-11 17:00"),
    severity=Severity.BREACH,
    tells=(),
    facts={"days_late": 1, "as_of": AT},
)


def settle(store: SqlStore, code: str, *, look: datetime | None) -> None:
    judge(store, code=code, at=AT, look=look)


def codes_of(store: SqlStore, ids: list[int]) -> list[str]:
    with reading(store.engine) as connection:
        query = select(dossiers.c.id, dossiers.c.code).where(dossiers.c.id.in_(ids))
        known = dict[int, str](connection.execute(query).all())
    return [known[id_] for id_ in ids]


def due(store: SqlStore, *, at: datetime = AT, limit: int = 100) -> list[str]:
    with store.reading() as work:
        ids = work.agenda.due(at=at, limit=limit)
    return codes_of(store, ids)


# What is due


def test_those_due_come_longest_waiting_first(store: SqlStore) -> None:
    take(store, *(a_record(code) for code in "abcde"))
    settle(store, "a", look=AT)
    settle(store, "b", look=AT - MINUTE)
    settle(store, "c", look=AT + MINUTE)
    settle(store, "d", look=None)
    settle(store, "e", look=AT)

    assert due(store) == ["b", "a", "e"]
    assert due(store, limit=2) == ["b", "a"]
    assert due(store, at=AT - 2 * MINUTE) == []


def test_those_due_are_found_by_the_partial_index_alone(store: SqlStore) -> None:
    fill(store, dossiers, agenda)

    plan = plan_of(store, lambda one: SqlAgenda(one).due(at=AT, limit=20))

    assert plan == BY_INDEX[store.engine.dialect.name]
    made = index_as_made(store, "ix_agenda_look_at").replace("(look_at IS NOT NULL)", "{}")
    assert made.replace("look_at IS NOT NULL", "{}").endswith("WHERE {}")


def test_the_next_look_is_the_earliest_there_is(store: SqlStore) -> None:
    take(store, *(a_record(code) for code in "abc"))
    for code, look in (("a", AT), ("b", AT - MINUTE), ("c", None)):
        settle(store, code, look=look)

    with store.reading() as work:
        assert work.agenda.next_look() == AT - MINUTE


# What fails


def postpone(store: SqlStore, code: str = CODE, *, why: str = "") -> None:
    failed = subject(store, code)
    with store.writing() as work:
        work.agenda.postpone(failed, why=why, at=AT)


def test_one_that_fails_is_pushed_back_longer_each_time(store: SqlStore) -> None:
    take(store, a_record())
    waits = []

    for turn in range(len(BACK_OFF) + 1):
        postpone(store, why=f"{turn}")
        found = look_at(store)
        assert found is not None
        waits.append(found - AT)

    with store.reading() as work:
        assert work.agenda.failing() == [(CODE, 5, "4")]
    assert waits == [*BACK_OFF, BACK_OFF[-1]]


def test_one_that_is_judged_at_last_fails_no_more(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))
    for code in (CODE, "other"):
        postpone(store, code)

    settle(store, CODE, look=None)

    with store.reading() as work:
        assert work.agenda.failing() == [("other", 1, "")]


# What is woken


def test_those_woken_are_due_and_no_others(store: SqlStore) -> None:
    codes = [f"{number:04}" for number in range(1_100)]
    take(store, *(a_record(code) for code in codes), a_record("asleep"))
    for code in (codes[-1], "asleep"):
        settle(store, code, look=None)

    with store.writing() as work:
        work.agenda.wake([*codes, "nobody's"], at=AT - MINUTE)

    assert set(due(store, at=AT - MINUTE, limit=2_000)) == set(codes)


def test_one_whose_row_is_lost_is_woken_all_the_same(store: SqlStore) -> None:
    take(store, a_record())
    with writing(store.engine) as connection:
        connection.execute(agenda.delete())

    with store.writing() as work:
        work.agenda.wake([CODE], at=AT)

    assert due(store) == [CODE]


def test_a_page_wakes_those_that_another_version_may_speak_of(store: SqlStore) -> None:
    take(
        store,
        a_record("open"),
        a_record("over", status=Status.WITHDRAWN),
        a_record("spoken of", status=Status.WITHDRAWN),
        a_record("looked at later", status=Status.WITHDRAWN),
        replace(FINISHED, code="not collected"),
        replace(FINISHED, code="long not collected", finished_at=vn("2026-03-10 09:00")),
    )
    for code in ("open", "over", "not collected", "long not collected"):
        settle(store, code, look=None)
    judge(store, LATE, code="spoken of", at=AT)
    settle(store, "looked at later", look=AT + timedelta(days=3))

    with store.writing() as work:
        last = work.agenda.wake_page(after=0, limit=100, edited_since=AT, at=AT)
        end = work.agenda.wake_page(after=last or 0, limit=100, edited_since=AT, at=AT)

    assert due(store) == ["open", "spoken of", "looked at later", "not collected"]
    assert (last, end) == (6, None)


def test_pages_follow_one_another_without_a_gap(store: SqlStore) -> None:
    take(store, *(a_record(code) for code in "abcde"))
    for code in "abcde":
        settle(store, code, look=None)
    woken, after = [], 0

    with store.writing() as work:
        while (
            last := work.agenda.wake_page(after=after, limit=2, edited_since=AT, at=AT)
        ) is not None:
            woken.append(len(work.agenda.due(at=AT, limit=100)))
            after = last

    assert woken == [2, 4, 5]


def test_the_living_are_open_or_spoken_of(store: SqlStore) -> None:
    take(
        store,
        a_record("a"),
        a_record("b", status=Status.WITHDRAWN),
        a_record("c", status=Status.WITHDRAWN),
        a_record("d"),
    )
    judge(store, LATE, code="c", at=AT)

    with store.reading() as work:
        living = work.agenda.living(edited_since=AT)

    assert codes_of(store, living) == ["a", "c", "d"]


@pytest.mark.parametrize(
    ("since", "is_looked_at"),
    [
        pytest.param("2026-11-10 07:10", True, id="of late"),
        pytest.param("2026-11-10 07:11", False, id="long ago"),
    ],
)
def test_one_that_ended_lives_on_while_it_may_be_asked_about(
    store: SqlStore, since: str, *, is_looked_at: bool
) -> None:
    take(store, a_record("a"))
    over = a_record("a", status=Status.WITHDRAWN)
    take(store, over, exported="2026-11-10 07:10", at="2026-11-10 07:10")

    with store.reading() as work:
        living = work.agenda.living(edited_since=vn(since))

    assert codes_of(store, living) == (["a"] if is_looked_at else [])


# What a judging leaves


COUNTED = Counted(
    calendar="common", first_on=AT.date(), last_on=AT.date(), by="15 working_days", due_at=AT
)


def test_judging_alike_a_second_time_writes_nothing(
    store: SqlStore, written: list[str]
) -> None:
    take(store, a_record())

    def look() -> Settled:
        judged = Judged(
            of=subject(store),
            findings=(LATE,),
            unknown=("step_overdue", "slow_receipt"),
            passes_at=AT,
            look_at=AT + MINUTE,
            counted=COUNTED,
        )
        with store.writing() as work:
            return work.agenda.settle([judged], at=AT)

    first = look()
    written.clear()
    second = look()

    assert (first, second) == (Settled(found=1), Settled())
    assert written == []


def test_what_a_settling_did_is_told(store: SqlStore) -> None:
    take(store, a_record())

    done = [judge(store, *found, at=AT) for found in ((LATE,), (), (LATE,))]

    assert done == [Settled(found=1), Settled(ended=1), Settled(again=1)]
