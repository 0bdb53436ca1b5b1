"""What the library `holidays` says of Vietnam, read as our own values."""

import csv
import subprocess
import sys
from datetime import date

import pytest
from holidays import country_holidays

from monitor.domain.calendar_spec import DayKind
from monitor.domain.suggestion import LibraryDay, compare
from monitor.settings import load_calendars
from monitor.sources.holiday_library import read_year
from tests.offices import ROOT
from tests.shared import shared

TABLE = "data/calendar/vn_python_holidays_0.109_2020_2027.csv"
WORKED = "swap_working_day"


def said_of(year: int) -> dict[date, LibraryDay]:
    found = read_year(year)
    assert found is not None
    return {one.day: one for one in found.days}


@pytest.mark.parametrize("year", range(2020, 2028))
def test_days_are_those_of_the_published_table(year: int) -> None:
    with shared(TABLE).open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == str(year)]

    said = said_of(year)

    assert [
        (day.isoformat(), one.kind is DayKind.MAKE_UP, one.title)
        for day, one in sorted(said.items())
    ] == [
        (row["date"], row["kind"] == WORKED, "" if row["kind"] == WORKED else row["name_vi"])
        for row in rows
    ]
    assert {str(one.day): str(one.exchanged_for or "") for one in said.values()} == {
        row["date"]: row["paired_date"] for row in rows
    }


@pytest.mark.parametrize(
    ("year", "misses"),
    [
        pytest.param(2024, [], id="2024"),
        pytest.param(2025, [], id="2025"),
        pytest.param(2026, ["2026-01-02", "2026-01-10"], id="2026: one exchange"),
        pytest.param(2027, [], id="2027"),
    ],
)
def test_known_misses_are_all_that_the_shipped_calendar_holds_against_it(
    year: int, misses: list[str]
) -> None:
    office = load_calendars(ROOT / "calendar.toml")["hanh_chinh"]
    library = read_year(year)

    assert library is not None
    found = compare(office, library)
    assert [row.day.isoformat() for row in found.only_calendar] == misses
    assert found.lacking == ()
    assert found.contradicted == ()


def test_a_day_worked_takes_the_hours_of_the_day_off() -> None:
    worked, off = date(2025, 4, 26), date(2025, 5, 2)

    said = said_of(2025)

    assert said[worked] == LibraryDay(day=worked, kind=DayKind.MAKE_UP, exchanged_for=off)
    assert said[worked].works_as == 4
    assert said[off].exchanged_for == worked


def test_an_exchange_may_cross_the_turn_of_the_year() -> None:
    eve, worked = date(2018, 12, 31), date(2019, 1, 5)

    assert said_of(2018)[eve].exchanged_for == worked
    assert said_of(2019)[worked].works_as == 0
    assert worked not in said_of(2018)


@pytest.mark.parametrize("year", range(2010, 2031))
def test_every_day_worked_is_paired_with_its_day_off(year: int) -> None:
    theirs = country_holidays("VN", years=year).weekend_workdays

    ours = [day for day, one in said_of(year).items() if one.kind is DayKind.MAKE_UP]

    assert sorted(ours) == sorted(day for day in theirs if day.year == year)


@pytest.mark.parametrize("year", [1, 1900, 2101, 9998])
def test_a_year_that_it_does_not_know_is_nothing(year: int) -> None:
    assert read_year(year) is None


def test_other_commands_do_not_wait_for_it() -> None:
    told = "import sys, monitor.cli; sys.exit('holidays' in sys.modules)"

    ended = subprocess.run([sys.executable, "-c", told], cwd=ROOT, check=False)  # noqa: S603

    assert ended.returncode == 0
