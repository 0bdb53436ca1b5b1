"""`dunghan backup`, `restore`, `export-dossier`: the office's data, kept and handed out."""

from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import click

from monitor.bootstrap import restore as restore_office
from monitor.bootstrap import var_of
from monitor.cli.options import Place, code_argument, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.clock import now
from monitor.daemon import LOCK, TICK_LOCK, alone
from monitor.domain.errors import RestoreError
from monitor.flows.back_up import resume_sending

KIB = 1024


@click.command(cls=Command, help=help_of("backup"))
@click.argument("folder", metavar=wrong("folder_name"), type=Place(), required=False)
@json_option
@click.pass_obj
@told
def backup(call: Call, folder: Path | None, *, as_json: bool) -> None:
    """Make a verified copy of everything, while the work goes on."""
    with call.app() as app:
        done = app.back_up(folder, at=app.clock())
    if as_json:
        print_json(asdict(done))
        return
    size = max(done.size // KIB, 1)
    click.echo(
        say("backup_done", place=done.place, size=size, rows=done.rows, files=done.files)
    )
    if done.removed:
        click.echo(say("backup_removed", count=done.removed))


@click.command(cls=Command, help=help_of("restore"))
@click.argument("source", metavar=wrong("backup_name"), type=Place(), required=False)
@click.option("--resume", is_flag=True, help=help_of("restore_resume"))
@click.pass_obj
@told
def restore(call: Call, source: Path | None, *, resume: bool) -> None:
    """Lay a backup down again; or, when a person has looked, let mail go out again."""
    if resume == (source is not None):
        raise WrongUseError(wrong("restore_either"))
    if source is None:
        _resume(call)
        return
    call.look()
    at = now()
    with ExitStack() as locks:
        for name in (LOCK, TICK_LOCK):
            other = locks.enter_context(alone(var_of(call.settings), at=at, name=name))
            if other is not None:
                raise RestoreError(file=source.name, reason="running", pid=other.pid)
        done = restore_office(call.settings, source, at=at)
    if done.made_at is None:
        click.echo(say("restore_bare", file=done.source))
    else:
        click.echo(
            say("restore_done", file=done.source, made_at=done.made_at, files=done.files)
        )
    if done.is_ahead:
        click.echo(say("restore_ahead"))
    if done.upgraded_from:
        click.echo(say("restore_upgraded", version=done.upgraded_from))
    click.echo(say("restore_aside", folder=done.aside))
    click.echo(say("restore_stopped", held=done.held))
    click.echo(say("restore_next"))


def _resume(call: Call) -> None:
    with call.app() as app:
        was_stopped = resume_sending(app.outside.store)
    click.echo(say("restore_resumed" if was_stopped else "restore_not_stopped"))
    end(problems=not was_stopped)


@click.command(cls=Command, help=help_of("export_dossier"))
@code_argument
@click.argument("file", metavar=wrong("file_name"), type=Place())
@click.pass_obj
@told
def export_dossier(call: Call, code: str, file: Path) -> None:
    """Hand out everything that is held on one dossier."""
    if file.exists():
        raise WrongUseError(wrong("export_there", file=file))
    with call.app() as app:
        rows = app.export_dossier(code, file, at=app.clock())
    click.echo(say("export_done", dossier=code, rows=rows, file=file))
