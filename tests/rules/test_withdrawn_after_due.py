"""withdrawn_after_due asks about dossiers that left after an export had shown them late."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.policy import LateBy
from monitor.domain.rule import Case, judge
from monitor.rules.withdrawn_after_due import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, a_pause, a_promise, vn
from tests.rules.edits import ASKED_AT, a_change, shown

DOSSIER = a_dossier(
    received="2026-10-30 08:00",
    promised="2026-11-13 17:00",  # a Friday; the Saturday's export showed it open
    status=Status.WITHDRAWN,
    as_of=ASKED_AT,
)
LEFT = a_change("status", "in_progress", "withdrawn")


def a_story(dossier: Dossier, *changes: Change) -> Case:
    return replace(a_case(dossier, at=ASKED_AT), changes=changes)


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.SENT_BACK])
def test_a_late_dossier_that_left_is_asked_about(status: Status) -> None:
    change = a_change("status", "in_progress", status.value)

    (found,) = check(a_story(replace(DOSSIER, status=status), change))

    assert (found.stage, found.tells) == ("asked@2", (Role.HEAD,))
    assert (found.facts["before"], found.facts["after"]) == ("in_progress", status.value)
    assert found.facts["due_at"] == vn("2026-11-13 17:00")


def test_its_moments_are_those_of_asking_telling_and_resting() -> None:
    assert list(moments(a_story(DOSSIER, LEFT))) == [
        vn(ASKED_AT),
        vn("2026-11-19"),
        vn("2026-12-04"),
    ]


@pytest.mark.parametrize(
    ("dossier", "change"),
    [
        pytest.param(
            DOSSIER,
            replace(LEFT, shown_before=shown("2026-11-13 07:00")),
            id="perhaps withdrawn in time",
        ),
        pytest.param(
            DOSSIER, replace(LEFT, shown_before=shown("2026-11-14 01:00")), id="a lag"
        ),
        pytest.param(
            DOSSIER,
            replace(LEFT, shown_before=shown("2026-11-14 07:00", source="ledger")),
            id="another source",
        ),
        pytest.param(DOSSIER, replace(LEFT, shown_before=None), id="a new column"),
        pytest.param(
            DOSSIER, a_change("status", "finished", "withdrawn"), id="it had ended before"
        ),
        pytest.param(DOSSIER, a_change("status", None, "withdrawn"), id="no status before"),
        pytest.param(DOSSIER, a_change("step", "x", "withdrawn"), id="another field"),
        pytest.param(
            replace(DOSSIER, status=Status.IN_PROGRESS), LEFT, id="back in hand since"
        ),
        pytest.param(
            replace(DOSSIER, status=Status.REFUSED),
            a_change("status", "in_progress", "refused"),
            id="refused",
        ),
        pytest.param(
            replace(DOSSIER, promises=(), received_at=None), LEFT, id="no deadline is known"
        ),
        pytest.param(
            replace(DOSSIER, pauses=(a_pause("2026-11-10 08:00"),)),
            a_change("status", "paused_supplement", "withdrawn"),
            id="it waited for the citizen",
        ),
        pytest.param(
            replace(DOSSIER, pauses=(a_pause("2026-11-10 08:00", "2026-11-16 07:00"),)),
            a_change("status", "paused_supplement", "withdrawn"),
            id="the wait ended as it left",
        ),
        pytest.param(
            DOSSIER,
            a_change("status", "paused_finance", "withdrawn"),
            id="it waited, nobody knows since when",
        ),
    ],
)
def test_what_nobody_saw_late_is_not_asked_about(dossier: Dossier, change: Change) -> None:
    assert list(check(a_story(dossier, change))) == []


def test_a_wait_that_began_after_the_deadline_does_not_excuse_it() -> None:
    dossier = replace(
        DOSSIER,
        promises=(a_promise("2026-11-10 17:00"),),
        pauses=(a_pause("2026-11-12 08:00"),),
    )
    change = a_change("status", "paused_supplement", "withdrawn")

    (found,) = check(a_story(dossier, change))

    assert found.facts["due_at"] == vn("2026-11-10 17:00")


def test_an_instant_beyond_the_calendar_is_not_held_against_anything() -> None:
    policy = replace(POLICY_2026, late_by=LateBy.MINUTE)
    change = replace(
        LEFT,
        shown_before=shown("2027-01-05 07:00"),
        shown_by=shown("2027-01-06 07:00", number=2),
    )
    case = a_case(DOSSIER, at="2026-12-31 16:00", policy=policy)

    assert list(check(replace(case, changes=(change,)))) == []


def test_a_source_without_a_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    judged = judge(a_story(dossier, LEFT), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("withdrawn_after_due",))
