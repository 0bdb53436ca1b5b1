"""A case's own calendar: what it may say, and what contradicts itself."""

from datetime import date
from typing import Any

import pytest

from monitor.domain.cases.calendar import read_calendar
from monitor.domain.cases.fields import Fault
from monitor.domain.errors import (
    CalendarConflictError,
    CaseError,
    SessionMidnightError,
    SessionOverlapError,
)
from tests.domain.cases.asking import a_written_calendar, ask

MONDAY, TUESDAY = "2026-11-02", "2026-11-03"
MIDNIGHT = ("T00:00", "T00:00")


def hours_of(calendar: dict[str, Any], day: str = MONDAY) -> object:
    """Return the working seconds of one day."""
    tomorrow = date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
    start, end = f"{day}T00:00", f"{tomorrow}T00:00"
    return ask("working_seconds_between", calendar=calendar, start=start, end=end)


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        pytest.param({}, 8, id="the weekday"),
        pytest.param({"holidays": [MONDAY, MONDAY]}, 0, id="a holiday, named twice"),
        pytest.param(
            {"special_days": {MONDAY: [["10:00", "12:00"]]}}, 2, id="hours of its own"
        ),
        pytest.param({"special_days": {MONDAY: []}}, 0, id="a special day off"),
        pytest.param({"special_days": {MONDAY: []}, "holidays": [MONDAY]}, 0, id="off twice"),
        pytest.param({"breaks": {MONDAY: [["10:00", "10:30"]]}}, 7.5, id="a break"),
        pytest.param(
            {"breaks": {MONDAY: [["08:00", "10:00"], ["16:00", "18:00"]]}}, 6, id="at the ends"
        ),
        pytest.param({"breaks": {MONDAY: [["08:00", "18:00"]]}}, 0, id="a break all day"),
        pytest.param(
            {"breaks": {MONDAY: [["10:00", "12:00"], ["11:00", "13:00"]]}}, 5, id="overlapping"
        ),
        pytest.param(
            {
                "special_days": {MONDAY: [["08:00", "10:00"]]},
                "breaks": {MONDAY: [["09:00", "12:00"]]},
            },
            1,
            id="a break in hours of its own",
        ),
        pytest.param(
            {"holidays": [MONDAY], "breaks": {MONDAY: [["09:00", "12:00"]]}},
            0,
            id="a break on a holiday",
        ),
        pytest.param({"week": {"Monday": [["00:00", "24:00"]]}}, 24, id="all day, in full"),
        pytest.param({"week": {"mon": [["09:00:30", "10:00:30"]]}}, 1, id="with seconds"),
        pytest.param(
            {"week": {"mon": [["13:00", "17:00"], ["08:00", "12:00"]]}}, 8, id="in any order"
        ),
        pytest.param(
            {"week": {"mon": [["08:00", "12:00"], ["12:00", "13:00"]]}}, 5, id="without a gap"
        ),
        pytest.param({"week": {"mon": None, "tue": [["08:00", "12:00"]]}}, 0, id="null: none"),
        pytest.param({"holidays": None, "special_days": None, "breaks": None}, 8, id="nulls"),
        pytest.param({"name": "A", "note": "as published", "source": "b"}, 8, id="remarks"),
    ],
)
def test_a_day_has_the_hours_that_are_written(fields: dict[str, Any], hours: float) -> None:
    assert hours_of(a_written_calendar(**fields)) == hours * 3_600


def test_a_make_up_saturday_is_a_special_day() -> None:
    saturday = "2026-11-07"
    calendar = a_written_calendar(special_days={saturday: [["08:00", "12:00"]]})

    assert hours_of(calendar, saturday) == 4 * 3_600
    assert ask("is_working_day", calendar=calendar, date=saturday) is True


