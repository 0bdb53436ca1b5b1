"""The dates a citizen was told, as exports and our own letters tell of them.

A slip is written once. A date that moves later is explained by a supplement that the
citizen handed in, or else the office moved it itself: a re-appointment.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.domain.dossier import Pause, Promise, PromiseKind
from monitor.domain.instants import vietnam_day


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


def join_stated(  # noqa: PLR0913 - all that bears on a date
    kept: tuple[Promise, ...],
    promised_at: datetime,
    *,
    may_take_back: bool,
    received_at: datetime | None,
    pauses: tuple[Pause, ...],
    shown_until: datetime | None,
    exported_at: datetime,
) -> tuple[Promise, ...]:
    """Join the one date that an export states; one told before is no new promise.

    So our own letter's date, coming back from the source, is not a second move, and
    an old date that the source merely still shows undoes nothing. `may_take_back`
    is True where the source itself showed the date in force: going back to an
    earlier one it corrects itself, and what came between was never promised. A date
    that moves while the office waits, or after it has waited, is the supplement's.
    `shown_until` is the newest export before that could show the date.
    """
    told = [one for one in kept if same_promise(one.promised_at, promised_at)]
    if told:
        joined = kept[: kept.index(told[-1]) + 1] if may_take_back else kept
    elif _has_slip(kept):
        kind = _kind_of_move(kept[-1], pauses)
        moved = Promise(promised_at=promised_at, made_at=exported_at, kind=kind)
        if kind is PromiseKind.REAPPOINTMENT:
            moved = replace(moved, moved_after=shown_until)
        joined = (*kept, moved)
    else:
        slip = Promise(promised_at=promised_at, made_at=received_at or exported_at)
        joined = (slip, *kept)
    return _from_the_end_of_its_pause(_in_order(joined), pauses)


def same_promise(one: datetime, other: datetime) -> bool:
    """Tell whether two promised dates are one: those of one day in Vietnam.

    Sources of one system round a clock, or leave it out. So another hour of the same
    day is no new promise either, of a term in hours too: which source stated the
    hour before is not known here. The clock stated first binds.
    """
    return vietnam_day(one) == vietnam_day(other)


def _kind_of_move(last: Promise, pauses: tuple[Pause, ...]) -> PromiseKind:
    has_waited = any(
        pause.resumed_at is None or pause.resumed_at > last.made_at for pause in pauses
    )
    return PromiseKind.SUPPLEMENT if has_waited else PromiseKind.REAPPOINTMENT


def _from_the_end_of_its_pause(
    promises: tuple[Promise, ...], pauses: tuple[Pause, ...]
) -> tuple[Promise, ...]:
    """Have a date given during a pause hold from its end: that wait is in it already."""
    *before, last = promises
    if last.kind is not PromiseKind.SUPPLEMENT:
        return promises
    made_at = last.made_at
    for pause in sorted(pauses, key=lambda one: one.paused_at):
        if pause.resumed_at is not None and pause.paused_at <= made_at:
            made_at = max(made_at, pause.resumed_at)
    return (*before, replace(last, made_at=made_at))


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
