"""due_unconfirmed speaks where the deadline passed after the last export."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.due_unconfirmed import RULE, check, moments
from tests.builders import a_case, a_dossier, vn

EXPORTED = "2026-11-16 17:30"  # after closing on the due day: an end was still possible
DOSSIER = a_dossier(received="2026-11-02 08:00", as_of=EXPORTED)  # due Monday 16 November


@pytest.mark.parametrize(
    ("at", "as_of", "count"),
    [
        pytest.param("2026-11-16 23:59", EXPORTED, 0, id="the due day is not over"),
        pytest.param("2026-11-17 00:00", EXPORTED, 1, id="over, and no newer export"),
        pytest.param("2026-11-30 09:00", EXPORTED, 1, id="a stale source two weeks later"),
        pytest.param("2026-11-17 09:00", "2026-11-17 07:10", 0, id="a newer export: overdue"),
        pytest.param("2026-11-17 09:00", "2026-11-17", 0, id="an export dated the day after"),
        pytest.param("2026-11-16 09:00", "2026-11-20 07:10", 0, id="a past day replayed"),
    ],
)
def test_speaks_only_between_the_deadline_and_the_next_export(
    at: str, as_of: str, count: int
) -> None:
    findings = list(check(a_case(replace(DOSSIER, as_of=vn(as_of)), at=at)))

    assert len(findings) == count


def test_only_the_handler_hears_of_it_and_as_of_when() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-17 09:00"))

    assert finding.key == (DOSSIER.code, "due_unconfirmed", "once", vn("2026-11-16 17:00"))
    assert finding.tells == (Role.HANDLER,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts["as_of"] == vn(EXPORTED)


def test_its_moment_is_the_end_of_the_due_day() -> None:
    assert list(moments(a_case(DOSSIER, at="2026-11-03 09:00"))) == [vn("2026-11-17")]


def test_an_ended_dossier_is_silent() -> None:
    case = a_case(replace(DOSSIER, status=Status.SENT_BACK), at="2026-11-17 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_a_source_without_status_cannot_know() -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {Carried.STATUS})

    assert judge(a_case(dossier, at="2026-11-17 09:00"), [RULE]).unknown == ("due_unconfirmed",)
