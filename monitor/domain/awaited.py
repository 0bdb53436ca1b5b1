"""Which export a dossier waits for: one made late enough to let the rules say more."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.domain.collection import finished_on, waits_from
from monitor.domain.deadline import Running
from monitor.domain.dossier import Carried
from monitor.domain.doubt import doubted_until
from monitor.domain.moved_dates import entered_by, unentered_letter
from monitor.domain.rule import Case
from monitor.domain.thresholds import hours_before, instant_passes_at, known, passes_at, repeats
from monitor.domain.waits import pause_stages, step_passes_at, unreceived

NEXT = timedelta(seconds=1)


def awaited_at(case: Case) -> datetime | None:
    """Return the earliest instant that only an export made at it or after it can tell of.

    Those are the passing of the deadline and each repeat of it, the passing of the hours
    of reception and of a step's limit, the stages of a wait, the days by which the date of
    a letter should be entered and a result be collected, and the end of the days to enter
    a result. Where hours are counted down every
    newer export tells more. Where none lies ahead of the newest export it is the deadline's.

    Source:
        docs/law.md#unconfirmed
    """
    standing, calendar = case.standing, case.policy.calendar
    passes = passes_at(standing.deadline, calendar) if isinstance(standing, Running) else None
    waiting = unreceived(case)
    received = instant_passes_at(waiting.due_at, calendar) if waiting else None
    limited, told, counts = step_passes_at(case), _is_told_until(case), _counts_from(case)
    stages = *_repeats(case), *_waits(case)
    fields = _is_entered_by(case), _is_collected_by(case)
    moments = known(passes, received, limited, told, counts, *stages, *fields)
    return min((one for one in moments if one > case.dossier.as_of), default=passes)


def _is_told_until(case: Case) -> datetime | None:
    """Return until when a result that the unit says exists may be missing in the system."""
    standing = case.running
    return doubted_until(case, standing.deadline) if standing else None


def _repeats(case: Case) -> Iterable[datetime | None]:
    standing = case.running
    return repeats(case, standing.deadline).values() if standing else ()


def _waits(case: Case) -> Iterable[datetime | None]:
    pause = case.dossier.open_pause if case.dossier.is_open else None
    return pause_stages(case, pause).values() if pause else ()


def _is_entered_by(case: Case) -> datetime | None:
    letter = unentered_letter(case)
    return _shown_from(case, entered_by(case, letter), Carried.PROMISED) if letter else None


def _is_collected_by(case: Case) -> datetime | None:
    finished = finished_on(case)
    return (
        _shown_from(case, waits_from(case, finished), Carried.COLLECTED) if finished else None
    )


def _shown_from(case: Case, moment: datetime | None, carried: Carried) -> datetime | None:
    """Return from when on an export may show a field as of a moment or later.

    What came since, and does not carry it, has told nothing: then it is any.
    """
    if moment is None or moment <= case.dossier.seen_at(carried):
        return None
    return max(moment, case.dossier.as_of + NEXT)


def _counts_from(case: Case) -> datetime | None:
    """Return from when on every export tells more: hours are counted by fresh data alone."""
    standing = case.running
    if standing is None or not case.is_short:
        return None
    hours = max(case.policy.warn_hours, default=0) + case.policy.fresh_hours
    opens = hours_before(standing.deadline, case.policy.calendar, hours=hours)
    return max(case.dossier.as_of + NEXT, opens) if opens else None
