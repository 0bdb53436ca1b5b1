"""The commands that only look."""

from datetime import datetime

import click

from monitor.catalogues.told import word
from monitor.cli.explained import explanation_facts
from monitor.cli.explaining import explained
from monitor.cli.explanation_lines import explanation_lines
from monitor.cli.options import at_option, code_argument, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.errors import UnknownDossierError
from monitor.rules import EVERY_RULE, UNIT_RULES


@click.command(cls=Command, help=help_of("explain"))
@code_argument
@at_option
@json_option
@click.pass_obj
@told
def explain(call: Call, code: str, *, at: datetime | None, as_json: bool) -> None:
    """Tell how one dossier's deadline was counted."""
    with call.app() as app:
        with app.outside.store.reading() as work:
            dossier = work.dossiers.load([code]).get(code)
        if dossier is None:
            raise UnknownDossierError(dossier=code)
        facts = explained(dossier, app.office, at=at or app.clock())
    if as_json:
        print_json(explanation_facts(facts))
        return
    for line in explanation_lines(facts):
        click.echo(line)


@click.command(cls=Command, help=help_of("rules"))
@json_option
def rules(*, as_json: bool) -> None:
    """List the rules, what they rest on, and since when they are in force."""
    if as_json:
        print_json(
            [
                {
                    "code": rule.code,
                    "about": "unit" if rule in UNIT_RULES else "dossier",
                    "source": rule.source,
                    "in_force_from": rule.in_force_from,
                    "needs": sorted(rule.needs),
                }
                for rule in EVERY_RULE
            ]
        )
        return
    for rule in EVERY_RULE:
        click.echo(
            say(
                "rule_line",
                code=rule.code,
                since=rule.in_force_from,
                source=rule.source,
                title=word("rule", rule.code),
            )
        )
