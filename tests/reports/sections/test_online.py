"""Online shares, of all received and of what can be filed online, against the targets."""

from collections.abc import Mapping

import pytest

from monitor.domain.directory import Directory, Level, Official, Role, Unit
from monitor.domain.dossier import Channel
from monitor.domain.figures import Share
from monitor.domain.period import Period
from monitor.domain.reckoning import Outcome, Reckoning, Tally
from reports.month import make
from reports.scope import ReportScope
from reports.section import Month
from reports.sections.online import Online, OnlineLine, Standing
from tests.reports.sections.supplying import a_supply
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

PROVINCE = Directory(
    units={
        "T": Unit(code="T", name="Tỉnh", level=Level.PROVINCE),
        "S": Unit(code="S", name="Sở", level=Level.DEPARTMENT, parent="T"),
        "A": Unit(code="A", name="Xã A", level=Level.COMMUNE, parent="T"),
        "B": Unit(code="B", name="Xã B", level=Level.COMMUNE, parent="T"),
    },
    officials={
        unit: Official(code=unit, source_name=unit, unit=unit, role=Role.LEADER)
        for unit in ("T", "A", "B")
    },
)
TARGETS = {"T": 5000, "S": 6000, "A": 3000, "B": 3000}
NOTHING: Mapping[str, int] = {}
CITY = {
    "online_eligible": 22_198,
    "online_of_eligible": 5345,
    "A__online_eligible": 5000,
    "A__online_of_eligible": 4000,
}
COMMUNE_B = {"B__online_eligible": 462, "B__online_of_eligible": 352}


def came(unit: str, channel: Channel | None, count: int) -> Tally:
    reckoning = Reckoning(outcome=Outcome.WITHIN, is_received=True, is_pending=True)
    return Tally(unit=unit, procedure="", channel=channel, reckoning=reckoning, count=count)


def of(
    *tallies: Tally, targets: Mapping[str, int] = TARGETS, given: Mapping[str, int] = NOTHING
) -> Online:
    scope = ReportScope(unit="T", unit_name="Tỉnh", letterhead=("Tỉnh",), sources=())
    month = Month(
        period=Period.month("2026-11"),
        scope=scope,
        directory=PROVINCE,
        tallies=tallies,
        supplied=a_supply(given, unit="T", directory=PROVINCE),
        online_targets=targets,
    )
    return make(month).part(Online)


MIXED = (
    came("S", Channel.ONLINE, 6),
    came("S", Channel.IN_PERSON, 4),
    came("A", Channel.ONLINE, 1),
    came("A", Channel.IN_PERSON, 9),
    came("A", None, 5),
)


def shares(lines: tuple[OnlineLine, ...]) -> list[tuple[str, int | None, Standing]]:
    return [
        (one.code, one.received.hundredths if one.received else None, one.standing)
        for one in lines
    ]


def test_each_level_and_unit_is_held_to_its_target() -> None:
    found = of(*MIXED)

    assert shares((found.total,)) == [("T", 3500, Standing.MISSED)]
    assert shares(found.by_level) == [
        ("province", 6000, Standing.REACHED),
        ("commune", 1000, Standing.MISSED),
    ]
    assert shares(found.by_unit) == [
        ("A", 1000, Standing.MISSED),
        ("S", 6000, Standing.REACHED),
    ]
    assert found.by_unit[0].name == "Xã A"


def test_a_level_with_more_than_one_target_is_not_judged() -> None:
    by_level = of(*MIXED, targets={**TARGETS, "B": 4000}).by_level

    assert [one.target for one in by_level] == [5000, None]
    assert by_level[1].standing is Standing.UNJUDGED


def test_the_own_denominator_goes_before_and_the_province_has_the_rest() -> None:
    found = of(*MIXED, given={**CITY, **COMMUNE_B})

    city, communes = (one.eligible for one in found.by_level if one.eligible is not None)
    assert communes == Share(numerator=4352, denominator=5462)
    assert city == Share(numerator=993, denominator=16_736)
    assert (city.hundredths, communes.hundredths) == (593, 7968)
    assert [one.standing for one in found.by_level] == [Standing.MISSED, Standing.REACHED]
    assert found.total.is_missed


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(CITY, id="a commune is silent"),
        pytest.param({"A__online_eligible": 1, "A__online_of_eligible": 1}, id="no total"),
    ],
)
def test_levels_are_not_parted_where_a_part_is_missing(given: dict[str, int]) -> None:
    assert [one.eligible for one in of(*MIXED, given=given).by_level] == [None, None]


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({**CITY, **COMMUNE_B, "B__online_of_eligible": 463}, id="a commune"),
        pytest.param(
            {**CITY, **COMMUNE_B, "online_of_eligible": 4351}, id="less than its parts"
        ),
        pytest.param({**CITY, **COMMUNE_B, "online_eligible": 6454}, id="more than is left"),
    ],
)
def test_what_contradicts_itself_parts_no_province(given: dict[str, int]) -> None:
    assert of(*MIXED, given=given).by_level[0].eligible is None


def test_more_online_than_there_can_be_is_not_judged_by() -> None:
    total = of(*MIXED, given={"online_eligible": 4, "online_of_eligible": 5}).total

    assert (total.eligible, total.standing) == (None, Standing.MISSED)


def test_no_total_of_its_own_parts_no_levels() -> None:
    assert [one.eligible for one in of(*MIXED, given=COMMUNE_B).by_level] == [None, None]


def test_one_level_is_told_once() -> None:
    assert of(came("A", Channel.ONLINE, 1)).by_level == ()


def test_no_channel_is_no_share() -> None:
    found = of(came("A", None, 5))

    assert found.total.received is None
    assert found.total.standing is Standing.UNJUDGED
    assert not found.total.is_missed


def test_nothing_received_is_not_judged() -> None:
    assert of().total.standing is Standing.UNJUDGED


def test_a_commune_names_its_departments() -> None:
    by_unit = a_report(*OFFICE_NOVEMBER).part(Online).by_unit

    assert [one.code for one in by_unit] == ["KT", "VHXH", "VP"]
    assert sum(one.received.denominator for one in by_unit if one.received) == 13
