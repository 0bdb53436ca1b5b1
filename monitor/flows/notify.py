"""Tell people what stands, in the morning and after noon."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.instants import vietnam_day
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.office import Office
from monitor.flows.gather import MOVES_TOLD, Gathered, gather, occasion_at
from monitor.flows.holding import drop_outdone, put_out
from monitor.flows.late_before import keep_late
from monitor.flows.urge import urge
from monitor.flows.writing import Written, write
from monitor.notices.baseline import baselines
from monitor.notices.blast import alarm, measure
from monitor.notices.desk import Desk, desks, leaderless
from monitor.notices.digest import digests
from monitor.notices.leader import leader_notices
from monitor.notices.occasion import Occasion
from monitor.notices.operator import operator_notice
from monitor.notices.report_mails import kept_out
from monitor.notices.slots import Slot, Telling, slots_due, working_day_so_far
from monitor.ports.store import Store, Work
from monitor.ports.words import MailWriter

AFTERNOON_KINDS = frozenset({NoticeKind.DIGEST, NoticeKind.URGENT})
MORNING_KINDS = AFTERNOON_KINDS | {NoticeKind.LEADER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """The slots that are now done, the mails queued, and those that could not be written.

    `held` ones wait for a person, since there were too many to be true.
    """

    slots: tuple[Slot, ...] = ()
    mails: int = 0
    failed: int = 0
    held: int = 0


def notify(
    store: Store, office: Office, mails: MailWriter, *, telling: Telling, at: datetime
) -> Notified:
    """Queue the mails of the slots that have come, once each.

    Nothing is told outside working hours, nor while dossiers wait to be judged. Between
    the slots only what is urgent is told. A slot missed is made up within the day's
    working hours; where both are due, one mail serves both. Where too much would be told
    at once, all of it is held. What a slot decides is committed at once, after the words
    are set, so that a crash leads to the same mails at the next call.

    Raises:
        CalendarGapError: `at` lies outside the office's calendar.
    """
    with store.reading() as work:
        slots = _open_slots(work, office, telling, at=at)
        if not office.policy.calendar.is_open(at) or work.agenda.due(at=at, limit=1):
            return Notified()
        if slots:
            occasion = occasion_at(work, office, telling, slot=slots[-1], at=at)
            places = desks(office.directory, occasion.routing)
            gathered = gather(work, occasion, places)
    if not slots:
        urged = urge(store, office, mails, telling=telling, at=at)
        return Notified(mails=urged.mails, failed=urged.failed, held=urged.held)
    is_morning = Slot.MORNING in slots
    notices = _compose(gathered, occasion, places, is_morning=is_morning)
    blast = measure(
        notices,
        gathered.matters,
        open_dossiers=gathered.open_dossiers,
        telling=telling,
    )
    if blast.is_too_much and telling.operator_mailbox:
        notices = (*notices, alarm(blast, occasion, name=occasion.slot))
    written = write(notices, mails, at=at)
    with store.writing() as work:
        if any(work.done.has(mark(slot, at=at)) for slot in slots):
            return Notified()  # another hand was faster
        drop_outdone(work, MORNING_KINDS if is_morning else AFTERNOON_KINDS)
        queued = put_out(work, written, blast, at=at)
        if is_morning:
            keep_late(work, places, written, is_held=blast.is_too_much, at=at)
        _keep(work, written, slots, gathered.first_read, at=at)
    return Notified(
        slots=tuple(slots),
        mails=queued.mails,
        failed=len(written.failed),
        held=queued.held,
    )


def mark(slot: Slot, *, at: datetime) -> str:
    """Return the name under which a slot of the day is marked as done."""
    return f"digest/{vietnam_day(at)}/{slot}"


def _open_slots(
    work: Work, office: Office, telling: Telling, *, at: datetime
) -> tuple[Slot, ...]:
    span = working_day_so_far(office.policy.calendar, at=at)
    if span is None:
        return ()
    due = slots_due(telling, at=at, has_import=work.imports.merged_between(*span))
    return tuple(slot for slot in due if not work.done.has(mark(slot, at=at)))


def _compose(
    gathered: Gathered, occasion: Occasion, places: Sequence[Desk], *, is_morning: bool
) -> tuple[Notice, ...]:
    """Return what is to be told: leaders and the operator hear in the morning only."""
    matters, units = gathered.matters, gathered.units
    told = [
        *baselines(gathered.first_read, matters, occasion),
        *digests(matters, occasion, units),
    ]
    if not is_morning:
        return tuple(told)
    told.extend(
        leader_notices(
            matters,
            gathered.moved,
            gathered.opened,
            occasion,
            before=gathered.late_before,
            units=units,
        )
    )
    if occasion.telling.operator_mailbox:
        lacks = [
            *occasion.routing.lacks,
            *(lack for desk in places for lack in desk.lacks),
            *leaderless(matters, places, occasion.office.directory),
            *kept_out(occasion.office.directory, occasion.routing),
        ]
        told.append(operator_notice(gathered.health, told, lacks, occasion, units))
    return tuple(told)


def _keep(
    work: Work,
    written: Written,
    slots: Sequence[Slot],
    first_read: Iterable[str],
    *,
    at: datetime,
) -> None:
    """Remember what else the mails have told, and mark the slots as done."""
    if any(notice.kind is NoticeKind.OPERATOR for notice, _ in written.mails):
        work.done.beat(MOVES_TOLD, at=at)
    for system in first_read:
        work.imports.baseline_told(system, at=at)
    for slot in slots:
        work.done.mark(mark(slot, at=at), at=at)
