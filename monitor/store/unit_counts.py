"""Counting the dossiers of all units at once: one pass, grouped by unit and system."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    false,
    func,
    not_,
    or_,
    select,
    true,
)

from monitor.domain.dossier import Channel, PauseKind, Status
from monitor.domain.unit_figures import UnitCount
from monitor.store.tables import dossiers, pauses

OF = (dossiers.c.unit, dossiers.c.system)


def _ended_at() -> ColumnElement[datetime]:
    one = dossiers.c
    return func.coalesce(one.finished_at, one.collected_at, one.end_seen_at)


def count_units(
    connection: Connection, *, since: datetime, until: datetime, known_from: datetime
) -> list[UnitCount]:
    """Return what each unit holds of each system, and what befell it in a span of time.

    What had ended before anything was known of it, on a day that nobody states, is left
    out: an end without a date, first seen before `known_from`.
    """
    one = dossiers.c
    is_told = or_(
        one.is_open,
        one.finished_at.is_not(None),
        one.collected_at.is_not(None),
        one.end_seen_at >= known_from,
    )
    ended_at = _ended_at()
    is_recent = or_(
        one.is_open, ended_at >= since, one.received_at >= since, one.first_passes_at >= since
    )
    told = (total.label(name) for name, total in _totals(since, until))
    query = (
        select(*OF, *told)
        .where(one.unit.is_not(None), is_told, is_recent)  # the bulk of a store is old
        .group_by(*OF)
    )
    asked = _asked(connection, since, until)
    return [
        replace(UnitCount(**row), asked=asked.get((row["unit"], row["system"]), 0))
        for row in connection.execute(query).mappings()
    ]


def _totals(since: datetime, until: datetime) -> Iterator[tuple[str, ColumnElement[int]]]:
    """Yield each figure; what a deadline or an end after `until` says is not known yet."""
    one = dossiers.c
    has_ended = and_(not_(one.is_open), _ended_at().between(since, until))
    is_received = one.received_at.between(since, until)
    has_passed = one.first_passes_at <= until
    is_from_before = one.first_passes_at <= since
    is_overdue = and_(one.is_open, one.as_of >= one.first_passes_at)
    is_late = one.is_kept == false()
    is_done = and_(has_ended, one.received_at.is_not(None))
    yield "open", _total(one.is_open)
    yield "kept", _total(one.is_kept == true(), has_passed, not_(is_from_before))
    yield "late", _total(or_(is_late, is_overdue), has_passed, not_(is_from_before))
    yield (
        "carried",
        _total(or_(and_(is_late, has_ended), is_overdue), has_passed, is_from_before),
    )
    yield "ended", _total(is_done)
    yield "withdrawn", _total(is_done, one.status == Status.WITHDRAWN.value)
    yield "sent_back", _total(is_done, one.status == Status.SENT_BACK.value)
    yield "received", _total(is_received)
    yield "channelled", _total(is_received, one.channel.is_not(None))
    yield "online", _total(is_received, one.channel == Channel.ONLINE.value)


def _total(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((and_(*conditions), 1), else_=0))


def _asked(
    connection: Connection, since: datetime, until: datetime
) -> dict[tuple[str, str], int]:
    """Count the requests for a supplement, by unit and system."""
    query = (
        select(*OF, func.count())
        .join(pauses, pauses.c.dossier_id == dossiers.c.id)
        .where(
            dossiers.c.unit.is_not(None),
            pauses.c.kind == PauseKind.SUPPLEMENT.value,
            pauses.c.paused_at.between(since, until),
        )
        .group_by(*OF)
    )
    return {(unit, system): asked for unit, system, asked in connection.execute(query)}
