"""Explain a dossier that was withdrawn or sent back after its deadline had passed.

Lay the applicant's request, or the slip by which the dossier was sent back, beside it. A
citizen may well withdraw a late dossier; but it leaves the figures as if it had never
been late, so it is asked about. The unit is asked first; the leader hears of it, with the
explanation, once `policy.explain_days` working days have ended.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from monitor.domain.change import Change
from monitor.domain.deadline import find_deadline, is_past
from monitor.domain.dossier import Carried, Status
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Finding
from monitor.domain.rule import Case, Rule
from monitor.domain.verification import Edit, asked_of, is_of_one_source, moments_of, sure_until

LEFT = frozenset({Status.WITHDRAWN, Status.SENT_BACK})


def check(case: Case) -> Iterator[Finding]:
    """Yield the import that withdrew the dossier after its deadline."""
    yield from asked_of(RULE.code, case, _edits(case))


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instants at which it is asked, told and left to rest."""
    yield from moments_of(case, _edits(case))


def _edits(case: Case) -> Iterator[Edit]:
    status = case.dossier.status
    if status not in LEFT:
        return
    for change in case.changes:
        if change.field == "status" and change.after == status and _was_open(change):
            yield from _after_due(case, change)


def _was_open(change: Change) -> bool:
    return change.before is not None and not Status(change.before).is_end


def _after_due(case: Case, change: Change) -> Iterator[Edit]:
    """Yield the change where an export after the deadline had shown the dossier open."""
    shown = change.shown_before
    if shown is None or not is_of_one_source(change):
        return
    with suppress(CalendarGapError):
        deadline = find_deadline(case.dossier, case.procedure, case.policy)
        sure = sure_until(shown, case.policy)
        if deadline is not None and is_past(deadline, case.policy.calendar, at=sure):
            yield Edit(
                change=change,
                facts={
                    "before": change.before,
                    "after": change.after,
                    "due_at": deadline.due_at,
                },
            )


RULE = Rule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
