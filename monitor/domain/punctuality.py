"""Whether a dossier kept the date first promised: what figures stand on."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.deadline import Deadline, Running, is_later
from monitor.domain.dossier import GIVEN_UP, SHOWS_END
from monitor.domain.errors import CalendarGapError
from monitor.domain.rule import Case
from monitor.domain.thresholds import passes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Punctuality:
    """How a dossier stands against the deadline before any re-appointment.

    `first_due_at` is that deadline and `passes_at` the first instant after it, None where
    none can be named or the clock stands still; `due_at` the one that binds. `is_kept`
    tells whether an end met the first: None of what is open or given up, and where the
    sources cannot tell. `shows_end`: an export could show an end of it.
    """

    first_due_at: datetime | None = None
    due_at: datetime | None = None
    passes_at: datetime | None = None
    is_kept: bool | None = None
    shows_end: bool = False


NOTHING_DUE = Punctuality()


def punctuality(case: Case) -> Punctuality:
    """State how a dossier stands against the deadline first named.

    Source:
        docs/law.md#on-time-rates, docs/law.md#late
    """
    standing, calendar = case.standing, case.policy.calendar
    if not isinstance(standing, Running):
        return NOTHING_DUE
    deadline = first = standing.deadline
    if first.first_due_at != first.due_at:
        first = replace(first, due_at=first.first_due_at)
    return Punctuality(
        first_due_at=first.due_at,
        due_at=deadline.due_at,
        passes_at=passes_at(first, calendar),
        is_kept=_is_kept(case, first),
        shows_end=bool(case.dossier.carries & SHOWS_END),
    )


def _is_kept(case: Case, first: Deadline) -> bool | None:
    """Tell whether an end met the deadline.

    A collection or an export that comes after it tells nothing: the result may have
    been there in time.
    """
    dossier = case.dossier
    ended_at = dossier.ended_at or dossier.end_seen_at
    if dossier.is_open or dossier.status in GIVEN_UP or ended_at is None:
        return None
    with suppress(CalendarGapError):
        is_late = is_later(
            ended_at, first.due_at, case.policy.calendar, by_minute=first.by_minute
        )
        return None if is_late and dossier.finished_at is None else not is_late
    return None
