"""`dunghan letters suggest`: a reason and a new date to start an answer from."""

from dataclasses import asdict
from datetime import datetime

import click

from monitor.catalogues.told import word
from monitor.cli.options import Text, at_option, code_argument, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.reason import BLANK
from monitor.flows.suggest import suggest as suggest_answer


@click.command("suggest", cls=Command, help=help_of("letters_suggest"))
@code_argument
@click.option("--cause", type=Text(), default="", help=help_of("letters_suggest_cause"))
@json_option
@at_option
@click.pass_obj
@told
def suggest(call: Call, code: str, *, cause: str, as_json: bool, at: datetime | None) -> None:
    """Suggest what an answer could say; change nothing."""
    with call.app() as app, app.outside.store.reading() as work:
        found = suggest_answer(work, app.office, code, cause.strip(), at=at or app.clock())
    if as_json:
        print_json(asdict(found))
        return
    click.echo(say("suggested_reason", reason=found.reason))
    if BLANK.search(found.reason):
        click.echo(say("suggested_blanks"))
    basis = word("proposal_basis", found.basis)
    click.echo(say("suggested_date", day=found.new_due_on, basis=basis))
