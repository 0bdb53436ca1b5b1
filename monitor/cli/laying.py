"""`dunghan init`: what an office begins with, and what a new version brings it."""

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from monitor import __version__
from monitor.bootstrap import CARRIED, App, has_laid_out, lay_out
from monitor.cli.options import Place
from monitor.cli.running import Call, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.laid_out import Move, Step

SETTINGS, UNIT, TEMPLATES = "settings.toml", "dunghan.service", "templates/"
OFFERED = {Move.OFFER, Move.LAGS}
TOLD = (
    ("init_update", {Move.UPDATE}),
    ("init_offer", OFFERED),
    ("init_missing", {Move.MISSING}),
    ("init_dropped", {Move.DROPPED}),
)

NEXT = ("edit", "check", "try", "mail", "run", "cron")


@click.command(cls=Command, help=help_of("init"))
@click.argument("folder", metavar=wrong("folder_name"), type=Place(), required=False)
@click.pass_obj
@told
def init(call: Call, folder: Path | None) -> None:
    """Set up database and folders; in a folder of ours, the files too."""
    steps: tuple[Step, ...] = ()
    if folder is not None:
        call = replace(call, settings=_named(folder) / SETTINGS)
    if folder is not None or has_laid_out(call.settings):
        steps = lay_out(call.settings.parent)
        _say_laid(steps, call.settings.parent)
    with call.app(upgrades=True) as app:
        if app.saved is not None:
            click.echo(say("init_saved", file=app.saved))
        made = app.make_folders()
        click.echo(say("init_done", folders=", ".join(str(one) for one in made)))
        if steps:
            _say_next(steps, app, call.settings)


def _named(folder: Path) -> Path:
    """Return a folder's whole path.

    Raises:
        WrongUseError: no unit file could name it.
    """
    if not str(folder).isprintable():
        raise WrongUseError(wrong("init_folder", folder=folder))
    return folder.resolve()


def _say_laid(steps: Sequence[Step], folder: Path) -> None:
    laid = [step.path for step in steps if step.move is Move.LAY]
    files = [path for path in laid if not path.startswith(TEMPLATES)]
    if count := len(laid) - len(files):
        files.append(say("init_templates", count=count))
    if files:
        click.echo(say("init_laid", folder=folder, files=", ".join(files)))
    for key, moves in TOLD:
        paths = [step.path for step in steps if step.move in moves]
        if paths:
            click.echo(say(key, count=len(paths), version=__version__, source=CARRIED))
        for path in paths:
            line = say("init_offer_line", path=path) if moves is OFFERED else path
            click.echo(say("init_line", line=line))


def _say_next(steps: Sequence[Step], app: App, settings: Path) -> None:
    folder = settings.parent
    moves = {step.path: step.move for step in steps}
    templates = app.settings.paths.templates
    command = _install_command(folder)
    if templates != folder / "templates":
        click.echo(say("init_elsewhere", templates=templates, folder=folder / "templates"))
    if folder.stat().st_uid == 0:
        click.echo(say("init_root"))
    if {Move.LAY, Move.UNTOUCHED} & set(moves.values()):
        call = f"dunghan --settings {shlex.quote(str(settings))}"
        inbox = app.settings.sources[0].folder
        click.echo(say("init_next"))
        for one in NEXT:
            line = say(
                f"init_next_{one}", folder=folder, call=call, inbox=inbox, command=command
            )
            click.echo(line)
    elif moves[UNIT] is Move.UPDATE:
        click.echo(say("init_unit", command=command))


def _install_command(folder: Path) -> str:
    unit = shlex.quote(str(folder / UNIT))
    return (
        f"sudo cp {unit} /etc/systemd/system/ && sudo systemctl daemon-reload"
        " && sudo systemctl enable dunghan && sudo systemctl restart dunghan"
    )
