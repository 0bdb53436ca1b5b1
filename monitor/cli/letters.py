"""`dunghan letters`: what people decide about apology letters."""

from dataclasses import asdict
from datetime import date, datetime

import click

from monitor.cli import letter_ending, letter_printing, letter_signing
from monitor.cli.below import units_below
from monitor.cli.letter_lines import line_of, say_done
from monitor.cli.letter_numbers import numbers
from monitor.cli.letter_suggesting import suggest
from monitor.cli.options import Day, Text, at_option, code_argument, json_option, unit_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.letter import LetterState
from monitor.flows.answer import Lateness, answer_has_result, answer_in_time, answer_late
from monitor.flows.answer import approve as approve_letter
from monitor.flows.answer import refuse as refuse_letter

by_option = click.option("--by", type=Text(), default="", help=help_of("letters_by"))


@click.group(cls=Group, help=help_of("letters"))
def letters() -> None:
    """Hold the commands about letters."""


for command in (
    suggest,
    numbers,
    *letter_signing.COMMANDS,
    *letter_printing.COMMANDS,
    *letter_ending.COMMANDS,
):
    letters.add_command(command)


@letters.command("list", help=help_of("letters_list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in LetterState]),
    help=help_of("letters_state"),
)
@unit_option
@json_option
@click.pass_obj
@told
def list_letters(call: Call, state: str | None, unit: str | None, *, as_json: bool) -> None:
    """List the register."""
    states = (LetterState(state),) if state else ()
    with call.app() as app:
        units = units_below(app, unit)
        with app.outside.store.reading() as work:
            found = work.letters.in_state(*states, units=units)
    if as_json:
        print_json([asdict(letter) for letter in found])
        return
    for letter in found:
        click.echo(line_of(letter))
    if not found:
        click.echo(say("none"))


@letters.command("answer", help=help_of("letters_answer"))
@code_argument
@click.option("--in-time", "is_in_time", is_flag=True, help=help_of("letters_in_time"))
@click.option("--has-result", "has_result", is_flag=True, help=help_of("letters_has_result"))
@click.option("--late", "is_late", is_flag=True, help=help_of("letters_late"))
@click.option("--cause", type=Text(), default="", help=help_of("letters_cause"))
@click.option("--text", type=Text(), default="", help=help_of("letters_text"))
@click.option("--new-date", type=Day(), help=help_of("letters_new_date"))
@by_option
@at_option
@click.pass_obj
@told
def answer_command(  # noqa: PLR0913 - one parameter an option
    call: Call,
    code: str,
    *,
    is_in_time: bool,
    has_result: bool,
    is_late: bool,
    cause: str,
    text: str,
    new_date: date | None,
    by: str,
    at: datetime | None,
) -> None:
    """Keep an official's answer."""
    said = [is_in_time, has_result, is_late]
    stated = [bool(cause.strip()), bool(text.strip()), new_date is not None]
    if sum(said) != 1 or (is_late and not all(stated)):
        raise WrongUseError(wrong("answer"))
    if not is_late and any(stated):
        raise WrongUseError(wrong("answer_in_time"))
    with call.app() as app:
        instant = at or app.clock()
        if new_date is None:
            answer = answer_has_result if has_result else answer_in_time
            letter = answer(app.outside.store, app.office, code, by=by, at=instant)
        else:
            lateness = Lateness(cause=cause, reason=text, new_due_on=new_date, by=by)
            letter = answer_late(app.outside.store, app.office, code, lateness, at=instant)
    say_done(letter)


@letters.command("approve", help=help_of("letters_approve"))
@code_argument
@click.option("--by", type=Text(), required=True, help=help_of("letters_by"))
@at_option
@click.pass_obj
@told
def approve(call: Call, code: str, *, by: str, at: datetime | None) -> None:
    """Approve a draft."""
    with call.app() as app:
        instant = at or app.clock()
        letter = approve_letter(app.outside.store, app.office, code, by=by, at=instant)
    say_done(letter)


@letters.command("refuse", help=help_of("letters_refuse"))
@code_argument
@click.option("--reason", type=Text(), required=True, help=help_of("letters_reason"))
@click.option("--by", type=Text(), required=True, help=help_of("letters_by"))
@at_option
@click.pass_obj
@told
def refuse(call: Call, code: str, *, reason: str, by: str, at: datetime | None) -> None:
    """Send a draft back."""
    with call.app() as app:
        instant = at or app.clock()
        letter = refuse_letter(
            app.outside.store, app.office, code, by=by, why=reason, at=instant
        )
    say_done(letter)
