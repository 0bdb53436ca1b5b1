"""Dossiers are found by what they are, and looked at when their time has come."""

from datetime import datetime, timedelta

from sqlalchemy import text

from monitor.domain.dossier import Applicant, Carried, PromiseKind, Status
from monitor.ports.store import Judged
from monitor.store.dossiers import BACK_OFF, due_dossiers
from monitor.store.engine import reading
from monitor.store.work import SqlStore
from tests.builders import a_promise, vn
from tests.exports import CODE, LEDGER, LIST, a_record
from tests.store.taking import load, look_at, take

AT = vn("2026-11-12 08:00")
MINUTE = timedelta(minutes=1)


def settle(store: SqlStore, code: str, *, look: datetime | None, unknown: str = "") -> None:
    verdict = Judged(
        dossier=code,
        findings=(),
        unknown=tuple(unknown.split()),
        passes_at=None,
        look_at=look,
    )
    with store.writing() as work:
        work.dossiers.settle([verdict], at=AT)


def due(store: SqlStore, *, at: datetime = AT, limit: int = 100) -> list[str]:
    with store.reading() as work:
        return work.dossiers.due(at=at, limit=limit)


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


def test_those_due_are_found_by_the_index_alone(store: SqlStore) -> None:
    query = due_dossiers(at=AT, limit=200).compile(
        store.engine, compile_kwargs={"literal_binds": True}
    )

    with reading(store.engine) as connection:
        (step,) = connection.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()

    assert step.detail.startswith("SEARCH dossiers USING INDEX ix_dossiers_look_at (look_at>?")


def test_codes_come_back_in_the_order_asked_for_without_the_unknown(store: SqlStore) -> None:
    take(store, a_record("a"), a_record("b"))

    with store.reading() as work:
        assert list(work.dossiers.load(["b", "nobody's", "a"])) == ["b", "a"]


def test_more_dossiers_than_one_question_holds(store: SqlStore) -> None:
    codes = [f"{number:04}" for number in range(1_100)]
    take(store, *(a_record(code) for code in codes))
    settle(store, codes[-1], look=None)

    with store.writing() as work:
        work.dossiers.wake(iter(codes), at=AT)

    with store.reading() as work:
        assert list(work.dossiers.load(iter(codes))) == codes
        assert len(work.dossiers.due(at=AT, limit=2_000)) == len(codes)


def test_a_dossier_carries_what_its_sources_carry_between_them(store: SqlStore) -> None:
    take(store, a_record(), source="ledger")
    take(store, a_record(), source="list")

    assert load(store).carries == LEDGER | LIST
    assert Carried.PAUSES not in load(store).carries


def test_one_that_fails_is_pushed_back_longer_each_time(store: SqlStore) -> None:
    take(store, a_record())
    waits = []

    for _ in range(len(BACK_OFF) + 1):
        with store.writing() as work:
            work.dossiers.postpone(CODE, at=AT)
        found = look_at(store)
        assert found is not None
        waits.append(found - AT)

    with store.reading() as work:
        assert work.dossiers.failing() == [(CODE, len(BACK_OFF) + 1)]
    assert waits == [*BACK_OFF, BACK_OFF[-1]]


def test_one_that_is_judged_at_last_fails_no_more(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))
    for code in (CODE, "other"):
        with store.writing() as work:
            work.dossiers.postpone(code, at=AT)

    settle(store, CODE, look=None)

    with store.reading() as work:
        assert work.dossiers.failing() == [("other", 1)]


def test_those_woken_are_due_and_no_others(store: SqlStore) -> None:
    take(store, a_record("a"), a_record("b"))
    for code in "ab":
        settle(store, code, look=None)

    with store.writing() as work:
        work.dossiers.wake(["a"], at=AT)
    some = due(store)
    with store.writing() as work:
        work.dossiers.wake_all(at=AT)

    assert some == ["a"]
    assert due(store) == ["a", "b"]


def test_a_promise_of_our_own_is_kept_once(store: SqlStore) -> None:
    take(store, a_record())
    ours = a_promise(
        "2026-11-20 17:00", made="2026-11-12 08:00", kind=PromiseKind.REAPPOINTMENT
    )

    for _ in range(2):
        with store.writing() as work:
            work.dossiers.add_promise(CODE, ours)

    assert load(store).promises[1:] == (ours,)
    assert load(store).is_promised_again


def test_of_an_unknown_dossier_there_is_no_applicant(store: SqlStore) -> None:
    take(store, a_record("named", applicant=Applicant(name="Nguyễn Thị Sáu")), a_record("bare"))

    with store.reading() as work:
        found = [work.dossiers.applicant(code) for code in ("named", "bare", "nobody's")]
    assert found == [Applicant(name="Nguyễn Thị Sáu"), None, None]


def test_codes_and_open_ones_are_told_by_unit(store: SqlStore) -> None:
    take(
        store,
        a_record("b", unit="KT"),
        a_record("a", unit="VHXH"),
        a_record("c", unit="VHXH", status=Status.FINISHED),
        a_record("d", unit=""),
    )

    with store.reading() as work:
        assert list(work.dossiers.codes()) == ["a", "b", "c", "d"]
        assert list(work.dossiers.codes(units=frozenset({"VHXH"}))) == ["a", "c"]
        assert work.dossiers.open_count(frozenset({"VHXH", "KT"})) == 2
        assert work.dossiers.open_count(frozenset()) == 0
        assert work.dossiers.open_count() == 3


def test_what_rules_cannot_know_is_counted_of_open_dossiers(store: SqlStore) -> None:
    take(store, *(a_record(code) for code in "abc"), a_record("d", status=Status.FINISHED))
    for code, unknown in (
        ("a", "overdue calendar"),
        ("b", "overdue"),
        ("c", ""),
        ("d", "overdue"),
    ):
        settle(store, code, look=None, unknown=unknown)

    with store.reading() as work:
        assert work.dossiers.unknown_counts() == {"overdue": 2, "calendar": 1}


def test_what_the_directory_found_out_is_known_though_no_export_carries_it(
    store: SqlStore,
) -> None:
    carries = frozenset({Carried.RECEIVED, Carried.STATUS})
    take(store, a_record(unit="VHXH", procedure="1.000001"), carries=carries)
    take(store, a_record("other", unit="", procedure=""), carries=carries)

    assert load(store).carries == carries | {Carried.UNIT, Carried.PROCEDURE}
    assert load(store, "other").carries == carries
