"""What an office is waited for beside the deadline: receiving a dossier, and ending a step."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.clocks import Reception, reception
from monitor.domain.deadline import binding_due, next_day, promised_instant
from monitor.domain.dossier import Pause, Promise, Status, Step
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import is_date_only, midnight, vietnam_day
from monitor.domain.rule import Case
from monitor.domain.thresholds import ends_after, instant_passes_at, seen_until

UNRECEIVED = frozenset({None, Status.SUBMITTED})


def unreceived(case: Case) -> Reception | None:
    """Return how a dossier that nobody has received stands, as far as its source knows.

    None where it is not an online one that waits for the office: one sent back to be
    completed waits for the citizen. Submitted at an hour that nobody says, it counts from
    the end of its day: nobody is called late by a guess.

    Source:
        docs/law.md#reception-clock
    """
    dossier = case.dossier
    if dossier.received_at is not None or not dossier.is_open:
        return None
    if dossier.status not in UNRECEIVED:
        return None
    submitted_at = dossier.submitted_at
    if submitted_at is not None and is_date_only(submitted_at):
        end = next_day(vietnam_day(submitted_at)) - timedelta(seconds=1)
        dossier = replace(dossier, submitted_at=end)
    with suppress(CalendarGapError):
        return reception(dossier, case.policy, at=seen_until(case))
    return None


def pause_stages(case: Case, pause: Pause) -> dict[int, datetime | None]:
    """Return from when on a wait is spoken of, by the working days that have ended then.

    Source:
        docs/law.md#paused-long
    """
    paused_on, calendar = vietnam_day(pause.paused_at), case.policy.calendar
    return {n: ends_after(paused_on, calendar, days=n) for n in case.policy.paused_days}


def limited_step(case: Case) -> Step | None:
    """Return the step in which a dossier stands, if that has a limit of its own.

    None while the office waits for the citizen, and where a newer export of another kind
    names another step. A limit no earlier than the deadline is the dossier's own, copied:
    some sources tell no other.

    Source:
        docs/law.md#steps
    """
    dossier, standing = case.dossier, case.running
    step = dossier.steps[-1] if dossier.steps else None
    if step is None or step.due_at is None or not dossier.is_open or dossier.is_paused:
        return None
    is_elsewhere = dossier.step not in {"", step.name}
    limit = step_limit(case, step)
    is_copied = standing is not None and limit is not None and limit >= standing.deadline.due_at
    return None if is_elsewhere or is_copied else step


def step_limit(case: Case, step: Step) -> datetime | None:
    """Return the limit of a step, moved by what was waited since it began.

    None where none is told, and where the count leaves the calendar.

    Source:
        docs/law.md#pauses
    """
    if step.due_at is None:
        return None
    told, policy = Promise(promised_at=step.due_at, made_at=step.began_at), case.policy
    with suppress(CalendarGapError):
        moved_at = binding_due(told, case.dossier, case.procedure, policy)
        if moved_at == promised_instant(told, policy.calendar):
            return step.due_at
        return midnight(vietnam_day(moved_at)) if is_date_only(step.due_at) else moved_at
    return None


def step_passes_at(case: Case) -> datetime | None:
    """Return the first instant after the limit of the step in which a dossier stands."""
    step = limited_step(case)
    limit = step_limit(case, step) if step else None
    return instant_passes_at(limit, case.policy.calendar) if limit else None
