"""What a library of holidays says of a year, held against what the calendar says.

The library is never the authority: what it says is compared, and nothing here
changes a calendar.
"""

from dataclasses import dataclass
from datetime import date

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, DayKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryDay:
    """One day of which the library speaks, of rest days too.

    `exchanged_for` is the other day where a day off and a day worked are exchanged;
    a make-up day has one always.
    """

    day: date
    kind: DayKind
    title: str = ""  # the library names days off only
    exchanged_for: date | None = None

    @property
    def works_as(self) -> int | None:
        """The weekday (0 = Monday) whose hours a make-up day takes."""
        if self.kind is not DayKind.MAKE_UP or self.exchanged_for is None:
            return None
        return self.exchanged_for.weekday()


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryYear:
    """What one `version` of the library says of one year, by day."""

    year: int
    version: str
    days: tuple[LibraryDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A calendar and the library on one year; each tuple by day."""

    agreed: tuple[DatedDay, ...]  # as the calendar writes them
    lacking: tuple[LibraryDay, ...]  # the calendar has no row and needs one
    only_calendar: tuple[DatedDay, ...]
    contradicted: tuple[tuple[DatedDay, LibraryDay], ...]


def compare(calendar: WorkingCalendar, library: LibraryYear) -> Comparison:
    """Hold the rows of a calendar against the library, on the library's year.

    The calendar need not hold the year: then it has no rows. A day off that the week
    rests on anyway needs no row and is missed by nobody. A proposed row does not
    count: it contradicts a library that speaks of its day, and agrees with one that
    does not.
    """
    ours = _rows_of(calendar, library.year)
    theirs = {one.day: one for one in library.days}
    both = [(ours[day], theirs[day]) for day in sorted(ours.keys() & theirs.keys())]
    return Comparison(
        agreed=tuple(row for row, one in both if _agree(row, one)),
        lacking=tuple(
            one for one in library.days if one.day not in ours and _matters(one, calendar)
        ),
        only_calendar=tuple(
            row
            for day, row in sorted(ours.items())
            if day not in theirs and row.status.counts and _matters(row, calendar)
        ),
        contradicted=tuple((row, one) for row, one in both if not _agree(row, one)),
    )


def _rows_of(calendar: WorkingCalendar, year: int) -> dict[date, DatedDay]:
    """Return one row a day: the one that counts, where a proposed one stands beside it."""
    rows = (row for row in calendar.rows if row.day.year == year)
    return {row.day: row for row in sorted(rows, key=lambda row: row.status.counts)}


def _agree(row: DatedDay, one: LibraryDay) -> bool:
    """Tell whether both rest or both work, a make-up day by the same weekday if it says one."""
    return (
        row.status.counts
        and (row.kind is DayKind.OFF) == (one.kind is DayKind.OFF)
        and row.works_as in {None, one.works_as}
    )


def _matters(row: DatedDay | LibraryDay, calendar: WorkingCalendar) -> bool:
    """Tell whether the week alone would say something else of the day."""
    if row.kind is DayKind.MAKE_UP:
        return True
    is_worked = bool(calendar.spec.sessions_on(row.day, None))
    return is_worked == (row.kind is DayKind.OFF)
