"""The intervals in which a dossier's clock stood still, as exports tell of them.

Supplement rounds state them; what no round states is seen by the status alone. Of the
two the newer tells whether a pause still runs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.domain.dossier import PAUSES, Pause, PauseKind, Status


def stated_pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses an export states: all there are; of two begun at once the last."""
    by_start = {pause.paused_at: pause for pause in pauses}
    return tuple(by_start[start] for start in sorted(by_start))


def restated_pauses(kept: Iterable[Pause], stated: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses an export states, and those kept that a status let see beside them.

    Rounds tell of supplements only: a wait for dues is none of them. What was stated
    before and is not stated now is taken back.
    """
    told = stated_pauses(stated)
    seen = [left for one in kept if one.by_status and (left := _left_of(one, told))]
    return stated_pauses((*seen, *told))


def pauses_by_status(
    pauses: tuple[Pause, ...],
    *,
    status: Status | None,
    finished_at: datetime | None,
    exported_at: datetime,
    spared: Sequence[Pause] = (),
) -> tuple[Pause, ...]:
    """Return the pauses as a status of an export leaves them.

    One that no round states lasts from the first export that shows it to the first that
    does not, or to the finish: the office is never accused of the time between. A stated
    one that has no end yet is over then too, as long as no export states otherwise; where
    an export says nothing, it goes on.

    Args:
        spared: Those that the same export states.
    """
    running = [one for one in pauses if one.in_effect.resumed_at is None]
    if status in PAUSES:
        if running:
            return pauses
        is_money = status is Status.PAUSED_FINANCE
        kind = PauseKind.FINANCE if is_money else PauseKind.SUPPLEMENT
        begun = Pause(paused_at=exported_at, kind=kind, by_status=True)
        return stated_pauses((*pauses, begun))
    ends_at = finished_at or exported_at
    ended = (
        _ended(one, max(ends_at, one.paused_at))
        for one in running
        if one.by_status or (status is not None and one not in spared)
    )
    return stated_pauses((*pauses, *ended))


def in_effect(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return pauses with the ends they have in truth."""
    return tuple(one.in_effect for one in pauses)


def _ended(pause: Pause, at: datetime) -> Pause:
    if pause.by_status:
        return replace(pause, resumed_at=at)
    return replace(pause, over_at=at)


def _left_of(seen: Pause, stated: Sequence[Pause]) -> Pause | None:
    """Return what no round tells of a pause that was seen; None where one tells it all."""
    for one in stated:
        if not _overlap(seen, one):
            continue
        if one.kind is seen.kind:
            return None
        if seen.paused_at < one.paused_at:
            return replace(seen, resumed_at=one.paused_at)
        if one.resumed_at is None or _lasts_until(seen, one.resumed_at):
            return None
        seen = replace(seen, paused_at=one.resumed_at)
    return seen


def _lasts_until(pause: Pause, at: datetime) -> bool:
    return pause.resumed_at is not None and pause.resumed_at <= at


def _overlap(one: Pause, other: Pause) -> bool:
    return all(
        later.resumed_at is None or earlier.paused_at < later.resumed_at
        for earlier, later in ((one, other), (other, one))
    )
