"""Pauses of a source that give nothing back, and why: told, or they look forgotten."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from monitor.domain.counting import Wait
from monitor.domain.dossier import Pause
from monitor.domain.instants import local

NEVER = datetime.max.replace(tzinfo=UTC)


class WhyIgnored(StrEnum):
    """Why a pause, or a part of it, gives nothing back."""

    RUNS_ON = "runs_on"  # the clock of the procedure does not stop
    REVERSED = "reversed"  # it ends before it begins
    BEFORE_RECEIPT = "before_receipt"  # it had ended by then
    CUT_AT_RECEIPT = "cut_at_receipt"  # what lies before the receipt
    BEGUN_LATE = "begun_late"  # the term had passed
    OVERLAPS = "overlaps"  # the one before it: both count once
    ADJOINS = "adjoins"  # begins where the one before it ends: told as one
    UNFINISHED = "unfinished"  # nobody says when it ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A pause, as the source has it, and why it gives nothing back, or not all of it."""

    paused_at: datetime
    resumed_at: datetime | None
    why: WhyIgnored


def ignored_pauses(
    pauses: tuple[Pause, ...],
    waits: tuple[Wait, ...],
    *,
    received_at: datetime,
    late: Collection[Pause] = (),
) -> tuple[Ignored, ...]:
    """Return which pauses the `waits` of a count do not show as the source has them.

    Args:
        pauses: As the source has them.
        waits: Those that count; of one that still runs the end is `NEVER`.
        received_at: From where the term is counted.
        late: The open pauses that begin once the term has passed.

    Source:
        docs/law.md#pauses, docs/law.md#dates-contradict
    """
    ordered = sorted(pauses, key=lambda one: one.paused_at)
    return tuple(_ignored(ordered, waits, received_at, late))


def all_ignored(pauses: tuple[Pause, ...]) -> tuple[Ignored, ...]:
    """Return the pauses of a procedure whose clock runs on."""
    ordered = sorted(pauses, key=lambda one: one.paused_at)
    return tuple(_told(one, WhyIgnored.RUNS_ON) for one in ordered)


def _ignored(
    ordered: list[Pause],
    waits: tuple[Wait, ...],
    received_at: datetime,
    late: Collection[Pause],
) -> Iterator[Ignored]:
    reached: dict[datetime, datetime] = {}  # start of a wait -> until where it is told
    for pause in ordered:
        begins, ends = max(pause.paused_at, received_at), pause.resumed_at or NEVER
        if ends < pause.paused_at:
            yield _told(pause, WhyIgnored.REVERSED)
            continue
        if ends <= received_at:
            yield _told(pause, WhyIgnored.BEFORE_RECEIPT)
            continue
        wait = next((one for one in waits if one.start <= begins and ends <= one.end), None)
        if wait is None:
            is_late = pause.resumed_at is not None or pause in late
            yield _told(pause, WhyIgnored.BEGUN_LATE if is_late else WhyIgnored.UNFINISHED)
            continue
        told_until = reached.get(wait.start)
        reached[wait.start] = max(ends, told_until or ends)
        if told_until is not None:
            is_over = begins < told_until
            yield _told(pause, WhyIgnored.OVERLAPS if is_over else WhyIgnored.ADJOINS)
        elif pause.paused_at < received_at:
            yield _told(pause, WhyIgnored.CUT_AT_RECEIPT)


def _told(pause: Pause, why: WhyIgnored) -> Ignored:
    resumed_at = pause.resumed_at
    return Ignored(
        paused_at=local(pause.paused_at),
        resumed_at=local(resumed_at) if resumed_at else None,
        why=why,
    )
