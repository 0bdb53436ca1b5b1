"""Joining what several exports of one system say about one dossier.

Per field, the newest export among the sources that carry it decides. What an
export leaves open is never guessed; what it changes is told, field by field.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from types import MappingProxyType

from monitor.domain.dossier import (
    PAUSES,
    Applicant,
    ApplicantKind,
    Carried,
    Channel,
    Pause,
    PauseKind,
    Promise,
    PromiseKind,
    Status,
)
from monitor.domain.instants import is_date_only, vietnam_day
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
    step: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    promised_at: datetime | None = None
    finished_at: datetime | None = None
    collected_at: datetime | None = None

    @property
    def shows_end(self) -> bool:
        """True when something here says that nothing is left to decide."""
        if self.status is not None and self.status.is_end:
            return True
        return self.finished_at is not None or self.collected_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is kept of a dossier.

    `elsewhere` names the fields that other sources carry, `fresher` those of them
    that a newer export than the one at hand carries.
    """

    stated: Stated
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()
    elsewhere: frozenset[Carried] = frozenset()
    fresher: frozenset[Carried] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What a dossier becomes: its fields, and the promises and pauses to add or to end."""

    stated: Stated
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()


CARRIED_BY: Mapping[str, Carried] = MappingProxyType(
    {
        "unit": Carried.UNIT,
        "handler": Carried.HANDLER,
        "procedure": Carried.PROCEDURE,
        "channel": Carried.CHANNEL,
        "status": Carried.STATUS,
        "step": Carried.STEP,
        "submitted_at": Carried.SUBMITTED,
        "received_at": Carried.RECEIVED,
        "promised_at": Carried.PROMISED,
        "finished_at": Carried.FINISHED,
        "collected_at": Carried.COLLECTED,
    }
)


def merge(
    known: Known | None, record: Record, *, carries: frozenset[Carried], exported_at: datetime
) -> Merge:
    """Join one record into what is known.

    Args:
        known: None for a dossier not seen before.
        carries: The fields that the record's export carries.
        exported_at: The instant as of which the export speaks.
    """
    before = known or Known(stated=Stated())
    usable = carries - before.fresher
    stated = _stated(before.stated, record, usable)
    pauses = _pauses(before, record, stated, usable, exported_at)
    promises = _promises(known, record, stated, _with(before.pauses, pauses), exported_at)
    return Merge(stated=stated, promises=promises, pauses=pauses)


def changes(before: Stated, after: Stated) -> tuple[tuple[str, str | None, str | None], ...]:
    """Return field, text before and text after of every field that differs."""
    return tuple(
        (field.name, _text(getattr(before, field.name)), _text(getattr(after, field.name)))
        for field in fields(Stated)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _stated(before: Stated, record: Record, usable: frozenset[Carried]) -> Stated:
    values = {field.name: getattr(before, field.name) for field in fields(Stated)}
    for name, carried in CARRIED_BY.items():
        if carried in usable:
            value = getattr(record, name)
            values[name] = value or ("" if name == "step" else None)
    if record.procedure_name and (Carried.PROCEDURE in usable or not before.procedure_name):
        values["procedure_name"] = record.procedure_name
    return Stated(**values)


def _pauses(
    before: Known,
    record: Record,
    stated: Stated,
    usable: frozenset[Carried],
    exported_at: datetime,
) -> tuple[Pause, ...]:
    """Return pauses new or ended: as the export states them, else as its status shows."""
    if Carried.PAUSES in usable:
        return tuple(pause for pause in record.pauses if pause not in before.pauses)
    if Carried.STATUS not in usable or Carried.PAUSES in before.elsewhere:
        return ()
    is_paused = stated.status in PAUSES
    running = next((pause for pause in before.pauses if pause.resumed_at is None), None)
    if is_paused and running is None:
        kind = (
            PauseKind.FINANCE
            if stated.status is Status.PAUSED_FINANCE
            else PauseKind.SUPPLEMENT
        )
        return (Pause(paused_at=exported_at, kind=kind),)
    if running is not None and not is_paused:
        ended = max(stated.finished_at or exported_at, running.paused_at)
        return (Pause(paused_at=running.paused_at, resumed_at=ended, kind=running.kind),)
    return ()


def _with(before: tuple[Pause, ...], new: tuple[Pause, ...]) -> tuple[Pause, ...]:
    changed = {pause.paused_at for pause in new}
    return (*(pause for pause in before if pause.paused_at not in changed), *new)


def _promises(
    known: Known | None,
    record: Record,
    stated: Stated,
    pauses: tuple[Pause, ...],
    exported_at: datetime,
) -> tuple[Promise, ...]:
    """Return the promises this record adds: those it states, then a date that moved."""
    kept = known.promises if known else ()
    added = [promise for promise in record.promises if promise not in kept]
    if kept:
        added = [one for one in added if not _is_told(one.promised_at, kept)]
    told = stated.promised_at
    if told is None or (known and told == known.stated.promised_at and not added):
        return tuple(added)
    everything = sorted((*kept, *added), key=lambda one: one.made_at)
    if _is_told(told, everything):
        return tuple(added)
    if not everything:
        made_at = stated.received_at or exported_at
        return (Promise(promised_at=told, made_at=made_at),)
    last = everything[-1]
    is_after_pause = any(
        pause.resumed_at is not None and pause.resumed_at > last.made_at for pause in pauses
    )
    kind = PromiseKind.SUPPLEMENT if is_after_pause else PromiseKind.REAPPOINTMENT
    return (*added, Promise(promised_at=told, made_at=exported_at, kind=kind))


def join_applicant(known: Applicant | None, stated: Applicant) -> Applicant:
    """Return the personal data with what the newer export states; its blanks take nothing away."""
    if known is None:
        return stated
    is_silent = stated.kind is ApplicantKind.UNKNOWN
    return Applicant(
        name=stated.name or known.name,
        kind=known.kind if is_silent else stated.kind,
        address=stated.address or known.address,
        phone=stated.phone or known.phone,
        mailbox=stated.mailbox or known.mailbox,
    )


def _is_told(date: datetime, promises: Iterable[Promise]) -> bool:
    return any(same_promise(date, one.promised_at) for one in promises)


def same_promise(one: datetime, other: datetime) -> bool:
    """Tell whether two promised dates are one: the same instant, or day where one is a date."""
    if is_date_only(one) or is_date_only(other):
        return vietnam_day(one) == vietnam_day(other)
    return one == other
