"""status_went_back asks about ends that a later import took back."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.rule import Case, judge
from monitor.rules.status_went_back import RULE, check, moments
from tests.builders import a_case, a_dossier, vn
from tests.rules.edits import ASKED_AT, a_change, shown

OPEN = a_dossier(received="2026-10-30 08:00", promised="2026-11-13 17:00", as_of=ASKED_AT)
BACK = a_change("status", "finished", "in_progress")
VANISHED = a_change("finished_at", "2026-11-12 16:00", None)


def a_story(dossier: Dossier, *changes: Change) -> Case:
    return replace(a_case(dossier, at=ASKED_AT), changes=changes)


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        pytest.param(BACK, "finished", "in_progress", id="finished"),
        pytest.param(
            a_change("status", "returned", "paused_supplement"),
            "returned",
            "paused_supplement",
            id="returned",
        ),
        pytest.param(
            a_change("status", "withdrawn", "received"), "withdrawn", "received", id="withdrawn"
        ),
        pytest.param(VANISHED, vn("2026-11-12 16:00"), None, id="a finish that vanished"),
    ],
)
def test_an_end_taken_back_is_asked_about(
    change: Change, before: object, after: object
) -> None:
    (found,) = check(a_story(OPEN, change))

    assert (found.stage, found.tells) == ("asked@2", (Role.HEAD,))
    assert (found.facts["before"], found.facts["after"]) == (before, after)


def test_one_import_is_asked_about_once() -> None:
    (found,) = check(a_story(OPEN, BACK, VANISHED))

    assert found.facts["field"] == "status"


def test_each_import_is_asked_about() -> None:
    again = replace(BACK, shown_by=shown("2026-11-16 07:10", number=9))

    assert [one.stage for one in check(a_story(OPEN, BACK, again))] == ["asked@2", "asked@9"]


def test_its_moments_are_those_of_asking_telling_and_resting() -> None:
    assert list(moments(a_story(OPEN, BACK))) == [
        vn(ASKED_AT),
        vn("2026-11-19"),
        vn("2026-12-04"),
    ]


@pytest.mark.parametrize(
    ("dossier", "change"),
    [
        pytest.param(OPEN, a_change("status", "in_progress", "finished"), id="forward"),
        pytest.param(OPEN, a_change("status", "returned", "finished"), id="from end to end"),
        pytest.param(OPEN, a_change("status", "refused", "submitted"), id="handed in again"),
        pytest.param(OPEN, a_change("status", "stopped", "in_progress"), id="taken up again"),
        pytest.param(OPEN, a_change("status", "finished", None), id="an empty cell"),
        pytest.param(OPEN, a_change("status", None, "in_progress"), id="none before"),
        pytest.param(OPEN, a_change("step", "x", "y"), id="another field"),
        pytest.param(
            OPEN,
            replace(BACK, shown_before=shown("2026-11-14 07:00", source="ledger")),
            id="another source may lag behind",
        ),
        pytest.param(replace(OPEN, status=Status.FINISHED), BACK, id="ended again since"),
        pytest.param(
            replace(OPEN, finished_at=vn("2026-11-16 07:00")), VANISHED, id="stated again since"
        ),
    ],
)
def test_what_took_nothing_back_is_not_asked_about(dossier: Dossier, change: Change) -> None:
    assert list(check(a_story(dossier, change))) == []


def test_a_source_without_a_status_cannot_know() -> None:
    dossier = replace(OPEN, carries=frozenset(Carried) - {Carried.STATUS})

    judged = judge(a_story(dossier, BACK), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("status_went_back",))
