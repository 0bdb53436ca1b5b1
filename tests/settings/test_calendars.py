"""calendar.toml as shipped counts as published, and a wrong one is told whole."""

import csv
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.counting import count_due
from monitor.domain.errors import SettingsError
from monitor.domain.policy import Policy
from monitor.settings import load_calendars
from tests.builders import days_term, vn
from tests.shared import shared

SHIPPED = Path(__file__).resolve().parents[2] / "calendar.toml"
OFFICE = load_calendars(SHIPPED)["hanh_chinh"]
TET_2027 = ("2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09", "2027-02-10")

SMALLEST = """
[calendars.test]
first_year = 2026
last_year = 2026
week.monday = ["07:00-11:30", "13:30-17:00"]
"""

SAID = 'title = "t", source = "s", status = "decided"'


def rows_of(path: str) -> Iterator[dict[str, str]]:
    with shared(path).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


def written(folder: Path, text: str) -> Path:
    path = folder / "calendar.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> dict[str, str]:
    """Return reason by key of the refusal that a file meets."""
    with pytest.raises(SettingsError) as raised:
        load_calendars(path)
    assert raised.value.facts["file"] == path.name
    problems = raised.value.facts["problems"]
    assert isinstance(problems, tuple)
    return dict(problems)


def sentence(code: str, **facts: object) -> str:
    text: str = load_catalogue("operator_settings")[code]
    return text.format(**facts)


# As shipped


def test_the_office_week_is_five_days_of_eight_hours() -> None:
    opens = [opening for opening, _ in OFFICE.sessions(date(2026, 11, 2))]

    assert opens == [vn("2026-11-02 07:00"), vn("2026-11-02 13:30")]
    assert OFFICE.closing(date(2026, 11, 6)) == vn("2026-11-06 17:00")
    assert OFFICE.seconds_on(date(2026, 11, 6)) == 8 * 3600
    assert not OFFICE.is_working_day(date(2026, 11, 7))


def test_working_days_a_month_are_those_published() -> None:
    path = "data/calendar/vn_working_days_per_month_2024_2026.csv"
    published = {row["month"]: int(row["working_days_official"]) for row in rows_of(path)}

    assert {month: days_in(OFFICE, month) for month in published} == published
    assert len(published) == 36


def test_due_dates_are_those_three_libraries_agree_on() -> None:
    policy = Policy(calendar=OFFICE)
    rows = list(rows_of("data/oracles/vn_due_working_days.csv"))

    told = [
        count_due(vn(row["received_date"]), days_term(int(row["working_days"])), policy)
        for row in rows
    ]

    assert [f"{due_at:%Y-%m-%d %H:%M}" for due_at in told] == [
        f"{row['due_date']} 17:00" for row in rows
    ]
    assert len(rows) == 501


def test_rows_and_how_sure_they_are_agree_with_what_was_found() -> None:
    decided_since = {"2026-11-24"}  # by a resolution later than the list
    found = {
        row["date"]: (
            "off" if row["effect"] == "weekday_off" else "make_up",
            "decided" if row["status"] == "decided" else "reported",
        )
        for row in rows_of("data/calendar/vn_public_sector_days_2024_2026.csv")
        if row["date"] not in decided_since
    }

    shipped = {
        row.day.isoformat(): (row.kind.value, row.status.value)
        for row in OFFICE.rows
        if row.day.year < 2027
        and row.status is not RowStatus.PROPOSED
        and row.day.isoformat() not in decided_since
    }

    assert shipped == found


@pytest.mark.parametrize(
    ("worked", "off"),
    [
        ("2024-05-04", "2024-04-29"),
        ("2025-04-26", "2025-05-02"),
        ("2026-01-10", "2026-01-02"),
        ("2026-08-22", "2026-08-31"),
    ],
)
def test_a_worked_saturday_takes_the_hours_of_the_day_off(worked: str, off: str) -> None:
    row = OFFICE.dated_row(date.fromisoformat(worked))

    assert row is not None
    assert row.works_as == date.fromisoformat(off).weekday()
    assert OFFICE.is_working_day(date.fromisoformat(worked))
    assert not OFFICE.is_working_day(date.fromisoformat(off))


def test_the_day_of_culture_is_off_and_the_day_before_it_only_proposed() -> None:
    proposed = {row.day: row for row in OFFICE.rows if row.status is RowStatus.PROPOSED}

    assert not OFFICE.is_working_day(date(2026, 11, 24))
    assert OFFICE.is_working_day(date(2026, 11, 23))
    assert not OFFICE.is_working_day(date(2026, 11, 28))
    assert set(proposed) == {date(2026, 11, 23), date(2026, 11, 28)}


def test_the_new_year_of_2027_is_estimated_and_marks_what_rests_on_it() -> None:
    estimated = {
        row.day.isoformat() for row in OFFICE.rows if row.status is RowStatus.ESTIMATED
    }

    assert estimated == {*TET_2027, "2027-09-03"}
    assert not any(OFFICE.is_working_day(date.fromisoformat(day)) for day in TET_2027)
    assert OFFICE.rests_on_estimate(date(2027, 1, 29), date(2027, 2, 12))


def test_days_that_a_statute_fixes_are_decided_in_2027() -> None:
    decided = {
        row.day.isoformat()
        for row in OFFICE.rows
        if row.status is RowStatus.DECIDED and row.day.year == 2027
    }

    assert decided == {
        "2027-01-01",
        "2027-04-16",
        "2027-04-30",
        "2027-05-03",
        "2027-09-02",
        "2027-11-24",
    }


