"""The commands before the work: set up, look whether all is well, try it out."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.catalogues.told import word
from monitor.cli.running import Call, at_option, json_option, print_json, told
from monitor.cli.words import help_of, say
from monitor.demo.play import Played, play
from monitor.domain.calendar import RowStatus, WorkingCalendar
from monitor.domain.directory import Role
from monitor.domain.errors import DungHanError
from monitor.domain.instants import vietnam_day

DAYS_AHEAD = 120


@click.command(help=help_of("init"))
@click.pass_obj
@told
def init(call: Call) -> None:
    """Set up database and folders."""
    with call.app(upgrades=True) as app:
        var = app.settings.paths.var
        var.mkdir(parents=True, exist_ok=True, mode=0o700)
    click.echo(say("init_done", var=var))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One thing looked at; `remedy` is empty when it is well. A warning is no problem."""

    what: str
    remedy: str = ""
    is_warning: bool = False


@click.command(help=help_of("check"))
@at_option
@json_option
@click.pass_obj
@told
def check(call: Call, at: datetime | None, *, as_json: bool) -> None:
    """Look whether all is well."""
    with call.app() as app:
        looks = list(_looks(app, at=at or app.clock()))
    if as_json:
        print_json(
            [
                {"what": one.what, "remedy": one.remedy, "is_warning": one.is_warning}
                for one in looks
            ]
        )
    else:
        for one in looks:
            click.echo(_line(one))
    if any(one.remedy and not one.is_warning for one in looks):
        raise SystemExit(1)


def _line(one: Look) -> str:
    if not one.remedy:
        return say("check_ok", what=one.what)
    return say(
        "check_warn" if one.is_warning else "check_bad", what=one.what, remedy=one.remedy
    )


def _looks(app: App, *, at: datetime) -> Iterator[Look]:
    yield Look(what=say("check_settings"))
    yield from _directory(app)
    for _, calendar in sorted(app.office.calendars.items()):
        yield from _calendar(calendar, at=at)
    yield Look(what=say("check_database"))
    for source in app.settings.sources:
        yield _folder(source.folder)
    yield _paper(app)


def _directory(app: App) -> Iterator[Look]:
    directory = app.office.directory
    yield Look(
        what=say(
            "check_directory",
            units=len(directory.units),
            officials=len(directory.officials),
            procedures=len(directory.procedures),
        )
    )
    for code, official in sorted(directory.officials.items()):
        if not official.mailbox:
            yield Look(
                what=say("check_no_mailbox", official=code),
                remedy=say("check_no_mailbox_remedy"),
                is_warning=True,
            )
    for code, unit in sorted(directory.units.items()):
        if unit.level != "outside" and not directory.nearest(code, Role.LEADER):
            yield Look(
                what=say("check_no_leader", unit=code),
                remedy=say("check_no_leader_remedy"),
                is_warning=True,
            )


def _calendar(calendar: WorkingCalendar, *, at: datetime) -> Iterator[Look]:
    today, name = vietnam_day(at), calendar.name
    days = (calendar.last_day - today).days
    what = say("check_calendar", name=name, last_day=calendar.last_day)
    remedy = say("check_calendar_short", days=days) if days < DAYS_AHEAD else ""
    yield Look(what=what, remedy=remedy, is_warning=True)
    for status, key in ((RowStatus.ESTIMATED, "estimated"), (RowStatus.PROPOSED, "proposed")):
        found = [
            f"{row.day:%d/%m/%Y}"
            for row in calendar.rows
            if row.status is status and 0 <= (row.day - today).days <= DAYS_AHEAD
        ]
        if found:
            yield Look(
                what=say(f"check_{key}", name=name, days=DAYS_AHEAD, dates=", ".join(found)),
                remedy=say(f"check_{key}_remedy"),
                is_warning=True,
            )


def _folder(folder: Path) -> Look:
    remedy = "" if folder.is_dir() else say("check_folder_remedy")
    return Look(what=say("check_folder", folder=folder), remedy=remedy)


def _paper(app: App) -> Look:
    try:
        app.set_sample_letter()
    except DungHanError as error:
        reason = str(error.facts.get("reason", error.code))
        return Look(
            what=say("check_templates"), remedy=say("check_templates_remedy", reason=reason)
        )
    return Look(what=say("check_templates"))


@click.command(help=help_of("demo"))
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("var/demo"),
    help=help_of("demo_folder"),
)
@click.pass_obj
@told
def demo(call: Call, folder: Path) -> None:
    """Play a month of the sample office, and hold the outcome against what is expected."""
    shutil.rmtree(folder, ignore_errors=True)
    click.echo(say("demo_head"))
    played = play(call.settings, folder, say_day=_say_day)
    _say_played(played)
    if played.differences:
        raise SystemExit(1)


def _say_day(day: date, mails: int) -> None:
    if mails:
        click.echo(say("demo_day", day=day, mails=mails))


def _say_played(played: Played) -> None:
    click.echo(say("demo_mails"))
    for kind, number in sorted(played.mails.items()):
        click.echo(f"  {word('message_kind', kind)}: {number}")
    click.echo(say("demo_letters"))
    for state, number in sorted(played.letters.items()):
        click.echo(f"  {word('letter_state', state)}: {number}")
    click.echo(say("demo_checks"))
    for one in played.checks:
        what = word("demo", one.what)
        if one.holds:
            click.echo(say("demo_same", what=what, count=one.found))
        else:
            click.echo(say("demo_differs", what=what, expected=one.expected, found=one.found))
    folder = played.folder
    click.echo(
        say(
            "demo_paths",
            folder=folder,
            mails=folder / "mail",
            letters=folder / "signed",
            reports=folder / "reports",
        )
    )
    if played.differences:
        click.echo(say("demo_failed", count=played.differences))
    else:
        click.echo(say("demo_done", count=len(played.checks)))
