"""Do once all that is due: the one thing that the daemon, cron and the demo call."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from monitor.catalogues.told import sentence
from monitor.domain.errors import CalendarGapError, ScarceRoomError
from monitor.domain.office import Office
from monitor.domain.rule import Rule
from monitor.domain.unit_case import UnitRule
from monitor.flows.apologise import Apologised, apologise
from monitor.flows.back_up import back_up_due
from monitor.flows.bounces import BouncesRead, ReturnedBox, read_bounces
from monitor.flows.collect import Collected, collect
from monitor.flows.crew import check_settings
from monitor.flows.handoff import hand_off_due
from monitor.flows.last_judged import DRIFT, JUDGED, TICK, last_judged
from monitor.flows.notify import Notified, notify
from monitor.flows.rebuild import is_rebuilding, rebuild
from monitor.flows.reconcile import Reconciled, reconcile_due
from monitor.flows.recount import Recounted, recount
from monitor.flows.report import Reported, report_due
from monitor.flows.retain import Retained, retain_due
from monitor.flows.scan import Scanned, scan
from monitor.flows.survey import Surveyed, survey
from monitor.flows.workbook_folders import WorkbooksRead, collect_workbooks
from monitor.flows.workbooks import WorkbooksMade, workbooks_due
from monitor.notices.slots import Telling
from monitor.ports.keeping import BackedUp
from monitor.ports.outside import Outside
from monitor.ports.room import Rooms
from monitor.ports.sources import Inbox
from monitor.ports.store import Store, Work
from monitor.ports.workbooks import WorkbookInbox

CALENDAR = "calendar"  # the fault of one that does not reach the present
ROOM = "room"  # the fault of disks that are nearly full
RECOUNTING = "recounting"  # stands for a version while dates are counted anew
TURNED_BACK = "clock-"  # before the instant, as what a rebuild is for
BINDING = "binding"  # the beat that names the settings, calendar and directory last judged by


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What binds a tick.

    `version` changes with the settings, the calendar, the directory and the rules:
    then every dossier is judged anew.
    """

    office: Office
    rules: Sequence[Rule]
    unit_rules: Sequence[UnitRule]
    inboxes: Sequence[Inbox]
    telling: Telling
    max_reject_share: float
    report_clock: time
    version: str
    workbook_inboxes: Sequence[WorkbookInbox] = ()
    returned: ReturnedBox | None = None
    backup_clock: time = time.min
    retention_months: int = 0  # 0: personal data are kept for ever


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What one tick did."""

    recounted: Recounted
    collected: Collected
    scanned: Scanned
    surveyed: Surveyed
    apologised: Apologised
    notified: Notified
    reported: Reported
    reconciled: Reconciled = field(default_factory=Reconciled)
    workbooks_read: WorkbooksRead = field(default_factory=WorkbooksRead)
    workbooks_made: WorkbooksMade = field(default_factory=WorkbooksMade)
    bounces: BouncesRead = field(default_factory=BouncesRead)
    retained: Retained = field(default_factory=Retained)
    backed_up: BackedUp | None = None


def tick(outside: Outside, plan: Plan, *, at: datetime) -> Ticked:
    """Take in, judge, write letters, tell people and report, as of `at`.

    What is due is read from the tables, so it is safe to run twice, late or at once.
    A calendar that does not reach `at` silences slots and reports, which is told, and
    stops nothing else.
    """
    recounted = bind(outside, plan, at=at)
    turn_back(outside.store, at=at)
    collected = collect(
        outside.store,
        plan.office.directory,
        plan.inboxes,
        max_reject_share=plan.max_reject_share,
        at=at,
    )
    read = collect_workbooks(outside, plan.office, plan.telling, plan.workbook_inboxes, at=at)
    bounces = read_bounces(
        outside, plan.office, plan.returned, operator=plan.telling.operator_mailbox, at=at
    )
    scanned = scan(outside.store, plan.office, plan.rules, at=at, crew=outside.crew)
    surveyed = survey(outside.store, plan.office, plan.unit_rules, at=at)
    apologised = apologise(outside, plan.office, at=at)
    if apologised.asked:  # who is asked has been woken: people are told of what is so now
        again = scan(outside.store, plan.office, plan.rules, at=at, crew=outside.crew)
        scanned = replace(
            scanned, found=scanned.found + again.found, failed=scanned.failed + again.failed
        )
    made, notified, reported, gap = WorkbooksMade(), Notified(), Reported(), ""
    try:
        made = workbooks_due(outside, plan.office, plan.telling, at=at)
        notified = notify(
            outside.store, plan.office, outside.mails, telling=plan.telling, at=at
        )
        hand_off_due(outside, plan.office, plan.telling, at=at)
        reported = report_due(
            outside, plan.office, plan.telling, due_clock=plan.report_clock, at=at
        )
    except CalendarGapError as error:
        gap = sentence(error)
    reconciled = reconcile_due(outside.store, plan.office, plan.rules, plan.unit_rules, at=at)
    retained = retain_due(outside, months=plan.retention_months, at=at)
    backed_up = back_up_due(outside.store, outside.keeper, clock=plan.backup_clock, at=at)
    _beat(outside, gap, at=at)
    return Ticked(
        recounted=recounted or Recounted(),
        collected=collected,
        scanned=scanned,
        surveyed=surveyed,
        apologised=apologised,
        notified=notified,
        reported=reported,
        reconciled=reconciled,
        workbooks_read=read,
        workbooks_made=made,
        bounces=bounces,
        retained=retained,
        backed_up=backed_up,
    )


def _beat(outside: Outside, gap: str, *, at: datetime) -> None:
    """Leave a sign of life; tell of a calendar that does not reach, of disks nearly full."""
    scarce = _scarce(outside.rooms)
    with outside.store.writing() as work:
        work.done.beat(TICK, at=at)
        if scarce:
            work.done.fault(ROOM, at=at, detail=scarce)
        else:
            work.done.cured(ROOM)
        if gap:
            work.done.fault(CALENDAR, at=at, detail=gap)
        else:
            work.done.cured(CALENDAR)


def _scarce(rooms: Rooms | None) -> str:
    """Return a sentence on the first disk with little room, "" where there is enough."""
    for room in rooms.left() if rooms else ():
        if room.is_scarce:
            return sentence(ScarceRoomError(place=room.place, free=room.free_mib))
    return ""


def turn_back(store: Store, *, at: datetime) -> bool:
    """Undo what a clock that ran ahead has put off: it has been set right since.

    Everything is judged anew, and what was marked as done on days to come is not
    done. What was queued stays queued, under its key, once.
    """
    with store.reading() as work:
        last = last_judged(work)
    if last is None or last <= at + DRIFT:
        return False
    rebuild(store, f"{TURNED_BACK}{at.timestamp():.0f}", at=at)
    with store.writing() as work:
        work.units.wake(at=at)
        work.done.forget_after(at, but=(BINDING,))
        work.done.beat(JUDGED, at=at)
    return True


def bind(outside: Outside, plan: Plan, *, at: datetime) -> Recounted | None:
    """Have judged anew what a change of what binds it may touch; stopped, it goes on.

    Raises:
        OtherSettingsError: the workers that lead go by others.

    Returns:
        The dates that the change moved; None where nothing has changed.
    """
    with outside.store.reading() as work:
        bound = bound_by(work)
        if bound == plan.version:
            return None
        check_settings(work, plan.version, at=at)
        is_counted = is_rebuilding(work, plan.version)
    recounted = Recounted()
    if not is_counted:
        if bound:
            with outside.store.writing() as work:
                work.done.beat(BINDING, at=at, detail=RECOUNTING)
        is_begun = bound == RECOUNTING
        recounted = recount(outside.store, plan.office, at=at, is_begun=is_begun)
    rebuild(outside.store, plan.version, at=at)
    with outside.store.writing() as work:
        work.units.wake(at=at)
        work.units.enrol(plan.office.directory.own_units, at=at)
        work.done.beat(BINDING, at=at, detail=plan.version)
    return recounted


def bound_by(work: Work) -> str:
    """Return the version last judged by; `RECOUNTING` where a change was never ended."""
    _, bound = work.done.beats().get(BINDING, (None, ""))
    return bound
