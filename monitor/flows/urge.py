"""Tell at once what cannot wait for the next slot."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.instants import local
from monitor.domain.office import Office
from monitor.flows.gather import matters_about, occasion_at
from monitor.flows.holding import put_out
from monitor.flows.writing import write
from monitor.notices.blast import alarm, measure
from monitor.notices.slots import Slot, Telling
from monitor.notices.urgent import urgent_notices
from monitor.ports.store import Store
from monitor.ports.words import MailWriter


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged:
    """The mails queued, those that could not be written, and those held for a person."""

    mails: int = 0
    failed: int = 0
    held: int = 0


def urge(
    store: Store, office: Office, mails: MailWriter, *, telling: Telling, at: datetime
) -> Urged:
    """Queue a mail to everybody for whom hours have come to be left, once each.

    The caller sees to it that the office is open and that nothing waits to be judged:
    so what has ended by the newest export is not told. What a slot has told is no news.
    """
    with store.reading() as work:
        standing = work.findings.urgent()
        if not standing:
            return Urged()
        matters = matters_about(work, standing)
        opened = work.dossiers.open_count()
        slot = Slot.AFTERNOON if local(at).time() >= telling.afternoon else Slot.MORNING
        occasion = occasion_at(work, office, telling, slot=slot, at=at)
    notices = tuple(urgent_notices(matters, occasion))
    blast = measure(notices, matters, open_dossiers=opened, telling=telling)
    if blast.is_too_much and telling.operator_mailbox:
        notices = (*notices, alarm(blast, occasion, name="urgent"))
    written = write(notices, mails, at=at)
    with store.writing() as work:
        queued = put_out(work, written, blast, at=at)
    return Urged(mails=queued.mails, failed=len(written.failed), held=queued.held)
