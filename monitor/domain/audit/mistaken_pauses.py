"""Mistakes about the time that the office waited for the citizen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.inputs import Inputs
from monitor.domain.counting import ended_waits
from monitor.domain.instants import vietnam_day
from monitor.domain.procedure import OnSupplement


def pause_not_given_back(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Leave out the last pauses, all of them, or any one."""
    pauses = inputs.pauses
    if inputs.rule is OnSupplement.RUN:
        return
    for kept in range(len(pauses)):
        yield replace(inputs, pauses=pauses[:kept])
    for left_out in range(len(pauses) - 1):
        yield replace(inputs, pauses=pauses[:left_out] + pauses[left_out + 1 :])


def pause_in_calendar_days(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Add the pauses to the date as they are: nights, weekends and holidays with them."""
    waits = ended_waits(inputs.pauses, since=inputs.received_at)
    if inputs.rule is OnSupplement.RUN or not waits:
        return
    days = sum(((vietnam_day(one.end) - vietnam_day(one.start)) for one in waits), timedelta())
    exact = sum((one.end - one.start for one in waits), timedelta())
    for added in (days, exact):
        yield replace(inputs, pauses=(), added=inputs.added + added)


def pause_counted_in(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Know of pauses that came after the promise was first made."""
    if inputs.later_pauses and inputs.rule is not OnSupplement.RUN:
        yield replace(inputs, pauses=inputs.pauses + inputs.later_pauses, later_pauses=())


def reset_in_place_of_resume(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Start the term anew where the time waited is given back."""
    return _by_rule(inputs, OnSupplement.RESUME, OnSupplement.RESET)


def resume_in_place_of_reset(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Give the time waited back where the term starts anew."""
    return _by_rule(inputs, OnSupplement.RESET, OnSupplement.RESUME)


def stopped_in_place_of_run(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Stop the clock where it runs on."""
    yield from _by_rule(inputs, OnSupplement.RUN, OnSupplement.RESUME)
    yield from _by_rule(inputs, OnSupplement.RUN, OnSupplement.RESET)


def _by_rule(inputs: Inputs, lawful: OnSupplement, mistaken: OnSupplement) -> Iterator[Inputs]:
    if inputs.rule is lawful and (inputs.pauses or inputs.later_pauses):
        yield replace(inputs, rule=mistaken)
