"""`dunghan outbox mailboxes|trust`: the mailboxes that sent our mail back."""

import click

from monitor.catalogues.told import word
from monitor.cli.options import Text, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.flows.mailboxes import Marked, marked_mailboxes
from monitor.flows.mailboxes import trust as trust_flow


@click.command(cls=Command, help=help_of("outbox_mailboxes"))
@json_option
@click.pass_obj
@told
def mailboxes(call: Call, *, as_json: bool) -> None:
    """List the marked mailboxes, newest first; a citizen's is not shown."""
    with call.app() as app, app.outside.store.reading() as work:
        operator = app.settings.notify.operator
        found = marked_mailboxes(work, app.office.directory, operator=operator)
    if as_json:
        print_json([_facts(marked) for marked in found])
        return
    for marked in found:
        click.echo(say("mailbox_line", **_facts(marked) | {"whose": _whose(marked)}))
    if not found:
        click.echo(say("none"))


@click.command(cls=Command, help=help_of("outbox_trust"))
@click.argument("names", metavar=wrong("mailbox_name"), type=Text(), nargs=-1)
@click.option("--all", "every", is_flag=True, help=help_of("outbox_trust_all"))
@click.pass_obj
@told
def trust(call: Call, names: tuple[str, ...], *, every: bool) -> None:
    """Send to mailboxes again; what was parked stays so."""
    if every == bool(names):
        raise WrongUseError(wrong("mailbox_names"))
    with call.app() as app:
        found = trust_flow(
            app.outside.store,
            app.office.directory,
            None if every else names,
            operator=app.settings.notify.operator,
        )
    click.echo(say("mailboxes_trusted", count=len(found)))


def _facts(marked: Marked) -> dict[str, object]:
    return {
        "whose": marked.whose,
        "mailbox": marked.shown,
        "since": marked.one.since,
        "status": marked.one.status,
        "message": marked.one.key,
    }


def _whose(marked: Marked) -> str:
    return ", ".join(marked.whose) or word("bounce", "nobody")
