"""An office knows which calendar binds a unit, and what is not its own to decide."""

import pytest

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.office import Office
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
