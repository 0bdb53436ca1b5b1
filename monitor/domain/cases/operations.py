"""Single questions about working time, each with a calendar of its own: an auditor's cases.

A case names an operation, a calendar and an input; it is answered by the same calendar
that dates every dossier. Working time ends at a closing and begins at an opening: a
count that ends exactly at closing is shown as the closing, one of zero as the next
opening, one backwards to an opening as that opening. All three are one position.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.fields import CaseInput, Fault
from monitor.domain.counting import HOUR, begins_late, ended_waits
from monitor.domain.errors import (
    AmountError,
    CalendarGapError,
    CaseError,
    OpenPauseError,
    ReversedSpanError,
)
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit

Result = bool | int | date | datetime
"""What a case comes to; an instant on the clock of its calendar."""

Count = Callable[[WorkingCalendar, CaseInput], Result]


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked: how it is answered, and all fields that it reads of an input."""

    count: Count
    fields: tuple[str, ...]


COUNTED_ENDS: Mapping[str, tuple[bool, bool]] = MappingProxyType(
    {  # whether the start is counted, and the end
        "start excluded, end included": (False, True),
        "start included, end excluded": (True, False),
        "both ends included": (True, True),
        "both ends excluded": (False, False),
    }
)
USUAL_ENDS = "start excluded, end included"


def _add_working_time(calendar: WorkingCalendar, case: CaseInput) -> datetime:
    position = calendar.position(case.instant("start"))
    seconds = case.number("seconds")
    if seconds > 0:
        return calendar.instant_closing(position + seconds)
    return calendar.instant_opening(position + seconds)


def _working_seconds_between(calendar: WorkingCalendar, case: CaseInput) -> int:
    return calendar.seconds_between(case.instant("start"), case.instant("end"))


def _is_working_time(calendar: WorkingCalendar, case: CaseInput) -> bool:
    return calendar.is_open(case.instant("at"))


def _next_working_instant(calendar: WorkingCalendar, case: CaseInput) -> datetime:
    return calendar.next_working_instant(case.instant("at"))


def _prev_working_instant(calendar: WorkingCalendar, case: CaseInput) -> datetime:
    at = case.instant("at")
    if not calendar.position(at):  # no session before it is loaded
        year = calendar.first_day.year - 1
        raise CalendarGapError(calendar=calendar.name, year=year, file=calendar.spec.file)
    return calendar.previous_working_instant(at)


def _is_working_day(calendar: WorkingCalendar, case: CaseInput) -> bool:
    return calendar.is_working_day(case.day("date", "day", "at"))


def _add_working_days(calendar: WorkingCalendar, case: CaseInput) -> date:
    return calendar.working_day_after(case.day("start"), days=case.number("days"))


def _working_days_between(calendar: WorkingCalendar, case: CaseInput) -> int:
    """Count working days; the other way round they are the same, negative."""
    start, end = case.day("start"), case.day("end")
    ends = case.values.get("ends")
    counted = COUNTED_ENDS.get(ends) if isinstance(ends, str) else None
    if ends is None:
        counted = COUNTED_ENDS[USUAL_ENDS]
    if counted is None:
        known = "; ".join(COUNTED_ENDS)
        raise CaseError(field="ends", reason=Fault.NOT_ENDS, known=known)
    first, last = min(start, end), max(start, end)
    counts_first, counts_last = counted if start <= end else counted[::-1]
    if start == end and counted != (True, True):
        return 0
    days = calendar.days_between(first, last)
    days += counts_first * calendar.is_working_day(first)
    days -= (not counts_last) * calendar.is_working_day(last)
    return days if start <= end else -days


def _working_days_in_month(calendar: WorkingCalendar, case: CaseInput) -> int:
    first = case.month("month")
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return calendar.is_working_day(first) + calendar.days_between(first, last)


def _due_date_working_days(calendar: WorkingCalendar, case: CaseInput) -> date:
    received_on = case.day("received", "start")
    term = Term(case.number("days"), TermUnit.WORKING_DAYS)
    return calendar.working_day_after(received_on, days=term.amount)


def _due_date_calendar_days(calendar: WorkingCalendar, case: CaseInput) -> date:
    received_on = case.day("received", "start")
    term = Term(case.number("days"), TermUnit.CALENDAR_DAYS)
    last = calendar.running_day_after(received_on, days=term.amount)
    return calendar.working_day_after(last, days=0)


def _due_with_pauses(calendar: WorkingCalendar, case: CaseInput) -> datetime:
    """Count as `counting.count_due` does a term of hours, to the second."""
    start, seconds = case.instant("start"), case.number("seconds")
    if not 1 <= seconds <= MAX_AMOUNT * HOUR:
        raise AmountError(amount=seconds, most=MAX_AMOUNT * HOUR)
    pauses = case.pauses()
    position = calendar.position(start) + seconds
    due_at = calendar.instant_closing(position)
    for wait in ended_waits(pauses, since=start):
        if begins_late(wait, due_at, calendar, by_minute=True):
            break
        position += calendar.seconds_between(wait.start, wait.end)
        due_at = calendar.instant_closing(position)
    opened = [one.paused_at for one in pauses if one.resumed_at is None]
    if opened and calendar.position(min(opened)) <= calendar.position(due_at):
        raise OpenPauseError(since=min(opened).isoformat())
    return due_at


def _worked_seconds_with_pauses(calendar: WorkingCalendar, case: CaseInput) -> int:
    """Measure what was worked outside the pauses; an open one lasts until the end."""
    start, end = case.instant("start"), case.instant("end")
    if end < start:
        raise ReversedSpanError(start=start.isoformat(), end=end.isoformat())
    pauses = tuple(
        one if one.resumed_at is not None else replace(one, resumed_at=max(end, one.paused_at))
        for one in case.pauses()
    )
    waited = sum(
        calendar.seconds_between(min(wait.start, end), min(wait.end, end))
        for wait in ended_waits(pauses, since=start)
    )
    return calendar.seconds_between(start, end) - waited


INSTANT = ("at",)
SPAN = ("start", "end")
ANY_DAY = ("date", "day", "at")  # one of them
TERM = ("received", "start", "days")  # one of the first two

OPERATIONS: Mapping[str, Operation] = MappingProxyType(
    {
        "add_working_time": Operation(_add_working_time, ("start", "seconds")),
        "working_seconds_between": Operation(_working_seconds_between, SPAN),
        "is_working_time": Operation(_is_working_time, INSTANT),
        "next_working_instant": Operation(_next_working_instant, INSTANT),
        "prev_working_instant": Operation(_prev_working_instant, INSTANT),
        "is_working_day": Operation(_is_working_day, ANY_DAY),
        "add_working_days": Operation(_add_working_days, ("start", "days")),
        "working_days_between": Operation(_working_days_between, (*SPAN, "ends")),
        "working_days_in_month": Operation(_working_days_in_month, ("month",)),
        "due_date_working_days": Operation(_due_date_working_days, TERM),
        "due_date_calendar_days": Operation(_due_date_calendar_days, TERM),
        "due_with_pauses": Operation(_due_with_pauses, ("start", "seconds", "pauses")),
        "worked_seconds_with_pauses": Operation(_worked_seconds_with_pauses, (*SPAN, "pauses")),
    }
)
