"""asked_again speaks of citizens who were sent for papers more than once."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Pause, PauseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.asked_again import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, a_pause, vn

AT = "2026-11-12 09:00"
FIRST = a_pause("2026-11-03 09:00", "2026-11-04 09:00")
SECOND = a_pause("2026-11-06 09:00", "2026-11-09 09:00")
THIRD = a_pause("2026-11-10 09:00")


@pytest.mark.parametrize(
    ("pauses", "stages"),
    [
        pytest.param((), [], id="never asked"),
        pytest.param((FIRST,), [], id="asked once"),
        pytest.param((FIRST, SECOND), ["2"], id="asked twice"),
        pytest.param((THIRD, FIRST, SECOND), ["3"], id="a third time is said anew"),
        pytest.param(
            (FIRST, replace(SECOND, kind=PauseKind.FINANCE)), [], id="once for papers, for dues"
        ),
        pytest.param(
            (FIRST, a_pause("2026-11-03 10:00", "2026-11-05 09:00")), [], id="overlapping"
        ),
        pytest.param((a_pause("2026-11-03 09:00"), SECOND), [], id="within an open one"),
        pytest.param((a_pause("2026-11-01 09:00"), SECOND), [], id="before the receipt"),
        pytest.param(
            (a_pause("2026-11-05 10:00", "2026-11-05 09:00"), SECOND), [], id="a reversed one"
        ),
    ],
)
def test_each_request_beyond_the_first_is_one(
    pauses: tuple[Pause, ...], stages: list[str]
) -> None:
    findings = check(a_case(a_dossier(pauses=pauses), at=AT))

    assert [finding.stage for finding in findings] == stages


def test_a_procedure_may_allow_more() -> None:
    twice = replace(POLICY_2026, supplement_asks=2)
    dossier = a_dossier(pauses=(FIRST, SECOND))

    assert list(check(a_case(dossier, at=AT, policy=twice))) == []


def test_without_a_receipt_nothing_lies_before_it() -> None:
    dossier = a_dossier(received=None, pauses=(FIRST, SECOND))

    assert len(list(check(a_case(dossier, at=AT)))) == 1


def test_the_head_hears_how_often_and_when() -> None:
    dossier = a_dossier(pauses=(FIRST, SECOND))

    (finding,) = check(a_case(dossier, at=AT))

    assert finding.key == (dossier.code, "asked_again", "2", None)
    assert finding.tells == (Role.HEAD,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {
        "asks": 2,
        "allowed": 1,
        "first_asked_at": vn("2026-11-03 09:00"),
        "asked_at": vn("2026-11-06 09:00"),
    }


def test_an_ended_dossier_is_silent() -> None:
    dossier = a_dossier(pauses=(FIRST, SECOND), status=Status.FINISHED)

    assert list(check(a_case(dossier, at=AT))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(a_dossier(pauses=(FIRST, SECOND)), at=AT))) == []


def test_a_source_without_status_cannot_know() -> None:
    dossier = a_dossier(carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at=AT), [RULE]).unknown == ("asked_again",)
