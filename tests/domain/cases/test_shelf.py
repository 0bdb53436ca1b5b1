"""The shelf finds each case its calendar, wide enough, and never guesses a year."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.cases import shelf as module
from monitor.domain.cases.shelf import Answer, Shelf
from monitor.domain.errors import CalendarGapError, CaseError, UnknownOperationError
from tests.builders import a_calendar, a_day_off
from tests.domain.cases.asking import NINE_TO_FIVE, WEEK, a_shelf, a_written_calendar, ask


def a_question(op: str, calendar: Any = None, **values: Any) -> dict[str, Any]:
    return {"id": "1", "op": op, "calendar": calendar, "input": values}


@pytest.mark.parametrize("days", [366, -366, 20_000])
def test_a_calendar_grows_to_what_a_count_needs(days: int) -> None:
    written = a_written_calendar(holidays=["2016-12-27"])
    every = map(date.fromordinal, range(date(2014, 1, 1).toordinal(), 780_000))
    working = [one for one in every if one.weekday() < 5 and one != date(2016, 12, 27)]

    found = ask("add_working_days", calendar=written, start="2016-01-01", days=days)

    assert found == working[working.index(date(2016, 1, 1)) + days]


@pytest.mark.parametrize("seconds", [10**10, -(10**10)])
def test_it_does_not_grow_without_end(seconds: int) -> None:
    with pytest.raises(CaseError) as refused:
        ask("add_working_time", start="2026-11-02T10:00", seconds=seconds)

    assert refused.value.facts["reason"] == "too_far"


def test_cases_may_come_in_any_order_of_years() -> None:
    shelf, written = a_shelf(), a_written_calendar()
    years = (2026, 1991, 2045, 2020)

    found = [
        shelf.answer(a_question("is_working_day", written, date=f"{year}-01-01")).result
        for year in years
    ]

    assert found == [date(year, 1, 1).weekday() < 5 for year in years]


def test_a_calendar_that_is_there_grows_for_a_longer_term() -> None:
    shelf, written = a_shelf(), a_written_calendar()

    found = [
        shelf.answer(a_question("add_working_days", written, start="2026-11-02", days=days))
        for days in (5, 5_215, 5)
    ]

    monday = date(2026, 11, 2)
    weeks = [monday + timedelta(weeks=number) for number in (1, 1_043, 1)]
    assert [one.result for one in found] == weeks


def test_years_are_found_in_lists_and_tables_too() -> None:
    pauses = [{"from": "2027-11-03T09:00", "to": "2027-11-03T10:00"}]

    found = ask(
        "worked_seconds_with_pauses",
        start="2026-11-02T09:00",
        end="2026-11-02T10:00",
        pauses=pauses,
    )

    assert found == 3_600


@pytest.mark.parametrize(
    ("at", "found"),
    [
        pytest.param("2010-01-01T00:00", "2020-05-01T09:00", id="years before"),
        pytest.param("2020-05-01T12:00", "2020-05-01T12:00", id="in it"),
        pytest.param("2020-05-02T00:00", None, id="after"),
    ],
)
def test_a_calendar_that_ends_is_known_whole(at: str, found: str | None) -> None:
    written = a_written_calendar(week={}, special_days={"2020-05-01": NINE_TO_FIVE})

    if found is None:
        with pytest.raises(CaseError, match="no_hours"):
            ask("next_working_instant", calendar=written, at=at)
    else:
        expected = datetime.fromisoformat(found).replace(tzinfo=UTC)
        assert ask("next_working_instant", calendar=written, at=at) == expected


def test_a_calendar_without_hours_says_so() -> None:
    with pytest.raises(CaseError, match="no_hours"):
        ask("add_working_days", calendar={"week": {}}, start="2026-11-02", days=1)


def test_an_input_that_names_no_year_is_refused_for_itself() -> None:
    with pytest.raises(CaseError) as refused:
        ask("is_working_time", at="noon")

    assert refused.value.facts == {"field": "at", "reason": "not_instant"}


def test_equal_calendars_are_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[WorkingCalendar] = []

    class Counted(WorkingCalendar):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            built.append(self)

    monkeypatch.setattr(module, "WorkingCalendar", Counted)
    shelf = a_shelf()

    for day in range(1, 29):
        written = {"week": dict(reversed(WEEK.items())), "tz": "UTC"} if day % 2 else None
        question = a_question(
            "is_working_day", written or a_written_calendar(), date=f"2026-11-{day:02d}"
        )
        shelf.answer(question)

    assert len(built) == 1


def test_only_so_many_calendars_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    shelf = a_shelf()

    found = [
        shelf.answer(
            a_question(
                "is_working_day",
                a_written_calendar(holidays=[f"2026-11-0{day}"]),
                date="2026-11-03",
            )
        ).result
        for day in (2, 3, 4, 5, 3)
    ]

    assert found == [True, False, True, True, False]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param(None, None, id="the default one"),
        pytest.param("thu_bay", "thu_bay", id="one by its name"),
    ],
)
def test_the_office_s_calendars_are_asked_for_by_name(
    written: str | None, name: str | None
) -> None:
    asked: list[str | None] = []

    def named(one: str | None) -> WorkingCalendar:
        asked.append(one)
        return a_calendar()

    question = a_question("is_working_day", written, date="2026-11-02")

    answer = Shelf(named, file="cases.jsonl").answer(question)

    assert answer == Answer(result=True)
    assert asked == [name]


def test_the_office_s_calendar_is_read_by_its_own_clock_and_keeps_its_years() -> None:
    shelf = a_shelf(a_calendar())

    opening = shelf.answer(a_question("next_working_instant", at="2026-11-02T00:00"))

    assert isinstance(opening.result, datetime)
    assert opening.result.isoformat() == "2026-11-02T07:00:00+07:00"
    with pytest.raises(CalendarGapError) as gap:
        shelf.answer(a_question("due_date_working_days", received="2026-12-30", days=5))
    assert gap.value.facts["year"] == 2027
    with pytest.raises(CalendarGapError):
        shelf.answer(a_question("prev_working_instant", at="2026-01-01T05:00"))


@pytest.mark.parametrize(
    ("op", "values", "is_estimated"),
    [
        pytest.param(
            "due_date_working_days", {"received": "2026-11-05", "days": 5}, True, id="over it"
        ),
        pytest.param(
            "due_date_working_days",
            {"received": "2026-11-05", "days": 1},
            False,
            id="before it",
        ),
        pytest.param(
            "due_date_working_days", {"received": "2026-11-10", "days": 1}, False, id="after it"
        ),
        pytest.param("is_working_day", {"date": "2026-11-10"}, True, id="the day itself"),
        pytest.param("working_days_in_month", {"month": "2026-11"}, True, id="its month"),
        pytest.param("working_days_in_month", {"month": "2026-10"}, False, id="another month"),
        pytest.param("next_working_instant", {"at": "2026-11-09T18:00"}, True, id="an instant"),
        pytest.param(
            "working_seconds_between",
            {"start": "2026-11-12T08:00", "end": "2026-11-09T08:00"},
            True,
            id="measured backwards",
        ),
    ],
)
def test_what_rests_on_an_estimated_day_is_marked(
    op: str, values: dict[str, Any], *, is_estimated: bool
) -> None:
    shelf = a_shelf(a_calendar(a_day_off("2026-11-10", status=RowStatus.ESTIMATED)))

    answer = shelf.answer(a_question(op, **values))

    assert answer.is_estimated is is_estimated


@pytest.mark.parametrize(
    ("case", "field", "fault"),
    [
        pytest.param({}, "op", "missing", id="nothing asked"),
        pytest.param({"op": 5}, "op", "not_text", id="a number asked"),
        pytest.param({"op": "is_working_day"}, "input", "missing", id="no input"),
        pytest.param({"op": "is_working_day", "input": []}, "input", "not_table", id="a list"),
        pytest.param(
            {"op": "is_working_day", "input": {}, "calendar": [1]},
            "calendar",
            "not_table",
            id="a calendar of no kind",
        ),
    ],
)
def test_a_case_in_doubt_is_refused_by_name(
    case: dict[str, Any], field: str, fault: str
) -> None:
    with pytest.raises(CaseError) as refused:
        a_shelf().answer(case)

    assert refused.value.facts == {"field": field, "reason": fault}


@pytest.mark.parametrize("key", ["calender", "calendars", "Calendar", "claendar", " calendar"])
@pytest.mark.parametrize("is_beside", [True, False])
def test_a_key_that_is_nearly_calendar_is_refused(key: str, *, is_beside: bool) -> None:
    case = a_question("is_working_day", date="2026-11-02")
    value = case["calendar"] if is_beside else case.pop("calendar")

    with pytest.raises(CaseError) as refused:
        a_shelf().answer({**case, key: value})

    assert refused.value.facts == {"field": key, "reason": "nearly", "near": "calendar"}


@pytest.mark.parametrize(
    "key",
    [
        *("note", "source", "expected", "tags", "reference_check", "output", "name", "comment"),
        *("calendar_source", "top", "inputs", "x" * 1_000, ""),
    ],
)
def test_a_remark_beside_a_case_is_left_alone(key: str) -> None:
    case = a_question("is_working_day", date="2026-11-02")

    assert a_shelf().answer({**case, key: [1]}) == Answer(result=True)


def test_an_operation_that_nobody_knows_is_named() -> None:
    with pytest.raises(UnknownOperationError) as refused:
        ask("add_working_days_keep_time", start="2026-11-02", days=1)

    assert refused.value.facts == {"op": "add_working_days_keep_time"}
