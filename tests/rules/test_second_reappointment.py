"""second_reappointment speaks of dates put off more than once."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change, Shown
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.rule import Case, judge
from monitor.rules import overdue
from monitor.rules.second_reappointment import RULE, check, moments
from tests.builders import a_case, a_dossier, a_move, a_promise, vn

AT = "2026-11-24 09:00"
SLIP, ONCE, TWICE = "2026-11-13 17:00", "2026-11-20 17:00", "2026-11-27 17:00"
FIRST = a_promise(ONCE, made="2026-11-12 09:00", kind=PromiseKind.REAPPOINTMENT)
AGAIN = a_move(TWICE, shown="2026-11-18 07:00", seen="2026-11-19 07:00")
DOSSIER = replace(
    a_dossier(promised=SLIP, promises=(FIRST, AGAIN)), shown_promised_at=vn(TWICE)
)


def judged(dossier: Dossier, *, shown: str | None = ONCE, is_ours: bool = True) -> Case:
    """Return the case of a dossier whose exports once showed another date."""
    export = Shown(import_id=1, source="list", exported_at=vn(AT), imported_at=vn(AT))
    change = Change(
        field="promised_at",
        before=vn(shown or SLIP).isoformat(),
        after=vn(TWICE).isoformat(),
        shown_by=export,
    )
    return replace(a_case(dossier, at=AT, is_ours=is_ours), changes=(change,))


def test_head_and_leader_hear_of_both_dates() -> None:
    (finding,) = check(judged(DOSSIER))

    assert finding.key == (DOSSIER.code, "second_reappointment", "once", vn(TWICE))
    assert finding.tells == (Role.HEAD, Role.LEADER)
    assert finding.severity is Severity.BREACH
    assert finding.facts == {
        "promised_at": vn(ONCE),
        "again_at": vn(TWICE),
        "seen_at": vn("2026-11-19 07:00"),
        "as_of": vn(AT),
    }


def test_the_date_before_goes_on_counting() -> None:
    (finding,) = overdue.check(judged(DOSSIER))

    assert finding.deadline == vn(ONCE)


def test_a_third_time_is_said_anew() -> None:
    third = a_move("2026-12-04 17:00", shown="2026-11-20 07:00", seen="2026-11-23 07:00")

    (finding,) = check(judged(replace(DOSSIER, promises=(*DOSSIER.promises, third))))

    assert finding.deadline == vn("2026-12-04 17:00")


def test_a_date_mistyped_in_the_place_of_our_letter_s_accuses_nobody() -> None:
    assert list(check(judged(DOSSIER, shown=None))) == []


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(promised=SLIP), id="never put off"),
        pytest.param(a_dossier(promised=SLIP, promises=(FIRST,)), id="put off once"),
        pytest.param(replace(DOSSIER, status=Status.FINISHED), id="ended"),
        pytest.param(a_dossier(), id="nothing promised"),
        pytest.param(
            a_dossier(
                promised=SLIP,
                promises=(FIRST, a_move("2026-11-18 17:00", shown=SLIP, seen="2026-11-16")),
            ),
            id="put off once, then moved forward",
        ),
    ],
)
def test_others_are_silent(dossier: Dossier) -> None:
    assert list(check(judged(dossier))) == []


def test_what_another_agency_decides_is_its_own_to_answer_for() -> None:
    assert list(check(judged(DOSSIER, is_ours=False))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(judged(DOSSIER))) == []


@pytest.mark.parametrize("absent", [Carried.PROMISED, Carried.STATUS])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {absent})

    assert judge(judged(dossier), [RULE]).unknown == ("second_reappointment",)
