"""`dunghan demo`: try it out on a sample office."""

import shutil
from datetime import date
from pathlib import Path

import click

from monitor.bootstrap import CARRIED
from monitor.catalogues.told import word
from monitor.cli.options import Place
from monitor.cli.running import end, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.demo.play import Played, is_played, play


@click.command(cls=Command, help=help_of("demo"))
@click.option("--folder", type=Place(), default=Path("var/demo"), help=help_of("demo_folder"))
@told
def demo(folder: Path) -> None:
    """Play a month of the sample office, and hold the outcome against what is expected."""
    _clear(folder)
    click.echo(say("demo_head"))
    played = play(CARRIED / "settings.toml", folder, say_day=_say_day)
    _say_played(played)
    end(problems=played.differences)


def _clear(folder: Path) -> None:
    """Remove what an earlier demo made; what anybody else laid there stays.

    Raises:
        WrongUseError: the folder holds something that no demo made.
    """
    if is_played(folder):
        shutil.rmtree(folder)
    elif folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise WrongUseError(wrong("demo_folder", folder=folder))


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
    click.echo(say("demo_report", pdf=played.report))
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
