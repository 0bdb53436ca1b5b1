"""Fields of cases: what is in doubt is refused, and says which field it was."""

from typing import Any

import pytest

from monitor.domain.cases.fields import MOST, Fault
from monitor.domain.errors import CaseError, NaiveTimeError
from monitor.domain.term import SHOWN
from tests.domain.cases.asking import WEEK, ask

START = "2026-11-02T10:00"


@pytest.mark.parametrize(
    ("op", "values", "field", "fault"),
    [
        pytest.param("add_working_time", {"start": START}, "seconds", Fault.MISSING, id="none"),
        pytest.param("is_working_time", {"at": 5}, "at", Fault.NOT_TEXT, id="a number"),
        pytest.param("is_working_time", {"at": "noon"}, "at", Fault.NOT_INSTANT, id="a word"),
        pytest.param(
            "is_working_time", {"at": "1850-01-01T00:00"}, "at", Fault.YEAR, id="long ago"
        ),
        pytest.param(
            "is_working_time", {"at": "9999-12-31T23:59-14:00"}, "at", Fault.YEAR, id="far"
        ),
        pytest.param(
            "is_working_day", {"date": "2026-11-31"}, "date", Fault.NOT_DAY, id="no day"
        ),
        pytest.param(
            "is_working_day", {"date": "1850-01-01"}, "date", Fault.YEAR, id="old day"
        ),
        pytest.param(
            "is_working_day", {"day": "monday"}, "day", Fault.NOT_INSTANT, id="weekday"
        ),
        pytest.param("is_working_day", {}, "date", Fault.MISSING, id="no day at all"),
        pytest.param(
            "add_working_time",
            {"start": START, "seconds": "60"},
            "seconds",
            Fault.NOT_NUMBER,
            id="a number in quotes",
        ),
        pytest.param(
            "add_working_time",
            {"start": START, "seconds": True},
            "seconds",
            Fault.NOT_NUMBER,
            id="a truth",
        ),
        pytest.param(
            "add_working_time",
            {"start": START, "seconds": 0.5},
            "seconds",
            Fault.NOT_NUMBER,
            id="half a second",
        ),
        pytest.param(
            "add_working_time",
            {"start": START, "seconds": -MOST - 1},
            "seconds",
            Fault.NOT_NUMBER,
            id="out of all measure",
        ),
        pytest.param(
            "working_days_in_month",
            {"month": "2026-13"},
            "month",
            Fault.NOT_MONTH,
            id="month 13",
        ),
        pytest.param(
            "working_days_in_month", {"month": "2026"}, "month", Fault.NOT_MONTH, id="a year"
        ),
        pytest.param(
            "working_days_in_month",
            {"month": "26-11"},
            "month",
            Fault.NOT_MONTH,
            id="two digits",
        ),
        pytest.param(
            "working_days_in_month",
            {"month": "2026-Nov"},
            "month",
            Fault.NOT_MONTH,
            id="a name",
        ),
        pytest.param(
            "working_days_in_month",
            {"month": "1850-11"},
            "month",
            Fault.YEAR,
            id="an old month",
        ),
        pytest.param(
            "due_with_pauses",
            {"start": START, "seconds": 60, "pauses": "x"},
            "pauses",
            Fault.NOT_LIST,
            id="pauses in words",
        ),
        pytest.param(
            "due_with_pauses",
            {"start": START, "seconds": 60, "pauses": [[START]]},
            "pauses",
            Fault.NOT_PAUSE,
            id="half a pause",
        ),
        pytest.param(
            "due_with_pauses",
            {"start": START, "seconds": 60, "pauses": [{"begin": START}]},
            "pauses",
            Fault.NOT_PAUSE,
            id="a pause of unknown keys",
        ),
        pytest.param(
            "due_with_pauses",
            {"start": START, "seconds": 60, "pauses": [START]},
            "pauses",
            Fault.NOT_PAUSE,
            id="a single date",
        ),
    ],
)
def test_a_field_in_doubt_is_refused_by_name(
    op: str, values: dict[str, Any], field: str, fault: Fault
) -> None:
    with pytest.raises(CaseError) as refused:
        ask(op, **values)

    assert refused.value.facts == {"field": field, "reason": fault}


@pytest.mark.parametrize(
    ("op", "values", "field", "known"),
    [
        pytest.param(
            "due_with_pauses",
            {"start": START, "seconds": 60, "pause": [[START, START]]},
            "pause",
            "start, seconds, pauses",
            id="a field misspelt",
        ),
        pytest.param(
            "add_working_time",
            {"start": START, "seconds": 60, "pauses": []},
            "pauses",
            "start, seconds",
            id="a field of other operations",
        ),
        pytest.param(
            "is_working_day", {"dates": None}, "dates", "date, day, at", id="one of no value"
        ),
        pytest.param("is_working_time", {"x" * 500: 1}, "x" * SHOWN, "at", id="a long one"),
        pytest.param(
            "worked_seconds_with_pauses",
            {"start": START, "end": START, "pauses": [{"start": START, "ends": START}]},
            "pauses.ends",
            "start, end",
            id="an end misspelt",
        ),
        pytest.param(
            "worked_seconds_with_pauses",
            {"start": START, "end": START, "pauses": [{"from": START, "end": START}]},
            "pauses.end",
            "from, to",
            id="ends of two ways of writing",
        ),
    ],
)
def test_a_field_that_is_not_read_is_refused_with_those_that_are(
    op: str, values: dict[str, Any], field: str, known: str
) -> None:
    with pytest.raises(CaseError) as refused:
        ask(op, **values)

    assert refused.value.facts == {"field": field, "reason": Fault.UNREAD, "known": known}


@pytest.mark.parametrize(
    ("op", "values", "one", "other"),
    [
        pytest.param("is_working_day", {"day": START, "at": START}, "day", "at", id="a day"),
        pytest.param(
            "due_date_working_days",
            {"received": START, "start": START, "days": 1},
            "received",
            "start",
            id="a receipt",
        ),
    ],
)
def test_a_field_written_under_two_names_is_refused(
    op: str, values: dict[str, Any], one: str, other: str
) -> None:
    with pytest.raises(CaseError) as refused:
        ask(op, **values)

    assert refused.value.facts == {"field": one, "reason": Fault.TWO_NAMES, "other": other}


def test_an_instant_needs_a_zone_from_somewhere() -> None:
    nowhere = {"week": WEEK}

    with pytest.raises(NaiveTimeError):
        ask("is_working_time", calendar=nowhere, at=START)
    with pytest.raises(NaiveTimeError):
        ask("is_working_day", calendar=nowhere, at=START)

    assert ask("is_working_time", calendar=nowhere, at="2026-11-02T10:00+07:00") is True
    assert ask("is_working_day", calendar=nowhere, at="2026-11-06T23:00Z") is False
    assert ask("is_working_day", calendar=nowhere, date="2026-11-06") is True
