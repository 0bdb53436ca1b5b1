"""Other products' test suites agree with our counting, where the conventions are one.

Left out, by the README of the data: starts on a rest day that first move
(working_hours-004, -005, -007, -008), a reversed span that is nothing instead of
negative (glpi-010), and a case believed wrong at its origin (jbpm-011). Dates with
hours of their own and sessions up to 24:00 are not ours to write down yet.
"""

import calendar as months
import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.domain.calendar import (
    CalendarSpec,
    DatedDay,
    DayKind,
    RowStatus,
    Session,
    WorkingCalendar,
)
from monitor.domain.counting import HOUR, count_due
from monitor.domain.dossier import Pause
from monitor.domain.instants import VIETNAM, midnight
from monitor.domain.policy import Policy
from monitor.domain.term import Term, TermUnit
from tests.shared import shared

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOT_OURS = {
    "working_hours-004",
    "working_hours-005",
    "working_hours-007",
    "working_hours-008",
    "glpi-010",
    "jbpm-011",
}
DATE_OPS = {"due_date_working_days", "due_date_calendar_days"}

Case = dict[str, Any]


def a_clock(text: str) -> time:
    return time.max.replace(microsecond=0) if text == "24:00" else time.fromisoformat(text)


def a_calendar_of(case: Case) -> WorkingCalendar:
    stated = case["calendar"]
    year = int(str(next(iter(case["input"].values())))[:4])
    return WorkingCalendar(
        CalendarSpec(
            name=case["id"],
            first_year=year - 3,
            last_year=year + 3,
            zone=VIETNAM if case["op"] in DATE_OPS else ZoneInfo(stated["tz"]),
            week={
                WEEKDAYS.index(weekday): tuple(
                    Session(a_clock(opens), a_clock(closes)) for opens, closes in sessions
                )
                for weekday, sessions in stated["week"].items()
            },
            days=tuple(
                DatedDay(
                    day=date.fromisoformat(day),
                    kind=DayKind.OFF,
                    title="",
                    source=case["source"],
                    status=RowStatus.DECIDED,
                )
                for day in stated["holidays"]
            ),
        )
    )


def instant(text: str, calendar: WorkingCalendar) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=calendar.zone)


def position_after(case: Case, calendar: WorkingCalendar) -> tuple[int, int]:
    start = instant(case["input"]["start"], calendar)
    ours = calendar.instant_closing(calendar.position(start) + case["input"]["seconds"])
    return calendar.position(ours), calendar.position(instant(case["expected"], calendar))


def seconds_between(case: Case, calendar: WorkingCalendar) -> tuple[int, int]:
    start, end = (instant(case["input"][name], calendar) for name in ("start", "end"))
    return calendar.seconds_between(start, end), case["expected"]


def is_open(case: Case, calendar: WorkingCalendar) -> tuple[bool, bool]:
    return calendar.is_open(instant(case["input"]["at"], calendar)), case["expected"]


def next_instant(case: Case, calendar: WorkingCalendar) -> tuple[datetime, datetime]:
    at = instant(case["input"]["at"], calendar)
    return calendar.next_working_instant(at), instant(case["expected"], calendar)


def day_after(case: Case, calendar: WorkingCalendar) -> tuple[date, date]:
    start = date.fromisoformat(case["input"]["start"])
    ours = calendar.working_day_after(start, days=case["input"]["days"])
    return ours, date.fromisoformat(case["expected"])


def days_between(case: Case, calendar: WorkingCalendar) -> tuple[int, int]:
    start, end = (date.fromisoformat(case["input"][name]) for name in ("start", "end"))
    match case["input"].get("ends"):
        case "both ends included":
            start -= timedelta(days=1)
        case "start included, end excluded":
            start, end = start - timedelta(days=1), end - timedelta(days=1)
    return calendar.days_between(start, end), case["expected"]


def days_in_month(case: Case, calendar: WorkingCalendar) -> tuple[int, int]:
    first = date.fromisoformat(f"{case['input']['month']}-01")
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    return calendar.days_between(first - timedelta(days=1), last), case["expected"]


def due_date(case: Case, calendar: WorkingCalendar) -> tuple[date, date]:
    unit = (
        TermUnit.WORKING_DAYS
        if case["op"] == "due_date_working_days"
        else TermUnit.CALENDAR_DAYS
    )
    received_at = midnight(date.fromisoformat(case["input"]["received"]))
    due_at = count_due(
        received_at, Term(case["input"]["days"], unit), Policy(calendar=calendar)
    )
    return due_at.date(), date.fromisoformat(case["expected"])


def due_with_pauses(case: Case, calendar: WorkingCalendar) -> tuple[int, int]:
    due_at = count_due(
        instant(case["input"]["start"], calendar),
        Term(case["input"]["seconds"] // HOUR, TermUnit.WORKING_HOURS),
        Policy(calendar=calendar),
        pauses=tuple(
            Pause(paused_at=instant(since, calendar), resumed_at=instant(until, calendar))
            for since, until in case["input"]["pauses"]
        ),
    )
    return calendar.position(due_at), calendar.position(instant(case["expected"], calendar))


OPS: dict[str, Callable[[Case, WorkingCalendar], tuple[object, object]]] = {
    "add_working_time": position_after,
    "working_seconds_between": seconds_between,
    "is_working_time": is_open,
    "next_working_instant": next_instant,
    "add_working_days": day_after,
    "working_days_between": days_between,
    "working_days_in_month": days_in_month,
    "due_date_working_days": due_date,
    "due_date_calendar_days": due_date,
    "due_with_pauses": due_with_pauses,
}


def is_ours(case: Case) -> bool:
    stated = case["calendar"]
    to_midnight = "24:00" in json.dumps(stated["week"]) and case["op"] not in DATE_OPS
    own_hours = stated.keys() & {"special_days", "breaks"}
    return not (case["id"] in NOT_OURS or to_midnight or own_hours)


@pytest.mark.parametrize(
    ("op", "count"),
    [
        ("add_working_time", 33),
        ("working_seconds_between", 25),
        ("is_working_time", 5),
        ("next_working_instant", 4),
        ("add_working_days", 6),
        ("working_days_between", 7),
        ("working_days_in_month", 3),
        ("due_date_working_days", 1),
        ("due_date_calendar_days", 3),
        ("due_with_pauses", 2),
    ],
)
def test_the_published_cases_agree(op: str, count: int) -> None:
    lines = shared("data/oracles/working_time_cases.jsonl").read_text(encoding="utf-8")
    cases = [case for case in map(json.loads, lines.splitlines()) if case["op"] == op]
    ours = [case for case in cases if is_ours(case)]

    told = {case["id"]: OPS[op](case, a_calendar_of(case)) for case in ours}

    assert {name: answer for name, answer in told.items() if answer[0] != answer[1]} == {}
    assert len(told) == count
