"""Joining what several exports of one system say about one dossier.

Per field, the newest export among the sources that carry it decides. What an
export leaves open is never guessed; what it changes is told, field by field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from monitor.domain.dossier import PAUSES, Carried, Channel, Pause, Promise, Status
from monitor.domain.merged_pauses import in_effect, pauses_by_status, restated_pauses
from monitor.domain.merged_promises import join_history, join_stated, same_promise
from monitor.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The fields of a dossier as its exports state them."""

    unit: str | None = None
    handler: str | None = None
    procedure: str | None = None
    procedure_name: str = ""
    channel: Channel | None = None
    status: Status | None = None
    said_late: bool | None = None
    step: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    promised_at: datetime | None = None
    first_promised_at: datetime | None = None
    finished_at: datetime | None = None
    collected_at: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """The fields by name, in a dict of their own."""
        return dict(zip(STATED, _stated(self), strict=True))

    @property
    def shows_end(self) -> bool:
        """True when something here says that nothing is left to decide."""
        if self.status is not None and self.status.is_end:
            return True
        return self.finished_at is not None or self.collected_at is not None


STATED = tuple(field.name for field in fields(Stated))
_stated = attrgetter(*STATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of a dossier.

    `elsewhere` names the fields that other sources carry, `fresher` those of them
    that a newer export than the one at hand carries. `is_newest`: none of the others
    is newer. Promises stand in the order they were made. `dates_as_of` is the newest
    export so far that could show the promised date, `status_as_of` a status.
    """

    stated: Stated
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()
    elsewhere: frozenset[Carried] = frozenset()
    fresher: frozenset[Carried] = frozenset()
    is_newest: bool = True
    dates_as_of: datetime | None = None
    status_as_of: datetime | None = None


NOT_SEEN = Known(stated=Stated())


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What a dossier becomes: its fields, all its promises and all its pauses.

    `shows_end`: the record itself says that nothing is left to decide.
    """

    stated: Stated
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()
    shows_end: bool = False


CARRIED_BY: Mapping[str, Carried] = MappingProxyType(
    {
        "handler": Carried.HANDLER,
        "channel": Carried.CHANNEL,
        "status": Carried.STATUS,
        "said_late": Carried.STATUS,
        "step": Carried.STEP,
        "submitted_at": Carried.SUBMITTED,
        "received_at": Carried.RECEIVED,
        "promised_at": Carried.PROMISED,
        "first_promised_at": Carried.PAUSES,  # stated with the supplement rounds
        "finished_at": Carried.FINISHED,
        "collected_at": Carried.COLLECTED,
    }
)
FOUND_OUT: Mapping[str, Carried] = MappingProxyType(
    {"unit": Carried.UNIT, "procedure": Carried.PROCEDURE}
)
"""Fields that the directory may tell where no export carries them: by handler or name."""


def merge(
    known: Known | None, record: Record, *, carries: frozenset[Carried], exported_at: datetime
) -> Merge:
    """Join one record into what is known.

    Args:
        known: None for a dossier not seen before.
        carries: The fields that the record's export carries.
        exported_at: The instant as of which the export speaks.
    """
    before = known or NOT_SEEN
    usable = carries - before.fresher
    stated = Stated(**_values(before, record, usable))
    pauses = _pauses(before, record, stated, usable, exported_at)
    return Merge(
        stated=stated,
        promises=_promises(before, record, stated, usable, in_effect(pauses), exported_at),
        pauses=pauses,
        shows_end=_shows_end(record, carries),
    )


def is_counted_alike(known: Known, after: Merge) -> bool:
    """Tell whether nothing has changed that a dossier's dates are counted by."""

    def basis(one: Known | Merge) -> tuple[object, ...]:
        stated = one.stated
        return (
            *(stated.unit, stated.procedure, stated.received_at, stated.promised_at),
            *(stated.status in PAUSES, stated.shows_end, one.promises, in_effect(one.pauses)),
        )

    return basis(known) == basis(after)


def changes(before: Stated, after: Stated) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return field, text before and text after of every field that differs.

    Two instants of one minute do not: some sources of a system leave the seconds out.
    """
    return tuple(
        (field.name, _text(getattr(before, field.name)), _text(getattr(after, field.name)))
        for field in fields(Stated)
        if _to_the_minute(getattr(before, field.name))
        != _to_the_minute(getattr(after, field.name))
    )


def _to_the_minute(value: object) -> object:
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def _values(before: Known, record: Record, usable: frozenset[Carried]) -> dict[str, Any]:
    values = before.stated.values
    for name in _carried_by(usable):
        said = getattr(record, name)
        values[name] = None if said == "" and name != "step" else said
    for name, carried in FOUND_OUT.items():
        said = getattr(record, name)
        if carried in usable:
            values[name] = said or None
        elif said and carried not in before.elsewhere:
            values[name] = said if before.is_newest else values[name] or said
    if record.procedure_name and _names_procedure(before, usable):
        values["procedure_name"] = record.procedure_name
    return values


@lru_cache(maxsize=1_024)
def _carried_by(usable: frozenset[Carried]) -> tuple[str, ...]:
    return tuple(name for name, carried in CARRIED_BY.items() if carried in usable)


def _names_procedure(before: Known, usable: frozenset[Carried]) -> bool:
    if Carried.PROCEDURE in usable or not before.stated.procedure_name:
        return True
    return before.is_newest and Carried.PROCEDURE not in before.elsewhere


def _shows_end(record: Record, carries: frozenset[Carried]) -> bool:
    if Carried.STATUS in carries and record.status is not None and record.status.is_end:
        return True
    is_finished = Carried.FINISHED in carries and record.finished_at is not None
    return is_finished or (Carried.COLLECTED in carries and record.collected_at is not None)


def _pauses(
    before: Known,
    record: Record,
    stated: Stated,
    usable: frozenset[Carried],
    exported_at: datetime,
) -> tuple[Pause, ...]:
    """Return the pauses as the newest export tells that carries them, or a status."""
    pauses, spared = before.pauses, tuple[Pause, ...]()
    if Carried.PAUSES in usable:
        pauses, spared = restated_pauses(before.pauses, record.pauses), record.pauses
    elif Carried.PAUSES in before.fresher:
        return before.pauses
    told_at = exported_at
    if Carried.STATUS not in usable:
        if before.status_as_of is None or Carried.STATUS not in before.fresher:
            return pauses
        told_at, spared = before.status_as_of, ()
    return pauses_by_status(
        pauses,
        status=stated.status,
        finished_at=stated.finished_at,
        exported_at=told_at,
        spared=spared,
    )


def _promises(  # noqa: PLR0913, PLR0917 - all that bears on a date
    before: Known,
    record: Record,
    stated: Stated,
    usable: frozenset[Carried],
    pauses: tuple[Pause, ...],
    exported_at: datetime,
) -> tuple[Promise, ...]:
    """Return the promises: those an export states, then a date that moved unexplained."""
    is_usable = Carried.PROMISED in usable
    joined = join_history(before.promises, record.promises, may_add=is_usable)
    if stated.promised_at is None:
        return joined
    return join_stated(
        joined,
        stated.promised_at,
        may_take_back=_may_take_back(before, record, joined),
        received_at=stated.received_at,
        pauses=pauses,
        shown_until=before.dates_as_of,
        exported_at=exported_at,
    )


def _may_take_back(before: Known, record: Record, promises: tuple[Promise, ...]) -> bool:
    """Tell whether an earlier date, told now, corrects the one in force.

    So it does where the exports showed that one before: not where our letter alone
    told it, nor where the record itself does. Of two sources that carry the date
    the other may only lag behind.
    """
    shown = before.stated.promised_at
    if shown is None or not promises or Carried.PROMISED in before.elsewhere:
        return False
    return same_promise(shown, promises[-1].promised_at) and promises[-1] not in record.promises
