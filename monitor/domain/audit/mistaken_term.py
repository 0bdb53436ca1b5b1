"""Mistakes about the length of the term, where it starts and how its end is told."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta

from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.inputs import Ending, Inputs
from monitor.domain.instants import is_date_only, midnight
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit

EIGHT_HOURS, MONTH_DAYS = 8, 30  # what a mistake takes a day and a month for
DAY = timedelta(days=1)
OF_DAYS = frozenset({TermUnit.WORKING_DAYS, TermUnit.CALENDAR_DAYS, TermUnit.MONTHS})


def in_calendar_days(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Count calendar days in place of working days, to a day of rest or beyond it."""
    if inputs.term.unit is TermUnit.WORKING_DAYS:
        yield from _to_any_day(_with_term(inputs, inputs.term.amount, TermUnit.CALENDAR_DAYS))


def in_working_days(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Count working days in place of calendar days."""
    if inputs.term.unit is TermUnit.CALENDAR_DAYS:
        yield _with_term(inputs, inputs.term.amount, TermUnit.WORKING_DAYS)


def months_of_thirty_days(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Take a month for thirty days, to a day of rest or beyond it."""
    amount = inputs.term.amount * MONTH_DAYS
    if inputs.term.unit is TermUnit.MONTHS and amount <= MAX_AMOUNT:
        yield from _to_any_day(_with_term(inputs, amount, TermUnit.CALENDAR_DAYS))


def _to_any_day(inputs: Inputs) -> Iterator[Inputs]:
    yield inputs
    yield replace(inputs, ending=Ending.NOT_ROLLED)


def days_of_eight_hours(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Turn hours and days into each other at eight hours a day."""
    amount, unit = inputs.term.amount, inputs.term.unit
    if unit is TermUnit.WORKING_HOURS:
        yield _with_term(inputs, -(-amount // EIGHT_HOURS), TermUnit.WORKING_DAYS)
    elif unit is TermUnit.HALF_DAYS:
        yield _with_term(inputs, amount * EIGHT_HOURS // 2, TermUnit.WORKING_HOURS)
        yield _with_term(inputs, -(-amount // 2), TermUnit.WORKING_DAYS)
    elif unit is TermUnit.WORKING_DAYS and _can_be_hours(inputs):
        yield _with_term(inputs, amount * EIGHT_HOURS, TermUnit.WORKING_HOURS)


def _can_be_hours(inputs: Inputs) -> bool:
    """Tell whether days can be counted as hours: hours run from a clock."""
    is_short = inputs.term.amount * EIGHT_HOURS <= MAX_AMOUNT
    return is_short and not is_date_only(inputs.received_at)


def _with_term(inputs: Inputs, amount: int, unit: TermUnit) -> Inputs:
    return replace(inputs, term=Term(amount, unit))


def receipt_day_counted(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Count the day of receipt as the first."""
    if inputs.term.unit in OF_DAYS:
        yield replace(inputs, received_at=midnight(inputs.received_on - DAY))


def from_the_next_day(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Start on the day, or the working day, after the receipt."""
    next_working = inputs.calendar.working_day_after(inputs.received_on, days=1)
    for day in sorted({inputs.received_on + DAY, next_working}):
        yield replace(inputs, received_at=midnight(day))


def from_submission(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Start from the submission."""
    if inputs.submitted_at is not None:
        yield replace(inputs, received_at=inputs.submitted_at)


def whatever_the_hour(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """End on the day of receipt, however late that was."""
    if inputs.term.unit is TermUnit.SAME_DAY:
        yield replace(inputs, policy=replace(inputs.policy, same_day_cutoff=time.max))


def on_rest_day(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Name a day of rest beside the day that was counted."""
    yield replace(inputs, ending=Ending.ON_REST_DAY)


def of_another_year(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Write another year."""
    yield replace(inputs, ending=Ending.OTHER_YEAR)


def day_and_month_swapped(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Write the month where the day belongs, and the day where the month does."""
    yield replace(inputs, ending=Ending.SWAPPED)


def rounded(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Round the hour, or name the end of the session or the day."""
    if inputs.by_minute and inputs.ending is Ending.COUNTED:
        yield replace(inputs, ending=Ending.ROUNDED)
