"""finish_backdated asks where a source contradicts what it showed itself, and only there."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change
from monitor.domain.deadline import assess
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.policy import LateBy
from monitor.domain.rule import Case, judge
from monitor.rules.finish_backdated import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, a_procedure, hours_term, vn
from tests.rules.edits import ASKED_AT, BEFORE, BY, a_change, shown

DUE = "2026-11-13 17:00"  # a Friday; the Saturday's export still showed it open


def finished(at: str, *, due: str = DUE, received: str = "2026-10-30 08:00:21") -> Dossier:
    return a_dossier(
        received=received, promised=due, finished=at, status=Status.FINISHED, as_of=ASKED_AT
    )


def a_story(dossier: Dossier, *changes: Change, at: str = ASKED_AT) -> Case:
    """Return a case whose second import closed the dossier, and altered what is given."""
    return replace(a_case(dossier, at=at), changes=(CLOSED, *changes))


BACKDATED = finished("2026-11-13 16:30")
CLOSED = a_change("status", "in_progress", "finished")
SET = a_change("finished_at", None, "2026-11-13 16:30")


def test_an_edit_is_asked_of_the_head_with_both_values_and_both_exports() -> None:
    (found,) = check(a_story(BACKDATED, SET))

    assert (found.stage, found.tells, found.deadline) == ("asked@2", (Role.HEAD,), None)
    assert found.facts == {
        "field": "finished_at",
        "before": None,
        "after": vn("2026-11-13 16:30"),
        "due_at": vn(DUE),
        "is_equal": False,
        "import_id": 2,
        "source": "list",
        "exported_at": BY.exported_at,
        "read_at": BY.imported_at,
        "import_before_id": 1,
        "source_before": "list",
        "exported_before_at": BEFORE.exported_at,
        "explain_by": vn("2026-11-18").date(),
    }


@pytest.mark.parametrize(
    ("at", "stages", "hears"),
    [
        pytest.param("2026-11-16 07:29", [], [], id="before the import was read"),
        pytest.param("2026-11-18 23:59", ["asked@2"], [False], id="two days to explain"),
        pytest.param("2026-11-19 00:00", ["told@2"], [True], id="then to the leader"),
        pytest.param("2026-12-03 23:59", ["told@2"], [True], id="for ten working days"),
        pytest.param("2026-12-04 00:00", [], [], id="then it rests"),
    ],
)
def test_the_unit_is_asked_before_the_leader_is_told(
    at: str, stages: list[str], hears: list[bool]
) -> None:
    case = a_story(BACKDATED, SET, at=at)

    found = list(check(case))

    assert [one.stage for one in found] == stages
    assert [Role.LEADER in one.tells for one in found] == hears


def test_its_moments_are_those_of_asking_telling_and_resting() -> None:
    assert list(moments(a_story(BACKDATED, SET))) == [
        vn(ASKED_AT),
        vn("2026-11-19"),
        vn("2026-12-04"),
    ]


@pytest.mark.parametrize(
    ("dossier", "change"),
    [
        pytest.param(
            finished("2026-11-14 09:00"),
            a_change("finished_at", None, "2026-11-14 09:00"),
            id="finished late, and says so",
        ),
        pytest.param(
            BACKDATED,
            a_change(
                "finished_at",
                None,
                "2026-11-13 16:30",
                shown_before=shown("2026-11-13 07:00"),
            ),
            id="finished since the last export",
        ),
        pytest.param(
            BACKDATED,
            a_change(
                "finished_at",
                None,
                "2026-11-13 16:30",
                shown_before=shown("2026-11-14 01:59"),
            ),
            id="the export may lag: it surely speaks of the day before",
        ),
        pytest.param(
            finished("2026-11-13"),
            a_change("finished_at", None, "2026-11-13", shown_before=shown("2026-11-14 01:00")),
            id="a date only, of the day of which the export surely speaks",
        ),
        pytest.param(
            BACKDATED,
            replace(SET, shown_before=shown("2026-11-14 07:00", source="ledger")),
            id="another source may lag behind",
        ),
        pytest.param(BACKDATED, replace(SET, shown_before=None), id="no column before"),
        pytest.param(
            BACKDATED,
            replace(SET, shown_before=shown("2026-11-17 07:00")),
            id="an older message, read late",
        ),
        pytest.param(
            BACKDATED,
            a_change("finished_at", "2026-11-12 09:00", "2026-11-13 16:30"),
            id="from one in time to another",
        ),
        pytest.param(
            finished("2026-11-13"),
            a_change("finished_at", "2026-11-14 09:00", "2026-11-12"),
            id="not the finish that stands",
        ),
        pytest.param(
            replace(BACKDATED, status=Status.WITHDRAWN), SET, id="withdrawn: another rule"
        ),
        pytest.param(replace(BACKDATED, finished_at=None), SET, id="no finish stands"),
        pytest.param(BACKDATED, a_change("step", None, "x"), id="another field"),
        pytest.param(
            replace(BACKDATED, promises=(), procedure=None, received_at=None),
            SET,
            id="no deadline is known",
        ),
    ],
)
def test_what_is_no_contradiction_is_not_asked_about(dossier: Dossier, change: Change) -> None:
    case = replace(a_story(dossier, change), procedure=None)
    case = replace(case, standing=assess(dossier, None, POLICY_2026, at=vn(ASKED_AT)))

    assert list(check(case)) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            a_change("finished_at", None, "2026-11-13", shown_before=BEFORE), id="a date only"
        ),
        pytest.param(
            a_change("finished_at", "2026-11-16 09:00", "2026-11-13"), id="late, then in time"
        ),
    ],
)
def test_a_date_is_held_against_dates(change: Change) -> None:
    found = list(check(a_story(finished("2026-11-13"), change)))

    assert [one.stage for one in found] == ["asked@2"]


def test_by_the_minute_a_date_without_its_hour_takes_nothing_back() -> None:
    dossier = finished("2026-11-13", due="2026-11-13 15:00")
    change = a_change("finished_at", "2026-11-13 16:30", "2026-11-13")
    policy = replace(POLICY_2026, late_by=LateBy.MINUTE)
    case = replace(a_case(dossier, at=ASKED_AT, policy=policy), changes=(CLOSED, change))

    assert list(check(case)) == []


@pytest.mark.parametrize(
    ("closing", "count"),
    [
        pytest.param((), 0, id="its status had said so before"),
        pytest.param((a_change("status", "finished", "returned"),), 0, id="from end to end"),
        pytest.param((a_change("status", None, "finished"),), 1, id="no status before"),
        pytest.param((CLOSED,), 1, id="closed by the same import"),
    ],
)
def test_a_dossier_that_had_ended_was_not_shown_open(
    closing: tuple[Change, ...], count: int
) -> None:
    case = replace(a_case(BACKDATED, at=ASKED_AT), changes=(*closing, SET))

    assert len(list(check(case))) == count


def test_a_date_filled_in_after_the_collection_is_no_edit() -> None:
    collected = replace(BACKDATED, collected_at=vn("2026-11-13 16:40"))

    assert list(check(a_story(BACKDATED, SET))) != []
    assert list(check(a_story(collected, SET))) == []


def test_a_finish_that_was_stated_before_is_not_stated_anew() -> None:
    taken_back = a_change("finished_at", "2026-11-13 16:30", None, by=replace(BY, import_id=3))
    again = a_change("finished_at", None, "2026-11-13 16:30", by=replace(BY, import_id=4))

    found = list(check(a_story(BACKDATED, SET, taken_back, again)))

    assert [one.stage for one in found] == ["asked@2"]


def test_each_new_edit_speaks_anew() -> None:
    once_more = a_change(
        "finished_at",
        "2026-11-14 10:00",
        "2026-11-13 16:30",
        by=shown("2026-11-17 07:00", number=5, read="2026-11-17 07:30"),
    )

    (found,) = check(a_story(BACKDATED, once_more, at="2026-11-17 07:30"))

    assert found.stage == "asked@5"


@pytest.mark.parametrize(
    ("due", "finish", "received", "count"),
    [
        pytest.param(DUE, f"{DUE}:00", "2026-10-30 08:00:21", 1, id="to the second"),
        pytest.param(DUE, f"{DUE}:00", "2026-10-30 08:00:00", 0, id="no seconds anywhere"),
        pytest.param(DUE, "2026-11-13 16:59:59", "2026-10-30 08:00:21", 0, id="not equal"),
        pytest.param("2026-11-13", f"{DUE}:00", "2026-10-30 08:00:21", 0, id="a date promised"),
        pytest.param(DUE, "2026-11-13", "2026-10-30 08:00:21", 0, id="a date finished"),
    ],
)
def test_a_finish_equal_to_the_deadline_is_asked_about_where_seconds_are_known(
    due: str, finish: str, received: str, count: int
) -> None:
    dossier = finished(finish, due=due, received=received)
    change = a_change("finished_at", None, finish, shown_before=shown("2026-11-13 07:00"))

    found = list(check(a_story(dossier, change)))

    assert [one.facts["is_equal"] for one in found] == [True] * count


def test_a_computed_deadline_is_nobody_s_to_equal() -> None:
    dossier = replace(finished("2026-11-13 17:00:00"), promises=())
    change = a_change(
        "finished_at", None, "2026-11-13 17:00:00", shown_before=shown("2026-11-13 07:00")
    )

    assert list(check(a_story(dossier, change))) == []


def test_an_import_that_set_many_is_left_to_the_finding_of_the_unit() -> None:
    case = a_story(BACKDATED, SET)

    assert list(check(replace(case, edited_in_bulk=frozenset({2})))) == []
    assert list(check(replace(case, edited_in_bulk=frozenset({1})))) != []


def test_an_instant_beyond_the_calendar_is_not_held_against_anything() -> None:
    policy = replace(POLICY_2026, late_by=LateBy.MINUTE)
    dossier = finished("2026-12-31 16:00", due="2026-12-31 16:30")
    change = a_change(
        "finished_at", None, "2026-12-31 16:00", shown_before=shown("2027-01-05 07:00")
    )
    change = replace(change, shown_by=shown("2027-01-06 07:00", number=2))
    procedure = a_procedure(hours_term(8))
    case = a_case(dossier, at="2026-12-31 16:30", policy=policy, procedure=procedure)

    assert list(check(replace(case, changes=(CLOSED, change)))) == []


def test_a_source_without_finishes_cannot_know() -> None:
    dossier = replace(BACKDATED, carries=frozenset(Carried) - {Carried.FINISHED})

    judged = judge(a_story(dossier, SET), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("finish_backdated",))
