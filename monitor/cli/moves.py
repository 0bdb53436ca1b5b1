"""How dates that a change of calendar or procedures moves are told."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from monitor.cli.words import say
from monitor.domain.counted import Redated
from monitor.flows.recount import Recounted


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
