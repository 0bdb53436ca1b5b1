"""Explain a dossier that was withdrawn or sent back after its deadline had passed.

Lay the applicant's request, or the slip by which the dossier was sent back, beside it. A
citizen may well withdraw a late dossier; but it leaves the figures as if it had never
been late, so it is asked about. One whose clock stood still was not late. The unit is
asked first; the leader hears of it, with the explanation, once `policy.explain_days`
working days have ended.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from monitor.domain.change import Change, Shown
from monitor.domain.deadline import Running, assess
from monitor.domain.dossier import Carried, Dossier, Status
from monitor.domain.finding import Finding
from monitor.domain.history import as_it_stood
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
    """Yield the change where an export had shown the dossier in hand and late."""
    shown = change.shown_before
    if shown is None or not is_of_one_source(change):
        return
    was = _as_shown(case.dossier, change, shown)
    sure = sure_until(shown, case.policy)
    standing = assess(was, case.procedure, case.policy, at=sure)
    if isinstance(standing, Running) and standing.is_late:
        yield Edit(
            change=change,
            facts={
                "before": change.before,
                "after": change.after,
                "due_at": standing.deadline.due_at,
            },
        )


def _as_shown(dossier: Dossier, change: Change, shown: Shown) -> Dossier:
    """Return the dossier as it stood, open, when the export before was made."""
    return replace(
        as_it_stood(dossier, at=shown.exported_at),
        status=Status(change.before) if change.before else None,
        finished_at=None,
        collected_at=None,
        end_seen_at=None,
    )


RULE = Rule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
