"""From where a term counts, and what decides it."""

from dataclasses import replace
from datetime import time

import pytest

from monitor.domain.beginnings import WhyThen, beginning
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.policy import Policy
from monitor.domain.term import Term, TermUnit
from tests.builders import OFFICE_HOURS, POLICY_2026, WORKING_WEEK, a_spec, days_term, vn
from tests.builders import hours_term as hours
from tests.domain.test_counting import SAME_DAY, calendar_days

HALF_DAY = Term(1, TermUnit.HALF_DAYS)


@pytest.mark.parametrize(
    ("start", "term", "counts_from", "why"),
    [
        pytest.param(
            "2026-11-06 08:00", days_term(3), "2026-11-07", WhyThen.NEXT_DAY, id="working days"
        ),
        pytest.param(
            "2026-11-06 08:00", calendar_days(3), "2026-11-07", WhyThen.NEXT_DAY, id="days"
        ),
        pytest.param(
            "2026-11-02 15:00", SAME_DAY, "2026-11-02", WhyThen.SAME_DAY, id="at the cut-off"
        ),
        pytest.param(
            "2026-11-06 15:01", SAME_DAY, "2026-11-09", WhyThen.AFTER_CUTOFF, id="after it"
        ),
        pytest.param(
            "2026-11-07 08:00", SAME_DAY, "2026-11-09", WhyThen.REST_DAY, id="a day of rest"
        ),
        pytest.param(
            "2026-11-02 08:15", hours(4), "2026-11-02 08:15", WhyThen.AT_ONCE, id="in a session"
        ),
        pytest.param(
            "2026-11-06 17:00", hours(4), "2026-11-09 07:00", WhyThen.OPENING, id="at closing"
        ),
        pytest.param(
            "2026-11-02 12:00", HALF_DAY, "2026-11-02 13:30", WhyThen.OPENING, id="at noon"
        ),
        pytest.param(
            "2026-11-02", hours(4), "2026-11-02 07:00", WhyThen.NO_HOUR, id="without its hour"
        ),
    ],
)
def test_what_decides_from_where_a_term_counts(
    start: str, term: Term, counts_from: str, why: WhyThen
) -> None:
    told = beginning(vn(start), term, POLICY_2026)

    assert (told.start, told.counts_from, told.why) == (vn(start), vn(counts_from), why)


def test_a_day_may_close_before_the_cut_off() -> None:
    half_saturday = a_spec(week=WORKING_WEEK | {5: OFFICE_HOURS[:1]})
    policy = Policy(calendar=WorkingCalendar(half_saturday))

    told = beginning(vn("2026-11-07 11:30"), SAME_DAY, policy)

    assert (told.why, told.counts_from) == (WhyThen.AFTER_CLOSING, vn("2026-11-09"))


def test_the_cut_off_of_the_office_is_told() -> None:
    policy = replace(POLICY_2026, same_day_cutoff=time(9))

    told = beginning(vn("2026-11-02 10:00"), SAME_DAY, policy)

    assert (told.why, told.cutoff) == (WhyThen.AFTER_CUTOFF, time(9))
