"""Dossiers are found by what they are."""

from monitor.domain.dossier import Applicant, Carried, PromiseKind, Status
from monitor.store.work import SqlStore
from tests.builders import a_promise, vn
from tests.exports import CODE, LEDGER, LIST, a_record
from tests.store.taking import judge, load, take

AT = vn("2026-11-12 08:00")


def test_codes_come_back_in_the_order_asked_for_without_the_unknown(store: SqlStore) -> None:
    take(store, a_record("a"), a_record("b"))

    with store.reading() as work:
        assert list(work.dossiers.load(["b", "nobody's", "a"])) == ["b", "a"]


def test_more_dossiers_than_one_question_holds(store: SqlStore) -> None:
    codes = [f"{number:04}" for number in range(1_100)]
    take(store, *(a_record(code) for code in codes))

    with store.reading() as work:
        assert list(work.dossiers.load(iter(codes))) == codes


def test_a_dossier_carries_what_its_sources_carry_between_them(store: SqlStore) -> None:
    take(store, a_record(), source="ledger")
    take(store, a_record(), source="list")

    assert load(store).carries == LEDGER | LIST
    assert Carried.PAUSES not in load(store).carries


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
        judge(store, code=code, at=AT, unknown=unknown)

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
