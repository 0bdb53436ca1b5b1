"""`dunghan outbox`: the messages on their way out, and those that wait for a person."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

import click

from monitor.catalogues.told import word
from monitor.cli.options import Text, at_option, json_option
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.message import MessageState, OutboxEntry, masked
from monitor.domain.notice import NoticeKind
from monitor.flows.release import discard as discard_flow
from monitor.flows.release import release as release_flow

TO_CITIZENS = frozenset({NoticeKind.CITIZEN_LETTER.value})

keys_argument = click.argument("keys", metavar=wrong("message_name"), type=Text(), nargs=-1)
all_option = click.option("--all", "every", is_flag=True, help=help_of("outbox_all"))


@click.group(cls=Group, help=help_of("outbox"))
def outbox() -> None:
    """Hold the commands about the outbox."""


@outbox.command("list", help=help_of("outbox_list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in MessageState]),
    help=help_of("outbox_state"),
)
@json_option
@click.pass_obj
@told
def list_outbox(call: Call, state: str | None, *, as_json: bool) -> None:
    """List the messages, newest first."""
    states = (MessageState(state),) if state else ()
    with call.app() as app, app.outside.store.reading() as work:
        found = work.outbox.list(*states)
    if as_json:
        print_json([{**asdict(entry), "recipient": _recipient(entry)} for entry in found])
        return
    for entry in found:
        click.echo(_entry_line(entry))
    if not found:
        click.echo(say("none"))


@outbox.command("release", help=help_of("outbox_release"))
@keys_argument
@all_option
@at_option
@click.pass_obj
@told
def release(call: Call, keys: tuple[str, ...], *, every: bool, at: datetime | None) -> None:
    """Let held mail go: what is said in it must still stand."""
    chosen = _chosen(keys, every=every)
    with call.app() as app:
        instant = at or app.clock()
        done = release_flow(app.outside.store, app.office, chosen, at=instant)
    for key in done.outdated:
        click.echo(say("outbox_outdated", message=key))
    click.echo(say("outbox_released", gone=len(done.gone), outdated=len(done.outdated)))
    end(problems=len(done.outdated))


@outbox.command("discard", help=help_of("outbox_discard"))
@keys_argument
@all_option
@click.pass_obj
@told
def discard(call: Call, keys: tuple[str, ...], *, every: bool) -> None:
    """Discard held mail: what stands of it is told in the next slot."""
    chosen = _chosen(keys, every=every)
    with call.app() as app:
        gone = discard_flow(app.outside.store, chosen)
    click.echo(say("outbox_discarded", gone=gone))


def _chosen(keys: Collection[str], *, every: bool) -> Collection[str] | None:
    """Return the keys that are named, None for all of them; one of the two must be said."""
    if every == bool(keys):
        raise WrongUseError(wrong("outbox_keys"))
    return None if every else keys


def _recipient(entry: OutboxEntry) -> str:
    """Return whom a message goes to; a citizen's mailbox is not shown."""
    return masked(entry.recipient) if entry.kind in TO_CITIZENS else entry.recipient


def _entry_line(entry: OutboxEntry) -> str:
    key = say("outbox_key", message=entry.key) if entry.state is MessageState.HELD else ""
    reply = say("outbox_reply", reply=entry.reply) if entry.reply else ""
    return say(
        "outbox_line",
        created_at=entry.created_at,
        state=word("message_state", entry.state.value),
        kind=word("message_kind", entry.kind),
        recipient=_recipient(entry),
        attempts=entry.attempts,
        more=f"{key}{reply}",
    )
