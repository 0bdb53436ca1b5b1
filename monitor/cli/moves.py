"""Dates that a change of calendar or procedures moved: how they are told, and listed."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from monitor.cli.options import Day, json_option
from monitor.cli.running import Call, print_json, told
from monitor.cli.usage import Command
from monitor.cli.words import help_of, say
from monitor.domain.counted import Redated
from monitor.domain.instants import midnight
from monitor.flows.recount import Recounted

LONG_AGO = date(2000, 1, 1)


def moved_lines(recounted: Recounted) -> Iterator[str]:
    """Yield a head line and one line a dossier; nothing where nothing was counted anew."""
    if recounted.counted:
        counted, moved = recounted.counted, len(recounted.moved)
        yield say("moved_head", counted=counted, moved=moved)
    yield from (moved_line(one) for one in recounted.moved)


def moved_line(one: Redated) -> str:
    """Tell one dossier's old and new dates: the one that binds, and the lawful one."""
    parts = [
        say(key, before=_shown(before), after=_shown(after))
        for key, before, after in zip(
            ("moved_due", "moved_lawful"), one.before, one.after, strict=True
        )
        if before != after
    ]
    return say("moved_line", dossier=one.dossier, parts="; ".join(parts))


def _shown(at: datetime | None) -> str:
    return say("moved_at", at=at) if at else say("moved_none")


def moved_facts(one: Redated) -> dict[str, Any]:
    """Return a move as plain data: `before` and `after` name the date and the lawful one."""
    return {
        **asdict(one),
        "before": dict(zip(("due_at", "statutory_at"), one.before, strict=True)),
        "after": dict(zip(("due_at", "statutory_at"), one.after, strict=True)),
    }


@click.command("moves", cls=Command, help=help_of("calendar_moves"))
@click.option("--since", type=Day(), help=help_of("calendar_moves_since"))
@json_option
@click.pass_obj
@told
def moves(call: Call, since: date | None, *, as_json: bool) -> None:
    """List the dates that moved, newest last."""
    with call.app() as app, app.outside.store.reading() as work:
        found = work.counts.moves(since=midnight(since or LONG_AGO))
    if as_json:
        print_json([{"moved_at": at, **moved_facts(one)} for at, one in found])
        return
    if not found:
        click.echo(say("moves_none"))
    for at, one in found:
        click.echo(say("moves_line", at=at, line=moved_line(one).strip()))
