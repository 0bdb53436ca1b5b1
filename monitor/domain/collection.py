"""Results that lie at the counter: since when, and from when on that is too long."""

from datetime import date, datetime

from monitor.domain.dossier import Carried, Status
from monitor.domain.instants import vietnam_day
from monitor.domain.rule import Case
from monitor.domain.thresholds import ends_after

WAITING = frozenset({None, Status.FINISHED})


def finished_on(case: Case) -> date | None:
    """Return the day of a result that can be collected and has not been.

    None where no source could show a collection.
    """
    dossier = case.dossier
    has_paper = case.procedure is None or case.procedure.yields_paper
    if dossier.finished_at is None or dossier.collected_at or not has_paper:
        return None
    if dossier.status not in WAITING or Carried.COLLECTED not in dossier.carries:
        return None
    return vietnam_day(dossier.finished_at)


def waits_from(case: Case, finished: date) -> datetime | None:
    """Return the instant from which a result waits too long; None beyond the calendar.

    Source:
        docs/law.md#result-waiting
    """
    return ends_after(finished, case.policy.calendar, days=case.policy.result_waiting_days)
