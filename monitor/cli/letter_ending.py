"""`dunghan letters`: what becomes of a letter beside being issued."""

from datetime import datetime

import click

from monitor.cli.letter_lines import say_done
from monitor.cli.options import Text, at_option, code_argument
from monitor.cli.running import Call, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.flows.issue import mark_returned
from monitor.flows.letter_ends import Ground, Ruling, owe_none, recall, replace_letter
from monitor.flows.urging import urge_agency

why_option = click.option("--reason", type=Text(), required=True, help=help_of("letters_why"))
by_option = click.option("--by", type=Text(), required=True, help=help_of("letters_by"))


@click.command("none", cls=Command, help=help_of("letters_none"))
@code_argument
@click.option(
    "--ground",
    type=click.Choice([ground.value for ground in Ground]),
    required=True,
    help=help_of("letters_ground"),
)
@why_option
@by_option
@at_option
@click.pass_obj
@told
def none_command(  # noqa: PLR0913 - one parameter an option
    call: Call, code: str, *, ground: str, reason: str, by: str, at: datetime | None
) -> None:
    """Keep that no letter is owed."""
    with call.app() as app:
        ruling = Ruling(by=by, why=reason)
        store, instant = app.outside.store, at or app.clock()
        letter = owe_none(store, app.office, code, Ground(ground), ruling, at=instant)
    say_done(letter)


@click.command("replace", cls=Command, help=help_of("letters_replace"))
@code_argument
@why_option
@by_option
@at_option
@click.pass_obj
@told
def replace_command(
    call: Call, code: str, *, reason: str, by: str, at: datetime | None
) -> None:
    """Draft a letter in the place of an issued one."""
    with call.app() as app:
        ruling = Ruling(by=by, why=reason)
        store, instant = app.outside.store, at or app.clock()
        letter = replace_letter(store, app.office, code, ruling, at=instant)
    say_done(letter)


@click.command("recall", cls=Command, help=help_of("letters_recall"))
@code_argument
@why_option
@by_option
@at_option
@click.pass_obj
@told
def recall_command(call: Call, code: str, *, reason: str, by: str, at: datetime | None) -> None:
    """Take an issued letter back."""
    with call.app() as app:
        ruling = Ruling(by=by, why=reason)
        letter = recall(app.outside, app.office, code, ruling, at=at or app.clock())
    say_done(letter)


@click.command("returned", cls=Command, help=help_of("letters_returned"))
@code_argument
@at_option
@click.pass_obj
@told
def returned_command(call: Call, code: str, *, at: datetime | None) -> None:
    """Say that a letter's mail came back."""
    with call.app() as app:
        letter = mark_returned(app.outside, code, at=at or app.clock())
    click.echo(say("letter_to_print", dossier=letter.dossier))


@click.command("urge", cls=Command, help=help_of("letters_urge"))
@code_argument
@at_option
@click.pass_obj
@told
def urge_command(call: Call, code: str, *, at: datetime | None) -> None:
    """Draft an urging slip to the agency that decides."""
    with call.app() as app:
        letter = urge_agency(app.outside.store, app.office, code, at=at or app.clock())
    say_done(letter)


COMMANDS = (none_command, replace_command, recall_command, returned_command, urge_command)
