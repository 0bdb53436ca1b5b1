"""An office knows which calendar binds a unit, and what is not its own to decide."""

from dataclasses import replace

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.office import Exceptions, Office
from monitor.domain.procedure import Procedure
from tests.builders import CALENDAR_2026, POLICY_2026, a_calendar

HALF_SATURDAY = a_calendar()
OFFICE = Office(
    directory=Directory(
        units={
            "UBND": Unit(
                code="UBND", name="a commune", level=Level.COMMUNE, calendar="saturday"
            ),
            "VHXH": Unit(
                code="VHXH", name="a department", level=Level.DEPARTMENT, parent="UBND"
            ),
            "SO": Unit(code="SO", name="a unit", level=Level.PROVINCE, calendar="unknown"),
            "DAT": Unit(code="DAT", name="land", level=Level.OUTSIDE),
        },
        procedures={
            "1": Procedure(code="1", name="land", deciding_unit="DAT"),
            "2": Procedure(code="2", name="birth", deciding_unit="UBND"),
        },
    ),
    calendars={"saturday": HALF_SATURDAY},
    policy=POLICY_2026,
    causes={},
)


@pytest.mark.parametrize("unit", ["UBND", "VHXH"])
def test_the_nearest_calendar_upward_binds_a_unit(unit: str) -> None:
    assert OFFICE.policy_of(unit).calendar is HALF_SATURDAY


@pytest.mark.parametrize("unit", ["SO", None])
def test_without_one_the_default_calendar_binds(unit: str | None) -> None:
    assert OFFICE.policy_of(unit).calendar is CALENDAR_2026


def test_only_an_outside_agency_takes_a_decision_from_us() -> None:
    outside = OFFICE.outside_decider("1")

    assert outside is not None
    assert outside.code == "DAT"
    assert OFFICE.outside_decider("2") is None
    assert OFFICE.outside_decider(None) is None


APART = replace(
    OFFICE,
    exceptions=Exceptions(
        units={"UBND": {"warn_days": (9,), "paused_days": (7,)}, "VHXH": {"warn_days": (4,)}},
        procedures={"2": {"warn_days": (2,)}},
    ),
)


@pytest.mark.parametrize(
    ("unit", "procedure", "warn_days", "paused_days"),
    [
        pytest.param("SO", "1", (3, 1), (10, 20, 40), id="nothing of its own"),
        pytest.param("UBND", "1", (9,), (7,), id="the unit's"),
        pytest.param("VHXH", "1", (4,), (7,), id="the nearest unit's, key by key"),
        pytest.param("VHXH", "2", (2,), (7,), id="the procedure's before any unit's"),
        pytest.param("SO", "2", (2,), (10, 20, 40), id="the procedure's alone"),
        pytest.param(None, None, (3, 1), (10, 20, 40), id="neither unit nor procedure"),
        pytest.param("gone", "gone", (3, 1), (10, 20, 40), id="neither is known"),
    ],
)
def test_the_choices_nearest_to_a_dossier_hold(
    unit: str | None,
    procedure: str | None,
    warn_days: tuple[int, ...],
    paused_days: tuple[int, ...],
) -> None:
    policy = APART.policy_of(unit, procedure)

    assert (policy.warn_days, policy.paused_days) == (warn_days, paused_days)


def test_choices_keep_the_calendar_of_the_unit() -> None:
    assert APART.policy_of("VHXH", "2").calendar is HALF_SATURDAY


def test_choices_are_put_together_once() -> None:
    first = APART.policy_of("VHXH", "1")

    assert APART.policy_of("VHXH", "1") is first
    assert APART.policy_of("VHXH", "none of its own") is first
    assert APART.policy_of("gone") is APART.policy_of(None)


def test_another_calendar_holds_at_once() -> None:
    APART.policy_of("VHXH", "1")
    other = replace(POLICY_2026.calendar.spec, name="saturday")

    tried = APART.with_calendar(WorkingCalendar(other))

    assert tried.policy_of("VHXH", "1").calendar.name == "saturday"
    assert tried.policy_of("VHXH", "1").warn_days == (4,)
