"""Whether the program lives, can do its work, and what else a person should know.

What it is dead of and what keeps it from its work are few; held or parked mails, an old
source, a backup that is due want a person's attention and are no reason to restart anything.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.message import MessageState
from monitor.domain.room import Room
from monitor.flows.situation import Situation
from monitor.notices.operator import BACKUP_EVERY, DAYS_AHEAD, WAITED_LONG
from monitor.notices.unit_line import STALE_SOURCE

TICK_LATE = timedelta(minutes=10)  # at least; a first import of a province takes minutes
TICKS_MISSED = 5


class Sign(StrEnum):
    """What is wrong; each has its sentence in the catalogue."""

    TICK_OLD = "tick_old"
    DATABASE = "database"
    SCHEMA = "schema"
    CALENDAR = "calendar"
    FOLDER = "folder"
    HELD = "held"
    PARKED = "parked"
    WAITING = "waiting"
    FAULTS = "faults"
    FAILING = "failing"
    STALE_SOURCE = "stale_source"
    NEVER_READ = "never_read"
    CALENDAR_SHORT = "calendar_short"
    BACKUP = "backup"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A sign with its facts: codes and numbers, no names and no texts."""

    sign: Sign
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Reasons against: the process lives, it is ready; and what a person should mind."""

    dead: tuple[Reason, ...] = ()
    unready: tuple[Reason, ...] = ()
    minded: tuple[Reason, ...] = ()

    @property
    def is_live(self) -> bool:
        """Whether the flows are being called."""
        return not self.dead

    @property
    def is_ready(self) -> bool:
        """Whether the work can be done, too."""
        return not (self.dead or self.unready)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What the vitals are held against.

    `started_at` is when the process began: nights switched off are no lateness. `unreadable`
    are systems whose folder cannot be read, `scarce` the places with little room left.
    """

    started_at: datetime
    tick_every: timedelta
    schema: str
    unreadable: Collection[str] = ()
    scarce: tuple[Room, ...] = ()

    @property
    def tick_within(self) -> timedelta:
        """How long a tick may be in coming."""
        return max(TICK_LATE, TICKS_MISSED * self.tick_every)


def vitals(found: Situation | None, bounds: Bounds, *, at: datetime) -> Vitals:
    """Judge how things stand; `found` is None where the database cannot be read.

    Whether the flows are called is told by the tables; without them the process counts as live.
    """
    if found is None:
        return Vitals(unready=(Reason(sign=Sign.DATABASE),))
    return Vitals(
        dead=tuple(_dead(found, bounds, at=at)),
        unready=tuple(_unready(found, bounds)),
        minded=tuple(_minded(found, bounds, at=at)),
    )


def _dead(found: Situation, bounds: Bounds, *, at: datetime) -> Iterator[Reason]:
    last = max(found.last_tick_at or bounds.started_at, bounds.started_at)
    if at - last > bounds.tick_within:
        yield Reason(
            sign=Sign.TICK_OLD,
            facts={"minutes": _minutes(at - last), "most": _minutes(bounds.tick_within)},
        )


def _unready(found: Situation, bounds: Bounds) -> Iterator[Reason]:
    if found.schema != bounds.schema:
        yield Reason(sign=Sign.SCHEMA, facts={"found": found.schema, "wanted": bounds.schema})
    for one in found.calendars:
        if one.days < 0:
            facts = {"calendar": one.name, "last_day": one.last_day}
            yield Reason(sign=Sign.CALENDAR, facts=facts)
    for system in sorted(bounds.unreadable):
        yield Reason(sign=Sign.FOLDER, facts={"system": system})


def _minded(found: Situation, bounds: Bounds, *, at: datetime) -> Iterator[Reason]:
    counts = (
        (Sign.HELD, found.outbox.by_state.get(MessageState.HELD, 0)),
        (Sign.PARKED, found.outbox.by_state.get(MessageState.PARKED, 0)),
        (Sign.FAULTS, len(found.faults)),
        (Sign.FAILING, len(found.failing)),
        (Sign.STALE_SOURCE, found.findings.get(STALE_SOURCE, 0)),
    )
    for sign, count in counts:
        if count:
            yield Reason(sign=sign, facts={"count": count})
    waiting = found.outbox.oldest_waiting_at
    if waiting is not None and at - waiting > WAITED_LONG:
        yield Reason(sign=Sign.WAITING, facts={"minutes": _minutes(at - waiting)})
    for system in found.missing:
        yield Reason(sign=Sign.NEVER_READ, facts={"system": system})
    for one in found.calendars:
        if 0 <= one.days < DAYS_AHEAD:
            facts = {"calendar": one.name, "days": one.days}
            yield Reason(sign=Sign.CALENDAR_SHORT, facts=facts)
    if found.backup_at is None or at - found.backup_at > BACKUP_EVERY:
        yield Reason(sign=Sign.BACKUP, facts={"last": found.backup_at})
    for room in bounds.scarce:
        yield Reason(sign=Sign.ROOM, facts={"place": room.place, "free": room.free_mib})


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
