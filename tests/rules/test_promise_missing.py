"""promise_missing speaks of slips without a date, not of sources without the column."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.domain.term import Term, TermUnit
from monitor.rules.promise_missing import RULE, check, moments
from tests.builders import a_case, a_dossier, a_pause, a_procedure, vn

AT = "2026-11-03 09:00"


@pytest.mark.parametrize(
    ("dossier", "count"),
    [
        pytest.param(a_dossier(), 1, id="received without a date"),
        pytest.param(a_dossier(pauses=(a_pause("2026-11-02 09:00"),)), 1, id="paused, too"),
        pytest.param(a_dossier(promised="2026-11-16 17:00"), 0, id="promised"),
        pytest.param(
            a_dossier(received=None, status=Status.SUBMITTED), 0, id="not received yet"
        ),
        pytest.param(a_dossier(status=Status.WITHDRAWN), 0, id="withdrawn"),
    ],
)
def test_speaks_of_an_open_dossier_received_without_a_date(
    dossier: Dossier, count: int
) -> None:
    findings = list(check(a_case(dossier, at=AT)))

    assert len(findings) == count


def test_a_procedure_not_in_the_directory_changes_nothing() -> None:
    case = replace(a_case(a_dossier(), at=AT), procedure=None)

    assert len(list(check(case))) == 1


def test_a_procedure_done_within_the_day_needs_no_slip() -> None:
    same_day = a_procedure(Term(1, TermUnit.SAME_DAY))

    assert list(check(a_case(a_dossier(), at=AT, procedure=same_day))) == []


def test_the_one_stop_unit_hears_of_it_once() -> None:
    dossier = a_dossier()

    (finding,) = check(a_case(dossier, at=AT))

    assert finding.key == (dossier.code, "promise_missing", "once", None)
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {"received_at": vn("2026-11-02 08:00")}


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(a_dossier(), at=AT))) == []


@pytest.mark.parametrize("absent", [Carried.PROMISED, Carried.RECEIVED, Carried.STATUS])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = a_dossier(carries=frozenset(Carried) - {absent})

    judged = judge(a_case(dossier, at=AT), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("promise_missing",))
