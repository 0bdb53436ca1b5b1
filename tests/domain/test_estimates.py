"""A date is marked where a day not yet decided could move it, and only there."""

from dataclasses import replace

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import RowStatus
from monitor.domain.counting import count_due
from monitor.domain.estimates import is_count_estimated, is_move_estimated
from monitor.domain.policy import Policy
from monitor.domain.term import Term, TermUnit
from tests.builders import a_closure, a_day_off, a_spec, vn

NEW_YEAR = tuple(
    a_day_off(f"2026-02-{day}", status=RowStatus.ESTIMATED) for day in range(16, 21)
)
CALENDAR = WorkingCalendar(a_spec(days=NEW_YEAR))


def is_estimated(
    received: str, amount: int, unit: TermUnit, calendar: WorkingCalendar = CALENDAR
) -> bool:
    term = Term(amount, unit)
    due_at = count_due(vn(received), term, Policy(calendar=calendar))
    return is_count_estimated(vn(received), due_at, term, calendar)


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        pytest.param("2026-02-13", 1, TermUnit.WORKING_DAYS, True, id="days over it"),
        pytest.param("2026-02-09", 4, TermUnit.WORKING_DAYS, False, id="days before it"),
        pytest.param("2026-02-13 16:00", 4, TermUnit.WORKING_HOURS, True, id="hours over it"),
        pytest.param("2026-01-20", 1, TermUnit.MONTHS, True, id="a month that ends in it"),
        pytest.param("2026-01-20", 3, TermUnit.MONTHS, False, id="months that run over it"),
        pytest.param("2026-02-13", 4, TermUnit.CALENDAR_DAYS, True, id="days that end in it"),
        pytest.param("2026-02-13", 30, TermUnit.CALENDAR_DAYS, False, id="days that run on"),
        pytest.param("2026-02-23", 1, TermUnit.CALENDAR_DAYS, False, id="received after it"),
    ],
)
def test_a_count_rests_on_what_could_move_its_end(
    received: str, amount: int, unit: TermUnit, *, expected: bool
) -> None:
    assert is_estimated(received, amount, unit) is expected


def test_calendar_days_rest_on_an_estimated_suspension_wherever_it_lies() -> None:
    stopped = a_closure("2026-03-02", "2026-03-03", suspends_terms=True)
    calendar = WorkingCalendar(a_spec(closures=(replace(stopped, status=RowStatus.ESTIMATED),)))

    assert is_estimated("2026-02-13", 30, TermUnit.CALENDAR_DAYS, calendar)
    assert not is_estimated("2026-03-04", 30, TermUnit.CALENDAR_DAYS, calendar)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param("2026-02-13 17:00", False, id="as it was written"),
        pytest.param("2026-02-23 17:00", True, id="moved over the days"),
    ],
)
def test_a_slip_rests_on_them_only_where_it_was_moved(due: str, *, expected: bool) -> None:
    assert is_move_estimated(vn("2026-02-13 17:00"), vn(due), CALENDAR) is expected
