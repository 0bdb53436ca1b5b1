"""What the rows and closures of one calendar.toml say against each other, or of no day."""

from collections.abc import Iterator
from datetime import date

from monitor.domain.calendar_spec import CalendarSpec, Closure, DatedDay
from monitor.settings.calendar_tables import WEEKDAYS
from monitor.settings.problems import Problem, reason


def rows_at_odds(key: str, spec: CalendarSpec) -> Iterator[Problem]:
    """Yield the rows that lie outside the years, work no hours, or speak against another.

    A day may have one row that counts, and beside it what is proposed for it.
    """
    counting: dict[date, int] = {}
    proposed: dict[date, int] = {}
    for number, row in enumerate(spec.days, start=1):
        place = f"{key}.days[{number}]"
        if not spec.first_year <= row.day.year <= spec.last_year:
            yield place, reason("outside_years", day=row.day)
        if row.works_as is not None and not spec.sessions_on(row.day, row):
            yield place, _no_hours(row, row.works_as, spec)
        if row.status.counts:
            first = counting.setdefault(row.day, number)
            if first != number:
                yield place, reason("twice", day=row.day, first=first)
        else:
            first = proposed.setdefault(row.day, number)
            if not _are_alike(row, spec.days[first - 1], spec):
                yield place, reason("proposed_twice", day=row.day, first=first)


def _no_hours(row: DatedDay, works_as: int, spec: CalendarSpec) -> str:
    season = spec.season_of(row.day)
    weekday = WEEKDAYS[works_as]
    if season is None:
        return reason("no_hours", day=row.day, weekday=weekday)
    return reason("no_hours_in_season", day=row.day, weekday=weekday, season=season.title)


def _are_alike(row: DatedDay, other: DatedDay, spec: CalendarSpec) -> bool:
    """Tell whether two rows of one day make the same of it."""
    is_same_kind = row.kind is other.kind
    return is_same_kind and spec.sessions_on(row.day, row) == spec.sessions_on(row.day, other)


Placed = tuple[str, Closure]  # where it stands


def placed(key: str, closures: tuple[Closure, ...]) -> tuple[Placed, ...]:
    """Return the closures of a calendar with the place of each in the file."""
    return tuple(
        (f"{key}.closures[{number}]", one) for number, one in enumerate(closures, start=1)
    )


def closures_at_odds(
    closures: tuple[Placed, ...], spec: CalendarSpec, *, beside: tuple[Placed, ...] = ()
) -> Iterator[Problem]:
    """Yield the closures of no loaded day, and those that speak against an earlier one.

    Two that count speak against each other where only one of them stops the count on a
    day of both.

    Args:
        closures: Those to look at.
        spec: The calendar whose years they must touch.
        beside: Others that hold, too, and have been looked at.
    """
    years = {"first_year": spec.first_year, "last_year": spec.last_year}
    earlier = [one for one in beside if one[1].status.counts]
    for place, one in closures:
        if one.last.year < spec.first_year or spec.last_year < one.first.year:
            yield place, reason("closure_outside", first=one.first, last=one.last, **years)
        if not one.status.counts:
            continue
        for other_place, other in earlier:
            day = max(one.first, other.first)
            is_shared = one.holds(day) and other.holds(day)
            if is_shared and one.suspends_terms is not other.suspends_terms:
                facts = {"day": day, "other": other_place, "title": other.title}
                yield place, reason("closures_at_odds", **facts)
                break
        earlier.append((place, one))
