"""What a dossier's data say that cannot be, and what an auditor asks about beside."""

from collections.abc import Iterator
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.contradiction import ContradictionKind, contradictions, is_before
from monitor.domain.dossier import Dossier, PromiseKind
from monitor.domain.instants import vietnam_day


class Oddity(StrEnum):
    """What no rule tells the counter of, but an auditor wants to see."""

    PAUSE_AFTER_FINISH = "pause_after_finish"
    PAUSE_NEVER_ENDED = "pause_never_ended"  # the dossier did
    PROMISED_ON_REST_DAY = "promised_on_rest_day"
    PROMISED_AGAIN_TWICE = "promised_again_twice"  # lawful once


Questioned = ContradictionKind | Oddity


def questioned(dossier: Dossier, calendar: WorkingCalendar) -> tuple[Questioned, ...]:
    """Return what is to be asked about in a dossier's data, each kind once."""
    odd = {*_pauses(dossier), *_promises(dossier, calendar)}
    return (
        *(one.kind for one in contradictions(dossier)),
        *(one for one in Oddity if one in odd),
    )


def _pauses(dossier: Dossier) -> Iterator[Oddity]:
    for pause in dossier.pauses:
        if pause.resumed_at is None and not dossier.is_open:
            yield Oddity.PAUSE_NEVER_ENDED
        if dossier.ended_at is not None and is_before(dossier.ended_at, pause.paused_at):
            yield Oddity.PAUSE_AFTER_FINISH


def _promises(dossier: Dossier, calendar: WorkingCalendar) -> Iterator[Oddity]:
    days = [vietnam_day(one.promised_at) for one in dossier.promises]
    if any(
        calendar.first_day <= day <= calendar.last_day and not calendar.is_working_day(day)
        for day in days
    ):
        yield Oddity.PROMISED_ON_REST_DAY
    kinds = [one.kind for one in dossier.promises]
    if kinds.count(PromiseKind.REAPPOINTMENT) > 1:
        yield Oddity.PROMISED_AGAIN_TWICE
