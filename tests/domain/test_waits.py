"""The clocks beside the deadline, and from when on an unchanged export tells more."""

from dataclasses import replace

import pytest

from monitor.domain.awaited import awaited_at
from monitor.domain.dossier import Channel, Dossier, Status, Step
from monitor.domain.thresholds import fresh_until, instant_passes_at
from monitor.domain.waits import limited_step, step_limit, step_passes_at, unreceived
from tests.builders import (
    CALENDAR_2026,
    POLICY_2026,
    a_case,
    a_dossier,
    a_pause,
    a_procedure,
    hours_term,
    vn,
)

ONLINE = replace(
    a_dossier(received=None, status=Status.SUBMITTED, as_of="2026-11-10 09:00"),
    channel=Channel.ONLINE,
    submitted_at=vn("2026-11-10 07:00"),
)
STEP = Step(
    name="Thẩm định",
    unit="",
    handler="",
    began_at=vn("2026-11-09 08:00"),
    due_at=vn("2026-11-11 11:00"),
)
STEPPING = replace(
    a_dossier(promised="2026-11-16 17:00", as_of="2026-11-10 09:00"), steps=(STEP,)
)
SHORT = a_dossier(received="2026-11-10 07:00", as_of="2026-11-10 08:00")


def test_a_reception_is_judged_as_far_as_the_source_knows() -> None:
    waiting = unreceived(a_case(ONLINE, at="2026-11-12 09:00"))

    assert waiting is not None
    assert (waiting.due_at, waiting.is_late) == (vn("2026-11-10 17:00"), False)


def test_the_step_in_which_a_dossier_stands_has_its_limit() -> None:
    case = a_case(STEPPING, at="2026-11-10 09:30")

    assert limited_step(case) == STEP
    assert step_passes_at(case) == vn("2026-11-11 11:00:01")
    assert step_passes_at(a_case(a_dossier(), at="2026-11-10 09:30")) is None


@pytest.mark.parametrize(
    ("dossier", "at", "expected"),
    [
        pytest.param(ONLINE, "2026-11-10 09:00", "2026-11-11 07:00:01", id="a reception"),
        pytest.param(STEPPING, "2026-11-10 09:00", "2026-11-11 11:00:01", id="a step"),
        pytest.param(
            replace(STEPPING, as_of=vn("2026-11-12 09:00")),
            "2026-11-12 09:00",
            "2026-11-17",
            id="its limit known to have passed: the deadline",
        ),
    ],
)
def test_an_export_from_then_on_tells_more(dossier: Dossier, at: str, expected: str) -> None:
    assert awaited_at(a_case(dossier, at=at)) == vn(expected)


@pytest.mark.parametrize(
    ("hours", "as_of", "expected"),
    [
        pytest.param(8, "2026-11-10 08:00", "2026-11-10 10:00", id="before hours count"),
        pytest.param(8, "2026-11-10 15:00", "2026-11-10 15:00:01", id="they count already"),
    ],
)
def test_while_hours_are_counted_every_export_tells_more(
    hours: int, as_of: str, expected: str
) -> None:
    dossier = replace(SHORT, as_of=vn(as_of))
    case = a_case(dossier, at=as_of, procedure=a_procedure(hours_term(hours)))

    assert awaited_at(case) == vn(expected)


def test_hours_beyond_the_calendar_are_not_waited_for() -> None:
    policy = replace(POLICY_2026, warn_hours=(9_000,))
    case = a_case(
        SHORT, at="2026-11-10 08:00", procedure=a_procedure(hours_term(4)), policy=policy
    )

    assert awaited_at(case) == vn("2026-11-10 11:00:01")


def test_nothing_is_waited_for_where_nothing_can_pass() -> None:
    assert (
        awaited_at(a_case(replace(ONLINE, channel=Channel.POST), at="2026-11-10 09:00")) is None
    )


@pytest.mark.parametrize(
    ("as_of", "until"),
    [
        pytest.param("2026-11-10 08:00", "2026-11-10 09:00", id="within a session"),
        pytest.param("2026-11-10 11:00", "2026-11-10 14:00", id="over noon"),
        pytest.param("2026-11-13 16:30", "2026-11-16 07:30", id="over a weekend"),
        pytest.param("2026-12-31 16:30", None, id="beyond the calendar"),
    ],
)
def test_data_are_fresh_for_a_working_hour(as_of: str, until: str | None) -> None:
    assert fresh_until(vn(as_of), POLICY_2026) == (vn(until) if until else None)


def test_a_limit_whose_wait_leaves_the_calendar_is_not_known() -> None:
    step = replace(STEP, began_at=vn("2026-11-03 08:00"), due_at=vn("2026-12-30 17:00"))
    waited = a_pause("2026-11-04 08:00", "2026-12-01 08:00")
    dossier = replace(a_dossier(pauses=(waited,)), steps=(step,))
    case = a_case(dossier, at="2026-12-02 08:00")

    assert step_limit(case, step) is None
    assert step_limit(case, replace(step, due_at=None)) is None


def test_a_limit_passes_by_the_second_and_without_its_hour_with_its_day() -> None:
    assert instant_passes_at(vn("2026-11-10 11:00"), CALENDAR_2026) == vn("2026-11-10 11:00:01")
    assert instant_passes_at(vn("2026-11-10"), CALENDAR_2026) == vn("2026-11-11")
