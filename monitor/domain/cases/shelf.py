"""Answers cases: each with its calendar, built once for all cases that share it.

A case's own calendar has no years of its own. It is built for those round the input,
and wider when a count leaves them, up to FIRST_YEAR and LAST_YEAR: a day that is not
loaded is never guessed. A calendar of the office keeps its years.
"""

import json
import re
from calendar import monthrange
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.calendar import NAME, CaseCalendar, read_calendar
from monitor.domain.cases.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    CaseInput,
    Fault,
    a_table,
    a_text,
    refuse_unread,
)
from monitor.domain.cases.operations import OPERATIONS, Operation, Result
from monitor.domain.errors import CalendarGapError, CaseError, UnknownOperationError
from monitor.domain.term import SHOWN

ONE_DAY = timedelta(days=1)
KEPT = 64  # calendars; more than a file of cases has
SOME_YEAR = 2020  # where an input names none, and will be refused
WIDER = 4  # times the margin, when a count leaves it
YEAR = re.compile(r"\d{4}", re.ASCII)

OPTIONAL = (NAME,)  # what else is missing is told by its own name
LONGEST = 16  # letters of a key that may be a misspelt one of these
ALIKE = 0.8  # share of its letters: one of the eight of `calendar` may differ, not two
REMARKS = 256  # keys remembered as such

DAYS = ("start", "received", "end", "at", "date", "day")  # fields that are days or instants


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case comes to; estimated where a day that it rests on is not decided yet."""

    result: Result
    is_estimated: bool = False


Named = Callable[[str | None], WorkingCalendar]
"""Hands out the office's calendar of a name, or its default one."""


class Shelf:
    """The calendars of one file of cases.

    Args:
        named: Asked for a calendar of the office, only when a case needs one.
        file: Where a person mends a case; named in errors.
    """

    def __init__(self, named: Named, *, file: str) -> None:
        self._named = named
        self._file = file
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    def answer(self, case: Mapping[str, object]) -> Answer:
        """Answer one case: `op`, `calendar`, `input`; what else it has is a remark.

        Raises:
            DungHanError: the case cannot be answered; the error is about it alone.
        """
        _refuse_misspelt(case)
        operation = _operation(case)
        values = a_table(case.get("input"), "input")
        refuse_unread(values, operation.fields)
        written = case.get(NAME)
        if written is None or isinstance(written, str):
            calendar = self._named(written)
            asked = CaseInput(values=values, zone=calendar.zone)
            result = operation.count(calendar, asked)
            first, last = _span(asked, result)
            return Answer(result, is_estimated=calendar.rests_on_estimate(first, last))
        return Answer(self._own(a_table(written, NAME)).answer(operation, values))

    def _own(self, written: Mapping[str, object]) -> "_Kept":
        key = json.dumps(written, sort_keys=True)
        kept = self._kept.pop(key, None) or _Kept(read_calendar(written, file=self._file))
        self._kept[key] = kept  # the newest last
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept


class _Kept:
    """A calendar of cases, as wide as it had to be so far."""

    __slots__ = ("_calendar", "_years", "written")

    def __init__(self, written: CaseCalendar) -> None:
        self.written = written
        dated = [row.day.year for row in written.spec.days]
        self._years = () if written.is_endless else (*dated,)  # that hold all working time
        self._calendar: WorkingCalendar | None = None

    def answer(self, operation: Operation, values: Mapping[str, object]) -> Result:
        """Answer one case, on a wider calendar where it needs one."""
        case = CaseInput(
            values=values, zone=self.written.spec.zone, names_zone=self.written.names_zone
        )
        if self._calendar is not None:
            try:
                return operation.count(self._calendar, case)
            except CalendarGapError:
                pass  # it needs other years than the cases before
        return self._wider(operation, case)

    def _wider(self, operation: Operation, case: CaseInput) -> Result:
        years = tuple(_years_in(case.values)) or (SOME_YEAR,)
        margin = 1
        while True:
            calendar = self._holding(years, margin)
            try:
                return operation.count(calendar, case)
            except CalendarGapError:
                if not self.written.is_endless:
                    raise CaseError(field=NAME, reason=Fault.NO_HOURS) from None
                if _is_widest(calendar):
                    raise CaseError(field="input", reason=Fault.TOO_FAR) from None
            margin *= WIDER

    def _holding(self, years: tuple[int, ...], margin: int) -> WorkingCalendar:
        """Return the calendar with these years, and as many as `margin` on either side."""
        have, every = self._calendar, (*years, *self._years)
        first = max(min(every) - margin, FIRST_YEAR)
        last = min(max(every) + margin, LAST_YEAR)
        if have is not None:
            loaded = have.first_day.year, have.last_day.year
            if loaded[0] <= first and last <= loaded[1]:
                return have
            first, last = min(first, loaded[0]), max(last, loaded[1])
        spec = replace(self.written.spec, first_year=first, last_year=last)
        self._calendar = WorkingCalendar(spec)
        return self._calendar


def _is_widest(calendar: WorkingCalendar) -> bool:
    return (calendar.first_day.year, calendar.last_day.year) == (FIRST_YEAR, LAST_YEAR)


def _refuse_misspelt(case: Mapping[str, object]) -> None:
    """Refuse a case with a key that is nearly `calendar`: another would be counted on."""
    for key in case:
        if key not in OPTIONAL and len(key) <= LONGEST and (near := _near(key)):
            raise CaseError(field=key, reason=Fault.NEARLY, near=near)


@lru_cache(maxsize=REMARKS)
def _near(key: str) -> str | None:
    found = get_close_matches(key.strip().lower(), OPTIONAL, n=1, cutoff=ALIKE)
    return found[0] if found else None


def _operation(case: Mapping[str, object]) -> Operation:
    name = a_text(case.get("op"), "op")
    if name not in OPERATIONS:
        raise UnknownOperationError(op=name[:SHOWN])
    return OPERATIONS[name]


def _span(case: CaseInput, result: Result) -> tuple[date, date]:
    """Return the days after and up to which an answer depends on the calendar."""
    if case.values.get("month") is not None:
        first = case.month("month")
        return first - ONE_DAY, first.replace(day=monthrange(first.year, first.month)[1])
    days = [case.day(name) for name in DAYS if case.values.get(name) is not None]
    if isinstance(result, datetime):
        days.append(result.date())
    elif isinstance(result, date):
        days.append(result)
    first, last = min(days), max(days)
    return (first if first < last else first - ONE_DAY), last


def _years_in(values: Mapping[str, object]) -> Iterator[int]:
    """Yield the years that the texts of an input begin with, however deep they stand."""
    waiting: list[object] = [values]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            found = YEAR.match(value)
            if found and FIRST_YEAR <= int(found[0]) <= LAST_YEAR:
                yield int(found[0])
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
