"""The clocks beside that of the whole dossier: reception, and each step's own limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.counting import HOUR, Wait, begins_late, count_due, counts_minutes
from monitor.domain.dossier import Channel, Dossier, Pause
from monitor.domain.instants import is_date_only, local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, StepLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """By when an online dossier must be received, and how it stands.

    `is_late` compares instants; days alone where either is a date without its hour.
    `is_over`: it ended without being received, and nobody has to receive it any more.
    """

    submitted_at: datetime
    due_at: datetime
    received_at: datetime | None
    is_late: bool
    is_over: bool = False


def reception(dossier: Dossier, policy: Policy, *, at: datetime) -> Reception | None:
    """State how a dossier stands against the hours that the office has to receive it.

    Args:
        dossier: As its system's exports show it.
        policy: Of its unit; the hours are working hours.
        at: The instant to judge one that is not received yet; one that ended without
            being received is judged as of its end, or of the export that showed it.

    Returns:
        None where nobody says that it came online, or when it was submitted.

    Raises:
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#reception-clock
    """
    submitted_at = dossier.submitted_at
    if submitted_at is None or dossier.channel is not Channel.ONLINE:
        return None
    due_at = reception_due(submitted_at, policy)
    is_over = dossier.received_at is None and not dossier.is_open
    seen_at = dossier.received_at or dossier.ended_at or dossier.end_seen_at or at
    if is_date_only(submitted_at) or is_date_only(seen_at):
        is_late = vietnam_day(seen_at) > vietnam_day(due_at)
    else:
        is_late = policy.calendar.position(seen_at) > policy.calendar.position(due_at)
    return Reception(
        submitted_at=submitted_at,
        due_at=due_at,
        received_at=dossier.received_at,
        is_late=is_late,
        is_over=is_over,
    )


def reception_due(submitted_at: datetime, policy: Policy) -> datetime:
    """Return the instant by which a dossier submitted then must be received.

    Source:
        docs/law.md#reception-clock
    """
    seconds = policy.reception_hours * HOUR
    return local(policy.calendar.add_seconds(submitted_at, seconds))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDue:
    """One step of a dossier: from where it counts, and when it should be done."""

    name: str
    starts_at: datetime
    due_at: datetime


def schedule(  # noqa: PLR0913 - what a count takes, and since when the dossier waits
    received_at: datetime,
    steps: Iterable[StepLimit],
    policy: Policy,
    *,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
    held_at: datetime | None = None,
) -> tuple[StepDue, ...]:
    """Count each step by its own limit, from the end of the one before.

    Args:
        received_at: From where the first step counts.
        steps: In their order.
        policy: Of the dossier's unit.
        pauses: Those that have ended are given back, as in the whole count.
        rule: What a pause does.
        held_at: Since when the dossier waits, if it does: only the steps that were to
            be done by then are counted.

    Raises:
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#steps
    """
    found: list[StepDue] = []
    start = local(received_at)
    for step in steps:
        due_at = count_due(start, step.term, policy, pauses=pauses, rule=rule)
        if held_at is not None:
            held, by_minute = Wait(held_at, held_at), counts_minutes(start, step.term)
            if not begins_late(held, due_at, policy.calendar, by_minute=by_minute):
                break
        found.append(StepDue(name=step.name, starts_at=start, due_at=due_at))
        start = due_at
    return tuple(found)
