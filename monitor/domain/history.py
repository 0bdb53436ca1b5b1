"""A dossier as it stood at an instant of the past."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.change import Change
from monitor.domain.dossier import ENDS, PAUSES, Dossier, Pause, Status

INSTANTS = ("finished_at", "collected_at")
MORNING_AFTER = timedelta(days=1)


def before_reopening(dossier: Dossier, changes: Sequence[Change], *, at: datetime) -> Dossier:
    """Return a dossier with the end it had at `at`, where exports took it back later.

    An end stands until an export shows that it does not: whatever the dossier became
    since, it had ended then. The exports of the morning after still speak of `at` itself.
    A date that is put right takes no end back. Where nothing was taken back, or it had not
    ended by then, the dossier itself is returned.

    Args:
        dossier: As exports show it today.
        changes: What imports altered of it, oldest first.
        at: The instant.
    """
    later = [one for one in changes if _is_later(one, at)]
    if _has_ended(dossier, at=at) or not any(takes_end_back(one) for one in later):
        return dossier
    first: dict[str, Change] = {}
    for one in later:
        first.setdefault(one.field, one)
    status = first.get("status")
    shown = status.shown_before if status else None
    finished, collected = (first.get(name) for name in INSTANTS)
    then = replace(
        dossier,
        finished_at=finished.instant_before if finished else dossier.finished_at,
        collected_at=collected.instant_before if collected else dossier.collected_at,
        status=Status(status.before) if status and status.before else dossier.status,
        end_seen_at=shown.exported_at if shown else dossier.end_seen_at,
    )
    return then if _has_ended(then, at=at) else dossier


def _is_later(change: Change, at: datetime) -> bool:
    """Tell whether a change came when `at` had passed, or after it was shown once more."""
    last = change.shown_before
    was_shown_after = last is not None and last.exported_at >= at
    return was_shown_after or change.shown_by.exported_at >= at + MORNING_AFTER


def _has_ended(dossier: Dossier, *, at: datetime) -> bool:
    ended_at = dossier.ended_at or dossier.end_seen_at
    return not dossier.is_open and ended_at is not None and ended_at < at


def takes_end_back(change: Change) -> bool:
    """Tell whether a change says that a dossier has not ended after all."""
    if change.field in INSTANTS:
        return change.before is not None and change.after is None
    if change.field != "status":
        return False
    return change.before in ENDS and change.after not in ENDS


def as_it_stood(dossier: Dossier, *, at: datetime) -> Dossier:
    """Return the dossier without what happened at or after `at`.

    An end whose instant no source states counts from the first export that shows it.
    """
    is_ended = _has_ended(dossier, at=at)
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
