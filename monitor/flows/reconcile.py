"""Judge every living dossier and every unit, and count what scans and surveys had missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.batches import batches
from monitor.domain.errors import CalendarGapError, DriftError, JudgedLaterError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.rule import Rule
from monitor.domain.unit_case import UnitRule
from monitor.flows.judging import judge_all
from monitor.flows.last_judged import DRIFT as CLOCKS_DIFFER
from monitor.flows.last_judged import keep_judged, last_judged
from monitor.flows.rebuild import EDITED
from monitor.flows.survey import survey_anew
from monitor.ports.store import Judged, Store, Subject, Work

BATCH = 400
DRIFT = "drift"  # the fault that tells of it
TOO_EARLY = "reconcile/clock"  # the fault of a night by a clock that was set back
NIGHTLY = "reconcile"  # before the day, as what is done; the beat of the last one
AT_THE_LATEST = timedelta(days=3)  # an office whose machine is off at night is not left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a full judging found beside what scans had kept.

    `judged` counts dossiers, `units` units. `added` and `ended` are findings, `unseen`
    dossiers and units that would have been looked at too late or never. `failed` could not
    be judged; those that wait for a scan or a survey are left to it.
    """

    judged: int = 0
    units: int = 0
    added: int = 0
    ended: int = 0
    unseen: int = 0
    failed: int = 0

    @property
    def drift(self) -> int:
        """How much a scan had missed: nothing, where each rule names its moments rightly."""
        return self.added + self.ended + self.unseen

    def __add__(self, other: "Reconciled") -> "Reconciled":
        return Reconciled(
            judged=self.judged + other.judged,
            units=self.units + other.units,
            added=self.added + other.added,
            ended=self.ended + other.ended,
            unseen=self.unseen + other.unseen,
            failed=self.failed + other.failed,
        )


def check_instant(store: Store, *, at: datetime) -> None:
    """Refuse to hold what stands against an instant before it was found.

    Raises:
        JudgedLaterError: a tick or a judging was of a later instant than `at`.
    """
    with store.reading() as work:
        last = last_judged(work)
    if last is not None and at < last - CLOCKS_DIFFER:
        raise JudgedLaterError(at=at, last=last)


def reconcile(
    store: Store,
    office: Office,
    rules: Sequence[Rule],
    unit_rules: Sequence[UnitRule],
    *,
    at: datetime,
) -> Reconciled:
    """Judge all that is open or spoken of, and every unit; keep what is so, tell of drift.

    Each page is one short transaction; stopped half-way, the next run begins anew.

    Raises:
        JudgedLaterError: a tick or a judging was of a later instant than `at`: findings
            that stand would end, though nothing has changed.
    """
    check_instant(store, at=at)
    done = Reconciled()
    with store.reading() as work:
        ids = work.agenda.living(edited_since=at - EDITED)
    for page in batches(ids, BATCH):
        with store.writing() as work:
            done += _reconcile_page(work, office, rules, page, at=at)
    done += _reconcile_units(store, office, unit_rules, at=at)
    with store.writing() as work:
        keep_judged(work, at=at)
        _tell(work, done, at=at)
    return done


def _reconcile_units(
    store: Store, office: Office, unit_rules: Sequence[UnitRule], *, at: datetime
) -> Reconciled:
    done = survey_anew(store, office, unit_rules, at=at)
    return Reconciled(
        units=done.judged,
        added=done.found + done.again,
        ended=done.ended,
        unseen=done.unseen,
        failed=done.failed,
    )


def reconcile_due(
    store: Store,
    office: Office,
    rules: Sequence[Rule],
    unit_rules: Sequence[UnitRule],
    *,
    at: datetime,
) -> Reconciled:
    """Reconcile once a day outside working hours; within them where none was for days.

    By a clock that was set back nothing is held against anything, which is told.
    """
    mark = f"{NIGHTLY}/{vietnam_day(at)}"
    with store.reading() as work:
        last, _ = work.done.beats().get(NIGHTLY, (None, ""))
        if work.done.has(mark) or not (_is_late(last, at=at) or _is_outside(office, at=at)):
            return Reconciled()
    try:
        done = reconcile(store, office, rules, unit_rules, at=at)
    except JudgedLaterError as error:
        with store.writing() as work:
            work.done.fault(TOO_EARLY, at=at, detail=sentence(error))
        return Reconciled()
    with store.writing() as work:
        work.done.cured(TOO_EARLY)
        work.done.mark(mark, at=at)
        work.done.beat(NIGHTLY, at=at)
    return done


def _is_late(last: datetime | None, *, at: datetime) -> bool:
    return last is None or last + AT_THE_LATEST <= at


def _reconcile_page(
    work: Work, office: Office, rules: Sequence[Rule], ids: Sequence[int], *, at: datetime
) -> Reconciled:
    subjects = [one for one in work.agenda.subjects(ids) if not _is_waiting(one, at=at)]
    judged, failed = judge_all(work, office, rules, subjects, at=at)
    settled = work.agenda.settle(judged, at=at)
    for one in failed:
        work.agenda.postpone(one.of, why=one.why, at=at)
    return Reconciled(
        judged=len(judged),
        added=settled.found + settled.again,
        ended=settled.ended,
        unseen=sum(map(_is_unseen, judged)),
        failed=len(failed),
    )


def _is_waiting(one: Subject, *, at: datetime) -> bool:
    """Tell whether the next scan looks at a dossier, or one that failed is pushed back."""
    return one.failures > 0 or (one.look_at is not None and one.look_at <= at)


def _is_unseen(one: Judged) -> bool:
    """Tell whether a dossier would be looked at later than its rules ask for, or never."""
    if one.look_at is None:
        return False
    return one.of.look_at is None or one.of.look_at > one.look_at


def _is_outside(office: Office, *, at: datetime) -> bool:
    """Tell whether the day's work has not begun, or is over; a day of rest has none."""
    calendar, today = office.policy.calendar, vietnam_day(at)
    try:
        if not calendar.is_working_day(today):
            return True
        return at < calendar.opening(today) or at >= calendar.closing(today)
    except CalendarGapError:
        return True


def _tell(work: Work, done: Reconciled, *, at: datetime) -> None:
    if done.drift:
        error = DriftError(
            drift=done.drift, added=done.added, ended=done.ended, unseen=done.unseen
        )
        work.done.fault(DRIFT, at=at, detail=sentence(error))
    else:
        work.done.cured(DRIFT)
