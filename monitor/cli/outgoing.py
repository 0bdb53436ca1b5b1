"""`dunghan outbox`: the messages on their way out, and those that wait for a person."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

import click

from monitor.cli.below import place_below
from monitor.cli.options import Count, Instant, Text, at_option, json_option, unit_option
from monitor.cli.outgoing_shown import entry_facts, entry_line, show
from monitor.cli.running import Call, end, print_json, told
from monitor.cli.usage import Group, WrongUseError
from monitor.cli.words import help_of, say, wrong
from monitor.domain.message import MessageState
from monitor.domain.notice import NoticeKind
from monitor.flows.outgoing import close, held_by_persons
from monitor.flows.outgoing import hold as hold_flow
from monitor.flows.outgoing import retry as retry_flow
from monitor.flows.release import discard as discard_flow
from monitor.flows.release import release as release_flow

LISTED = 200  # messages for people, unless they ask for more

keys_argument = click.argument("keys", metavar=wrong("message_name"), type=Text(), nargs=-1)
all_option = click.option("--all", "every", is_flag=True, help=help_of("outbox_all"))


@click.group(cls=Group, help=help_of("outbox"))
def outbox() -> None:
    """Hold the commands about the outbox."""


outbox.add_command(show)


@outbox.command("list", help=help_of("outbox_list"))
@click.option(
    "--state",
    type=click.Choice([state.value for state in MessageState]),
    help=help_of("outbox_state"),
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in NoticeKind]),
    help=help_of("outbox_kind"),
)
@click.option("--until", type=Instant(), help=help_of("outbox_until"))
@unit_option
@click.option("--limit", type=Count(), help=help_of("outbox_limit"))
@json_option
@click.pass_obj
@told
def list_outbox(  # noqa: PLR0913 - one parameter an option
    call: Call,
    *,
    state: str | None,
    kind: str | None,
    until: datetime | None,
    unit: str | None,
    limit: int | None,
    as_json: bool,
) -> None:
    """List the messages, newest first: for people as many as they can read."""
    states = (MessageState(state),) if state else ()
    kind = kind or ""
    most = LISTED if limit is None and not as_json else limit
    with call.app() as app:
        place = place_below(app, unit)
        with app.outside.store.reading() as work:
            found = work.outbox.list(*states, kind=kind, until=until, place=place, limit=most)
            every = work.outbox.count(*states, kind=kind, until=until, place=place)
    more = every - len(found)
    if as_json:
        print_json([entry_facts(entry) for entry in found])
        return
    for entry in found:
        click.echo(entry_line(entry))
    if more:
        click.echo(say("outbox_more", count=more))
    elif not found:
        click.echo(say("none"))


@outbox.command("retry", help=help_of("outbox_retry"))
@keys_argument
@click.option("--all", "every", is_flag=True, help=help_of("outbox_retry_all"))
@json_option
@click.pass_obj
@told
def retry(call: Call, keys: tuple[str, ...], *, every: bool, as_json: bool) -> None:
    """Try parked mail again, as often as new mail."""
    if every == bool(keys):
        raise WrongUseError(wrong("outbox_parked"))
    with call.app() as app:
        done = retry_flow(app.outside.store, None if every else keys, at=app.clock())
    _tell("outbox_retried", done, as_json=as_json)


@outbox.command("hold", help=help_of("outbox_hold"))
@keys_argument
@json_option
@click.pass_obj
@told
def hold(call: Call, keys: tuple[str, ...], *, as_json: bool) -> None:
    """Hold mail that waits, until a person lets it go."""
    if not keys:
        raise WrongUseError(wrong("outbox_none"))
    with call.app() as app:
        done = hold_flow(app.outside.store, keys, at=app.clock())
    _tell("outbox_holding", done, as_json=as_json)


@outbox.command("release", help=help_of("outbox_release"))
@keys_argument
@all_option
@at_option
@json_option
@click.pass_obj
@told
def release(
    call: Call, keys: tuple[str, ...], *, every: bool, at: datetime | None, as_json: bool
) -> None:
    """Let held mail go: what is said in it must still stand."""
    chosen = _chosen(keys, every=every)
    with call.app() as app:
        instant = at or app.clock()
        done = release_flow(app.outside.store, app.office, chosen, at=instant)
    if as_json:
        print_json(asdict(done))
    else:
        for key in done.outdated:
            click.echo(say("outbox_outdated", message=key))
        click.echo(say("outbox_released", gone=len(done.gone), outdated=len(done.outdated)))
    end(problems=len(done.outdated))


@outbox.command("discard", help=help_of("outbox_discard"))
@keys_argument
@all_option
@click.option("--told", "are_told", is_flag=True, help=help_of("outbox_told"))
@click.option("--yes", "is_sure", is_flag=True, help=help_of("outbox_yes"))
@json_option
@click.pass_obj
@told
def discard(  # noqa: PLR0913 - one parameter an option
    call: Call,
    keys: tuple[str, ...],
    *,
    every: bool,
    are_told: bool,
    is_sure: bool,
    as_json: bool,
) -> None:
    """Discard held mail: what stands of it is told in the next slot, or its readers know.

    Of all whose readers are said to know, it first says how many they are.
    """
    chosen = _chosen(keys, every=every)
    with call.app() as app:
        if are_told and every and not is_sure:
            with app.outside.store.reading() as work:
                raise WrongUseError(
                    wrong("outbox_sure", count=len(held_by_persons(work, None)))
                )
        if are_told:
            gone: Collection[str] = close(app.outside.store, chosen, at=app.clock())
        else:
            gone = discard_flow(app.outside.store, chosen)
    _tell("outbox_closed" if are_told else "outbox_discarded", gone, as_json=as_json)


def _tell(words: str, keys: Collection[str], *, as_json: bool) -> None:
    """Tell with which messages something was done."""
    if as_json:
        print_json(sorted(keys))
    else:
        click.echo(say(words, count=len(keys)))


def _chosen(keys: Collection[str], *, every: bool) -> Collection[str] | None:
    """Return the keys that are named, None for all of them; one of the two must be said."""
    if every == bool(keys):
        raise WrongUseError(wrong("outbox_keys"))
    return None if every else keys
