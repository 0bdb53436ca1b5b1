"""Which mistake, or which two together, lead to exactly the date that was promised."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.hypotheses import HYPOTHESES, Hypothesis
from monitor.domain.audit.inputs import Ending, Inputs
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay
from monitor.domain.counting import HOUR, count_due
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import is_date_only, local, vietnam_day

MINUTE, HALF_HOUR = 60, 1_800
AT_ONCE = 2  # mistakes that one date may rest on

Causes = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The simplest mistakes that lead to a promised date; no codes: none do.

    `days` are the dated days that the mistakes are about. Where several choices of
    `any_of` days lead to the date, `days` holds all that may be meant; else it is 0.
    `others` are the mistakes of the same number that would lead to it, too.
    """

    codes: Causes
    days: tuple[DatedDay, ...] = ()
    any_of: int = 0
    others: tuple[Causes, ...] = ()


def why(inputs: Inputs, promised_at: datetime, calendars: Calendars) -> Why | None:
    """Return the simplest explanation of a promised date, None where none fits.

    One mistake is simpler than two, one ignored day than several; of equally simple
    ones the order of `HYPOTHESES` decides.

    Args:
        inputs: What the lawful count goes by.
        promised_at: The date or instant to explain.
        calendars: The mistaken calendars made so far.
    """
    tried = [_Tried((), HYPOTHESES, [inputs])]
    for _ in range(AT_ONCE):
        tried = [further for one in tried for further in one.further(calendars)]
        found = [
            (one.codes, fitting)
            for one in tried
            if (fitting := [way for way in one.ways if fits(way, promised_at)])
        ]
        if found:
            codes, fitting = found[0]
            return _told(codes, fitting, tuple(codes for codes, _ in found[1:]))
    return None


@dataclass(frozen=True, slots=True)
class _Tried:
    """Mistakes made together: those still to try after them, and the ways to make them."""

    codes: Causes
    next: tuple[Hypothesis, ...]
    ways: list[Inputs]

    def further(self, calendars: Calendars) -> Iterator["_Tried"]:
        """Yield what one more mistake makes of it, where it makes anything."""
        for number, mistake in enumerate(self.next, start=1):
            ways = [made for way in self.ways for made in _made(mistake, way, calendars)]
            if ways:
                yield _Tried((*self.codes, mistake.code), self.next[number:], ways)


def _told(codes: Causes, fitting: list[Inputs], others: tuple[Causes, ...]) -> Why:
    fewest = min(len(one.days) for one in fitting)
    choices = list(dict.fromkeys(one.days for one in fitting if len(one.days) == fewest))
    days = {row.day: row for choice in choices for row in choice}
    return Why(
        codes=codes,
        days=tuple(row for _, row in sorted(days.items())),
        any_of=fewest if len(choices) > 1 else 0,
        others=others,
    )


def _made(mistake: Hypothesis, inputs: Inputs, calendars: Calendars) -> Iterator[Inputs]:
    with suppress(CalendarGapError):
        yield from mistake.changes(inputs, calendars)


def fits(inputs: Inputs, promised_at: datetime) -> bool:
    """Tell whether a count that goes by these inputs leads to a promised date.

    A count that leaves the loaded years leads nowhere.
    """
    with suppress(CalendarGapError):
        due_at = counted(inputs)
        return ENDINGS[inputs.ending](promised_at, due_at, inputs)
    return False


def counted(inputs: Inputs) -> datetime:
    """Count the due instant that inputs lead to.

    Raises:
        CalendarGapError: the count leaves the loaded years.
    """
    due_at = count_due(
        inputs.received_at, inputs.term, inputs.policy, pauses=inputs.pauses, rule=inputs.rule
    )
    return local(due_at + inputs.added)


def is_same(
    one: datetime, other: datetime, calendar: WorkingCalendar, *, by_minute: bool
) -> bool:
    """Tell whether two instants are one promise: of one day, or of one working minute.

    Sources leave the seconds out. Where one is a date only, days are compared.
    """
    if not by_minute or is_date_only(one):
        return vietnam_day(one) == vietnam_day(other)
    return calendar.position(one) // MINUTE == calendar.position(other) // MINUTE


def _is_counted(promised_at: datetime, due_at: datetime, inputs: Inputs) -> bool:
    calendar, due_on = inputs.calendar, vietnam_day(due_at)
    if is_same(promised_at, due_at, calendar, by_minute=inputs.by_minute):
        return True
    if not inputs.added or calendar.is_working_day(due_on):
        return False
    return vietnam_day(promised_at) == calendar.working_day_after(due_on, days=0)


def _is_not_rolled(promised_at: datetime, due_at: datetime, inputs: Inputs) -> bool:
    calendar, day = inputs.calendar, vietnam_day(promised_at)
    if calendar.is_working_day(day):
        return False
    return vietnam_day(due_at) == calendar.working_day_after(day, days=0)


def _is_rest_day(promised_at: datetime, due_at: datetime, inputs: Inputs) -> bool:
    calendar, day = inputs.calendar, vietnam_day(promised_at)
    if calendar.is_working_day(day):
        return False
    is_after = vietnam_day(due_at) == calendar.last_working_day_until(day)
    return is_after or _is_not_rolled(promised_at, due_at, inputs)


def _is_of_another_year(promised_at: datetime, due_at: datetime, _inputs: Inputs) -> bool:
    told, due = vietnam_day(promised_at), vietnam_day(due_at)
    return (told.day, told.month) == (due.day, due.month) and told.year != due.year


def _is_swapped(promised_at: datetime, due_at: datetime, _inputs: Inputs) -> bool:
    told, due = vietnam_day(promised_at), vietnam_day(due_at)
    return (
        (told.day, told.month, told.year)
        == (due.month, due.day, due.year)
        != (
            due.day,
            due.month,
            due.year,
        )
    )


def _is_rounded(promised_at: datetime, due_at: datetime, inputs: Inputs) -> bool:
    if is_date_only(promised_at) or vietnam_day(promised_at) != vietnam_day(due_at):
        return False
    told = local(promised_at)
    within = (told - due_at).total_seconds()
    if not told.minute * MINUTE % HALF_HOUR and -HOUR < within < HOUR:
        return True
    closings = [closes for _, closes in inputs.calendar.sessions(told.date())]
    return within > 0 and any(abs(told - one) < timedelta(minutes=1) for one in closings)


ENDINGS: dict[Ending, Callable[[datetime, datetime, Inputs], bool]] = {
    Ending.COUNTED: _is_counted,
    Ending.NOT_ROLLED: _is_not_rolled,
    Ending.ON_REST_DAY: _is_rest_day,
    Ending.OTHER_YEAR: _is_of_another_year,
    Ending.SWAPPED: _is_swapped,
    Ending.ROUNDED: _is_rounded,
}
