"""What each operation answers, at the edges where conventions differ."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.cases.fields import CaseInput, Fault
from monitor.domain.cases.operations import COUNTED_ENDS, OPERATIONS
from monitor.domain.counting import HOUR, count_due
from monitor.domain.dossier import Pause
from monitor.domain.errors import AmountError, CaseError, OpenPauseError, ReversedSpanError
from monitor.domain.instants import VIETNAM, midnight
from monitor.domain.policy import Policy
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit
from tests.builders import DAYS_2026, a_calendar
from tests.domain.cases.asking import WEEK, a_shelf, a_written_calendar, ask

CALENDAR = a_calendar(*DAYS_2026, last_year=2027)
MONDAY = date(2026, 11, 2)
A_DAY = timedelta(days=1)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PAUSED = "2026-11-02T10:00:00"


@pytest.mark.parametrize(
    ("start", "seconds", "end"),
    [
        pytest.param("2026-11-02T10:00", 3_600, "2026-11-02T11:00", id="within a session"),
        pytest.param("2026-11-02T10:00", 25_200, "2026-11-02T17:00", id="closing, not opening"),
        pytest.param("2026-11-02T10:00", 25_201, "2026-11-03T09:00:01", id="a second more"),
        pytest.param("2026-11-06T16:00", 7_200, "2026-11-09T10:00", id="over a weekend"),
        pytest.param("2026-11-02T17:00", 0, "2026-11-03T09:00", id="nothing, from closing"),
        pytest.param("2026-11-07T10:00", 0, "2026-11-09T09:00", id="nothing, on a Saturday"),
        pytest.param("2026-11-02T10:00", 0, "2026-11-02T10:00", id="nothing, at work"),
        pytest.param("2026-11-02T17:00", -3_600, "2026-11-02T16:00", id="back"),
        pytest.param("2026-11-03T10:00", -3_600, "2026-11-03T09:00", id="back to an opening"),
        pytest.param("2026-11-03T10:00", -3_601, "2026-11-02T16:59:59", id="back past it"),
        pytest.param("2026-11-02T10:00:00.9", 1, "2026-11-02T10:00:01", id="no fractions"),
        pytest.param("2026-11-02T17:00+07:00", 3_600, "2026-11-02T11:00", id="with an offset"),
        pytest.param(
            "2026-11-02T10:00", 3_600.0, "2026-11-02T11:00", id="a float that is whole"
        ),
    ],
)
def test_working_time_is_added(start: str, seconds: float, end: str) -> None:
    found = ask("add_working_time", start=start, seconds=seconds)

    assert found == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_a_result_is_told_by_the_clock_of_its_calendar() -> None:
    calendar = a_written_calendar(tz="Europe/Berlin")

    found = ask("add_working_time", calendar=calendar, start="2026-11-02T12:00Z", seconds=60)

    assert isinstance(found, datetime)
    assert found.isoformat() == "2026-11-02T13:01:00+01:00"


@pytest.mark.parametrize(
    ("op", "at", "found"),
    [
        pytest.param(
            "next_working_instant", "2026-11-02T09:00", "2026-11-02T09:00", id="opening"
        ),
        pytest.param(
            "next_working_instant", "2026-11-02T17:00", "2026-11-03T09:00", id="closing"
        ),
        pytest.param(
            "prev_working_instant", "2026-11-03T09:00", "2026-11-02T17:00", id="before"
        ),
        pytest.param("prev_working_instant", "2026-11-02T17:00", "2026-11-02T17:00", id="end"),
        pytest.param(
            "prev_working_instant", "2026-11-08T12:00", "2026-11-06T17:00", id="Sunday"
        ),
    ],
)
def test_the_nearest_working_instant(op: str, at: str, found: str) -> None:
    assert ask(op, at=at) == datetime.fromisoformat(found).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [("2026-11-02T09:00", True), ("2026-11-02T17:00", False), ("2026-11-07T12:00", False)],
)
def test_a_closing_is_not_working_time(at: str, *, is_open: bool) -> None:
    assert ask("is_working_time", at=at) is is_open


@pytest.mark.parametrize(
    "given_as",
    [
        pytest.param({"date": "2026-11-07"}, id="a date"),
        pytest.param({"day": "2026-11-07"}, id="a day"),
        pytest.param({"at": "2026-11-07T23:30+00:00"}, id="an instant"),
        pytest.param({"at": "2026-11-07T02:00+07:00"}, id="in another zone still Friday"),
    ],
)
def test_a_working_day_may_be_asked_for_in_several_ways(given_as: dict[str, str]) -> None:
    is_friday = "+07:00" in str(given_as)

    assert ask("is_working_day", **given_as) is is_friday


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        pytest.param("2026-11-06", 1, "2026-11-09", id="over a weekend"),
        pytest.param("2026-11-07", 1, "2026-11-09", id="a rest day is day 0"),
        pytest.param("2026-11-07", -1, "2026-11-06", id="backwards, too"),
        pytest.param("2026-11-07", 0, "2026-11-09", id="none: the next working day"),
        pytest.param("2026-11-04", 0, "2026-11-04", id="none, on a working day"),
        pytest.param("2026-11-06T23:30", 1, "2026-11-09", id="from an instant"),
    ],
)
def test_working_days_are_added(start: str, days: int, end: str) -> None:
    assert ask("add_working_days", start=start, days=days) == date.fromisoformat(end)


@given(start=DAYS, end=DAYS, ends=st.sampled_from([None, *COUNTED_ENDS]))
def test_working_days_between_are_those_that_one_can_point_at(
    start: date, end: date, ends: str | None
) -> None:
    counts_start, counts_end = COUNTED_ENDS[ends] if ends else (False, True)
    if start > end:
        first, last, counts_first, counts_last = end, start, counts_end, counts_start
    else:
        first, last, counts_first, counts_last = start, end, counts_start, counts_end
    days = [first + n * A_DAY for n in range((last - first).days + 1)]
    pointed_at = [
        day
        for day in days
        if day.weekday() < 5 and (day != first or counts_first) and (day != last or counts_last)
    ]

    found = ask("working_days_between", start=start.isoformat(), end=end.isoformat(), ends=ends)

    assert found == (len(pointed_at) if start <= end else -len(pointed_at))


def test_the_working_days_of_a_month() -> None:
    assert ask("working_days_in_month", month="2026-11") == 21


def test_a_date_that_is_due_rolls_only_where_calendar_days_are_counted() -> None:
    received = "2026-10-30"  # a Friday

    assert ask("due_date_working_days", received=received, days=1) == MONDAY
    assert ask("due_date_calendar_days", received=received, days=1) == MONDAY
    assert ask("due_date_calendar_days", start=received, days=3) == MONDAY


@pytest.mark.parametrize("op", ["due_date_working_days", "due_date_calendar_days"])
@pytest.mark.parametrize("days", [0, -1, MAX_AMOUNT + 1, 10_000])
def test_a_term_beyond_measure_is_refused(op: str, days: int) -> None:
    with pytest.raises(AmountError):
        ask(op, received="2026-11-02", days=days)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        pytest.param(None, "2026-11-02T10:30", id="none"),
        pytest.param([], "2026-11-02T10:30", id="an empty list"),
        pytest.param([["2026-11-02T10:00", "2026-11-02T10:15"]], "2026-11-02T10:45", id="one"),
        pytest.param(
            [{"from": "2026-11-02T10:00", "to": "2026-11-02T10:15"}],
            "2026-11-02T10:45",
            id="as a table",
        ),
        pytest.param(
            [
                ["2026-11-02T10:10", "2026-11-02T10:20"],
                ["2026-11-02T10:00", "2026-11-02T10:15"],
            ],
            "2026-11-02T10:50",
            id="overlapping ones count once",
        ),
        pytest.param(
            [["2026-11-02T11:00", "2026-11-03T10:00"]], "2026-11-02T10:30", id="after the end"
        ),
        pytest.param(
            [["2026-11-01T10:00", "2026-11-02T09:40"]], "2026-11-02T10:40", id="begun before"
        ),
        pytest.param(
            [["2026-11-02T11:00", None]], "2026-11-02T10:30", id="open, after the end"
        ),
        pytest.param([["2026-11-02T10:00", PAUSED]], "2026-11-02T10:30", id="of no length"),
    ],
)
def test_what_was_waited_is_given_back(pauses: Any, due: str) -> None:
    found = ask("due_with_pauses", start="2026-11-02T09:30", seconds=3_600, pauses=pauses)

    assert found == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_dossier_that_stands_still_is_not_due() -> None:
    with pytest.raises(OpenPauseError):
        ask("due_with_pauses", start="2026-11-02T09:30", seconds=3_600, pauses=[[PAUSED, None]])


@pytest.mark.parametrize("seconds", [0, -1, MAX_AMOUNT * 3_600 + 1])
def test_seconds_beyond_measure_are_refused(seconds: int) -> None:
    with pytest.raises(AmountError):
        ask("due_with_pauses", start="2026-11-02T09:30", seconds=seconds)


@pytest.mark.parametrize(
    ("pauses", "worked"),
    [
        pytest.param([], 14_400, id="none"),
        pytest.param([["2026-11-02T10:00", "2026-11-02T10:30"]], 12_600, id="one"),
        pytest.param([["2026-11-02T12:30", None]], 12_600, id="open: until the end"),
        pytest.param([["2026-11-02T15:00", None]], 14_400, id="open, begun later"),
        pytest.param([["2026-11-02T12:30", "2026-11-04T12:00"]], 12_600, id="beyond the end"),
        pytest.param([["2026-11-02T15:00", "2026-11-02T16:00"]], 14_400, id="after the end"),
        pytest.param(
            [["2026-11-02T10:00", "2026-11-02T12:00"], ["2026-11-02T11:00", None]],
            3_600,
            id="overlapping",
        ),
    ],
)
def test_pauses_are_not_worked(pauses: Any, worked: int) -> None:
    found = ask(
        "worked_seconds_with_pauses",
        start="2026-11-02T09:00",
        end="2026-11-02T13:00",
        pauses=pauses,
    )

    assert found == worked


@pytest.mark.parametrize(
    ("op", "values"),
    [
        pytest.param(
            "worked_seconds_with_pauses",
            {"start": "2026-11-02T09:00", "end": "2026-11-02T08:59"},
            id="nobody works backwards",
        ),
        pytest.param(
            "due_with_pauses",
            {
                "start": "2026-11-02T09:00",
                "seconds": 60,
                "pauses": [["2026-11-03T09:00", "2026-11-02T09:00"]],
            },
            id="nor waits",
        ),
    ],
)
def test_a_span_that_runs_backwards_is_refused(op: str, values: dict[str, Any]) -> None:
    with pytest.raises(ReversedSpanError):
        ask(op, **values)


def test_a_measure_that_runs_backwards_is_negative() -> None:
    found = ask(
        "working_seconds_between", start="2026-11-03T09:00:01", end="2026-11-02T16:00:00"
    )

    assert found == -3_601


@pytest.mark.parametrize("ends", ["inclusive", 5, []])
def test_ends_that_nobody_knows_are_refused(ends: object) -> None:
    with pytest.raises(CaseError) as refused:
        ask("working_days_between", start="2026-11-02", end="2026-11-03", ends=ends)

    assert refused.value.facts == {
        "field": "ends",
        "reason": Fault.NOT_ENDS,
        "known": "; ".join(COUNTED_ENDS),
    }


class Watched(dict[str, object]):
    """An input that knows which of its fields were asked for."""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.read: set[str] = set()

    def get(self, name: str, default: Any = None) -> Any:
        self.read.add(name)
        return super().get(name, default)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_reads_the_fields_that_it_names(name: str) -> None:
    operation = OPERATIONS[name]
    written = {"start": PAUSED, "end": PAUSED, "at": PAUSED, "month": "2026-11"}
    numbers = {"seconds": 60, "days": 1}
    every = {**written, **numbers}
    values = Watched(**{name: every[name] for name in operation.fields if name in every})

    operation.count(CALENDAR, CaseInput(values=values, zone=VIETNAM))

    assert values.read == set(operation.fields)


def test_before_the_first_session_ever_there_is_none() -> None:
    written = a_written_calendar(week={}, special_days={"2026-11-02": WEEK["mon"]})

    with pytest.raises(CaseError, match="no_hours"):
        ask("prev_working_instant", calendar=written, at="2026-11-02T08:00")


@st.composite
def waits(draw: st.DrawFn) -> list[list[str]]:
    """Pauses of November 2026 that end, in any order."""
    instants = st.datetimes(datetime(2026, 11, 2, 6), datetime(2026, 11, 28, 18))  # noqa: DTZ001 - zones come below
    pairs = draw(st.lists(st.tuples(instants, instants), max_size=4))
    return [[f"{one.isoformat()}+07:00" for one in sorted(pair)] for pair in pairs]


@given(
    start=st.datetimes(datetime(2026, 11, 2, 7, 1), datetime(2026, 11, 20, 17)),  # noqa: DTZ001 - Vietnam's
    hours=st.integers(1, 60),
    pauses=waits(),
)
def test_a_term_of_hours_is_dated_as_that_of_a_dossier(
    start: datetime, hours: int, pauses: list[list[str]]
) -> None:
    received_at = start.replace(microsecond=0, second=1, tzinfo=VIETNAM)
    values = {"start": received_at.isoformat(), "seconds": hours * HOUR, "pauses": pauses}

    found = a_shelf(CALENDAR).answer({"op": "due_with_pauses", "input": values})

    assert found.result == count_due(
        received_at,
        Term(hours, TermUnit.WORKING_HOURS),
        Policy(calendar=CALENDAR),
        pauses=tuple(
            Pause(
                paused_at=datetime.fromisoformat(since).replace(microsecond=0),
                resumed_at=datetime.fromisoformat(until).replace(microsecond=0),
            )
            for since, until in pauses
        ),
    )


@given(received=st.dates(date(2026, 1, 1), date(2026, 9, 30)), days=st.integers(1, 50))
@pytest.mark.parametrize("unit", [TermUnit.WORKING_DAYS, TermUnit.CALENDAR_DAYS])
def test_a_term_of_days_is_dated_as_that_of_a_dossier(
    unit: TermUnit, received: date, days: int
) -> None:
    values = {"received": received.isoformat(), "days": days}

    found = a_shelf(CALENDAR).answer({"op": f"due_date_{unit}", "input": values})

    due_at = count_due(midnight(received), Term(days, unit), Policy(calendar=CALENDAR))
    assert found.result == due_at.date()
