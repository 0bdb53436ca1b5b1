"""Seasons, receipt hours, days of their own hours, closures and twins in calendar.toml."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from monitor.domain.calendar_spec import Session
from monitor.settings import load_calendars
from tests.builders import vn
from tests.settings.test_calendars import SAID, SHIPPED, SMALLEST, refused, sentence, written

AFTERNOON = Session(time(13, 30), time(17))
WINTER = """
[[calendars.test.seasons]]
title = "winter"
source = "an order"
begins = "10-16"
ends = "04-15"
week.monday = ["07:30-11:30", "13:00-17:00"]
"""
BOTH = f'works_as = "monday", {SAID}'
SHUT = f"first = 2026-04-01, last = 2026-04-22, {SAID}"


def test_a_season_has_a_week_and_receipt_hours_of_its_own(tmp_path: Path) -> None:
    text = f'{SMALLEST}{WINTER}receipt.monday = ["07:30-11:00"]\nfirst_year = 2026'

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.opening(date(2026, 1, 5)) == vn("2026-01-05 07:00")  # begun in 2025
    assert calendar.opening(date(2026, 11, 2)) == vn("2026-11-02 07:30")
    assert calendar.receipt(date(2026, 11, 2)) == (Session(time(7, 30), time(11)),)


def test_the_counter_may_take_in_at_hours_of_its_own(tmp_path: Path) -> None:
    text = f'{SMALLEST}receipt.saturday = ["07:30-11:00"]'

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.receipt(date(2026, 11, 7)) == (Session(time(7, 30), time(11)),)
    assert calendar.receipt(date(2026, 11, 2)) == (Session(time(7), time(11, 30)), AFTERNOON)
    assert not calendar.is_working_day(date(2026, 11, 7))


def test_the_counter_may_take_in_nothing_on_a_day_that_counts(tmp_path: Path) -> None:
    calendar = load_calendars(written(tmp_path, f"{SMALLEST}receipt.monday = []"))["test"]

    assert calendar.receipt(date(2026, 11, 2)) == ()
    assert calendar.is_working_day(date(2026, 11, 2))


def test_what_the_shipped_file_shows_in_its_comments_loads_as_it_says(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    shown = re.findall(r"^# {5}(\S.*)", text, re.MULTILINE)
    receipt = [line for line in shown if line.startswith("receipt.")]
    others = [line for line in shown if line not in receipt]
    text = text.replace("\ndays = [", "\n".join(["", *receipt, "days = ["]))

    calendars = load_calendars(written(tmp_path, "\n".join([text, *others])))

    office = calendars["hanh_chinh"]
    hours = {day: office.receipt(date(2026, 9, day)) for day in (10, 11, 12, 13, 16)}
    assert hours[12] == (Session(time(7, 30), time(11)),)
    assert hours[10] == hours[11] == (Session(time(7), time(11, 30)), AFTERNOON)
    assert hours[13] == hours[16] == ()  # a Sunday, and a Wednesday that counts
    assert office.is_working_day(date(2026, 9, 16))
    assert len(office.spec.seasons) == len(office.spec.closures) == 1
    assert list(calendars) == ["hanh_chinh", "trung_tam_tinh"]


def test_a_day_may_have_hours_of_its_own(tmp_path: Path) -> None:
    text = f"""{SMALLEST}
    days = [
      {{ day = 2026-11-02, kind = "hours", hours = ["07:00-11:30"], {SAID} }},
      {{ day = 2026-11-07, kind = "make_up", hours = ["13:30-17:00"], {SAID} }},
    ]
    """

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.closing(date(2026, 11, 2)) == vn("2026-11-02 11:30")
    assert calendar.closing(date(2026, 11, 7)) == vn("2026-11-07 17:00")


def test_a_closure_stops_the_count_where_its_order_says_so(tmp_path: Path) -> None:
    text = f"""{SMALLEST}
    closures = [
      {{ {SHUT} }},
      {{ {SHUT.replace("-04-", "-06-")}, suspends_terms = true }},
    ]
    """

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.is_working_day(date(2026, 4, 6))
    assert calendar.receipt(date(2026, 4, 6)) == ()
    assert not calendar.is_working_day(date(2026, 6, 8))


def test_a_calendar_may_be_the_same_as_another_but_for_closures(tmp_path: Path) -> None:
    text = f"""
    [calendars.centre]
    same_as = "test"
    closures = [ {{ {SHUT} }} ]
    {SMALLEST}
    """

    calendars = load_calendars(written(tmp_path, text))

    assert list(calendars) == ["centre", "test"]
    assert calendars["centre"].name == "centre"
    assert calendars["centre"].table is calendars["test"].table
    assert calendars["centre"].receipt(date(2026, 4, 6)) == ()
    assert calendars["test"].receipt(date(2026, 4, 6)) != ()


def test_a_gap_names_the_file_to_mend(tmp_path: Path) -> None:
    calendar = load_calendars(written(tmp_path, SMALLEST))["test"]

    assert calendar.spec.file == "calendar.toml"


def test_all_that_is_wrong_with_hours_is_told_at_once(tmp_path: Path) -> None:
    text = f"""{SMALLEST}
    receipt = {{}}
    days = [
      {{ day = 2026-11-02, kind = "hours", {SAID} }},
      {{ day = 2026-11-03, kind = "off", hours = ["07:00-11:30"], {SAID} }},
      {{ day = 2026-11-04, kind = "hours", hours = ["07:00-11:30", "11:00-12:00"], {SAID} }},
      {{ day = 2026-11-07, kind = "make_up", hours = ["07:00-11:30"], {BOTH} }},
      {{ day = 2026-11-05, kind = "suspended", {SAID} }},
      {{ day = 2026-11-09, kind = "hours", hours = ["07:00-24:00"], {SAID} }},
    ]
    closures = [ {{ first = 2026-04-22, last = 2026-04-01, {SAID} }} ]
    {WINTER.replace("10-16", "16/10").replace("04-15", "02-29")}
    """

    assert refused(written(tmp_path, text)) == {
        "calendars.test.receipt": sentence("empty"),
        "calendars.test.days[1].hours": sentence("hours_missing"),
        "calendars.test.days[2].hours": sentence("hours_of_day_off"),
        "calendars.test.days[3].hours": sentence("overlap", weekday="hours"),
        "calendars.test.days[4].works_as": sentence("works_as_missing"),
        "calendars.test.days[5].kind": sentence(
            "literal_error", expected="off, make_up, hours"
        ),
        "calendars.test.days[6].hours[1]": sentence("session"),
        "calendars.test.closures[1].last": sentence("closure_reversed", first="2026-04-22"),
        "calendars.test.seasons[1].begins": sentence("day_of_year"),
        "calendars.test.seasons[1].ends": sentence("day_of_year"),
    }


def test_two_seasons_on_one_day_are_refused(tmp_path: Path) -> None:
    summer = (
        WINTER.replace("winter", "summer")
        .replace("10-16", "04-15")
        .replace('04-15"\nweek', '10-15"\nweek')
    )

    told = refused(written(tmp_path, SMALLEST + WINTER + summer))

    assert told == {"calendars.test.seasons": sentence("seasons", one="winter", other="summer")}


@pytest.mark.parametrize(
    ("same_as", "more", "key", "told"),
    [
        pytest.param("tset", "", "same_as", "same_as", id="no such calendar"),
        pytest.param("twin", "", "same_as", "same_as", id="itself a twin"),
        pytest.param("test", "week.monday = []", "week", "unknown", id="with hours of its own"),
    ],
)
def test_a_twin_of_what_cannot_be_is_refused(
    tmp_path: Path, same_as: str, more: str, key: str, told: str
) -> None:
    text = f'{SMALLEST}\n[calendars.twin]\nsame_as = "{same_as}"\n{more}'

    problems = refused(written(tmp_path, text))

    assert problems == {
        f"calendars.twin.{key}": sentence(told, name=same_as, known="test")
        if told == "same_as"
        else sentence(told, known="same_as, closures")
    }
