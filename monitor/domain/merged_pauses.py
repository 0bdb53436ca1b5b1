"""The intervals in which a dossier's clock stood still, as exports tell of them."""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.dossier import PAUSES, Pause, PauseKind, Status


def stated_pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Return the pauses an export states: all there are; of two begun at once the last."""
    by_start = {pause.paused_at: pause for pause in pauses}
    return tuple(by_start[start] for start in sorted(by_start))


def inferred_pauses(
    pauses: tuple[Pause, ...],
    *,
    status: Status | None,
    finished_at: datetime | None,
    exported_at: datetime,
) -> tuple[Pause, ...]:
    """Return the pauses where exports tell of them by the status alone.

    A pause lasts from the first export that shows it to the first that does not, or
    to the finish: the office is never accused of the time between.
    """
    running = next((pause for pause in pauses if pause.resumed_at is None), None)
    if status in PAUSES:
        if running is not None:
            return pauses
        is_money = status is Status.PAUSED_FINANCE
        kind = PauseKind.FINANCE if is_money else PauseKind.SUPPLEMENT
        return stated_pauses((*pauses, Pause(paused_at=exported_at, kind=kind)))
    if running is None:
        return pauses
    ended_at = max(finished_at or exported_at, running.paused_at)
    ended = Pause(paused_at=running.paused_at, resumed_at=ended_at, kind=running.kind)
    return stated_pauses((*pauses, ended))
