"""Several periods, each as of its own end, counted in one pass over the dossiers.

Of every dossier the pass asks between which of the periods' first and last days it was
received, ended and due, and what became of it: its life. The reckonings of all periods
follow from that, as `monitor/store/months.py` asks them of one; a test holds the two together.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    and_,
    case,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
    union,
)

from monitor.domain.dossier import GIVEN_UP, Channel, PromiseKind
from monitor.domain.figures import EndKind
from monitor.domain.period import Period
from monitor.domain.reckoning import BROKEN, KEPT, Outcome, Reckoning, Tally
from monitor.store.among import among
from monitor.store.standing import Test, ended_at, is_waiting, reopened_since
from monitor.store.tables import agenda, dossiers, pauses, promises

GIVEN_UP_KINDS = tuple(EndKind(status) for status in sorted(GIVEN_UP))
CHANNELS = (None, *Channel)
# Whether an end met the deadline first named, None where nobody can tell; or how it gave up.
FATES = (None, True, False, *GIVEN_UP_KINDS)
OF_ENDS: Mapping[EndKind | bool | None, Outcome] = {
    None: Outcome.UNKNOWN,
    True: Outcome.ON_TIME,
    False: Outcome.LATE,
}
OF_PENDING = {
    (False, False): Outcome.WITHIN,
    (False, True): Outcome.WITHIN,
    (True, False): Outcome.UNKNOWN,
    (True, True): Outcome.OVERDUE,
}


@dataclass(frozen=True, slots=True)
class Life:
    """What dossiers alike have in common: places in lists, in the order they are read.

    `received`, `ended` and `due` count the bounds of the periods that lie at or before that
    instant; what never was lies behind all of them. `is_shown`: were it overdue, an export
    would show it.
    """

    channel: int
    is_shown: int
    fate: int
    due: int
    ended: int
    received: int


class SqlPastCounts:
    """The dossiers of several periods, as of the end of each."""

    def __init__(
        self,
        connection: Connection,
        periods: Sequence[Period],
        *known: Test,
        judged_until: datetime,
    ) -> None:
        self._connection = connection
        self._bounds = sorted({at for one in periods for at in (one.starts_at, one.ends_at)})
        self._known = known
        self._judged_until = judged_until

    def unsettled(self) -> list[str]:
        """Return the codes of the dossiers that some period cannot reckon, in order."""
        one = dossiers.c
        query = select(one.code).where(among(one.id, "unsettled"))
        return sorted(self._connection.scalars(query, {"unsettled": self._lived[1]}))

    def tallies(self, period: Period) -> Iterator[Tally]:
        """Yield the tallies of all others in one of the periods, without units."""
        starts, ends = map(self._bounds.index, (period.starts_at, period.ends_at))
        found: Counter[tuple[Channel | None, Reckoning]] = Counter()
        for life, count in self._lived[0]:
            reckoning = _reckoning(life, starts, ends, never=len(self._bounds) + 1)
            if reckoning.is_counted or reckoning.is_due:
                found[CHANNELS[life.channel], reckoning] += count
        for (channel, reckoning), count in found.items():
            yield Tally(
                unit="", procedure="", channel=channel, reckoning=reckoning, count=count
            )

    def knows(self, period: Period) -> bool:
        """Tell whether any dossier is known that was received before a period ended."""
        ends = self._bounds.index(period.ends_at)
        if any(life.received <= ends for life, _ in self._lived[0]):
            return True
        return self._oldest is not None and self._oldest < period.ends_at

    @cached_property
    def _oldest(self) -> datetime | None:
        """When the first of all was received."""
        first = select(func.min(dossiers.c.received_at)).where(*self._known)
        oldest: datetime | None = self._connection.scalar(first)
        return oldest

    @cached_property
    def _lived(self) -> tuple[list[tuple[Life, int]], list[int]]:
        """The lives of the settled dossiers, counted, and the ids of the others."""
        one, first = dossiers.c, self._bounds[0]
        is_near = or_(
            one.is_open,
            one.received_at >= first,
            one.first_due_at >= first,
            ended_at() >= first,
        )
        is_alone = or_(one.id.in_(self._cut()), is_waiting(dossiers), one.shows_end.is_(None))
        life, sizes = self._life()
        code = case((is_alone, -one.id), else_=life).label("code")
        asked = select(code).where(is_near, one.received_at.is_not(None), *self._known)
        lives = asked.offset(0).subquery()  # apart: else all that a life is made of is sorted
        query = select(lives.c.code, func.count()).group_by(lives.c.code)
        found = [(code, count) for code, count in self._connection.execute(query)]
        settled = [(Life(*_places(code, sizes)), count) for code, count in found if code >= 0]
        return settled, [-code for code, _ in found if code < 0]

    def _cut(self) -> CompoundSelect[int]:
        """Ask for the dossiers of which a bound cuts the history, or that are to be judged.

        So do a pause that ran at a bound, or began after it when the dossier had ended, and a
        date given after it. A pause that began after it while the dossier was open does not:
        it moves no date that had passed. Neither does the slip's, where it is the only one.
        """
        one, wait, told, moved = dossiers.c, pauses.c, promises.c, promises.alias().c
        over_at = func.coalesce(wait.resumed_at, wait.over_at)
        since, until = self._place(wait.paused_at), self._place(over_at)
        is_cut = or_(
            since < func.coalesce(until, len(self._bounds)),
            and_(not_(one.is_open), since > self._place(ended_at())),
        )
        is_moved = told.dossier_id.in_(
            select(moved.dossier_id).where(moved.kind != PromiseKind.SLIP.value)
        )
        is_told_later = self._place(told.made_at) > self._place(one.received_at)
        return union(
            select(wait.dossier_id).join(dossiers, one.id == wait.dossier_id).where(is_cut),
            select(told.dossier_id)
            .join(dossiers, one.id == told.dossier_id)
            .where(is_moved, is_told_later),
            select(agenda.c.dossier_id).where(agenda.c.look_at <= self._judged_until),
            select(agenda.c.dossier_id).where(agenda.c.failures > 0),
            reopened_since(self._bounds[0]),
        )

    def _life(self) -> tuple[ColumnElement[int], tuple[int, ...]]:
        """Ask for a life as one number, and say how many places each part of it has."""
        one, end, never = dossiers.c, ended_at(), len(self._bounds) + 1
        is_shown = and_(one.shows_end, one.as_of >= one.first_passes_at)
        fate = case(
            (one.is_kept == true(), FATES.index(True)),
            (one.is_kept == false(), FATES.index(False)),
            *((one.status == kind.value, FATES.index(kind)) for kind in GIVEN_UP_KINDS),
            else_=FATES.index(None),
        )
        came = case(
            *((one.channel == by.value, place) for place, by in enumerate(CHANNELS) if by),
            else_=0,
        )
        parts = (
            (self._place(one.received_at), never),
            (
                case((not_(one.is_open), func.coalesce(self._place(end), never)), else_=never),
                never + 1,
            ),
            (func.coalesce(self._place(one.first_due_at), never), never + 1),
            (fate, len(FATES)),
            (case((is_shown, 1), else_=0), 2),
            (came, len(CHANNELS)),
        )
        code: ColumnElement[int] = literal_column("0", Integer)
        for part, size in parts:
            code = code * size + part
        return code, tuple(size for _, size in parts)

    def _place(self, instant: ColumnElement[Any]) -> ColumnElement[int]:
        """Ask how many bounds lie at or before an instant, halving them; null of none."""

        def between(low: int, high: int) -> ColumnElement[int]:
            if low == high:
                return literal_column(str(low), Integer)
            middle = (low + high) // 2
            is_before = instant < self._bounds[middle]
            return case((is_before, between(low, middle)), else_=between(middle + 1, high))

        return case((instant.is_not(None), between(0, len(self._bounds))))


def _places(code: int, sizes: Sequence[int]) -> Iterator[int]:
    """Yield the parts of a life that was told as one number, the last first."""
    for size in reversed(sizes):
        code, place = divmod(code, size)
        yield place


def _reckoning(life: Life, starts: int, ends: int, *, never: int) -> Reckoning:
    """Reckon a life in the period between two bounds, as `reports.judged.judge` does.

    What ended before the day it was due, or was given up after it, is not told apart.
    """
    has_ended, is_here = life.ended <= ends, life.received <= ends
    is_resolved = has_ended and life.ended > starts
    is_over, is_old = has_ended and not is_resolved, life.received <= starts
    has_passed = life.due <= ends
    fate = FATES[life.fate] if has_ended else None
    given_up = fate if isinstance(fate, EndKind) else None
    if given_up is not None:
        outcome = Outcome.GIVEN_UP
    elif life.due >= never:
        outcome = Outcome.NO_DEADLINE
    elif has_ended:
        outcome = OF_ENDS[fate]
    else:
        outcome = OF_PENDING[has_passed, bool(life.is_shown)]
    fell_due = has_passed and (life.due > starts or (outcome in BROKEN and not is_over))
    return Reckoning(
        outcome=outcome,
        is_received=is_here and not is_old,
        is_carried=is_old and not is_over,
        is_resolved=is_resolved,
        is_pending=is_here and not has_ended,
        is_due=is_here and fell_due and outcome in KEPT | BROKEN,
        has_passed=has_passed,
        given_up=given_up,
    )
