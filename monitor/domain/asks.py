"""Requests for a supplement: how often the office asked, and how soon."""

from contextlib import suppress

from monitor.domain.dossier import Dossier, Pause, PauseKind
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case


def asks_of(dossier: Dossier) -> tuple[Pause, ...]:
    """Return the waits that each began with a request of its own, oldest first.

    What was asked before the receipt, a wait that ends before it begins and one that
    begins within another are none: dates that contradict each other accuse nobody.

    Source:
        docs/law.md#asked-again
    """
    asks: list[Pause] = []
    for pause in sorted(dossier.pauses, key=lambda one: one.paused_at):
        begun, ended = pause.paused_at, pause.resumed_at
        is_early = dossier.received_at is not None and begun < dossier.received_at
        is_reversed = ended is not None and ended < begun
        if pause.kind is not PauseKind.SUPPLEMENT or is_early or is_reversed:
            continue
        before = asks[-1].resumed_at if asks else begun
        if before is not None and before <= begun:
            asks.append(pause)
    return tuple(asks)


def days_until_ask(case: Case, ask: Pause) -> int | None:
    """Count the working days from the receipt to a request; None beyond the calendar.

    Source:
        docs/law.md#asked-late
    """
    if case.dossier.received_at is None:
        return None
    received_on, asked_on = vietnam_day(case.dossier.received_at), vietnam_day(ask.paused_at)
    with suppress(CalendarGapError):
        return case.policy.calendar.days_between(received_on, asked_on)
    return None
