"""How many dossiers each leader was told are late, kept for the mail of the next morning."""

from collections.abc import Iterable
from datetime import date, datetime

from monitor.domain.instants import vietnam_day
from monitor.flows.writing import Written
from monitor.notices.desk import Desk
from monitor.notices.leader import LateBefore, LeaderFacts
from monitor.ports.store import Work

BEAT = "leader"
UNKNOWN = ""  # the mail was held, or could not be written


def late_before(work: Work, places: Iterable[Desk], *, on: date) -> dict[str, LateBefore]:
    """Return what was told on one day, by the leader's code; of some leaders nothing."""
    beats = work.done.beats()
    found: dict[str, LateBefore] = {}
    for desk in places:
        at, told = beats.get(_name(desk), (None, UNKNOWN))
        if at is not None and told != UNKNOWN and vietnam_day(at) == on:
            found[desk.recipient.person] = LateBefore(on=on, late=int(told))
    return found


def keep_late(
    work: Work, places: Iterable[Desk], written: Written, *, is_held: bool, at: datetime
) -> None:
    """Keep the figures of a morning; who has no mail under him has nothing late."""
    told = {
        notice.recipient.person: str(notice.facts.late)
        for notice, _ in written.mails
        if isinstance(notice.facts, LeaderFacts)
    }
    silent = {notice.recipient.person: UNKNOWN for notice, _ in written.failed}
    for desk in places:
        person = desk.recipient.person
        late = UNKNOWN if is_held else told.get(person, silent.get(person, "0"))
        work.done.beat(_name(desk), at=at, detail=late)


def _name(desk: Desk) -> str:
    return f"{BEAT}/{desk.recipient.person}"
