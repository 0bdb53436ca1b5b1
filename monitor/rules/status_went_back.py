"""Explain a dossier that had ended and is open again, or whose finish has vanished.

Say why it was opened again, and whether the citizen has been told. A status entered by
mistake and put right is explanation enough. The unit is asked first; the leader hears of
it, with the explanation, once `policy.explain_days` working days have ended. A dossier
that was refused, or stopped, may come back lawfully: nobody asks about it.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.change import Change
from monitor.domain.dossier import ENDS, Carried, Status
from monitor.domain.finding import Fact, Finding
from monitor.domain.rule import Case, Rule
from monitor.domain.verification import Edit, asked_of, is_of_one_source, moments_of

MAY_COME_BACK = frozenset({Status.REFUSED, Status.STOPPED})


def check(case: Case) -> Iterator[Finding]:
    """Yield each import that took an end back which nobody has entered again."""
    yield from asked_of(RULE.code, case, _edits(case))


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instants at which it is asked, told and left to rest."""
    yield from moments_of(case, _edits(case))


def _edits(case: Case) -> Iterator[Edit]:
    for change in case.changes:
        if is_of_one_source(change) and (facts := _taken_back(change, case)) is not None:
            yield Edit(change=change, facts=facts)


def _taken_back(change: Change, case: Case) -> dict[str, Fact] | None:
    """Return before and after where a change took an end back, and it is not there again."""
    if change.field == "finished_at" and change.after is None:
        is_gone = case.dossier.finished_at is None
        return {"before": change.instant_before, "after": None} if is_gone else None
    if change.field != "status" or not case.dossier.is_open:
        return None
    if change.before is None or change.after is None:
        return None
    before, after = Status(change.before), Status(change.after)
    if before not in ENDS - MAY_COME_BACK or after.is_end:
        return None
    return {"before": change.before, "after": change.after}


RULE = Rule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
