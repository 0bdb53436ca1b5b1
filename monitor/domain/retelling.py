"""A late message: what a dossier's messages say, told once more in their order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from monitor.domain.dossier import Carried, Pause, Promise
from monitor.domain.merged_pauses import pauses_by_status, restated_pauses
from monitor.domain.merging import CARRIED_BY, FOUND_OUT, Known, Merge, Stated, merge
from monitor.domain.record import Record

TELL_PAUSES = frozenset({Carried.PAUSES, Carried.STATUS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one message says of a dossier: of some fields, as of one instant.

    `mark` is made of all that it says: it sets those of one instant in order.
    """

    record: Record
    carries: frozenset[Carried]
    said_at: datetime
    source: str = ""
    mark: str = ""

    @property
    def rank(self) -> tuple[datetime, str, str]:
        """The place of a message among all of a dossier's."""
        return self.said_at, self.source, self.mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """What messages say together.

    `end_seen_at` is the first of those that show its end, `status_as_of` the last that
    names a status.
    """

    merged: Merge
    carries: frozenset[Carried]
    end_seen_at: datetime | None
    status_as_of: datetime | None


def retell(messages: Sequence[Statement], *, others: tuple[Promise, ...]) -> Retold:
    """Join the messages of one system as if each had come in at its own instant.

    Args:
        messages: Oldest first; at least one.
        others: Promises that none of them told: of our own letters, or of before they
            were kept.
    """
    known, end_seen_at = Known(stated=Stated(), promises=others), None
    merged = Merge(stated=Stated())
    for one in messages:
        merged = merge(known, one.record, carries=one.carries, exported_at=one.said_at)
        tells_date, tells_status = (
            field in one.carries for field in (Carried.PROMISED, Carried.STATUS)
        )
        known = Known(
            stated=merged.stated,
            promises=merged.promises,
            pauses=merged.pauses,
            dates_as_of=one.said_at if tells_date else known.dates_as_of,
            status_as_of=one.said_at if tells_status else known.status_as_of,
        )
        is_over = merged.stated.shows_end
        end_seen_at = (end_seen_at or one.said_at) if is_over else None
    carries = frozenset[Carried]().union(*(one.carries for one in messages))
    return Retold(
        merged=merged,
        carries=carries,
        end_seen_at=end_seen_at,
        status_as_of=known.status_as_of,
    )


def fill_in(
    known: Known, before: Sequence[Statement], late: Iterable[Statement]
) -> tuple[Merge, Retold]:
    """Join late messages into what is kept: they say what newer ones left out.

    Nothing that a newer message, or another source's newer export, says is overwritten.

    Args:
        known: What is kept; `elsewhere` and `fresher` name what is no message.
        before: The messages taken in so far, oldest first.
        late: Those that have come in now.
    """
    told = retell(before, others=()).merged.promises if before else ()
    keys = {_key(one) for one in told}
    others = tuple(one for one in known.promises if _key(one) not in keys)
    in_order = sorted((*before, *late), key=lambda one: one.rank)
    retold = retell(in_order, others=others)
    usable = retold.carries - known.fresher
    stated = replace(known.stated, **_said(known, retold, usable))
    tells_dates = Carried.PROMISED in usable and Carried.PROMISED not in known.elsewhere
    merged = Merge(
        stated=stated,
        promises=retold.merged.promises if tells_dates else known.promises,
        pauses=_pauses(known, retold, stated, usable),
        shows_end=retold.end_seen_at is not None,
    )
    return merged, retold


def _key(promise: Promise) -> tuple[datetime, datetime]:
    """Return what tells promises apart: when one was made, and for when."""
    return promise.made_at, promise.promised_at


def _pauses(
    known: Known, retold: Retold, stated: Stated, usable: frozenset[Carried]
) -> tuple[Pause, ...]:
    """Return the pauses: as the messages tell them, or as what else is kept leaves them."""
    told = retold.merged.pauses
    if not known.elsewhere & TELL_PAUSES:
        return told if retold.carries & TELL_PAUSES else known.pauses
    if Carried.PAUSES not in usable:
        return known.pauses
    is_ours = Carried.STATUS in usable
    shown_at = retold.status_as_of if is_ours else known.status_as_of
    spared = tuple(one for one in told if not one.by_status)
    pauses = restated_pauses(known.pauses, spared)
    if shown_at is None:
        return pauses
    return pauses_by_status(
        pauses,
        status=stated.status,
        finished_at=stated.finished_at,
        exported_at=shown_at,
        spared=spared if is_ours else (),
    )


def _said(known: Known, retold: Retold, usable: frozenset[Carried]) -> dict[str, Any]:
    """Return the fields that the messages decide."""
    said = retold.merged.stated
    found = {**FOUND_OUT, "procedure_name": Carried.PROCEDURE}
    named = {**CARRIED_BY, **found}
    free = {
        name for name in found if named[name] not in known.elsewhere and getattr(said, name)
    }
    return {
        field.name: getattr(said, field.name)
        for field in fields(Stated)
        if named[field.name] in usable
        or field.name in free
        or getattr(known.stated, field.name) in {None, ""}
    }
