"""`dunghan calendar suggest`: the days of a coming year, from a library, to be checked."""

import json
from collections.abc import Iterator
from datetime import date

import click

from monitor.bootstrap import App
from monitor.catalogues.told import word
from monitor.cli.options import Text, Year, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, DayKind, RowStatus
from monitor.domain.suggestion import Comparison, LibraryDay, LibraryYear, compare
from monitor.settings.calendar_tables import WEEKDAYS

INDENT = "  "  # as rows stand in calendar.toml
CULTURE_DAY = (11, 24)
SATURDAY = 5


@click.command("suggest", cls=Command, help=help_of("calendar_suggest"))
@click.argument("year", type=Year(), metavar=wrong("year_name"))
@click.option("--calendar", "name", type=Text(), help=help_of("calendar_suggest_name"))
@json_option
@click.pass_obj
@told
def suggest(call: Call, year: int, name: str | None, *, as_json: bool) -> None:
    """Print what the library says of a year beside what the calendar says; change nothing."""
    with call.app() as app:
        calendar = _calendar(app, name)
        library = app.library_year(year)
    if library is None:
        raise WrongUseError(wrong("library_year", year=year))
    found = compare(calendar, library)
    if as_json:
        print_json(_data(calendar, library, found))
        return
    for line in _text(calendar, library, found):
        click.echo(f"{INDENT}{line}")


def _calendar(app: App, name: str | None) -> WorkingCalendar:
    calendars = app.office.calendars
    if name is None:
        return app.office.policy.calendar
    if name not in calendars:
        known = ", ".join(sorted(calendars))
        file = app.settings.paths.calendar.name
        raise WrongUseError(wrong("calendar", name=name, known=known, file=file))
    return calendars[name]


# As rows and comments of calendar.toml


def _text(calendar: WorkingCalendar, library: LibraryYear, found: Comparison) -> Iterator[str]:
    """Yield rows that can be pasted as they are; all else is a comment."""
    for line in _head(calendar, library, found):
        yield f"# {line}"
    for one in found.lacking:
        yield _toml(_suggested(one, library))
    for line in _differences(found):
        yield f"# {line}"
    yield f"# {say('suggest_notes')}"
    for line in _notes(library.year):
        yield f"#   {line}"


def _head(calendar: WorkingCalendar, library: LibraryYear, found: Comparison) -> Iterator[str]:
    year, version = library.year, library.version
    yield say("suggest_head", calendar=calendar.name, year=year, version=version)
    yield say("suggest_unchanged", file=calendar.spec.file)
    if found.agreed:
        yield say("suggest_agreed", count=len(found.agreed))
    estimated = [row for row in found.agreed if row.status is RowStatus.ESTIMATED]
    if estimated:
        yield say("suggest_estimated", dates=", ".join(f"{row.day:%d/%m}" for row in estimated))
    if found.lacking:
        yield from _years(calendar, year)
        yield say("suggest_paste", count=len(found.lacking))
    else:
        yield say("suggest_complete", year=year)


def _years(calendar: WorkingCalendar, year: int) -> Iterator[str]:
    """Say what to do about the years of a calendar that does not hold this one."""
    first, last = calendar.first_day.year, calendar.last_day.year
    if year > last:
        yield say("suggest_last_year", last=last, year=year)
    elif year < first:
        yield say("suggest_first_year", first=first, year=year)
    between = [*range(last + 1, year), *range(year + 1, first)]
    if between:
        yield say("suggest_between", years=", ".join(map(str, between)))


def _toml(row: dict[str, object]) -> str:
    cells = ", ".join(f"{key} = {_value(value)}" for key, value in row.items())
    return f"{{ {cells} }},"


def _value(value: object) -> str:
    """Write a day as it is; any text as JSON does, which TOML reads alike."""
    return str(value) if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def _differences(found: Comparison) -> Iterator[str]:
    pairs: list[tuple[DatedDay, LibraryDay | None]] = [*found.contradicted]
    pairs += [(row, None) for row in found.only_calendar]
    if pairs:
        yield say("suggest_differs")
    for row, one in sorted(pairs, key=lambda pair: pair[0].day):
        ours = say(
            "suggest_ours",
            day=row.day,
            kind=_kind(row),
            title=row.title,
            source=row.source,
            status=word("row_status", row.status),
        )
        theirs = say("suggest_theirs", kind=_kind(one), title=_title(one)) if one else ""
        yield f"{INDENT}{ours} {theirs or say('suggest_silent')}"


def _kind(row: DatedDay | LibraryDay) -> str:
    kind = word("day_kind", row.kind)
    if row.works_as is None:
        return kind
    return say("suggest_works_as", kind=kind, weekday=_weekday(row.works_as))


def _weekday(number: int) -> str:
    return word("weekday", str(number + 1))


def _title(one: LibraryDay) -> str:
    off = one.exchanged_for
    if one.kind is DayKind.OFF or off is None:
        return one.title
    return say("suggest_make_up", weekday=_weekday(off.weekday()), day=off)


def _notes(year: int) -> Iterator[str]:
    yield say("suggest_note_decided")
    yield say("suggest_note_exchanged")
    yield say("suggest_note_missed")
    culture_day = date(year, *CULTURE_DAY)
    if culture_day.weekday() >= SATURDAY:
        weekday = _weekday(culture_day.weekday())
        yield say("suggest_note_culture_day", day=culture_day, weekday=weekday)


# As data


def _data(
    calendar: WorkingCalendar, library: LibraryYear, found: Comparison
) -> dict[str, object]:
    return {
        "calendar": calendar.name,
        "first_year": calendar.first_day.year,
        "last_year": calendar.last_day.year,
        "year": library.year,
        "library": library.version,
        "suggested": [_suggested(one, library) for one in found.lacking],
        "agreed": [_written(row) for row in found.agreed],
        "only_calendar": [_written(row) for row in found.only_calendar],
        "contradicted": [
            {"calendar": _written(row), "library": _said(one)}
            for row, one in found.contradicted
        ],
        "notes": list(_notes(library.year)),
    }


def _suggested(one: LibraryDay, library: LibraryYear) -> dict[str, object]:
    """Return a row as the operator would write it: never more than an estimate."""
    source = say("suggest_source", version=library.version)
    status = RowStatus.ESTIMATED
    return {**_day(one), "status": status, "title": _title(one), "source": source}


def _said(one: LibraryDay) -> dict[str, object]:
    return {**_day(one), "title": _title(one)}


def _written(row: DatedDay) -> dict[str, object]:
    return {**_day(row), "status": row.status, "title": row.title, "source": row.source}


def _day(row: DatedDay | LibraryDay) -> dict[str, object]:
    works_as = {} if row.works_as is None else {"works_as": WEEKDAYS[row.works_as]}
    return {"day": row.day, "kind": row.kind, **works_as}
