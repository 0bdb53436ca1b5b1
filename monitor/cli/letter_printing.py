"""`dunghan letters`: what goes out on paper."""

from datetime import datetime
from pathlib import Path

import click

from monitor.cli.letter_lines import say_done
from monitor.cli.options import Place, Text, at_option
from monitor.cli.running import Call, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.letter import Letter
from monitor.flows.issue import mark_printed
from monitor.flows.printing import mark_batch_printed, print_batch


@click.command("print", cls=Command, help=help_of("letters_print"))
@click.option("--out", type=Place(), help=help_of("letters_out"))
@at_option
@click.pass_obj
@told
def print_command(call: Call, *, out: Path | None, at: datetime | None) -> None:
    """Lay down one file of all letters that wait to go out on paper."""
    with call.app() as app:
        batch = print_batch(app.outside, app.office, at=at or app.clock())
        if batch is None:
            click.echo(say("none"))
            return
        path = app.printed_path(batch.file)
        if out is not None:
            out.write_bytes(path.read_bytes())
            path = out
    click.echo(say("print_batch", count=len(batch.letters), path=path, batch=batch.name))


@click.command("printed", cls=Command, help=help_of("letters_printed"))
@click.argument("code", metavar=wrong("code_name"), type=Text(), required=False)
@click.option("--batch", type=Text(), help=help_of("letters_batch"))
@at_option
@click.pass_obj
@told
def printed(call: Call, code: str | None, *, batch: str | None, at: datetime | None) -> None:
    """Say that letters were handed over or posted."""
    if (code is None) == (batch is None):
        raise WrongUseError(wrong("printed"))
    with call.app() as app:
        instant = at or app.clock()
        if batch is None:
            done: tuple[Letter, ...] = (mark_printed(app.outside, str(code), at=instant),)
        else:
            done = mark_batch_printed(app.outside, batch, at=instant)
    for letter in done:
        say_done(letter)
    if not done:
        click.echo(say("none"))


COMMANDS = (print_command, printed)
