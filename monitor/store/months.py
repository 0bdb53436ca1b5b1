"""The dossiers of a period, counted in one pass over what was kept when they were judged.

`reports/judged.py` says the same of one dossier; `tests/store/test_months.py` holds the two
against each other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from monitor.domain.dossier import GIVEN_UP, PAUSES, Channel
from monitor.domain.figures import EndKind
from monitor.domain.period import Period
from monitor.domain.reckoning import DossierLine, Outcome, Reckoning, Tally
from monitor.ports.months import Whose
from monitor.store.among import among
from monitor.store.days import day_of
from monitor.store.tables import agenda, dossiers, pauses, promises

Test = ColumnElement[bool]

OUTCOMES = tuple(Outcome)
GIVEN_UP_KINDS = tuple(EndKind(status) for status in sorted(GIVEN_UP))
FLAGS = ("is_received", "is_carried", "is_resolved", "is_pending", "is_due", "has_passed")
LATE_FLAG = "is_given_up_late"
STEP = 5_000  # dossiers read at a time

_PROCEDURE = func.coalesce(dossiers.c.procedure, dossiers.c.procedure_name).label("procedure")


class SqlMonths:
    """Periods, counted."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(
        self, period: Period, whose: Whose, *, known_from: datetime | None, at: datetime
    ) -> "SqlMonthCounts":
        """Count a period; unsettled is what is to be judged at `at`."""
        return SqlMonthCounts(self._connection, period, whose, known_from=known_from, at=at)


