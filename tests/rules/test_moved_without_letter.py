"""moved_without_letter speaks of dates that exports show moved, and no letter of ours."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, PromiseKind, Status
from monitor.domain.finding import Severity
from monitor.domain.letter import Letter, LetterState
from monitor.domain.rule import judge
from monitor.rules import overdue
from monitor.rules.moved_without_letter import RULE, check, moments
from tests.builders import a_case, a_dossier, a_letter, a_move, a_pause, a_promise, vn

AT = "2026-11-20 09:00"
OLD, NEW = "2026-11-16 17:00", "2026-11-27 17:00"
IN_TIME = a_dossier(
    promised=OLD, promises=(a_move(NEW, shown="2026-11-13 07:00", seen="2026-11-16 07:00"),)
)
LATE = a_dossier(
    promised=OLD, promises=(a_move(NEW, shown="2026-11-17 07:00", seen="2026-11-18 07:00"),)
)


def issued(new_due: str, at: str) -> Letter:
    letter = a_letter(LetterState.ISSUED, deadline=OLD)
    return replace(letter, new_due_at=vn(new_due), issued_at=vn(at))


@pytest.mark.parametrize(
    ("dossier", "stage", "severity"),
    [
        pytest.param(IN_TIME, "in_time", Severity.WARNING, id="before the old date passed"),
        pytest.param(LATE, "late", Severity.BREACH, id="after it"),
    ],
)
def test_the_one_stop_unit_hears_between_which_exports(
    dossier: Dossier, stage: str, severity: Severity
) -> None:
    (finding,) = check(a_case(dossier, at=AT))

    moved = dossier.promises[-1]
    assert finding.key == (dossier.code, "moved_without_letter", stage, vn(NEW))
    assert finding.tells == (Role.ONE_STOP,)
    assert finding.severity is severity
    assert finding.facts == {
        "promised_at": vn(NEW),
        "moved_after": moved.moved_after,
        "moved_by": moved.made_at,
        "as_of": vn(AT),
    }


def test_a_date_moved_after_it_had_passed_leaves_the_dossier_overdue() -> None:
    late, in_time = (list(overdue.check(a_case(one, at=AT))) for one in (LATE, IN_TIME))

    assert [finding.deadline for finding in late] == [vn(OLD)]
    assert in_time == []


def test_a_letter_for_it_ends_the_lateness_and_the_question() -> None:
    ours = a_promise(NEW, made="2026-11-19 09:00", kind=PromiseKind.REAPPOINTMENT)
    dossier = replace(LATE, promises=(*LATE.promises, ours))
    case = a_case(dossier, at=AT, letter=issued(NEW, "2026-11-19 09:00"))

    assert (list(check(case)), list(overdue.check(case))) == ([], [])


@pytest.mark.parametrize(
    ("letter", "count"),
    [
        pytest.param(issued(NEW, "2026-11-13 09:00"), 0, id="for this date"),
        pytest.param(issued("2026-11-30 17:00", "2026-11-19 09:00"), 0, id="issued since"),
        pytest.param(issued("2026-11-20 17:00", "2026-11-12 09:00"), 1, id="for another date"),
        pytest.param(a_letter(LetterState.ISSUED, deadline=OLD), 1, id="for no date"),
        pytest.param(a_letter(LetterState.APPROVED, deadline=OLD), 1, id="not issued yet"),
    ],
)
def test_a_letter_answers_for_the_date_it_names(letter: Letter, count: int) -> None:
    assert len(list(check(a_case(IN_TIME, at=AT, letter=letter)))) == count


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(promised=OLD), id="never moved"),
        pytest.param(a_dossier(), id="never promised"),
        pytest.param(
            a_dossier(promised=OLD, promises=(a_promise(NEW, kind=PromiseKind.REAPPOINTMENT),)),
            id="nobody saw it move",
        ),
        pytest.param(
            a_dossier(
                promised=OLD,
                promises=(
                    a_move("2026-11-12 17:00", shown="2026-11-05 07:00", seen="2026-11-06"),
                ),
            ),
            id="moved forward",
        ),
        pytest.param(replace(IN_TIME, status=Status.FINISHED), id="ended"),
        pytest.param(
            replace(
                IN_TIME, promises=(replace(IN_TIME.promises[1], kind=PromiseKind.SUPPLEMENT),)
            ),
            id="moved by a supplement",
        ),
    ],
)
def test_others_are_silent(dossier: Dossier) -> None:
    assert list(check(a_case(dossier, at=AT))) == []


def test_a_wait_may_have_moved_the_old_date_so_it_had_not_surely_passed() -> None:
    dossier = replace(LATE, pauses=(a_pause("2026-11-05 08:00", "2026-11-09 08:00"),))

    (finding,) = check(a_case(dossier, at=AT))

    assert finding.stage == "in_time"


def test_a_move_without_a_slip_before_it_is_told_too() -> None:
    dossier = a_dossier(promises=IN_TIME.promises[1:] + LATE.promises[1:])
    later = replace(
        dossier.promises[1], promised_at=vn("2026-11-30 17:00"), moved_after=vn("2026-11-28")
    )
    dossier = replace(dossier, promises=(dossier.promises[0], later))

    (finding,) = check(a_case(dossier, at="2026-11-29 09:00"))

    assert finding.stage == "late"


def test_what_another_agency_decides_is_for_its_own_letters() -> None:
    assert list(check(a_case(LATE, at=AT, is_ours=False))) == []


def test_time_alone_changes_nothing() -> None:
    assert list(moments(a_case(LATE, at=AT))) == []


@pytest.mark.parametrize("absent", [Carried.PROMISED, Carried.STATUS])
def test_a_source_without_the_column_cannot_know(absent: Carried) -> None:
    dossier = replace(LATE, carries=frozenset(Carried) - {absent})

    assert judge(a_case(dossier, at=AT), [RULE]).unknown == ("moved_without_letter",)