@pytest.mark.parametrize(
    ("fields", "field", "fault"),
    [
        pytest.param({"week": None}, "calendar.week", Fault.MISSING, id="no week"),
        pytest.param({"week": []}, "calendar.week", Fault.NOT_TABLE, id="a list of days"),
        pytest.param({"week": {"t2": []}}, "calendar.week.t2", Fault.UNKNOWN, id="no weekday"),
        pytest.param(
            {"week": {"mon": [], "monday": []}},
            "calendar.week.monday",
            Fault.UNKNOWN,
            id="twice",
        ),
        pytest.param({"week": {"mon": "9-5"}}, "calendar.week.mon", Fault.NOT_LIST, id="text"),
        pytest.param(
            {"week": {"mon": ["09:00", "17:00"]}},
            "calendar.week.mon",
            Fault.NOT_HOURS,
            id="a session alone",
        ),
        pytest.param(
            {"week": {"mon": [["9:00", "17:00"]]}},
            "calendar.week.mon",
            Fault.NOT_HOURS,
            id="one digit",
        ),
        pytest.param(
            {"week": {"mon": [[9, 17]]}}, "calendar.week.mon", Fault.NOT_HOURS, id="numbers"
        ),
        pytest.param(
            {"week": {"mon": [["09:00", "24:01"]]}},
            "calendar.week.mon",
            Fault.NOT_HOURS,
            id="past midnight",
        ),
        pytest.param({"tz": "Mars/Base"}, "calendar.tz", Fault.NOT_ZONE, id="no such zone"),
        pytest.param({"tz": "Europe"}, "calendar.tz", Fault.NOT_ZONE, id="a folder of zones"),
        pytest.param({"tz": "../etc"}, "calendar.tz", Fault.NOT_ZONE, id="a path"),
        pytest.param({"tz": 7}, "calendar.tz", Fault.NOT_TEXT, id="an offset"),
        pytest.param(
            {"seasons": []}, "calendar.seasons", Fault.UNKNOWN, id="more than we know"
        ),
        pytest.param({"holidays": MONDAY}, "calendar.holidays", Fault.NOT_LIST, id="one date"),
        pytest.param(
            {"holidays": ["2026-02-30"]}, "calendar.holidays", Fault.NOT_DAY, id="no date"
        ),
        pytest.param(
            {"special_days": [MONDAY]}, "calendar.special_days", Fault.NOT_TABLE, id="a list"
        ),
        pytest.param(
            {"breaks": {"noon": []}}, "calendar.breaks", Fault.NOT_DAY, id="a break of no date"
        ),
    ],
)
def test_what_is_in_doubt_is_refused_by_name(
    fields: dict[str, Any], field: str, fault: Fault
) -> None:
    with pytest.raises(CaseError) as refused:
        read_calendar(a_written_calendar(**fields), file="cases.jsonl")

    assert refused.value.facts == {"field": field, "reason": fault}


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param([["17:00", "09:00"]], id="backwards"),
        pytest.param([["22:00", "02:00"]], id="across midnight"),
        pytest.param([["22:00", "00:00"]], id="midnight is 24:00"),
        pytest.param([["09:00", "09:00"]], id="of no length"),
    ],
)
@pytest.mark.parametrize("place", ["week.mon", f"special_days.{TUESDAY}", f"breaks.{TUESDAY}"])
def test_a_session_ends_after_it_begins_and_before_midnight(place: str, hours: Any) -> None:
    table, key = place.split(".")

    with pytest.raises(SessionMidnightError) as refused:
        read_calendar(a_written_calendar(**{table: {key: hours}}), file="cases.jsonl")

    assert refused.value.facts["place"] == f"calendar.{place}"
    assert refused.value.facts["file"] == "cases.jsonl"


@pytest.mark.parametrize("place", ["week.mon", f"special_days.{TUESDAY}"])
def test_sessions_do_not_overlap(place: str) -> None:
    table, key = place.split(".")
    hours = [["09:00", "12:00"], ["11:59", "17:00"]]

    with pytest.raises(SessionOverlapError):
        read_calendar(a_written_calendar(**{table: {key: hours}}), file="cases.jsonl")


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param(
            {"holidays": [MONDAY], "special_days": {MONDAY: [["09:00", "12:00"]]}},
            id="a holiday with hours",
        ),
        pytest.param(
            {"special_days": {MONDAY: [["09:00", "12:00"]], "20261102": []}},
            id="one date written in two ways",
        ),
    ],
)
def test_rows_that_contradict_each_other_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(CalendarConflictError) as refused:
        read_calendar(a_written_calendar(**fields), file="cases.jsonl")

    assert refused.value.facts["day"] == date(2026, 11, 2)
