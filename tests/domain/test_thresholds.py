"""Thresholds agree with the engine, and end where the loaded calendar does."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.deadline import Basis, Deadline, is_past
from monitor.domain.dossier import Dossier, Status
from monitor.domain.instants import is_date_only
from monitor.domain.procedure import Procedure
from monitor.domain.term import Term, TermUnit
from monitor.domain.thresholds import (
    days_ended,
    ends_after,
    facts_of,
    has_come,
    hours_before,
    known,
    opens_before,
    passes_at,
    seen_until,
)
from tests.builders import (
    CALENDAR_2026,
    a_case,
    a_dossier,
    a_pause,
    a_procedure,
    days_term,
    hours_term,
    vn,
)


def a_deadline(due: str, *, by_minute: bool = False) -> Deadline:
    return Deadline(
        due_at=vn(due), basis=Basis.PROMISED, by_minute=by_minute, first_due_at=vn(due)
    )


@pytest.mark.parametrize(
    ("dossier", "runs"),
    [
        pytest.param(a_dossier(), True, id="open"),
        pytest.param(a_dossier(finished="2026-11-05 08:00"), False, id="finished"),
        pytest.param(a_dossier(status=Status.REFUSED), False, id="refused"),
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05 08:00"),)), False, id="paused"),
        pytest.param(a_dossier(received=None), False, id="without dates"),
    ],
)
def test_a_clock_runs_for_open_dossiers_with_a_date(dossier: Dossier, *, runs: bool) -> None:
    standing = a_case(dossier, at="2026-11-06 09:00").running

    assert (standing is not None) is runs


@pytest.mark.parametrize(
    ("as_of", "until"),
    [
        pytest.param("2026-11-05 07:10", "2026-11-05 07:10", id="an older export"),
        pytest.param("2026-11-09 07:10", "2026-11-06 09:00", id="a past day replayed"),
    ],
)
def test_nothing_is_seen_after_the_export_nor_after_the_instant(as_of: str, until: str) -> None:
    case = a_case(a_dossier(as_of=as_of), at="2026-11-06 09:00")

    assert seen_until(case) == vn(until)


@pytest.mark.parametrize(
    ("procedure", "short"),
    [
        pytest.param(a_procedure(hours_term(8)), True, id="eight hours"),
        pytest.param(a_procedure(Term(1, TermUnit.SAME_DAY)), True, id="within the day"),
        pytest.param(a_procedure(days_term(2)), False, id="two days"),
        pytest.param(replace(a_procedure(), term=None), False, id="no term"),
        pytest.param(None, False, id="no procedure"),
    ],
)
def test_a_term_not_known_is_not_short(procedure: Procedure | None, *, short: bool) -> None:
    case = replace(a_case(a_dossier(), at="2026-11-06 09:00"), procedure=procedure)

    assert case.is_short is short


@pytest.mark.parametrize(
    ("due", "days", "opens"),
    [
        pytest.param("2026-11-16 17:00", 1, "2026-11-13 07:00", id="over a weekend"),
        pytest.param("2026-11-14 10:00", 0, "2026-11-13 07:00", id="a due day of rest"),
        pytest.param("2026-01-06 17:00", 9, None, id="before the loaded calendar"),
    ],
)
def test_openings_before_the_due_day(due: str, days: int, opens: str | None) -> None:
    found = opens_before(a_deadline(due), CALENDAR_2026, days=days)

    assert found == (vn(opens) if opens else None)


@pytest.mark.parametrize(
    ("due", "hours", "moment"),
    [
        pytest.param("2026-11-16 14:30", 4, "2026-11-16 08:30", id="over the noon break"),
        pytest.param("2026-11-16 11:00", 4, "2026-11-13 17:00", id="the closing before"),
        pytest.param("2026-01-05 09:00", 4, None, id="before the loaded calendar"),
    ],
)
def test_working_hours_before_the_due_instant(due: str, hours: int, moment: str | None) -> None:
    found = hours_before(a_deadline(due), CALENDAR_2026, hours=hours)

    assert found == (vn(moment) if moment else None)


@pytest.mark.parametrize(
    ("deadline", "passes"),
    [
        pytest.param(a_deadline("2026-11-16 10:00"), "2026-11-17", id="by date"),
        pytest.param(
            a_deadline("2026-11-16 10:00", by_minute=True),
            "2026-11-16 10:00:01",
            id="by minute",
        ),
        pytest.param(
            a_deadline("2026-11-13 17:00", by_minute=True),
            "2026-11-16 07:00:01",
            id="at closing",
        ),
        pytest.param(
            a_deadline("2026-12-31 17:00", by_minute=True), None, id="the last loaded closing"
        ),
    ],
)
def test_the_first_instant_past_the_deadline(deadline: Deadline, passes: str | None) -> None:
    assert passes_at(deadline, CALENDAR_2026) == (vn(passes) if passes else None)


@given(
    due_at=st.datetimes(datetime(2026, 1, 5), datetime(2026, 12, 20)),  # noqa: DTZ001
    by_minute=st.booleans(),
    minutes=st.integers(-9_000, 9_000),
)
def test_past_is_what_the_engine_calls_past(
    due_at: datetime, by_minute: bool, minutes: int
) -> None:
    due = due_at.replace(microsecond=0, tzinfo=CALENDAR_2026.zone)
    deadline = replace(a_deadline("2026-11-16", by_minute=by_minute), due_at=due)
    at = max(due + timedelta(minutes=minutes), vn("2026-01-01 00:00:01"))

    passed = has_come(passes_at(deadline, CALENDAR_2026), at=at)

    assert passed is is_past(deadline, CALENDAR_2026, at=at) or is_date_only(at)


def test_a_count_of_working_days_ends_at_midnight_or_with_the_calendar() -> None:
    friday = date(2026, 11, 13)

    assert ends_after(friday, CALENDAR_2026, days=1) == vn("2026-11-17")
    assert ends_after(friday, CALENDAR_2026, days=60) is None
    assert days_ended(friday, CALENDAR_2026, at=vn("2026-11-16 23:59")) == 0
    assert days_ended(friday, CALENDAR_2026, at=vn("2026-11-17")) == 1
    assert days_ended(friday, CALENDAR_2026, at=vn("2027-02-01")) is None


def test_a_moment_that_is_not_known_never_comes() -> None:
    noon = vn("2026-11-16 12:00")

    assert has_come(noon, at=noon)
    assert not has_come(noon, at=noon - timedelta(seconds=1))
    assert not has_come(None, at=noon)
    assert list(known(None, noon, None)) == [noon]


def test_every_line_names_the_date_and_what_it_rests_on() -> None:
    assert facts_of(a_deadline("2026-11-16 17:00")) == {
        "due_at": vn("2026-11-16 17:00"),
        "basis": "promised",
        "is_estimated": False,
    }
