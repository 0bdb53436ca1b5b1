"""A late message: what a dossier's messages say, told once more in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from monitor.domain.dossier import Carried, Promise
from monitor.domain.merging import CARRIED_BY, FOUND_OUT, Known, Merge, Stated, merge
from monitor.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What one message says of a dossier: of some fields, as of one instant."""

    record: Record
    carries: frozenset[Carried]
    said_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What messages say together; `end_seen_at` is the first of those that show its end."""

    merged: Merge
    carries: frozenset[Carried]
    end_seen_at: datetime | None


def retell(messages: Sequence[Message], *, others: tuple[Promise, ...]) -> Retold:
    """Join the messages of one source as if each had come in at its own instant.

    Args:
        messages: Oldest first; at least one.
        others: Promises that none of them told: of our own letters, or of before they
            were kept.
    """
    known, end_seen_at, dates_as_of = Known(stated=Stated(), promises=others), None, None
    merged = Merge(stated=Stated())
    for one in messages:
        merged = merge(known, one.record, carries=one.carries, exported_at=one.said_at)
        dates_as_of = one.said_at if Carried.PROMISED in one.carries else dates_as_of
        known = Known(
            stated=merged.stated,
            promises=merged.promises,
            pauses=merged.pauses,
            dates_as_of=dates_as_of,
        )
        is_over = merged.stated.shows_end
        end_seen_at = (end_seen_at or one.said_at) if is_over else None
    carries = frozenset[Carried]().union(*(one.carries for one in messages))
    return Retold(merged=merged, carries=carries, end_seen_at=end_seen_at)


def fill_in(
    known: Known, before: Sequence[Message], late: Iterable[Message]
) -> tuple[Merge, Retold]:
    """Join late messages into what is kept: they say what newer ones left out.

    Nothing that a newer message, or another source's newer export, says is overwritten.

    Args:
        known: What is kept, as the newest message of the source finds it.
        before: The source's messages taken in so far, oldest first.
        late: Those that have come in now.
    """
    told = retell(before, others=()).merged.promises if before else ()
    keys = {_key(one) for one in told}
    others = tuple(one for one in known.promises if _key(one) not in keys)
    in_order = sorted((*before, *late), key=lambda one: one.said_at)
    retold = retell(in_order, others=others)
    usable = retold.carries - known.fresher
    stated = replace(known.stated, **_said(known, retold, usable))
    tells_dates = Carried.PROMISED in usable and Carried.PROMISED not in known.elsewhere
    merged = Merge(
        stated=stated,
        promises=retold.merged.promises if tells_dates else known.promises,
        pauses=retold.merged.pauses if Carried.PAUSES in usable else known.pauses,
        shows_end=retold.end_seen_at is not None,
    )
    return merged, retold


def _key(promise: Promise) -> tuple[datetime, datetime]:
    """Return what tells promises apart: when one was made, and for when."""
    return promise.made_at, promise.promised_at


def _said(known: Known, retold: Retold, usable: frozenset[Carried]) -> dict[str, Any]:
    """Return the fields that the messages decide."""
    said = retold.merged.stated
    named = {**CARRIED_BY, **FOUND_OUT, "procedure_name": Carried.PROCEDURE}
    return {
        field.name: getattr(said, field.name)
        for field in fields(Stated)
        if named[field.name] in usable or getattr(known.stated, field.name) in {None, ""}
    }
