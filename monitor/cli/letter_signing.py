"""`dunghan letters`: signed letters come back, one or by list."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import click

from monitor.bootstrap import App
from monitor.catalogues.told import reject_line, sentence, shown
from monitor.cli.letter_lines import say_done
from monitor.cli.options import Day, Place, Text, at_option
from monitor.cli.running import FOUND_A_PROBLEM, Call, told
from monitor.cli.troubles import disk_reason, disk_sentence
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.errors import DungHanError
from monitor.domain.letter import Letter
from monitor.domain.record import Reject
from monitor.flows.issue import Signed
from monitor.flows.take_back import HandedIn, record, take_back

number_option = click.option("--number", type=Text(), help=help_of("letters_number"))
date_option = click.option("--date", "dated_on", type=Day(), help=help_of("letters_date"))
WRONG = (DungHanError, OSError)


@click.command("record", cls=Command, help=help_of("letters_record"))
@click.argument("code", metavar=wrong("code_name"), type=Text(), required=False)
@number_option
@date_option
@click.option("--file", "file", type=Place(), help=help_of("letters_file"))
@click.option("--list", "listed", type=Place(), help=help_of("letters_listed"))
@at_option
@click.pass_context
@told
def record_command(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    code: str | None,
    *,
    number: str | None,
    dated_on: date | None,
    file: Path | None,
    listed: Path | None,
    at: datetime | None,
) -> None:
    """Record signed letters."""
    call: Call = context.obj
    if listed is not None:
        if code or number or dated_on or file:
            raise WrongUseError(wrong("record_list"))
        with call.app() as app:
            failed = sum(_record_listed(app, listed, at=at or app.clock()))
        context.exit(FOUND_A_PROBLEM if failed else 0)
    if not (code and number and dated_on and file):
        raise WrongUseError(wrong("record"))
    signed = Signed(number=number, dated_on=dated_on, content=file.read_bytes())
    with call.app() as app:
        letter = record(app.outside, app.office, code, signed, at=at or app.clock())
    say_done(letter)


def _record_listed(app: App, path: Path, *, at: datetime) -> Iterator[bool]:
    """Record the letters of a list, and yield of each row whether it failed."""
    for row in app.numbered_rows(path):
        if isinstance(row, Reject):
            click.echo(reject_line(row, file=path.name))
            yield True
            continue
        try:
            content = row.file.read_bytes()
            signed = Signed(number=row.number, dated_on=row.dated_on, content=content)
            letter = record(app.outside, app.office, row.dossier, signed, at=at)
        except WRONG as error:
            why = disk_sentence(error) if isinstance(error, OSError) else sentence(error)
            click.echo(say("numbered_failed", row=row.row, why=why))
            yield True
        else:
            say_done(letter)
            yield False


@click.command("take-back", cls=Command, help=help_of("letters_take_back"))
@click.argument("files", metavar=wrong("files_name"), nargs=-1, required=True, type=Place())
@click.option("--dossier", type=Text(), default="", help=help_of("letters_dossier"))
@number_option
@date_option
@at_option
@click.pass_context
@told
def take_back_command(  # noqa: PLR0913 - one parameter an option
    context: click.Context,
    files: tuple[Path, ...],
    *,
    dossier: str,
    number: str | None,
    dated_on: date | None,
    at: datetime | None,
) -> None:
    """Take signed letters back."""
    call: Call = context.obj
    if len(files) > 1 and (dossier or number or dated_on):
        raise WrongUseError(wrong("take_back_many"))
    failed = 0
    with call.app() as app:
        for path in files:
            try:
                handed = HandedIn(
                    content=path.read_bytes(),
                    dossier=dossier,
                    number=number,
                    dated_on=dated_on,
                )
                letter = take_back(app.outside, app.office, handed, at=at or app.clock())
            except WRONG as error:
                failed += 1
                why = disk_reason(error) if isinstance(error, OSError) else sentence(error)
                click.echo(say("take_back_failed", file=shown(path), why=why))
            else:
                _say_taken(letter)
    context.exit(FOUND_A_PROBLEM if failed else 0)


def _say_taken(letter: Letter) -> None:
    say_done(letter)
    if letter.is_scan:
        click.echo(say("take_back_scan", dossier=letter.dossier))


COMMANDS = (record_command, take_back_command)
