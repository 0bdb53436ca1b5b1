"""What exports say of a dossier is kept, joined, and every change of it written down."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from monitor.domain.dossier import (
    Applicant,
    ApplicantKind,
    Carried,
    Channel,
    PauseKind,
    PromiseKind,
    Status,
)
from monitor.ports.store import Merged
from monitor.store.tables import applicants, changes, dossiers, pauses, promises, sightings
from monitor.store.work import SqlStore
from tests.builders import a_pause, a_promise, vn
from tests.exports import CODE, LEDGER, LIST, NATIONAL, a_record
from tests.store.taking import judge, load, look_at, rows, take

MONDAY, TUESDAY, WEDNESDAY = "2026-11-09 07:10", "2026-11-10 07:10", "2026-11-11 07:10"
LATER = "2026-11-13 09:00"
SLIP = a_promise("2026-11-16 17:00", made="2026-11-02 08:00")
FULL = a_record(
    submitted="2026-11-01 20:00",
    finished="2026-11-06 15:00",
    collected="2026-11-06 16:00",
    status=Status.RETURNED,
    step="Trả kết quả",
    channel=Channel.ONLINE,
    pauses=(a_pause("2026-11-03 09:00", "2026-11-04 09:00", kind=PauseKind.FINANCE),),
    applicant=Applicant(name="Nguyễn Thị Sáu", kind=ApplicantKind.PERSON, address="Thôn 4"),
)


def settle(store: SqlStore, *, passes: str | None = None, look: str | None = None) -> None:
    """Keep what a scan decided: when the deadline passes, when to look again."""
    judge(
        store,
        at=vn(MONDAY),
        passes=vn(passes) if passes else None,
        look=vn(look) if look else None,
    )


def test_a_dossier_comes_back_as_it_was_stated(store: SqlStore) -> None:
    done = take(store, FULL, source="national", carries=frozenset(Carried))

    dossier = load(store)
    assert done == Merged(added=1)
    assert (dossier.code, dossier.system, dossier.as_of) == (CODE, "tinh", vn(MONDAY))
    assert dossier.carries == frozenset(Carried)
    assert (dossier.unit, dossier.handler) == ("VHXH", "hoa")
    assert (dossier.procedure, dossier.procedure_name) == ("1.000001", "A procedure")
    assert (dossier.channel, dossier.status) == (Channel.ONLINE, Status.RETURNED)
    assert (dossier.step, dossier.submitted_at) == ("Trả kết quả", vn("2026-11-01 20:00"))
    assert dossier.received_at == vn("2026-11-02 08:00")
    assert dossier.finished_at == vn("2026-11-06 15:00")
    assert dossier.collected_at == vn("2026-11-06 16:00")
    assert dossier.end_seen_at == vn(MONDAY)
    assert dossier.promises == (SLIP,)
    assert dossier.pauses == FULL.pauses
    with store.reading() as work:
        assert work.dossiers.applicant(CODE) == FULL.applicant


def test_nothing_to_take_in_is_no_fault(store: SqlStore) -> None:
    assert take(store) == Merged()


def test_a_second_source_adds_what_the_first_does_not_carry(store: SqlStore) -> None:
    take(store, a_record(promised="2026-11-16"), source="ledger", exported=MONDAY)

    done = take(store, a_record(step="Thẩm tra"), source="list", exported=TUESDAY)

    dossier = load(store)
    assert done == Merged(changed=1)
    assert dossier.step == "Thẩm tra"
    assert dossier.carries == LEDGER | LIST
    assert len(rows(store, dossiers)) == 1
    assert [row["source"] for row in rows(store, sightings)] == ["ledger", "list"]


def test_every_field_that_an_import_alters_is_written_down_for_ever(store: SqlStore) -> None:
    take(store, a_record(step="Tiếp nhận"), exported=MONDAY)
    take(store, a_record(step="Thẩm tra"), exported=TUESDAY)
    take(store, a_record(step="Thẩm tra", finished=WEDNESDAY), exported=WEDNESDAY)

    assert [
        (row["import_id"], row["field"], row["before"], row["after"])
        for row in rows(store, changes)
    ] == [
        (2, "step", "Tiếp nhận", "Thẩm tra"),
        (3, "finished_at", None, "2026-11-11T00:10:00+00:00"),
    ]


def test_the_same_record_again_is_only_seen(store: SqlStore) -> None:
    take(store, FULL, source="national", exported=MONDAY)
    settle(store, look=LATER)
    before = [rows(store, one) for one in (promises, pauses, applicants, changes)]

    done = take(store, FULL, source="national", exported=TUESDAY)

    assert done == Merged()
    assert [rows(store, one) for one in (promises, pauses, applicants, changes)] == before
    assert load(store).as_of == vn(TUESDAY)
    assert look_at(store) == vn(LATER)


def test_a_record_older_than_the_last_of_its_source_changes_nothing(store: SqlStore) -> None:
    take(store, a_record(step="Thẩm tra"), exported=TUESDAY)
    before = rows(store, dossiers), rows(store, sightings)

    done = take(store, a_record(step="Tiếp nhận"), exported=MONDAY)

    assert done == Merged()
    assert (rows(store, dossiers), rows(store, sightings)) == before


def test_a_source_that_says_the_same_as_ever_has_the_last_word_again(store: SqlStore) -> None:
    take(store, a_record(status=Status.IN_PROGRESS), source="list", exported=MONDAY)
    take(store, a_record(status=Status.FINISHED), source="national", exported=TUESDAY)

    take(store, a_record(status=Status.IN_PROGRESS), source="list", exported=WEDNESDAY)

    assert load(store).status is Status.IN_PROGRESS


def test_a_code_of_another_system_is_handed_back(store: SqlStore) -> None:
    take(store, a_record(), system="tinh")
    foreign = a_record(step="elsewhere")

    done = take(store, a_record("other"), foreign, system="bo", exported=TUESDAY)

    assert done == Merged(added=1, foreign=(foreign,))
    assert load(store).system == "tinh"
    assert load(store).step == ""


# As of when


@pytest.mark.parametrize(
    ("told", "as_of"),
    [
        pytest.param([("ledger", MONDAY), ("ledger", TUESDAY)], TUESDAY, id="a ledger alone"),
        pytest.param([("list", MONDAY), ("ledger", TUESDAY)], MONDAY, id="the list knows ends"),
        pytest.param(
            [("ledger", TUESDAY), ("list", MONDAY)], MONDAY, id="the list comes later"
        ),
        pytest.param([("list", TUESDAY), ("national", MONDAY)], TUESDAY, id="the newest knows"),
    ],
)
def test_a_dossier_is_as_old_as_the_newest_export_that_could_show_an_end(
    store: SqlStore, told: list[tuple[str, str]], as_of: str
) -> None:
    for source, exported in told:
        take(store, a_record(), source=source, exported=exported)

    assert load(store).as_of == vn(as_of)


@pytest.mark.parametrize("order", [sorted, lambda told: sorted(told, reverse=True)])
def test_an_end_is_seen_by_the_first_export_that_shows_it(
    store: SqlStore, order: Callable[[list[tuple[str, str]]], list[tuple[str, str]]]
) -> None:
    for exported, source in order([(MONDAY, "list"), (TUESDAY, "national")]):
        take(store, a_record(status=Status.WITHDRAWN), source=source, exported=exported)

    assert load(store).end_seen_at == vn(MONDAY)
    assert not load(store).is_open


def test_an_end_taken_back_is_none(store: SqlStore) -> None:
    take(store, a_record(status=Status.FINISHED), exported=MONDAY)
    take(store, a_record(), exported=TUESDAY)
    reopened = load(store)
    take(store, a_record(status=Status.FINISHED), exported=WEDNESDAY)

    assert reopened.is_open
    assert reopened.end_seen_at is None
    assert load(store).end_seen_at == vn(WEDNESDAY)


# Who is looked at again


@pytest.mark.parametrize(
    ("passes", "is_woken"),
    [
        pytest.param(None, False, id="no deadline"),
        pytest.param(MONDAY, False, id="passed by the last export already"),
        pytest.param("2026-11-09 07:11", True, id="passed after the last export"),
        pytest.param(TUESDAY, True, id="passes as this one is made"),
        pytest.param("2026-11-10 07:11", False, id="has not passed yet"),
    ],
)
def test_an_unchanged_dossier_is_looked_at_when_its_deadline_lies_between_two_exports(
    store: SqlStore, passes: str | None, *, is_woken: bool
) -> None:
    take(store, a_record(), exported=MONDAY)
    settle(store, passes=passes, look=LATER)

    take(store, a_record(), exported=TUESDAY, at="2026-11-10 07:30")

    assert look_at(store) == vn("2026-11-10 07:30" if is_woken else LATER)


def test_a_dossier_that_a_further_source_shows_is_looked_at(store: SqlStore) -> None:
    take(store, a_record(status=None), source="ledger", exported=MONDAY)
    settle(store, look=LATER)

    take(store, a_record(status=None), source="list", exported=TUESDAY, at=TUESDAY)

    assert look_at(store) == vn(TUESDAY)


def test_a_dossier_whose_source_carries_more_than_before_is_looked_at(store: SqlStore) -> None:
    take(store, a_record(), exported=MONDAY)
    settle(store, look=LATER)

    take(store, a_record(), exported=TUESDAY, at=TUESDAY, carries=LIST | {Carried.SUBMITTED})

    assert look_at(store) == vn(TUESDAY)


def test_personal_data_alone_wake_nobody(store: SqlStore) -> None:
    told = a_record(applicant=Applicant(name="Nguyễn Thị Sáu"))
    moved = a_record(applicant=Applicant(name="Nguyễn Thị Sáu", address="Thôn 5"))
    take(store, told, source="national", exported=MONDAY)
    settle(store, look=LATER)

    done = take(store, moved, source="national", exported=TUESDAY)

    assert done == Merged()
    assert look_at(store) == vn(LATER)
    with store.reading() as work:
        assert work.dossiers.applicant(CODE) == moved.applicant


# Promises, pauses, applicants


def test_a_moved_date_is_added_and_our_own_is_not_moved_again(store: SqlStore) -> None:
    ours = a_promise(
        "2026-11-20 17:00", made="2026-11-10 10:00", kind=PromiseKind.REAPPOINTMENT
    )
    take(store, a_record(), exported=MONDAY)
    with store.writing() as work:
        work.dossiers.add_promise(CODE, ours)

    take(store, a_record(promised="2026-11-20", step="Trình ký"), exported=WEDNESDAY)

    assert load(store).promises == (SLIP, ours)


def test_a_move_explained_later_changes_its_kind(store: SqlStore) -> None:
    supplement = a_promise(
        "2026-11-20 17:00", made="2026-11-06 09:00", kind=PromiseKind.SUPPLEMENT
    )
    take(store, a_record(), exported=MONDAY)
    take(store, a_record(promised="2026-11-20 17:00"), exported=TUESDAY)
    moved = load(store)

    explained = a_record(promised="2026-11-20 17:00", promises=(SLIP, supplement))
    done = take(store, explained, source="national", exported=WEDNESDAY)

    assert moved.is_promised_again
    assert load(store).promises == (SLIP, supplement)
    assert done.changed == 1


def test_two_promises_made_at_once_of_one_date_are_one(store: SqlStore) -> None:
    same = replace(SLIP, kind=PromiseKind.SUPPLEMENT)

    take(store, a_record(promises=(SLIP, same)), source="national")

    assert load(store).promises == (SLIP,)


def test_a_pause_ends_and_another_is_taken_back(store: SqlStore) -> None:
    first = a_record(pauses=(a_pause("2026-11-03 09:00"), a_pause("2026-11-05 09:00")))
    second = a_record(pauses=(a_pause("2026-11-03 09:00", "2026-11-06 10:00"),))
    take(store, first, source="national", exported=MONDAY)

    done = take(store, second, source="national", exported=TUESDAY)

    assert load(store).pauses == second.pauses
    assert done.changed == 1


def test_an_applicant_is_joined_of_what_the_exports_know(store: SqlStore) -> None:
    of_portal = Applicant(name="Nguyễn Thị Sáu", mailbox="sau@nguoidan.example")
    of_ledger = Applicant(name="Nguyễn Thị Sáu", address="Thôn 4")
    take(store, a_record(applicant=of_portal), source="national", exported=MONDAY)

    take(store, a_record(applicant=of_ledger), source="ledger", exported=TUESDAY)
    take(store, a_record(), source="list", exported=WEDNESDAY, carries=LIST | NATIONAL)

    with store.reading() as work:
        assert work.dossiers.applicant(CODE) == replace(of_portal, address="Thôn 4")


@pytest.mark.parametrize("said", [True, False, None])
def test_what_the_source_judges_and_states_first_is_kept(
    store: SqlStore, said: bool | None
) -> None:
    stated = replace(FULL, said_late=said, first_promised_at=vn("2026-11-12 17:00"))
    take(store, stated, source="national", carries=frozenset(Carried))

    dossier = load(store)

    assert (dossier.said_late, dossier.first_promised_at) == (said, vn("2026-11-12 17:00"))
