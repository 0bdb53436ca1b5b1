"""paused_long speaks of waits that nobody ends, and grows."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PauseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.paused_long import RULE, check, moments
from tests.builders import POLICY_2026, a_case, a_dossier, a_pause, vn

DOSSIER = a_dossier(pauses=(a_pause("2026-11-03 09:00"),), status=Status.PAUSED_SUPPLEMENT)


@pytest.mark.parametrize(
    ("at", "stages"),
    [
        pytest.param("2026-11-17 17:00", [], id="the tenth working day after is not over"),
        pytest.param("2026-11-18 00:00", ["10d"], id="ten working days have ended"),
        pytest.param("2026-12-02 09:00", ["10d"], id="nineteen: same stage, so same key"),
        pytest.param("2026-12-03 09:00", ["20d"], id="twenty, a day off between them"),
    ],
)
def test_stage(at: str, stages: list[str]) -> None:
    findings = check(a_case(DOSSIER, at=at))

    assert [finding.stage for finding in findings] == stages


def test_handler_and_head_hear_since_when_and_for_what() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-19 09:00"))

    paused_at = vn("2026-11-03 09:00")
    assert finding.key == (DOSSIER.code, "paused_long", "10d", paused_at)
    assert finding.tells == (Role.HANDLER, Role.HEAD)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {
        "paused_at": paused_at,
        "kind": "supplement",
        "days_paused": 11,
        "as_of": vn("2026-11-19 09:00"),
    }


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        pytest.param("2026-11-17 07:00", [], id="no export since"),
        pytest.param("2026-11-18 07:00", [10], id="still waiting as of an export"),
    ],
)
def test_an_export_must_have_seen_it_wait(as_of: str, days: list[int]) -> None:
    case = a_case(replace(DOSSIER, as_of=vn(as_of)), at="2026-12-03 09:00")

    found = list(check(case))

    assert [one.facts["days_paused"] for one in found] == days


def test_a_new_wait_is_said_anew() -> None:
    again = replace(DOSSIER, pauses=(a_pause("2026-11-02 09:00", "2026-11-03 08:00"),))
    again = replace(again, pauses=(*again.pauses, a_pause("2026-11-04 09:00")))

    (finding,) = check(a_case(again, at="2026-11-19 09:00"))

    assert finding.deadline == vn("2026-11-04 09:00")


def test_a_wait_for_dues_counts_too() -> None:
    dues = a_pause("2026-11-03 09:00", kind=PauseKind.FINANCE)
    dossier = a_dossier(pauses=(dues,), status=Status.PAUSED_FINANCE)

    (finding,) = check(a_case(dossier, at="2026-11-19 09:00"))

    assert finding.facts["kind"] == "finance"


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(), id="no wait"),
        pytest.param(
            a_dossier(pauses=(a_pause("2026-11-03 09:00", "2026-11-04 09:00"),)), id="ended"
        ),
        pytest.param(replace(DOSSIER, status=Status.WITHDRAWN), id="withdrawn meanwhile"),
        pytest.param(
            a_dossier(status=Status.PAUSED_SUPPLEMENT), id="nobody knows when it began"
        ),
    ],
)
def test_others_are_silent(dossier: Dossier) -> None:
    case = a_case(dossier, at="2026-12-24 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_moments_are_the_stages_within_the_loaded_calendar() -> None:
    found = list(moments(a_case(DOSSIER, at="2026-11-04 09:00")))

    assert found == [vn("2026-11-18"), vn("2026-12-03"), vn("2026-12-31")]


def test_the_stages_are_a_choice() -> None:
    policy = replace(POLICY_2026, paused_days=(2,))

    (finding,) = check(a_case(DOSSIER, at="2026-11-06 09:00", policy=policy))

    assert finding.stage == "2d"


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-19 09:00"), [RULE]).unknown == ("paused_long",)