class SqlMonthCounts:
    """The dossiers of one period, as of its end."""

    def __init__(
        self,
        connection: Connection,
        period: Period,
        whose: Whose,
        *,
        known_from: datetime | None,
        at: datetime,
    ) -> None:
        self._connection = connection
        self._is_whose = is_whose(whose)
        self._is_lost = _is_end_lost(known_from)
        self._asked = _Asked(period)
        self._period = period
        self._at = at

    def unsettled(self) -> list[str]:
        """Return the codes of the unsettled dossiers that the period may count, in order."""
        return sorted(self._unsettled.values())

    def tallies(self) -> Iterator[Tally]:
        """Yield the tallies of the settled dossiers."""
        one = dossiers.c
        asked = (one.unit, _PROCEDURE, one.channel, self._asked.code)
        query = select(*asked).where(*self._settled)
        # Counted here: groups are nearly as many as dossiers, and a database would sort them.
        counted: Counter[tuple[Any, ...]] = Counter()
        for some in self._connection.execute(query, self._given).partitions(STEP):
            counted.update(map(tuple, some))
        for (unit, procedure, channel, code), count in counted.items():
            yield Tally(
                unit=unit or "",
                procedure=procedure,
                channel=Channel(channel) if channel else None,
                reckoning=_reckoning(code),
                count=count,
            )

    def late(self) -> list[str]:
        """Return the settled dossiers resolved late in the period or overdue at its end."""
        query = select(dossiers.c.code).where(*self._settled, self._asked.is_late)
        return sorted(self._connection.scalars(query, self._given))

    def lines(self) -> Iterator[DossierLine]:
        """Yield the settled dossiers one by one, in order of their codes."""
        one = dossiers.c
        asked = (
            *(one.code, one.unit, _PROCEDURE, one.channel, one.received_at),
            *(one.first_due_at, one.last_due_at, self._asked.ended_at, self._asked.code),
        )
        query = select(*asked).where(*self._settled).order_by(one.code)
        rows: Iterable[Any] = self._connection.execution_options(yield_per=STEP).execute(
            query, self._given
        )
        for code, unit, procedure, channel, received_at, first, last, ended, reckoned in rows:
            yield DossierLine(
                code=code,
                unit=unit or "",
                procedure=procedure,
                channel=Channel(channel) if channel else None,
                received_at=received_at,
                first_due_at=first,
                last_due_at=last,
                ended_at=ended,
                reckoning=_reckoning(reckoned),
            )

    def procedure_names(self, codes: Collection[str]) -> dict[str, str]:
        """Return what exports call procedures, by code."""
        one = dossiers.c
        query = select(one.procedure, func.max(one.procedure_name)).where(
            among(one.procedure, "codes")
        )
        rows = self._connection.execute(query.group_by(one.procedure), {"codes": list(codes)})
        return dict[str, str](rows.all())

    def without_receipt(self) -> int:
        """Count the dossiers of which nobody says when they were received."""
        is_known = not_(self._is_lost)
        return self._number(dossiers.c.received_at.is_(None), is_known)

    def without_end(self) -> int:
        """Count those that had ended before anything was known of them, nobody says when."""
        return self._number(self._is_lost)

    def _number(self, *conditions: Test) -> int:
        query = select(func.count()).select_from(dossiers).where(self._is_whose, *conditions)
        return int(self._connection.execute(query).scalar_one())

    @property
    def _given(self) -> dict[str, list[int]]:
        return {"unsettled": list(self._unsettled)}

    @property
    def _settled(self) -> tuple[Test, ...]:
        return (
            self._asked.is_near,
            self._is_whose,
            not_(self._is_lost),
            self._asked.is_counted,
            not_(_is_waiting(dossiers)),
            not_(among(dossiers.c.id, "unsettled")),
        )

    @cached_property
    def _unsettled(self) -> dict[int, str]:
        """The unsettled dossiers by id: those with a history that the period's end cuts."""
        ends_at = self._period.ends_at
        one, wait, told, any_ = dossiers.c, pauses.c, promises.c, dossiers.alias()
        over_at = func.coalesce(wait.resumed_at, wait.over_at)
        cut = or_(over_at.is_(None), over_at >= ends_at, wait.paused_at >= ends_at)
        ids = (
            select(wait.dossier_id)
            .where(cut)
            .union(
                select(told.dossier_id).where(told.made_at >= ends_at),
                select(agenda.c.dossier_id).where(agenda.c.look_at <= self._at),
                select(agenda.c.dossier_id).where(agenda.c.failures > 0),
                select(any_.c.id).where(or_(_is_waiting(any_), any_.c.shows_end.is_(None))),
            )
        )
        query = select(one.id, one.code).where(
            self._asked.is_near,
            one.id.in_(ids),
            self._is_whose,
            not_(self._is_lost),
            self._asked.may_count,
        )
        return dict[int, str](self._connection.execute(query).all())


def is_whose(whose: Whose) -> Test:
    """Ask whether a dossier is among those counted."""
    unit = dossiers.c.unit
    if whose.units is not None:
        return unit.in_(sorted(whose.units))
    return or_(unit.is_(None), unit.not_in(sorted(whose.but)))


def ended_at() -> ColumnElement[datetime]:
    """Ask for the instant that counts as the end, whether or not the dossier has ended."""
    one = dossiers.c
    return func.coalesce(one.finished_at, one.collected_at, one.end_seen_at)


def _is_waiting(of: FromClause) -> Test:
    return and_(of.c.is_open, func.coalesce(of.c.status, "").in_(sorted(PAUSES)))


def _is_end_lost(known_from: datetime | None) -> Test:
    if known_from is None:
        return false()
    one = dossiers.c
    return and_(
        not_(one.is_open),
        one.finished_at.is_(None),
        one.collected_at.is_(None),
        one.end_seen_at.is_not(None),
        one.end_seen_at < known_from,
    )


