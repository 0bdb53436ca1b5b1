"""Late or in time: by the source's own date, and by the lawful one."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from monitor.domain.audit.audited import Lateness
from monitor.domain.audit.claims import Countable
from monitor.domain.deadline import is_later, judges_by_minute, promised_instant
from monitor.domain.dossier import Carried, Dossier, PromiseKind
from monitor.domain.errors import CalendarGapError


def lateness_of(case: Countable, lawful_at: datetime) -> Lateness | None:
    """Tell whether a dossier was late by either date; None where nobody can know.

    A collection, or an end first seen, after either date tells nothing: the result may
    have been there before. An open dossier of which no source can show an end tells
    nothing either.

    Source:
        docs/law.md#late
    """
    at = _judged_at(case.dossier)
    if at is None:
        return None
    with suppress(CalendarGapError):
        by_source, by_law = _is_late_by_source(case, at), _is_late_by_law(case, lawful_at, at)
        is_sure = case.dossier.is_open or case.dossier.finished_at is not None
        if is_sure or not (by_source or by_law):
            return Lateness(
                by_source=by_source,
                by_law=by_law,
                is_open=case.dossier.is_open,
                is_moved=case.dossier.promises[-1].kind is PromiseKind.REAPPOINTMENT,
                said_late=_said_late(case.dossier),
                are_pauses_unknown=by_law and not states_pauses(case.dossier),
            )
    return None


def _is_late_by_source(case: Countable, at: datetime) -> bool:
    """Hold the end against the date that the source shows, with no pause added to it."""
    calendar = case.policy.calendar
    by_minute = judges_by_minute(case.dossier, case.procedure, case.policy)
    told_at = promised_instant(case.dossier.promises[-1], calendar)
    return is_later(at, told_at, calendar, by_minute=by_minute)


def _is_late_by_law(case: Countable, lawful_at: datetime, at: datetime) -> bool:
    unpromised = replace(case.dossier, promises=())
    by_minute = judges_by_minute(unpromised, case.procedure, case.policy)
    return is_later(at, lawful_at, case.policy.calendar, by_minute=by_minute)


def _said_late(dossier: Dossier) -> bool | None:
    """Return what the source's words say.

    Late is late, whatever comes after. Words that say in time may be older than the end
    of the dossier, unless their status knows of it.
    """
    knows_end = dossier.status is not None and dossier.status.is_end
    if dossier.said_late or dossier.is_open or knows_end:
        return dossier.said_late
    return None


def states_pauses(dossier: Dossier) -> bool:
    """Tell whether a source states when the office waited."""
    return Carried.PAUSES in dossier.carries


def _judged_at(dossier: Dossier) -> datetime | None:
    """Return the instant of the result, or until which there was surely none."""
    if dossier.is_open:
        can_show = dossier.carries & {Carried.STATUS, Carried.FINISHED}
        return dossier.as_of if can_show else None
    return dossier.ended_at or dossier.end_seen_at if dossier.has_result else None
