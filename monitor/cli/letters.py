"""`dunghan letters`: what people decide about apology letters."""

from dataclasses import asdict
from datetime import date, datetime

import click

from monitor.cli import letter_ending, letter_printing, letter_signing
from monitor.cli.letter_lines import line_of, say_done
from monitor.cli.letter_numbers import numbers
from monitor.cli.letter_suggesting import suggest
from monitor.cli.options import Day, Text, at_option, code_argument, json_option
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
@json_option
@click.pass_obj
@told
def list_letters(call: Call, state: str | None, *, as_json: bool) -> None:
    """List the register."""
    states = (LetterState(state),) if state else ()
    with call.app() as app, app.outside.store.reading() as work:
        found = work.letters.in_state(*states)
    if as_json:
        print_json([asdict(letter) for letter in found])
        return
    for letter in found:
        click.echo(line_of(letter))
    if not found:
        click.echo(say("none"))


@letters.command("answer", help=help_of("letters_answer"))
@code_argument
@click.option("--in-time", "answer", flag_value="in_time", help=help_of("letters_in_time"))
@click.option(
    "--has-result", "answer", flag_value="has_result", help=help_of("letters_has_result")
)
@click.option("--late", "answer", flag_value="late", help=help_of("letters_late"))
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
    answer: str | None,
    cause: str,
    text: str,
    new_date: date | None,
    by: str,
    at: datetime | None,
) -> None:
    """Keep an official's answer."""
    _check_answer(answer, cause=cause, text=text, new_date=new_date)
    with call.app() as app:
        instant = at or app.clock()
        if new_date is None:
            said = answer_has_result if answer == "has_result" else answer_in_time
            letter = said(app.outside.store, app.office, code, by=by, at=instant)
        else:
            lateness = Lateness(cause=cause, reason=text, new_due_on=new_date, by=by)
            letter = answer_late(app.outside.store, app.office, code, lateness, at=instant)
    say_done(letter)


def _check_answer(answer: str | None, *, cause: str, text: str, new_date: date | None) -> None:
    """Refuse an answer of half the options, or of both kinds."""
    stated = [bool(cause.strip()), bool(text.strip()), new_date is not None]
    if answer in {"in_time", "has_result"} and any(stated):
        raise WrongUseError(wrong("answer_in_time"))
    if answer is None or (answer == "late" and not all(stated)):
        raise WrongUseError(wrong("answer"))


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
@by_option
@at_option
@click.pass_obj
@told
def refuse(call: Call, code: str, *, reason: str, by: str, at: datetime | None) -> None:
    """Send a draft back."""
    with call.app() as app:
        instant = at or app.clock()
        letter = refuse_letter(app.outside.store, code, by=by, why=reason, at=instant)
    say_done(letter)
