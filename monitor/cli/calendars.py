"""`dunghan calendar`: the working days, with what decided each exception."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

import click

from monitor.catalogues.told import word
from monitor.cli.options import Month, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group
from monitor.cli.words import help_of, say, wrong
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.figures import Period


@click.group(cls=Group, help=help_of("calendar"))
def calendar() -> None:
    """Hold the commands about calendars."""


@calendar.command("show", help=help_of("calendar_show"))
@click.argument("month", type=Month(), metavar=wrong("month_name"))
@json_option
@click.pass_obj
@told
def show(call: Call, month: Period, *, as_json: bool) -> None:
    """Print every day of a month in every calendar."""
    with call.app() as app:
        shown = {name: _days(one, month) for name, one in sorted(app.office.calendars.items())}
    if as_json:
        print_json(shown)
        return
    for name, days in shown.items():
        count = sum(bool(day["hours"]) for day in days)
        click.echo(say("calendar_head", name=name, month=f"{month.first:%m/%Y}", count=count))
        for day in days:
            click.echo(_day_line(day))


def _days(one: WorkingCalendar, period: Period) -> list[dict[str, Any]]:
    first = period.first
    number = monthrange(first.year, first.month)[1]
    rows = {row.day: row for row in one.rows}
    days: list[dict[str, Any]] = []
    for day in (first + timedelta(days=n) for n in range(number)):
        hours = [f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in one.sessions(day)]
        row = rows.get(day)
        note = {"title": row.title, "source": row.source, "status": row.status} if row else None
        days.append({"day": day, "hours": hours, "note": note})
    return days


def _day_line(day: dict[str, Any]) -> str:
    found = day["note"]
    note = ""
    if found:
        status = word("row_status", found["status"])
        note = say("calendar_note", title=found["title"], source=found["source"], status=status)
    when: date = day["day"]
    return say(
        "calendar_day",
        weekday=word("weekday", str(when.isoweekday())),
        day=when,
        hours=", ".join(day["hours"]) or say("calendar_rest"),
        note=note,
    ).rstrip()
