"""`dunghan calendar`: the working days, with what decided each exception."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

import click

from monitor.catalogues.told import word
from monitor.cli.calendar_check import check
from monitor.cli.moves import moves
from monitor.cli.options import Month, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group
from monitor.cli.words import help_of, say, wrong
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.period import Period


@click.group(cls=Group, help=help_of("calendar"))
def calendar() -> None:
    """Hold the commands about calendars."""


calendar.add_command(check)
calendar.add_command(moves)


@calendar.command("show", help=help_of("calendar_show"))
@click.argument("month", type=Month(), metavar=wrong("month_name"))
@json_option
@click.pass_obj
@told
def show(call: Call, month: Period, *, as_json: bool) -> None:
    """Print every day of a month in every calendar."""
    with call.app() as app:
        shown = {name: _shown(one, month) for name, one in sorted(app.office.calendars.items())}
    if as_json:
        print_json(shown)
        return
    for name, facts in shown.items():
        count = sum(bool(day["hours"]) for day in facts["days"])
        click.echo(say("calendar_head", name=name, month=f"{month.first:%m/%Y}", count=count))
        for line in (*_season_lines(facts["seasons"]), *_shut_lines(facts["closures"])):
            click.echo(line)
        for day in facts["days"]:
            click.echo(_day_line(day))


def _shown(one: WorkingCalendar, period: Period) -> dict[str, Any]:
    """Return the days of a month, and the seasons and closures that touch it."""
    first = period.first
    number = monthrange(first.year, first.month)[1]
    days = [first + timedelta(days=n) for n in range(number)]
    seasons = {season.title: season for season in map(one.spec.season_of, days) if season}
    closures = [
        shut for shut in one.spec.closures if shut.first <= days[-1] and days[0] <= shut.last
    ]
    return {
        "days": [_day(one, day) for day in days],
        "seasons": [
            {
                "title": season.title,
                "source": season.source,
                "begins": "{1:02d}/{0:02d}".format(*season.begins),
                "ends": "{1:02d}/{0:02d}".format(*season.ends),
            }
            for season in seasons.values()
        ],
        "closures": [asdict(shut) for shut in closures],
    }


def _day(one: WorkingCalendar, day: date) -> dict[str, Any]:
    row = one.dated_row(day) or next((row for row in one.rows if row.day == day), None)
    return {
        "day": day,
        "hours": [_span(opens, closes) for opens, closes in one.sessions(day)],
        "receipt": [_span(session.opens, session.closes) for session in one.receipt(day)],
        "note": {"title": row.title, "source": row.source, "status": row.status}
        if row
        else None,
    }


def _span(opens: datetime | time, closes: datetime | time) -> str:
    return f"{opens:%H:%M}-{closes:%H:%M}"


def _season_lines(seasons: list[dict[str, Any]]) -> Iterator[str]:
    return (say("calendar_season", **season) for season in seasons)


def _shut_lines(closures: list[dict[str, Any]]) -> Iterator[str]:
    for shut in closures:
        effect = "calendar_shut_stops" if shut["suspends_terms"] else "calendar_shut_runs"
        status = word("row_status", shut["status"])
        yield say("calendar_shut", **{**shut, "status": status, "effect": say(effect)})


def _day_line(day: dict[str, Any]) -> str:
    found = day["note"]
    note = ""
    if found:
        status = word("row_status", found["status"])
        note = say("calendar_note", title=found["title"], source=found["source"], status=status)
    when: date = day["day"]
    hours = ", ".join(day["hours"]) or say("calendar_rest")
    if day["receipt"] != day["hours"]:
        taken = ", ".join(day["receipt"]) or say("calendar_no_receipt")
        hours += say("calendar_receipt", hours=taken)
    return say(
        "calendar_day",
        weekday=word("weekday", str(when.isoweekday())),
        day=when,
        hours=hours,
        note=note,
    ).rstrip()
