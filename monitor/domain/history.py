"""A dossier as it stood at an instant of the past."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.dossier import PAUSES, Dossier, Pause, Status


def as_it_stood(dossier: Dossier, *, at: datetime) -> Dossier:
    """Return the dossier without what happened at or after `at`.

    An end whose instant no source states counts from the first export that shows it.
    """
    ended_at = dossier.ended_at or dossier.end_seen_at
    is_ended = not dossier.is_open and ended_at is not None and ended_at < at
    known = [promise for promise in dossier.promises if promise.made_at < at]
    pauses = tuple(_pause(one, at=at) for one in dossier.pauses if one.paused_at < at)
    return replace(
        dossier,
        status=dossier.status if is_ended else _status(dossier, pauses),
        promises=tuple(known) or dossier.promises[:1],
        pauses=pauses,
        finished_at=_before(dossier.finished_at, at) if is_ended else None,
        collected_at=_before(dossier.collected_at, at) if is_ended else None,
        end_seen_at=dossier.end_seen_at if is_ended else None,
    )


def _status(dossier: Dossier, pauses: tuple[Pause, ...]) -> Status | None:
    """Return the status of a dossier that was open.

    It waited already only where a pause of it did; where none is known to have begun,
    nobody can tell, and it counts as waiting.
    """
    if not dossier.is_open:
        return Status.IN_PROGRESS
    if dossier.status in PAUSES and dossier.open_pause not in (None, *pauses):
        return Status.IN_PROGRESS
    return dossier.status


def _pause(pause: Pause, *, at: datetime) -> Pause:
    return replace(pause, resumed_at=_before(pause.resumed_at, at))


def _before(instant: datetime | None, at: datetime) -> datetime | None:
    return instant if instant is not None and instant < at else None
