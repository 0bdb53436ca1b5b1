"""dates_contradict asks the one-stop unit to check dates, once a kind, and accuses nobody."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.dates_contradict import RULE, check, moments
from tests.builders import a_case, a_dossier, a_pause, vn

AT = "2026-11-13 09:00"
REVERSED = a_pause("2026-11-09 09:00", "2026-11-04 09:00")
TYPO = a_dossier(
    promised="2026-10-16 17:00",
    pauses=(REVERSED, a_pause("2026-11-05 09:00"), a_pause("2026-11-06 09:00")),
)


@pytest.mark.parametrize(
    ("dossier", "stages"),
    [
        pytest.param(a_dossier(promised="2026-11-16 17:00"), [], id="in order"),
        pytest.param(
            TYPO,
            ["promised_before_receipt", "pause_reversed", "pauses_overlap"],
            id="each kind by itself",
        ),
        pytest.param(
            a_dossier(finished="2026-10-30 09:00", status=Status.FINISHED),
            ["finished_before_receipt"],
            id="of one that has ended, too",
        ),
    ],
)
def test_speaks_once_for_each_kind(dossier: Dossier, stages: list[str]) -> None:
    findings = check(a_case(dossier, at=AT))

    assert [one.stage for one in findings] == stages


def test_the_one_stop_unit_is_told_of_the_two_dates() -> None:
    dossier = a_dossier(pauses=(REVERSED,))

    (finding,) = check(a_case(dossier, at=AT))

    assert finding.key == (dossier.code, "dates_contradict", "pause_reversed", None)
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is Severity.NOTICE
    assert finding.facts == {
        "earlier_at": vn("2026-11-04 09:00"),
        "later_at": vn("2026-11-09 09:00"),
    }


def test_a_date_mended_wrongly_speaks_no_second_time() -> None:
    (first,) = check(a_case(a_dossier(promised="2026-10-16 17:00"), at=AT))
    (second,) = check(a_case(a_dossier(promised="2026-10-30 17:00"), at=AT))

    assert first.key == second.key


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(TYPO, at=AT))) == []


def test_a_source_that_says_little_is_judged_by_what_it_says() -> None:
    bare = replace(TYPO, carries=frozenset({Carried.RECEIVED, Carried.PROMISED}))

    judged = judge(a_case(bare, at=AT), [RULE])

    assert [one.stage for one in judged.findings] == ["promised_before_receipt"]
    assert judged.unknown == ()
