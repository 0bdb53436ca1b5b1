"""The mistakes that a promised date may rest on, the likelier before the less likely.

A hypothesis takes what a count goes by and yields what it goes by under the mistake,
once for each way of making it; nothing where the mistake does not apply.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from monitor.domain.audit import mistaken_calendar, mistaken_pauses, mistaken_term
from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One mistake: its code, and how the count goes with it."""

    code: str
    changes: Callable[[Inputs, Calendars], Iterator[Inputs]]


TYPING = frozenset({"other_year", "day_and_month_swapped"})
"""The mistakes of writing: the date that was meant is another one."""

HYPOTHESES: tuple[Hypothesis, ...] = (
    Hypothesis("pause_ignored", mistaken_pauses.pause_not_given_back),
    Hypothesis("pause_included", mistaken_pauses.pause_counted_in),
    Hypothesis("reset_for_resume", mistaken_pauses.reset_in_place_of_resume),
    Hypothesis("resume_for_reset", mistaken_pauses.resume_in_place_of_reset),
    Hypothesis("stopped_for_run", mistaken_pauses.stopped_in_place_of_run),
    Hypothesis("pause_in_calendar_days", mistaken_pauses.pause_in_calendar_days),
    Hypothesis("pause_given_twice", mistaken_pauses.pause_given_twice),
    Hypothesis("pause_days_as_working", mistaken_pauses.pause_days_as_working),
    Hypothesis("pause_day_too_many", mistaken_pauses.pause_day_too_many),
    Hypothesis("holiday_ignored", mistaken_calendar.days_off_ignored),
    Hypothesis("make_up_ignored", mistaken_calendar.make_up_days_ignored),
    Hypothesis("proposal_counted", mistaken_calendar.proposals_counted),
    Hypothesis("on_rest_day", mistaken_term.on_rest_day),
    Hypothesis("calendar_days", mistaken_term.in_calendar_days),
    Hypothesis("working_days", mistaken_term.in_working_days),
    Hypothesis("months_of_30_days", mistaken_term.months_of_thirty_days),
    Hypothesis("receipt_day_counted", mistaken_term.receipt_day_counted),
    Hypothesis("from_next_day", mistaken_term.from_the_next_day),
    Hypothesis("from_submission", mistaken_term.from_submission),
    Hypothesis("cutoff_ignored", mistaken_term.whatever_the_hour),
    Hypothesis("hours_rounded", mistaken_term.rounded),
    Hypothesis("eight_hour_days", mistaken_term.days_of_eight_hours),
    Hypothesis("other_year", mistaken_term.of_another_year),
    Hypothesis("day_and_month_swapped", mistaken_term.day_and_month_swapped),
    Hypothesis("saturdays_worked", mistaken_calendar.saturdays_worked),
    Hypothesis("weekends_worked", mistaken_calendar.weekends_worked),
    Hypothesis("season_ignored", mistaken_calendar.seasons_ignored),
    Hypothesis("suspension_ignored", mistaken_calendar.suspensions_ignored),
    Hypothesis("closure_suspending", mistaken_calendar.closures_suspending),
    Hypothesis("saturday_worked", mistaken_calendar.saturday_worked),
)
