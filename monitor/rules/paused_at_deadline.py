"""Check a pause that begins when the dossier is about to be late.

Look at the slip that asked for the supplement, or the notice of what is to be paid: its
day, and whether it could have been asked for earlier. Speaks while a pause is open that
began on the deadline's day or the working day before it; terms of a day or less are left
alone, as they have no other days. Of a pause that only a status shows, it speaks where two
exports leave no doubt when it began. Handler and head hear of it.

A pause that an import added later, with a begin before the deadline, although an export
made after the deadline had shown the dossier running, is to be explained: the leader
hears of that, with the explanation, once `policy.explain_days` working days have ended.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime

from monitor.domain.change import PAUSE, Change
from monitor.domain.contradiction import is_before
from monitor.domain.deadline import Deadline, find_deadline, is_past, on_supplement
from monitor.domain.directory import Role
from monitor.domain.dossier import PAUSES, Carried, Pause
from monitor.domain.errors import CalendarGapError
from monitor.domain.finding import Finding, Severity, stage_of
from monitor.domain.instants import is_same_minute, vietnam_day
from monitor.domain.procedure import OnSupplement
from monitor.domain.rule import Case, Rule
from monitor.domain.verification import (
    Edit,
    asked_of,
    is_of_one_source,
    moments_of,
    sure_until,
    value_before,
)

HEARS = (Role.HANDLER, Role.HEAD)


def check(case: Case) -> Iterator[Finding]:
    """Yield a notice of an open pause begun late, and each pause that was added later."""
    edits = tuple(_edits(case))
    yield from asked_of(RULE.code, case, edits, first=HEARS)
    pause = case.dossier.open_pause
    added = {edit.facts["after"] for edit in edits}
    if pause is not None and pause.paused_at not in added:
        yield from _begun_late(case, pause)


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instants at which an added pause is asked about, told and left to rest."""
    yield from moments_of(case, _edits(case))


def _begun_late(case: Case, pause: Pause) -> Iterator[Finding]:
    begun_at = _surely_begun_at(case, pause)
    if begun_at is None or not case.dossier.is_paused or not _stops(case) or case.is_short:
        return
    with suppress(CalendarGapError):
        deadline, calendar = _deadline(case), case.policy.calendar
        if deadline is None or is_past(deadline, calendar, at=pause.paused_at):
            return
        due_on = calendar.last_working_day_until(deadline.due_on)
        if vietnam_day(begun_at) < calendar.working_day_after(due_on, days=-1):
            return
        yield Finding(
            rule=RULE.code,
            dossier=case.dossier.code,
            stage=stage_of("begun", vietnam_day(pause.paused_at)),
            deadline=None,
            severity=Severity.NOTICE,
            tells=HEARS,
            facts={"paused_at": pause.paused_at, "due_at": deadline.due_at},
        )


def _surely_begun_at(case: Case, pause: Pause) -> datetime | None:
    """Return an instant before which a pause did not begin; None where nobody knows."""
    if Carried.PAUSES in case.dossier.carries and not pause.by_status:
        return pause.paused_at
    for change in case.changes:
        is_it = change.field == "status" and change.shown_by.exported_at == pause.paused_at
        if is_it and change.shown_before is not None and is_of_one_source(change):
            return sure_until(change.shown_before, case.policy)
    return None


def _edits(case: Case) -> Iterator[Edit]:
    for change in case.changes:
        if change.field != PAUSE or change.before is not None or not is_of_one_source(change):
            continue
        if _stops(case) and (pause := _present(change, case)) is not None:
            yield from _added_late(case, change, pause)


def _present(change: Change, case: Case) -> Pause | None:
    """Return the pause that an import added, as it stands now; None where it is gone."""
    added = change.pause_after
    if added is None:
        return None
    begun = (
        one for one in case.dossier.pauses if is_same_minute(one.paused_at, added.paused_at)
    )
    return next(begun, None)


def _added_late(case: Case, change: Change, pause: Pause) -> Iterator[Edit]:
    """Yield a pause that turns a dossier shown late into one that waited in time."""
    shown, calendar = change.shown_before, case.policy.calendar
    if shown is None or value_before(case, "status", case.dossier.status, of=change) in PAUSES:
        return
    sure, ended_at = sure_until(shown, case.policy), case.dossier.ended_at
    with suppress(CalendarGapError):
        deadline = _deadline(case, without=pause)
        if deadline is None or is_past(deadline, calendar, at=pause.paused_at):
            return
        is_late = ended_at is None or is_past(deadline, calendar, at=ended_at)
        was_late = is_past(deadline, calendar, at=sure)
        if is_late and was_late and is_before(pause.paused_at, sure):
            yield Edit(
                change=change,
                facts={
                    "before": None,
                    "after": pause.paused_at,
                    "resumed_at": pause.resumed_at,
                    "due_at": deadline.due_at,
                },
            )


def _deadline(case: Case, *, without: Pause | None = None) -> Deadline | None:
    dossier = case.dossier
    pauses = tuple(one for one in dossier.pauses if one != without)
    return find_deadline(replace(dossier, pauses=pauses), case.procedure, case.policy)


def _stops(case: Case) -> bool:
    return on_supplement(case.procedure) is not OnSupplement.RUN


RULE = Rule(
    module=__name__,
    source="docs/law.md#paused-at-deadline",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.STATUS}),
    check=check,
    moments=moments,
)