def test_every_dated_row_matters_and_names_its_document() -> None:
    for row in OFFICE.rows:
        assert row.title
        assert row.source
        is_weekday = row.day.weekday() < 5
        assert is_weekday is (row.kind.value == "off")


# What is wrong, all at once


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = f"""
    [calendars.test]
    first_year = 2026
    last_year = 2025
    week.monday = ["07:00-11:30", "11:00-17:00"]
    [calendars.other]
    first_year = 2026
    last_year = 2026
    week.mondays = ["07:00-11:30"]
    week.friday = ["7h-11h"]
    week.sunday = ["17:00-07:00"]
    days = [
      {{ day = "2026-01-01", kind = "off", title = " ", source = "s", status = "sure" }},
      {{ day = 2026-01-10, kind = "make_up", {SAID} }},
      {{ day = 2026-01-02, kind = "off", works_as = "friday", {SAID} }},
      {{ day = 2026-01-03, kin = "off", {SAID} }},
    ]
    """

    problems = refused(written(tmp_path, text))

    weekdays = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    assert problems == {
        "calendars.test.last_year": sentence("years", first_year=2026),
        "calendars.test.week": sentence("overlap", weekday="monday"),
        "calendars.other.week.mondays": sentence("literal_error", expected=weekdays),
        "calendars.other.week.friday[1]": sentence("session"),
        "calendars.other.week.sunday[1]": sentence("session_midnight"),
        "calendars.other.days[1].day": sentence("date_type"),
        "calendars.other.days[1].title": sentence("blank"),
        "calendars.other.days[1].status": sentence("enum", expected=", ".join(RowStatus)),
        "calendars.other.days[2].works_as": sentence("works_as_missing"),
        "calendars.other.days[3].works_as": sentence("works_as_of_day_off"),
        "calendars.other.days[4].kind": sentence("missing"),
        "calendars.other.days[4].kin": sentence("unknown_near", near="kind"),
    }


def test_rows_at_odds_are_told_at_once(tmp_path: Path) -> None:
    text = f"""{SMALLEST}
    days = [
      {{ day = 2026-01-01, kind = "off", {SAID} }},
      {{ day = 2026-01-01, kind = "off", {SAID.replace("decided", "proposed")} }},
      {{ day = 2026-01-01, kind = "off", {SAID} }},
      {{ day = 2027-01-01, kind = "off", {SAID} }},
      {{ day = 2026-01-10, kind = "make_up", works_as = "friday", {SAID} }},
    ]
    """

    assert refused(written(tmp_path, text)) == {
        "calendars.test.days[3]": sentence("twice", day="2026-01-01", first=1),
        "calendars.test.days[4]": sentence("outside_years", day="2027-01-01"),
        "calendars.test.days[5]": sentence("no_hours", day="2026-01-10", weekday="friday"),
    }


@pytest.mark.parametrize(
    ("text", "key", "told"),
    [
        pytest.param("", "calendars", "missing", id="an empty file"),
        pytest.param("[calendars]", "calendars", "empty", id="no calendar"),
        pytest.param(
            f"{SMALLEST}first_year = 2026\n", "calendar.toml", "syntax", id="a key twice"
        ),
        pytest.param(
            SMALLEST.replace('week.monday = ["07:00-11:30", "13:30-17:00"]', "week = {}"),
            "calendars.test.week",
            "empty",
            id="no working day",
        ),
        pytest.param(
            SMALLEST.replace('["07:00-11:30", "13:30-17:00"]', "[]"),
            "calendars.test.week",
            "no_sessions",
            id="working days of no hours",
        ),
        pytest.param(
            SMALLEST.replace("calendars.test", 'calendars."lịch"'),
            "calendars.lịch",
            "string_pattern_mismatch",
            id="a name that cannot stand in the directory",
        ),
    ],
)
def test_a_calendar_that_says_nothing_is_refused(
    tmp_path: Path, text: str, key: str, told: str
) -> None:
    problems = refused(written(tmp_path, text))

    assert list(problems) == [key]
    assert re.match(sentence_start(told), problems[key])


def test_a_calendar_may_have_a_half_saturday(tmp_path: Path) -> None:
    text = f'{SMALLEST}week.saturday = ["07:00-11:30"]\nweek.sunday = []'

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.closing(date(2026, 11, 7)) == vn("2026-11-07 11:30")
    assert not calendar.is_working_day(date(2026, 11, 8))
    assert not calendar.is_working_day(date(2026, 11, 6))


def test_calendars_keep_the_order_of_the_file(tmp_path: Path) -> None:
    text = SMALLEST + SMALLEST.replace("test", "again")

    calendars: Mapping[str, WorkingCalendar] = load_calendars(written(tmp_path, text))

    assert [(name, calendar.name) for name, calendar in calendars.items()] == [
        ("test", "test"),
        ("again", "again"),
    ]


def days_in(calendar: WorkingCalendar, month: str) -> int:
    first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    days = range(monthrange(first.year, first.month)[1])
    return sum(calendar.is_working_day(first + timedelta(days=n)) for n in days)


def sentence_start(code: str) -> str:
    text: str = load_catalogue("operator_settings")[code]
    return re.escape(text.partition("{")[0])
