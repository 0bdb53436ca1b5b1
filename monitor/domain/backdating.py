"""Finishes that an import set back: stated in time, though exports had shown otherwise."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from monitor.domain.change import Change
from monitor.domain.contradiction import is_before
from monitor.domain.deadline import Basis, Deadline, Running, is_past
from monitor.domain.dossier import Dossier, Status
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import is_date_only, is_same_minute
from monitor.domain.rule import Case
from monitor.domain.verification import Edit, is_of_one_source, sure_until, value_before

FINISHED = "finished_at"


def backdatings(case: Case) -> Iterator[Edit]:
    """Yield the import that set the present finish, where what came before contradicts it.

    It does where an export later than the finish, and made after the deadline, had shown
    the dossier open; where a finish after the deadline became one in time; and where the
    finish is the due instant to the second, of sources that have seconds. An export is
    believed up to `policy.lag_hours` before it was made; a date without a time is held
    against dates. What merely happened since the last export contradicts nothing.

    Source:
        docs/law.md#edits-to-explain
    """
    finished_at, standing = case.dossier.finished_at, case.standing
    if finished_at is None or not case.dossier.has_result or not isinstance(standing, Running):
        return
    change = _that_set(finished_at, case)
    if change is None:
        return
    deadline = standing.deadline
    with suppress(CalendarGapError):
        if is_past(deadline, case.policy.calendar, at=finished_at):
            return
        is_equal = _is_equal(case.dossier, finished_at, deadline)
        if is_equal or _is_contradicted(case, change, finished_at, deadline):
            yield Edit(
                change=change,
                facts={
                    "before": change.instant_before,
                    "after": finished_at,
                    "due_at": deadline.due_at,
                    "is_equal": is_equal,
                },
            )


def _that_set(finished_at: datetime, case: Case) -> Change | None:
    """Return the change that first stated the present finish, of a source against itself."""
    for change in case.changes:
        after = change.instant_after if change.field == FINISHED else None
        if after is not None and is_same_minute(after, finished_at):
            return change if is_of_one_source(change) else None
    return None


def _is_contradicted(
    case: Case, change: Change, finished_at: datetime, deadline: Deadline
) -> bool:
    calendar, before, shown = case.policy.calendar, change.instant_before, change.shown_before
    if before is not None:
        return is_past(deadline, calendar, at=before) and is_before(finished_at, before)
    if shown is None or not _was_open(case, change):
        return False
    sure = sure_until(shown, case.policy)
    return is_before(finished_at, sure) and is_past(deadline, calendar, at=sure)


def _was_open(case: Case, change: Change) -> bool:
    """Tell whether nothing showed an end when the import came."""
    dossier = case.dossier
    collected = dossier.collected_at.isoformat() if dossier.collected_at else None
    if value_before(case, "collected_at", collected, of=change) is not None:
        return False
    status = value_before(case, "status", dossier.status, of=change)
    return status is None or not Status(status).is_end


def _is_equal(dossier: Dossier, finished_at: datetime, deadline: Deadline) -> bool:
    """Tell whether the finish is the promised instant to the second.

    Of a source that leaves the seconds out nobody can tell; nor where either is a date
    without a time.
    """
    promise = dossier.promise
    if deadline.basis is not Basis.PROMISED or promise is None:
        return False
    if is_date_only(promise.promised_at) or is_date_only(finished_at):
        return False
    return finished_at == deadline.due_at and _has_seconds(dossier, deadline)


def _has_seconds(dossier: Dossier, deadline: Deadline) -> bool:
    others = (dossier.submitted_at, dossier.received_at, dossier.collected_at, deadline.due_at)
    return any(at.second for at in others if at is not None)
