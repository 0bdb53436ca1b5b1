"""result_waiting speaks of results that nobody has come for."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.result_waiting import RULE, check, moments
from tests.builders import a_case, a_dossier, a_procedure, vn

DOSSIER = a_dossier(finished="2026-11-10 15:00", status=Status.FINISHED)  # a Tuesday


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-17 23:59", 0, id="the fifth working day after is not over"),
        pytest.param("2026-11-18 00:00", 1, id="five working days have ended"),
        pytest.param("2026-12-18 09:00", 1, id="a month later"),
    ],
)
def test_speaks_after_five_working_days(at: str, count: int) -> None:
    findings = list(check(a_case(DOSSIER, at=at)))

    assert len(findings) == count


@pytest.mark.parametrize(
    ("dossier", "count"),
    [
        pytest.param(replace(DOSSIER, status=None), 1, id="finished, its status not known"),
        pytest.param(replace(DOSSIER, status=Status.RETURNED), 0, id="returned"),
        pytest.param(replace(DOSSIER, status=Status.WITHDRAWN), 0, id="withdrawn"),
        pytest.param(replace(DOSSIER, collected_at=vn("2026-11-12 09:00")), 0, id="collected"),
        pytest.param(replace(DOSSIER, finished_at=None), 0, id="finished, nobody knows when"),
        pytest.param(a_dossier(), 0, id="open"),
    ],
)
def test_speaks_of_results_not_collected(dossier: Dossier, count: int) -> None:
    case = a_case(dossier, at="2026-11-18 09:00")

    assert (len(list(check(case))), len(list(moments(case)))) == (count, count)


@pytest.mark.parametrize(
    ("collected_at", "days"),
    [
        pytest.param("2026-11-17 07:00", [], id="no export since that could show it"),
        pytest.param("2026-11-18 07:00", [5], id="waiting as of an export"),
    ],
)
def test_an_export_must_have_seen_it_wait(collected_at: str, days: list[int]) -> None:
    list_ = frozenset({Carried.STATUS, Carried.FINISHED}), vn("2026-11-23 07:00")
    counter = frozenset({Carried.COLLECTED}), vn(collected_at)
    case = a_case(replace(DOSSIER, shown=(counter, list_)), at="2026-11-23 09:00")

    found = list(check(case))

    assert [one.facts["days_waiting"] for one in found] == days
    assert [one.facts["as_of"] for one in found] == [vn(collected_at)] * len(days)


@pytest.mark.parametrize(
    ("yields_paper", "count"),
    [
        pytest.param(True, 1, id="a paper"),
        pytest.param(False, 0, id="nothing to collect"),
    ],
)
def test_only_paper_waits(yields_paper: bool, count: int) -> None:
    procedure = replace(a_procedure(), yields_paper=yields_paper)

    findings = list(check(a_case(DOSSIER, at="2026-11-18 09:00", procedure=procedure)))

    assert len(findings) == count


def test_a_procedure_not_in_the_directory_is_taken_to_yield_paper() -> None:
    case = replace(a_case(DOSSIER, at="2026-11-18 09:00"), procedure=None)

    assert len(list(check(case))) == 1


def test_the_one_stop_unit_hears_since_when_and_as_of_when() -> None:
    (finding,) = check(a_case(DOSSIER, at="2026-11-19 09:00"))

    assert finding.key == (DOSSIER.code, "result_waiting", "once", None)
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {
        "finished_at": vn("2026-11-10 15:00"),
        "days_waiting": 6,
        "as_of": vn("2026-11-19 09:00"),
    }


def test_its_moment_is_the_end_of_the_fifth_working_day() -> None:
    assert list(moments(a_case(DOSSIER, at="2026-11-10 16:00"))) == [vn("2026-11-18")]


def test_a_wait_that_leaves_the_loaded_calendar_is_not_told() -> None:
    late = replace(DOSSIER, finished_at=vn("2026-12-30 09:00"))
    case = a_case(late, at="2026-12-31 09:00")

    assert (list(check(case)), list(moments(case))) == ([], [])


def test_days_beyond_the_loaded_calendar_are_not_counted() -> None:
    (finding,) = check(a_case(DOSSIER, at="2027-03-01 09:00"))

    assert finding.facts["days_waiting"] is None


@pytest.mark.parametrize("absent", [Carried.FINISHED, Carried.COLLECTED])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {absent})

    judged = judge(a_case(dossier, at="2026-11-18 09:00"), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("result_waiting",))
