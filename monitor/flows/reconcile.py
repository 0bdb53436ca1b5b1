"""Judge every living dossier, whatever its agenda says, and count what a scan had missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.catalogues.told import sentence
from monitor.domain.errors import CalendarGapError, DriftError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.rule import Rule
from monitor.flows.judging import judge_all
from monitor.ports.store import Judged, Store, Subject, Work

BATCH = 200
DRIFT = "drift"  # the fault that tells of it
NIGHTLY = "reconcile"  # before the day, as what is done; the beat of the last one
AT_THE_LATEST = timedelta(days=3)  # an office whose machine is off at night is not left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """What a full judging found beside what scans had kept.

    `added` and `ended` are findings, `unseen` dossiers that would have been looked at too
    late or never. `failed` could not be judged; those that wait for a scan are left to it.
    """

    judged: int = 0
    added: int = 0
    ended: int = 0
    unseen: int = 0
    failed: int = 0

    @property
    def drift(self) -> int:
        """How much a scan had missed: nothing, where each rule names its moments rightly."""
        return self.added + self.ended + self.unseen


def reconcile(
    store: Store, office: Office, rules: Sequence[Rule], *, at: datetime
) -> Reconciled:
    """Judge all that is open or spoken of, keep what is so, and tell of drift.

    Each page is one short transaction; stopped half-way, the next run begins anew.
    """
    done, after = Reconciled(), 0
    while True:
        with store.writing() as work:
            ids = work.agenda.living(after=after, limit=BATCH)
            if not ids:
                _tell(work, done, at=at)
                return done
            page = _reconcile_page(work, office, rules, ids, at=at)
            after = ids[-1]
        done = Reconciled(
            judged=done.judged + page.judged,
            added=done.added + page.added,
            ended=done.ended + page.ended,
            unseen=done.unseen + page.unseen,
            failed=done.failed + page.failed,
        )


def reconcile_due(
    store: Store, office: Office, rules: Sequence[Rule], *, at: datetime
) -> Reconciled:
    """Reconcile once a day outside working hours; within them where none was for days."""
    mark = f"{NIGHTLY}/{vietnam_day(at)}"
    with store.reading() as work:
        last, _ = work.done.beats().get(NIGHTLY, (None, ""))
        if work.done.has(mark) or not (_is_late(last, at=at) or _is_outside(office, at=at)):
            return Reconciled()
    done = reconcile(store, office, rules, at=at)
    with store.writing() as work:
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
