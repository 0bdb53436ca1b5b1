"""Mistakes about which days and hours count."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from monitor.domain.audit.calendars import (
    SATURDAY,
    Calendars,
    Change,
    as_proposed,
    with_saturdays,
    with_suspensions,
    with_weekends,
    without,
    without_seasons,
    without_suspensions,
)
from monitor.domain.audit.inputs import Inputs
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, DayKind
from monitor.domain.term import Term, TermUnit

NEAR = timedelta(days=7)  # days off no further apart belong together


def days_off_ignored(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Work on one, several or all of the days off that fall on a working weekday."""
    spec = inputs.calendar.spec
    rows = tuple(
        row
        for row in inputs.rows()
        if row.kind is DayKind.OFF and row.status.counts and spec.sessions_on(row.day, None)
    )
    return _on_changed(inputs, calendars, without, _choices(rows))


def make_up_days_ignored(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Rest on one, several or all of the days worked in exchange."""
    rows = tuple(
        row for row in inputs.rows() if row.kind is DayKind.MAKE_UP and row.status.counts
    )
    return _on_changed(inputs, calendars, without, _choices(rows))


def proposals_counted(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Take one, several or all of the proposed rows for decided."""
    rows = tuple(row for row in inputs.rows() if not row.status.counts)
    return _on_changed(inputs, calendars, as_proposed, _choices(rows))


def _on_changed(
    inputs: Inputs,
    calendars: Calendars,
    change: Change,
    choices: Iterator[tuple[DatedDay, ...]],
) -> Iterator[Inputs]:
    for rows in choices:
        days = frozenset(row.day for row in rows)
        yield inputs.with_calendar(calendars.changed(inputs.calendar, change, days), rows)


def _choices(rows: tuple[DatedDay, ...]) -> Iterator[tuple[DatedDay, ...]]:
    """Yield each row alone, then runs of neighbours, then all of them."""
    yield from ((row,) for row in rows)
    groups = tuple(_groups(rows))
    for group in groups:
        for size in range(2, len(group) + 1):
            yield from (group[at : at + size] for at in range(len(group) - size + 1))
    if len(groups) > 1:
        yield rows


def _groups(rows: tuple[DatedDay, ...]) -> Iterator[tuple[DatedDay, ...]]:
    """Yield the rows in groups of those near each other."""
    start = 0
    for at, (one, other) in enumerate(pairwise(rows), start=1):
        if other.day - one.day > NEAR:
            yield rows[start:at]
            start = at
    yield rows[start:]


def saturday_worked(inputs: Inputs, _calendars: Calendars) -> Iterator[Inputs]:
    """Take one Saturday of rest for a day worked in exchange: the term is a day shorter."""
    term = inputs.term
    span = range(inputs.received_on.toordinal() + 1, inputs.until.toordinal())
    days = (date.fromordinal(ordinal) for ordinal in span)
    if term.unit is not TermUnit.WORKING_DAYS or term.amount == 1:
        return
    if any(day.weekday() == SATURDAY and _rests(inputs.calendar, day) for day in days):
        yield replace(inputs, term=Term(term.amount - 1, term.unit))


def _rests(calendar: WorkingCalendar, day: date) -> bool:
    return day <= calendar.last_day and not calendar.is_working_day(day)


def saturdays_worked(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Work every Saturday."""
    yield _on_whole(inputs, calendars, with_saturdays)


def weekends_worked(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Work every day of the week; days off stay off."""
    yield _on_whole(inputs, calendars, with_weekends)


def seasons_ignored(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Keep the usual hours in every season."""
    if inputs.calendar.spec.seasons:
        yield _on_whole(inputs, calendars, without_seasons)


def suspensions_ignored(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Count on through a closure whose order stops the count."""
    if inputs.calendar.spec.closures:
        yield _on_whole(inputs, calendars, without_suspensions)


def closures_suspending(inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    """Stop the count in a closure whose order does not."""
    if inputs.calendar.spec.closures:
        yield _on_whole(inputs, calendars, with_suspensions)


def _on_whole(inputs: Inputs, calendars: Calendars, change: Change) -> Inputs:
    return inputs.with_calendar(calendars.changed(inputs.calendar, change))
