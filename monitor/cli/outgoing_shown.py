"""How messages on their way are shown: on a line, and one of them with all that is known."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from monitor.catalogues.told import word
from monitor.cli.letter_printing import write_private
from monitor.cli.options import Place, Text, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say, wrong
from monitor.domain.message import MessageState, OutboxEntry, Phase, masked
from monitor.domain.notice import NoticeKind
from monitor.flows.outgoing import Shown, look

STANDARD_OUTPUT = Path("-")
OVER = frozenset({MessageState.SENT, MessageState.SUPERSEDED})
TO_CITIZEN = "/citizen"  # how the keys of mails to citizens end


@click.command(cls=Command, help=help_of("outbox_show"))
@click.argument("key", metavar=wrong("message_name"), type=Text())
@click.option("--content", type=Place(), help=help_of("outbox_content"))
@json_option
@click.pass_obj
@told
def show(call: Call, key: str, content: Path | None, *, as_json: bool) -> None:
    """Show one message; its bytes go where somebody asks for them, and nowhere else."""
    with call.app() as app, app.outside.store.reading() as work:
        shown = look(work, key)
    if content == STANDARD_OUTPUT:
        click.echo(shown.content, nl=False)
        return
    if content is not None:
        write_private(content, shown.content)
    if as_json:
        print_json(_facts(shown))
        return
    for line in _lines(shown):
        click.echo(line)
    if content is not None:
        click.echo(say("outbox_written", path=content))


def entry_facts(entry: OutboxEntry) -> dict[str, object]:
    """Return an entry for programs; a citizen's mailbox is not shown."""
    return {**asdict(entry), "recipient": _recipient(entry)}


def entry_line(entry: OutboxEntry) -> str:
    """Return an entry on one line, with its key unless it is over."""
    key = "" if entry.state in OVER else say("outbox_key", message=entry.key)
    reply = say("outbox_reply", reply=entry.reply) if entry.reply else ""
    return say(
        "outbox_line",
        created_at=entry.created_at,
        state=_state(entry),
        kind=word("message_kind", entry.kind),
        recipient=_recipient(entry),
        attempts=entry.attempts,
        more=f"{reply}{key}",
    )


def _facts(shown: Shown) -> dict[str, object]:
    return {
        **entry_facts(shown.entry),
        "size": len(shown.content),
        "tries": [
            {"number": one.number, "at": one.at, **asdict(one.reply)} for one in shown.attempts
        ],
        "bounces": [
            {"at": at, "action": one.action, "status": one.status} for at, one in shown.bounces
        ],
        "tells": [asdict(one) for one in shown.tells],
    }


def _lines(shown: Shown) -> Iterator[str]:
    entry = shown.entry
    yield entry_line(entry)
    if entry.claimable_at is not None:
        name = "outbox_next" if entry.phase is Phase.NONE else "outbox_lease"
        yield say(name, at=entry.claimable_at)
    if entry.is_uncertain:
        yield say("outbox_uncertain")
    for one in shown.attempts:
        yield say(
            "outbox_attempt",
            number=one.number,
            at=one.at,
            outcome=word("outcome", one.reply.outcome),
            phase=word("attempt_phase", one.reply.phase),
            reply=one.reply.text or "-",
        )
    for at, bounce in shown.bounces:
        action = word("bounce_action", bounce.action)
        yield say("outbox_bounced", at=at, action=action, status=bounce.status)
    for tells in shown.tells:
        ended = say("outbox_tells_ended") if tells.has_ended else ""
        yield say(
            "outbox_tells",
            person=tells.person,
            rule=tells.rule,
            subject=tells.subject,
            ended=ended,
        )


def _state(entry: OutboxEntry) -> str:
    """Return where a message stands, more closely than its state where there is more to say."""
    if entry.held_for is not None:
        state = say("outbox_held", why=word("held_for", entry.held_for))
    elif entry.phase is not Phase.NONE:
        state = word("phase", entry.phase)
    else:
        state = word("message_state", entry.state)
    is_in_doubt = entry.is_uncertain and entry.state not in OVER
    return say("outbox_in_doubt", state=state) if is_in_doubt else state


def _recipient(entry: OutboxEntry) -> str:
    """Return whom a message goes to; a citizen's mailbox is not shown."""
    is_to_citizen = entry.key.endswith(TO_CITIZEN) or entry.kind == NoticeKind.CITIZEN_LETTER
    is_citizens = is_to_citizen and entry.kind != NoticeKind.AGENCY_SLIP
    return masked(entry.recipient) if is_citizens else entry.recipient