class _Asked:
    """What a period asks of a settled dossier, as `reports.judged.judge` does."""

    def __init__(self, period: Period) -> None:
        starts_at, ends_at = period.starts_at, period.ends_at
        one, end = dossiers.c, ended_at()
        has_ended = and_(not_(one.is_open), end.is_not(None), end < ends_at)
        is_old, is_here = one.received_at < starts_at, one.received_at < ends_at
        is_resolved = and_(has_ended, end >= starts_at)
        is_pending = and_(is_here, not_(has_ended))
        is_given_up = and_(has_ended, func.coalesce(one.status, "").in_(sorted(GIVEN_UP)))
        due_on, has_passed = one.first_due_at, one.first_due_at < ends_at
        is_early = and_(has_ended, day_of(end) < day_of(due_on))
        is_shown = and_(one.shows_end, one.as_of >= one.first_passes_at)
        outcome = case(
            (is_given_up, _place(Outcome.GIVEN_UP)),
            (due_on.is_(None), _place(Outcome.NO_DEADLINE)),
            (and_(has_ended, one.is_kept.is_(None)), _place(Outcome.UNKNOWN)),
            (is_early, _place(Outcome.EARLY)),
            (and_(has_ended, one.is_kept == true()), _place(Outcome.ON_TIME)),
            (has_ended, _place(Outcome.LATE)),
            (not_(has_passed), _place(Outcome.WITHIN)),
            (is_shown, _place(Outcome.OVERDUE)),
            else_=_place(Outcome.UNKNOWN),
        )
        is_known = and_(due_on.is_not(None), not_(is_given_up))
        is_kept = and_(is_known, has_ended, one.is_kept == true())
        is_broken = and_(
            is_known,
            or_(
                and_(has_ended, one.is_kept == false()),
                and_(not_(has_ended), has_passed, is_shown),
            ),
        )
        is_due = and_(
            is_here,
            or_(
                and_(or_(is_kept, is_broken), due_on >= starts_at, has_passed),
                and_(is_broken, due_on < starts_at, or_(not_(has_ended), end >= starts_at)),
            ),
        )
        flags = {
            "is_received": and_(is_here, not_(is_old)),
            "is_carried": and_(is_old, or_(not_(has_ended), is_resolved)),
            "is_resolved": is_resolved,
            "is_pending": is_pending,
            "is_due": is_due,
            "has_passed": has_passed,
            LATE_FLAG: and_(is_given_up, day_of(end) > day_of(due_on)),
        }
        given_up = case(
            *(
                (and_(is_given_up, one.status == kind.value), place)
                for place, kind in enumerate(GIVEN_UP_KINDS, start=1)
            ),
            else_=0,
        )
        self.ended_at = case((has_ended, end))
        self.code = outcome + len(OUTCOMES) * given_up
        weight = len(OUTCOMES) * (len(GIVEN_UP_KINDS) + 1)
        for test in flags.values():
            self.code = self.code + case((test, weight), else_=0)
            weight *= 2
        self.is_late = and_(is_broken, or_(is_resolved, is_pending))
        is_long_over = and_(is_old, has_ended, end < starts_at)
        # Cheap, and of most dossiers false: it is asked before all else.
        self.is_near = or_(
            one.is_open, end >= starts_at, due_on >= starts_at, one.received_at >= starts_at
        )
        self.may_count = and_(
            one.received_at.is_not(None),
            or_(is_resolved, and_(is_here, or_(not_(is_long_over), due_on >= starts_at))),
        )
        self.is_counted = and_(
            self.may_count,
            or_(is_pending, is_resolved, flags["is_received"], is_due),
        )


def _place(outcome: Outcome) -> ColumnElement[int]:
    return literal(OUTCOMES.index(outcome))


@cache
def _reckoning(code: int) -> Reckoning:
    rest, outcome = divmod(code, len(OUTCOMES))
    flags, given_up = divmod(rest, len(GIVEN_UP_KINDS) + 1)
    told = {name: bool(flags >> place & 1) for place, name in enumerate((*FLAGS, LATE_FLAG))}
    return Reckoning(
        outcome=OUTCOMES[outcome],
        given_up=GIVEN_UP_KINDS[given_up - 1] if given_up else None,
        **told,
    )
