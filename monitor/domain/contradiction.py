"""Dates of one dossier that contradict each other, so that it cannot be counted rightly.

What offices do lawfully is none: entering in another order what happened on one day,
handing a dossier in again online, asking for a supplement before an online dossier is
received.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations

from monitor.domain.dossier import Carried, Channel, Dossier, Pause, Status
from monitor.domain.instants import is_date_only, local, vietnam_day


class ContradictionKind(StrEnum):
    """Which two dates contradict each other."""

    RECEIVED_BEFORE_SUBMISSION = "received_before_submission"
    PROMISED_BEFORE_RECEIPT = "promised_before_receipt"
    FINISHED_BEFORE_RECEIPT = "finished_before_receipt"
    COLLECTED_BEFORE_FINISH = "collected_before_finish"
    PAUSE_REVERSED = "pause_reversed"
    PAUSES_OVERLAP = "pauses_overlap"
    PAUSE_BEFORE_RECEIPT = "pause_before_receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """The two instants concerned, on Vietnam's clock, the earlier one first.

    Of a reversed pause its end and its beginning; of pauses that overlap the beginning
    of each.
    """

    kind: ContradictionKind
    earlier_at: datetime
    later_at: datetime


def contradictions(dossier: Dossier) -> tuple[Contradiction, ...]:
    """Return what contradicts itself in a dossier: the first of each kind.

    The promise that binds and the bounds of pauses are held against each other by the
    instant, or by the date where one of the two is a date only; all else by the date.
    A dossier that was refused was never taken in, and nothing of it is counted.

    Raises:
        NaiveTimeError: an instant carries no time zone.

    Source:
        docs/law.md#dates-contradict
    """
    if dossier.status is Status.REFUSED:
        return ()
    found: dict[ContradictionKind, Contradiction] = {}
    for one in (*_of_the_course(dossier), *_of_pauses(dossier)):
        found.setdefault(one.kind, one)
    return tuple(found.values())


def is_before(one: datetime, other: datetime) -> bool:
    """Tell whether `one` lies before `other`: by date where either is a date only."""
    if is_date_only(one) or is_date_only(other):
        return vietnam_day(one) < vietnam_day(other)
    return one < other


def _of_the_course(dossier: Dossier) -> Iterator[Contradiction]:
    """Yield what is out of order between submission and collection.

    A submission is believed of online dossiers alone: of others it is the day on which
    the counter entered them, and after a supplement perhaps that of the supplement. Of
    the promises only the last can be mended in the source.
    """
    received_at, promise = dossier.received_at, dossier.promise
    if dossier.channel is Channel.ONLINE and not dossier.pauses:
        yield from _days(
            ContradictionKind.RECEIVED_BEFORE_SUBMISSION, received_at, dossier.submitted_at
        )
    if promise and received_at and is_before(promise.promised_at, received_at):
        kind = ContradictionKind.PROMISED_BEFORE_RECEIPT
        yield _told(kind, promise.promised_at, received_at)
    yield from _days(ContradictionKind.FINISHED_BEFORE_RECEIPT, dossier.ended_at, received_at)
    yield from _days(
        ContradictionKind.COLLECTED_BEFORE_FINISH, dossier.collected_at, dossier.finished_at
    )


def _of_pauses(dossier: Dossier) -> Iterator[Contradiction]:
    """Yield what is wrong with the pauses that a source states.

    Those found out from a status have the dates of exports, which nobody entered.
    """
    if not dossier.pauses or Carried.PAUSES not in dossier.carries:
        return
    pauses = sorted(dossier.pauses, key=lambda one: one.paused_at)
    sound: list[Pause] = []
    for pause in pauses:
        if pause.resumed_at is not None and is_before(pause.resumed_at, pause.paused_at):
            yield _told(ContradictionKind.PAUSE_REVERSED, pause.resumed_at, pause.paused_at)
        else:
            sound.append(pause)
    for one, other in combinations(sound, 2):
        if not (_may_follow(other, one) or _may_follow(one, other)):
            yield _told(ContradictionKind.PAUSES_OVERLAP, one.paused_at, other.paused_at)
    if dossier.channel is Channel.IN_PERSON:
        kind = ContradictionKind.PAUSE_BEFORE_RECEIPT
        for pause in sound:
            yield from _days(kind, pause.resumed_at, dossier.received_at)


def _may_follow(other: Pause, one: Pause) -> bool:
    """Tell whether `other` can have begun once `one` had ended."""
    return one.resumed_at is not None and not is_before(other.paused_at, one.resumed_at)


def _days(
    kind: ContradictionKind, one_at: datetime | None, other_at: datetime | None
) -> Iterator[Contradiction]:
    """Yield a contradiction where both are known and the day of `one_at` comes first."""
    if one_at and other_at and vietnam_day(one_at) < vietnam_day(other_at):
        yield _told(kind, one_at, other_at)


def _told(kind: ContradictionKind, earlier_at: datetime, later_at: datetime) -> Contradiction:
    return Contradiction(kind=kind, earlier_at=local(earlier_at), later_at=local(later_at))
