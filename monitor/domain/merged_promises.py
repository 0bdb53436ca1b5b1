"""The dates a citizen was told, as exports and our own letters tell of them.

A slip is written once. A date that moves later is explained by a supplement that the
citizen handed in, or else the office moved it itself: a re-appointment.
"""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.dossier import Pause, Promise, PromiseKind
from monitor.domain.instants import is_date_only, vietnam_day


def join_history(
    kept: tuple[Promise, ...], told: Iterable[Promise], *, may_add: bool
) -> tuple[Promise, ...]:
    """Join the promises that an export states, oldest first, into those kept.

    A move that was seen before its reason was is explained by the supplement stated
    for it. `may_add` is False where a newer export speaks of dates: then nothing is
    added.
    """
    joined = list(kept)
    for one in told:
        if one.kind is PromiseKind.SLIP:
            if may_add and not _has_slip(joined):
                joined.append(one)
            continue
        same = next((other for other in joined if _is_explained(other, by=one)), None)
        if same is None:
            joined.extend([one] if may_add else [])
        elif same.kind is PromiseKind.REAPPOINTMENT:
            joined[joined.index(same)] = one
    return _in_order(joined)


def join_stated(
    kept: tuple[Promise, ...],
    promised_at: datetime,
    *,
    received_at: datetime | None,
    pauses: tuple[Pause, ...],
    exported_at: datetime,
) -> tuple[Promise, ...]:
    """Join the one date that an export states; one told before is no new promise.

    So our own letter's date, coming back from the source, is not a second move.
    """
    if any(same_promise(promised_at, one.promised_at) for one in kept):
        return kept
    if not _has_slip(kept):
        slip = Promise(promised_at=promised_at, made_at=received_at or exported_at)
        return _in_order([*kept, slip])
    last = kept[-1]
    is_after_pause = any(
        pause.resumed_at is not None and pause.resumed_at > last.made_at for pause in pauses
    )
    kind = PromiseKind.SUPPLEMENT if is_after_pause else PromiseKind.REAPPOINTMENT
    return _in_order([*kept, Promise(promised_at=promised_at, made_at=exported_at, kind=kind)])


def same_promise(one: datetime, other: datetime) -> bool:
    """Tell whether two promised dates are one: the same instant, or day where one is a date."""
    if is_date_only(one) or is_date_only(other):
        return vietnam_day(one) == vietnam_day(other)
    return one == other


def _has_slip(promises: Iterable[Promise]) -> bool:
    return any(one.kind is not PromiseKind.REAPPOINTMENT for one in promises)


def _is_explained(seen: Promise, *, by: Promise) -> bool:
    """Tell whether a promise kept is the one stated here, seen at once or later."""
    return (
        seen.kind is not PromiseKind.SLIP
        and seen.made_at >= by.made_at
        and same_promise(seen.promised_at, by.promised_at)
    )


def _in_order(promises: Iterable[Promise]) -> tuple[Promise, ...]:
    return tuple(sorted(promises, key=lambda one: one.made_at))
