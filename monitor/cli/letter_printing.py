"""`dunghan letters`: what goes out on paper."""

import os
from datetime import datetime
from pathlib import Path

import click

from monitor.catalogues.told import sentence
from monitor.cli.letter_lines import say_done
from monitor.cli.options import Place, Text, at_option
from monitor.cli.running import Call, end, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.letter import Letter
from monitor.flows.issue import mark_printed
from monitor.flows.printing import Batch, mark_batch_printed, print_batch, unprintable

OWNER_ALONE = 0o600


@click.command("print", cls=Command, help=help_of("letters_print"))
@click.option("--out", type=Place(), help=help_of("letters_out"))
@at_option
@click.pass_obj
@told
def print_command(call: Call, *, out: Path | None, at: datetime | None) -> None:
    """Lay down one file of all letters that wait to go out on paper."""
    if out is not None:
        _check_writable(out)
    with call.app() as app:
        batch = print_batch(app.outside, app.office, at=at or app.clock()) or Batch()
        path = app.printed_path(batch.file)
        if out is not None and batch.letters:
            write_private(out, path.read_bytes())
            path = out
    for letter in batch.left_out:
        click.echo(sentence(unprintable(letter)))
    if batch.letters:
        click.echo(say("print_batch", count=len(batch.letters), path=path, batch=batch.name))
    elif not batch.left_out:
        click.echo(say("none"))
    end(problems=len(batch.left_out))


def _check_writable(path: Path) -> None:
    """Raise as writing to a path would; leave what lies there as it is."""
    is_new = not path.exists()
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, OWNER_ALONE))
    if is_new:
        path.unlink()


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, also where one lay before."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, OWNER_ALONE), "wb") as file:
        os.fchmod(file.fileno(), OWNER_ALONE)
        file.truncate()
        file.write(content)


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
        click.echo(say("printed_before", batch=batch))


COMMANDS = (print_command, printed)
