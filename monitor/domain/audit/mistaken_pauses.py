"""Mistakes about the time that the office waited for the citizen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.inputs import Inputs
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.counting import NOTHING, Given, Wait, ended_waits
from monitor.domain.dossier import Pause
from monitor.domain.instants import midnight, vietnam_day
from monitor.domain.procedure import OnSupplement
from monitor.domain.term import TermUnit


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


def pause_given_twice(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Give one pause, or all of them, back once more."""
    waits = _given_back(inputs)
    given = [NOTHING.plus(one, inputs.calendar) for one in waits]
    for extra in given:
        yield _longer(inputs, waits, extra)
    if len(given) > 1:
        yield _longer(inputs, waits, _all(waits, inputs.calendar))


def pause_days_as_working(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Give working days back, but as many as there were days of any kind."""
    waits = _given_back(inputs)
    if inputs.term.unit is TermUnit.WORKING_DAYS and waits:
        given = _all(waits, inputs.calendar)
        more = given.calendar_days - given.working_days
        yield _longer(inputs, waits, Given(working_days=more))


def pause_day_too_many(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Give both the first and the last day of a pause back: of one pause, or of each."""
    waits = _given_back(inputs)
    if inputs.term.is_by_the_hour:
        return
    for days in sorted({1, len(waits)} if waits else ()):
        yield _longer(inputs, waits, Given(working_days=days, calendar_days=days))


def _given_back(inputs: Inputs) -> tuple[Wait, ...]:
    """Return the waits that are given back; none where the term starts anew or runs on."""
    if inputs.rule is not OnSupplement.RESUME:
        return ()
    return ended_waits(inputs.pauses, since=inputs.received_at)


def _all(waits: tuple[Wait, ...], calendar: WorkingCalendar) -> Given:
    given = NOTHING
    for one in waits:
        given = given.plus(one, calendar)
    return given


def _longer(inputs: Inputs, waits: tuple[Wait, ...], extra: Given) -> Inputs:
    """Let the last wait end later by what is given back beyond the law."""
    *before, last = waits
    calendar, term = inputs.calendar, inputs.term
    if term.is_by_the_hour:
        end = calendar.add_seconds(last.end, extra.working_seconds)
    else:
        is_working = term.unit in {TermUnit.WORKING_DAYS, TermUnit.SAME_DAY}
        ends_on = vietnam_day(last.end)
        day = (
            calendar.working_day_after(ends_on, days=extra.working_days)
            if is_working
            else calendar.running_day_after(ends_on, days=extra.calendar_days)
        )
        end = midnight(day)
    pauses = (*before, Wait(last.start, max(last.end, end)))
    return replace(
        inputs,
        pauses=tuple(Pause(paused_at=one.start, resumed_at=one.end) for one in pauses),
    )


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
