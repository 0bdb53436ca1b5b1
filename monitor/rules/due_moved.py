"""Explain a promised date that was put off in the source after it had passed.

Name the document that moved it: the slip after a supplement, or the letter of apology
with its new date. A date put off by a letter or a supplement is asked about by nobody,
nor is one of a dossier that was finished by the date it bore before. The unit is asked
first; the leader hears of it, with the explanation, once `policy.explain_days` working
days have ended.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from monitor.domain.change import Change
from monitor.domain.deadline import binding_due, is_later, judges_by_minute
from monitor.domain.dossier import Carried, Promise, PromiseKind
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Finding
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT
from monitor.domain.merged_promises import same_promise
from monitor.domain.rule import Case, Rule
from monitor.domain.verification import Edit, asked_of, is_of_one_source, moments_of, sure_until

MOVED = frozenset({"promised_at", "first_promised_at"})


def check(case: Case) -> Iterator[Finding]:
    """Yield each import that put a date off after the fact."""
    yield from asked_of(RULE.code, case, _edits(case))


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instants at which it is asked, told and left to rest."""
    yield from moments_of(case, _edits(case))


def _edits(case: Case) -> Iterator[Edit]:
    for change in case.changes:
        if change.field not in MOVED:
            continue
        before, after = change.instant_before, change.instant_after
        if before is None or after is None:
            continue
        if vietnam_day(after) <= vietnam_day(before) or not _stands(after, change, case):
            continue
        with suppress(CalendarGapError):
            due_at = _due_by(before, case)
            if _is_after_the_fact(change, due_at, case) and not _is_explained(
                after, due_at, case
            ):
                yield Edit(
                    change=change, facts={"before": before, "after": after, "due_at": due_at}
                )


def _stands(after: datetime, change: Change, case: Case) -> bool:
    """Tell whether the later date has not been taken back since."""
    dossier = case.dossier
    if change.field == "first_promised_at":
        first = dossier.first_promised_at
        return first is not None and same_promise(first, after)
    return any(same_promise(one.promised_at, after) for one in dossier.promises)


def _due_by(promised_at: datetime, case: Case) -> datetime:
    """Return when a date that was told before was due, moved by what was waited since."""
    known = (one for one in case.dossier.promises if same_promise(one.promised_at, promised_at))
    made_at = case.dossier.received_at or promised_at
    promise = next(known, Promise(promised_at=promised_at, made_at=made_at))
    return binding_due(promise, case.dossier, case.procedure, case.policy)


def _is_after_the_fact(change: Change, due_at: datetime, case: Case) -> bool:
    """Tell whether a source still showed the old date after it had passed, undone."""
    shown, ended_at = change.shown_before, case.dossier.ended_at
    if shown is None or not is_of_one_source(change):
        return False
    passed = _is_late(sure_until(shown, case.policy), due_at, case)
    return passed and (ended_at is None or _is_late(ended_at, due_at, case))


def _is_explained(after: datetime, due_at: datetime, case: Case) -> bool:
    """Tell whether a supplement, a promise made in time or our letter tells the new date."""
    told = (one for one in case.dossier.promises if same_promise(one.promised_at, after))
    if any(
        one.kind is PromiseKind.SUPPLEMENT or not _is_late(one.made_at, due_at, case)
        for one in told
    ):
        return True
    letter = case.letter
    if letter is None or letter.new_due_at is None or letter.state not in SENT:
        return False
    return same_promise(letter.new_due_at, after)


def _is_late(at: datetime, due_at: datetime, case: Case) -> bool:
    by_minute = judges_by_minute(case.dossier, case.procedure, case.policy)
    return is_later(at, due_at, case.policy.calendar, by_minute=by_minute)


RULE = Rule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.PROMISED, Carried.STATUS}),  # of a pause, the status at least
    check=check,
    moments=moments,
)
