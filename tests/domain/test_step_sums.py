"""Steps are held against their term by amounts, where these can be compared."""

import pytest

from monitor.domain.procedure import StepLimit
from monitor.domain.step_sums import exceed
from monitor.domain.term import Term, TermUnit
from tests.builders import days_term, hours_term
from tests.domain.test_counting import SAME_DAY, calendar_days

HALF = Term(1, TermUnit.HALF_DAYS)
MONTH = Term(1, TermUnit.MONTHS)
EIGHT_HOURS = 8 * 3_600


def does_exceed(term: Term, *steps: Term, usual_day: int = EIGHT_HOURS) -> bool:
    return exceed([StepLimit("x", one) for one in steps], term, usual_day=usual_day)


@pytest.mark.parametrize(
    ("term", "steps", "answer"),
    [
        pytest.param(
            days_term(5), [HALF, days_term(3), days_term(1), HALF], False, id="halves fit"
        ),
        pytest.param(
            days_term(5), [HALF, days_term(4), HALF, HALF], True, id="one half too many"
        ),
        pytest.param(days_term(5), [days_term(3), days_term(3)], True, id="days"),
        pytest.param(days_term(2), [hours_term(8), days_term(1)], False, id="hours fit"),
        pytest.param(days_term(2), [hours_term(9), days_term(1)], True, id="an hour too many"),
        pytest.param(hours_term(4), [HALF], False, id="half a day in four hours"),
        pytest.param(hours_term(3), [HALF], True, id="half a day in three hours"),
        pytest.param(SAME_DAY, [SAME_DAY, SAME_DAY], False, id="all within the day"),
        pytest.param(SAME_DAY, [SAME_DAY, hours_term(1)], True, id="the day and an hour"),
        pytest.param(
            days_term(3), [SAME_DAY, days_term(2), SAME_DAY], False, id="within a day of three"
        ),
        pytest.param(calendar_days(10), [calendar_days(6)] * 2, True, id="calendar days"),
        pytest.param(calendar_days(10), [days_term(20)], False, id="not against each other"),
        pytest.param(days_term(5), [calendar_days(60)], False, id="nor the other way"),
        pytest.param(MONTH, [days_term(60)], False, id="nor against months"),
        pytest.param(MONTH, [MONTH, MONTH], True, id="months"),
        pytest.param(days_term(5), [], False, id="no steps at all"),
    ],
)
def test_amounts_are_compared_where_they_can_be(
    term: Term, steps: list[Term], *, answer: bool
) -> None:
    assert does_exceed(term, *steps) is answer


def test_the_calendars_usual_day_is_what_a_day_comes_to() -> None:
    steps = [hours_term(7), HALF]

    assert does_exceed(days_term(1), *steps)
    assert not does_exceed(days_term(1), *steps, usual_day=14 * 3_600)
    assert does_exceed(hours_term(3), HALF, usual_day=6 * 3_600 + 2)
