"""Which export a dossier waits for: one made late enough to let the rules say more."""

from datetime import datetime, timedelta

from monitor.domain.deadline import Running
from monitor.domain.moved_dates import entered_by, unentered_letter
from monitor.domain.rule import Case
from monitor.domain.thresholds import (
    hours_before,
    instant_passes_at,
    is_short,
    known,
    passes_at,
    running,
)
from monitor.domain.waits import step_passes_at, unreceived

NEXT = timedelta(seconds=1)


def awaited_at(case: Case) -> datetime | None:
    """Return the earliest instant that only an export made at it or after it can tell of.

    Those are the passing of the deadline, of the hours of reception and of a step's
    limit, and the day by which the date of a letter should be entered. Where hours are
    counted down every newer export tells more. Where none lies ahead of the newest export
    it is the deadline's.

    Source:
        docs/law.md#unconfirmed
    """
    standing, calendar = case.standing, case.policy.calendar
    passes = passes_at(standing.deadline, calendar) if isinstance(standing, Running) else None
    waiting, letter = unreceived(case), unentered_letter(case)
    received = instant_passes_at(waiting.due_at, calendar) if waiting else None
    entered = entered_by(case, letter) if letter else None
    ahead = [
        one
        for one in known(passes, received, step_passes_at(case), entered, _counts_from(case))
        if one > case.dossier.as_of
    ]
    return min(ahead, default=passes)


def _counts_from(case: Case) -> datetime | None:
    """Return from when on every export tells more: hours are counted by fresh data alone."""
    standing = running(case)
    if standing is None or not is_short(case):
        return None
    hours = max(case.policy.warn_hours, default=0) + case.policy.fresh_hours
    opens = hours_before(standing.deadline, case.policy.calendar, hours=hours)
    return max(case.dossier.as_of + NEXT, opens) if opens else None
