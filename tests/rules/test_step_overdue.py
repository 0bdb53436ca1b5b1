"""step_overdue speaks of the step a dossier stands in, while the dossier is still in time."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Dossier, Status, Step
from monitor.domain.finding import Severity
from monitor.domain.rule import judge
from monitor.rules.step_overdue import RULE, check, moments
from tests.builders import a_case, a_dossier, a_pause, vn

STEP = Step(
    name="Thẩm định",
    unit="VHXH",
    handler="hoa",
    began_at=vn("2026-11-05 09:00"),
    due_at=vn("2026-11-10 11:00"),
)
LATE, LATER = "2026-11-10 11:01", "2026-11-11 09:00"
DOSSIER = replace(
    a_dossier(promised="2026-11-16 17:00"),
    step="Thẩm định",
    steps=(STEP,),
    steps_as_of=vn(LATER),
)


def with_step(**fields: object) -> Dossier:
    return replace(DOSSIER, steps=(replace(STEP, **fields),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("at", "count"),
    [
        pytest.param("2026-11-10 11:00", 0, id="at its limit"),
        pytest.param(LATE, 1, id="a minute later"),
        pytest.param("2026-11-16 17:00", 1, id="the deadline's last minute"),
        pytest.param("2026-11-17 00:00", 0, id="the dossier itself is late"),
    ],
)
def test_speaks_from_the_limit_to_the_deadline(at: str, count: int) -> None:
    assert len(list(check(a_case(DOSSIER, at=at)))) == count


@pytest.mark.parametrize(
    "as_of",
    [
        pytest.param(vn("2026-11-10 11:00"), id="nothing told since the limit"),
        pytest.param(None, id="nothing told of steps"),
    ],
)
def test_a_source_that_has_told_nothing_since_cannot_know(as_of: object) -> None:
    dossier = replace(DOSSIER, steps_as_of=as_of)  # type: ignore[arg-type]

    assert list(check(a_case(dossier, at=LATER))) == []


@pytest.mark.parametrize(
    ("dossier", "count"),
    [
        pytest.param(replace(DOSSIER, steps=()), 0, id="no step told of"),
        pytest.param(with_step(due_at=None), 0, id="no limit of its own"),
        pytest.param(with_step(due_at=vn("2026-11-16 17:00")), 0, id="the deadline, copied"),
        pytest.param(replace(DOSSIER, status=Status.FINISHED), 0, id="ended"),
        pytest.param(replace(DOSSIER, pauses=(a_pause("2026-11-09 08:00"),)), 0, id="paused"),
        pytest.param(replace(DOSSIER, step="Trình ký"), 0, id="seen in another step since"),
        pytest.param(replace(DOSSIER, step=""), 1, id="no other step named"),
        pytest.param(
            replace(DOSSIER, received_at=None, promises=()), 1, id="no deadline known"
        ),
    ],
)
def test_speaks_of_the_step_in_which_a_dossier_stands(dossier: Dossier, count: int) -> None:
    assert len(list(check(a_case(dossier, at=LATER)))) == count


def test_a_limit_without_its_hour_lasts_to_the_end_of_its_day() -> None:
    dossier = with_step(due_at=vn("2026-11-10"))

    assert list(check(a_case(dossier, at="2026-11-10 23:59"))) == []
    assert len(list(check(a_case(dossier, at="2026-11-11 00:00")))) == 1


def test_a_limit_beyond_the_loaded_calendar_is_not_told() -> None:
    dossier = replace(with_step(due_at=vn("2027-01-04 11:00")), promises=(), received_at=None)

    assert list(moments(a_case(dossier, at=LATER))) == []


def test_who_has_the_step_and_the_head_hear_of_it() -> None:
    (finding,) = check(a_case(DOSSIER, at=LATER))

    assert finding.key == (
        *(DOSSIER.code, "step_overdue", "Thẩm định"),
        vn("2026-11-10 11:00"),
    )
    assert finding.tells == (Role.STEP_HANDLER, Role.HEAD)
    assert finding.severity is Severity.WARNING
    assert finding.facts == {
        "step": "Thẩm định",
        "began_at": vn("2026-11-05 09:00"),
        "step_due_at": vn("2026-11-10 11:00"),
        "as_of": vn(LATER),
    }


def test_its_moments_are_the_passing_of_the_limit_and_of_the_deadline() -> None:
    assert list(moments(a_case(DOSSIER, at="2026-11-10 08:00"))) == [
        vn("2026-11-10 11:00").replace(second=1),
        vn("2026-11-17"),
    ]


@pytest.mark.parametrize("absent", [Carried.STEPS, Carried.STATUS])
def test_a_source_without_the_field_cannot_know(absent: Carried) -> None:
    dossier = replace(DOSSIER, carries=frozenset(Carried) - {absent})

    judged = judge(a_case(dossier, at=LATER), [RULE])

    assert (judged.findings, judged.unknown) == ((), ("step_overdue",))


def test_a_late_message_that_moves_its_begin_makes_no_second_finding() -> None:
    (found,) = check(a_case(DOSSIER, at=LATER))
    (again,) = check(a_case(with_step(began_at=vn("2026-11-04 09:00")), at=LATER))

    assert again.key == found.key


@pytest.mark.parametrize(
    ("due", "at", "count"),
    [
        pytest.param("2026-11-10 11:00", "2026-11-13 11:00", 0, id="three days were waited"),
        pytest.param("2026-11-10 11:00", "2026-11-13 11:01", 1, id="and have passed"),
        pytest.param("2026-11-10", "2026-11-13 23:59", 0, id="to the end of its day"),
        pytest.param("2026-11-10", "2026-11-14 00:00", 1, id="and its day has ended"),
    ],
)
def test_what_was_waited_since_it_began_is_given_back(due: str, at: str, count: int) -> None:
    waited = a_pause("2026-11-06 08:00", "2026-11-11 08:00")
    told = replace(with_step(due_at=vn(due)), pauses=(waited,), steps_as_of=vn(at))

    assert len(list(check(a_case(told, at=at)))) == count
