"""From where a term counts, and what decides that."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from monitor.domain.counting import first_same_day
from monitor.domain.instants import is_date_only, local, midnight
from monitor.domain.policy import Policy
from monitor.domain.term import Term, TermUnit


class WhyThen(StrEnum):
    """What decides from where a term counts."""

    NEXT_DAY = "next_day"  # of a term of days the day itself does not count
    SAME_DAY = "same_day"  # a term of the same day, begun in time
    AFTER_CUTOFF = "after_cutoff"  # the same, begun after the hour set for it
    AFTER_CLOSING = "after_closing"  # the same, before that hour but after the day's work
    REST_DAY = "rest_day"  # the same, on a day without work
    AT_ONCE = "at_once"  # hours, begun within a session
    OPENING = "opening"  # hours, begun outside the sessions
    NO_HOUR = "no_hour"  # hours, from a date without its hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """From where a term counts that starts at `start`.

    `counts_from` is an instant for hours; for days the first that may count, without
    an hour. `cutoff` is the hour set for terms of the same day.
    """

    start: datetime
    counts_from: datetime
    why: WhyThen
    cutoff: time


def beginning(start: datetime, term: Term, policy: Policy) -> Beginning:
    """Tell from where a term counts that starts with a receipt, or anew, at `start`.

    Raises:
        CalendarGapError: it counts from outside the loaded years.

    Source:
        docs/law.md#counting-days
    """
    start = local(start)
    if term.is_by_the_hour:
        counts_from, why = _of_hours(start, policy)
    elif term.unit is TermUnit.SAME_DAY:
        counts_from = midnight(first_same_day(start, policy))
        why = _of_the_same_day(start, counts_from, policy)
    else:
        counts_from, why = midnight(start.date() + timedelta(days=1)), WhyThen.NEXT_DAY
    return Beginning(
        start=start, counts_from=counts_from, why=why, cutoff=policy.same_day_cutoff
    )


def _of_hours(start: datetime, policy: Policy) -> tuple[datetime, WhyThen]:
    counts_from = local(policy.calendar.next_working_instant(start))
    if is_date_only(start):
        return counts_from, WhyThen.NO_HOUR
    is_at_once = policy.calendar.is_open(start)
    return counts_from, WhyThen.AT_ONCE if is_at_once else WhyThen.OPENING


def _of_the_same_day(start: datetime, first: datetime, policy: Policy) -> WhyThen:
    if first.date() == start.date():
        return WhyThen.SAME_DAY
    if not policy.calendar.is_working_day(start.date()):
        return WhyThen.REST_DAY
    if start.time() > policy.same_day_cutoff:
        return WhyThen.AFTER_CUTOFF
    return WhyThen.AFTER_CLOSING
