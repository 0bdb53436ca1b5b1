"""The days that a report speaks of: an office's reporting months, and what they build."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Literal, Self

from monitor.domain.errors import PeriodError
from monitor.domain.instants import midnight

MonthBegins = Literal[1, 15, 21]

DAY = timedelta(days=1)
MONTHS_OF_YEAR = 12
LEAP_DAY = (2, 29)


class PeriodKind(StrEnum):
    """What a period is to an office."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    SPAN = "span"  # any other days


MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: 3,
    PeriodKind.HALF: 6,
    PeriodKind.YEAR: MONTHS_OF_YEAR,
}
KINDS = {months: kind for kind, months in MONTHS.items()}
CODES = {
    PeriodKind.MONTH: re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII),
    PeriodKind.QUARTER: re.compile(r"(\d{4})-Q([1-4])", re.ASCII),
    PeriodKind.HALF: re.compile(r"(\d{4})-H([12])", re.ASCII),
    PeriodKind.YEAR: re.compile(r"(\d{4})()", re.ASCII),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days a report speaks of, both included; half-open as instants.

    Raises:
        PeriodError: the last day lies before the first.

    Source:
        docs/law.md#report-period
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(period=f"{self.first}..{self.last}")

    @classmethod
    def month(cls, text: str) -> "Period":
        """Return a calendar month, written as 2026-11.

        Raises:
            PeriodError: the text names no month.
        """
        return MonthScheme().month(text)

    @property
    def starts_at(self) -> datetime:
        """The first instant of the period, on the Vietnam clock."""
        return midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        """The first instant after the period: figures are as of it."""
        return midnight(self.last + DAY)

    @property
    def is_month(self) -> bool:
        """True for one whole calendar month."""
        return MonthScheme().kind_of(self) is PeriodKind.MONTH

    @property
    def code(self) -> str:
        """The period in a file name or a code: its calendar month, or its two days."""
        return f"{self.first:%Y-%m}" if self.is_month else f"{self.first}..{self.last}"

    def holds(self, at: datetime) -> bool:
        """Tell whether an instant lies in the period."""
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodName:
    """Which month, quarter, half-year or year; `number` is its place in the year, from 1."""

    kind: PeriodKind
    year: int
    number: int = 1

    @classmethod
    def read(cls, text: str, kind: PeriodKind) -> Self:
        """Return what 2026-10, 2026-Q3, 2026-H1 or 2026 names, each of its own kind.

        Raises:
            PeriodError: the text names nothing of this kind.
        """
        found = CODES[kind].fullmatch(text)
        if found is None:
            raise PeriodError(period=text)
        return cls(kind=kind, year=int(found[1]), number=int(found[2] or 1))


@dataclass(frozen=True, slots=True)
class MonthScheme:
    """An office's reporting months: each begins on the same day, `begins`.

    Where that is the 15th or the 21st, a month begins on that day of the calendar month
    before the one it is named for. Quarters, half-years and years are made of whole
    reporting months.

    Source:
        docs/law.md#report-period
    """

    begins: MonthBegins = 1

    def month(self, text: str) -> Period:
        """Return the reporting month that is written as 2026-11.

        Raises:
            PeriodError: the text names no month.
        """
        return self.period(PeriodName.read(text, PeriodKind.MONTH))

    def period(self, name: PeriodName) -> Period:
        """Return the days of a month, a quarter, a half-year or a year.

        Raises:
            PeriodError: its days lie outside the years that can be counted.
        """
        months = MONTHS[name.kind]
        first = name.year * MONTHS_OF_YEAR + (name.number - 1) * months
        return self._months(first, first + months)

    def name_of(self, period: Period) -> PeriodName | None:
        """Return what the office calls a period; None for a span that has no name."""
        first, after = self._month_at(period.first), self._month_at(period.last + DAY)
        months = after - first
        if months not in KINDS or first % months or self._months(first, after) != period:
            return None
        year, month = divmod(first, MONTHS_OF_YEAR)
        return PeriodName(kind=KINDS[months], year=year, number=month // months + 1)

    def named_on(self, month: Period) -> date:
        """Return the first day of the calendar month that a reporting month is named for."""
        year, place = divmod(self._month_at(month.first), MONTHS_OF_YEAR)
        return date(year, place + 1, 1)

    def months_in(self, period: Period) -> tuple[Period, ...]:
        """Return the whole reporting months of a period, in order."""
        first, after = self._month_at(period.first), self._month_at(period.last + DAY)
        months = (self._months(one, one + 1) for one in range(first, after))
        return tuple(one for one in months if one.first >= period.first)

    def kind_of(self, period: Period) -> PeriodKind:
        """Return what a period is to the office."""
        name = self.name_of(period)
        return name.kind if name else PeriodKind.SPAN

    def month_of(self, day: date) -> Period:
        """Return the reporting month that holds a day."""
        month = self._month_at(day)
        return self._months(month, month + 1)

    def before(self, period: Period) -> Period:
        """Return the period before of the same kind; before a span, as many days."""
        name = self.name_of(period)
        if name is None:
            days = period.last + DAY - period.first
            return Period(first=period.first - days, last=period.first - DAY)
        first = self._month_at(period.first)
        return self._months(first - MONTHS[name.kind], first)

    @staticmethod
    def year_before(period: Period) -> Period:
        """Return the same days a year earlier.

        What ends with February ends with it there, too; what begins on its 29th begins
        on the 28th.
        """
        after = _a_year_before(period.last + DAY, leap_day=DAY)
        return Period(first=_a_year_before(period.first, leap_day=-DAY), last=after - DAY)

    def quarter_before(self, period: Period) -> Period:
        """Return the whole quarter before the one in which a period begins."""
        months = MONTHS[PeriodKind.QUARTER]
        month = self._month_at(period.first)
        quarter = month - month % months
        return self._months(quarter - months, quarter)

    def months_until(self, period: Period, count: int = MONTHS_OF_YEAR) -> tuple[Period, ...]:
        """Return the last months that have ended when a period ends, in order."""
        after = self._month_at(period.last + DAY)
        return tuple(self._months(one, one + 1) for one in range(after - count, after))

    def _month_at(self, day: date) -> int:
        """Return the month that holds a day, counted from January of the year 0."""
        is_of_next = 1 < self.begins <= day.day
        return day.year * MONTHS_OF_YEAR + day.month - 1 + is_of_next

    def _months(self, first: int, after: int) -> Period:
        """Return the days from one month to the end of the last before another."""
        try:
            return Period(first=self._begin(first), last=self._begin(after) - DAY)
        except ValueError:
            year, month = divmod(first, MONTHS_OF_YEAR)
            raise PeriodError(period=f"{year:04}-{month + 1:02}") from None

    def _begin(self, month: int) -> date:
        year, place = divmod(month - (self.begins > 1), MONTHS_OF_YEAR)
        return date(year, place + 1, self.begins)


def _a_year_before(day: date, *, leap_day: timedelta) -> date:
    """Return a day's namesake a year earlier; 29 February is moved by `leap_day` first."""
    if (day.month, day.day) == LEAP_DAY:
        day += leap_day
    return day.replace(year=day.year - 1)
