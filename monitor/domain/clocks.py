"""The clocks beside that of the whole dossier: reception, and each step's own limit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.counting import HOUR, count_due
from monitor.domain.dossier import Channel, Dossier, Pause
from monitor.domain.instants import is_date_only, local, vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, StepLimit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """By when an online dossier must be received, and how it stands.

    `is_late` compares instants; days alone where either is a date without its hour.
    """

    submitted_at: datetime
    due_at: datetime
    received_at: datetime | None
    is_late: bool


def reception(dossier: Dossier, policy: Policy, *, at: datetime) -> Reception | None:
    """State how a dossier stands against the hours that the office has to receive it.

    Args:
        dossier: As its system's exports show it.
        policy: Of its unit; the hours are working hours.
        at: The instant to judge one that is not received yet.

    Returns:
        None where it did not come online, or nobody says when it was submitted.

    Raises:
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#reception-clock
    """
    submitted_at = dossier.submitted_at
    if submitted_at is None or dossier.channel not in {Channel.ONLINE, None}:
        return None
    due_at = reception_due(submitted_at, policy)
    seen_at = dossier.received_at or at
    if is_date_only(submitted_at) or is_date_only(seen_at):
        is_late = vietnam_day(seen_at) > vietnam_day(due_at)
    else:
        is_late = policy.calendar.position(seen_at) > policy.calendar.position(due_at)
    return Reception(
        submitted_at=submitted_at,
        due_at=due_at,
        received_at=dossier.received_at,
        is_late=is_late,
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


def schedule(
    received_at: datetime,
    steps: Iterable[StepLimit],
    policy: Policy,
    *,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
) -> tuple[StepDue, ...]:
    """Count each step by its own limit, from the end of the one before.

    Raises:
        CalendarGapError: the count leaves the loaded years.

    Source:
        docs/law.md#steps
    """
    found: list[StepDue] = []
    start = local(received_at)
    for step in steps:
        due_at = count_due(start, step.term, policy, pauses=pauses, rule=rule)
        found.append(StepDue(name=step.name, starts_at=start, due_at=due_at))
        start = due_at
    return tuple(found)
