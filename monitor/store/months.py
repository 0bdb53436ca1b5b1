"""The dossiers of a period, counted in one pass over what was kept when they were judged.

`reports/judged.py` says the same of one dossier; `tests/flows/test_month_counts.py` holds
the two against each other.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union,
)

from monitor.domain.dossier import GIVEN_UP, Channel
from monitor.domain.figures import EndKind
from monitor.domain.index_facts import Handled, InTime, Special
from monitor.domain.month_entries import Entries
from monitor.domain.month_findings import Found
from monitor.domain.month_letters import LetterRegister
from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.odd import OddDossier
from monitor.domain.outlook import Ahead, FallenDue, Windows
from monitor.domain.pace import ResultDays
from monitor.domain.period import Period
from monitor.domain.reckoning import DossierLine, Outcome, Reckoning, Tally
from monitor.domain.still_units import StillUnit
from monitor.domain.supplements import Supplements
from monitor.ports.months import LeftOut, Whose
from monitor.store import month_index, month_pace, month_risk
from monitor.store.among import among
from monitor.store.counting import count_alike
from monitor.store.days import day_of
from monitor.store.month_entries import entries, export_days
from monitor.store.month_findings import found
from monitor.store.month_letters import register
from monitor.store.month_odd import odd_dossiers
from monitor.store.month_still import still_units
from monitor.store.month_supplements import supplements
from monitor.store.month_warned import WAYS, said_in_time, warned
from monitor.store.past import SqlPastCounts
from monitor.store.standing import (
    Test,
    ended_at,
    is_end_lost,
    is_waiting,
    is_whose,
    reopened_since,
)
from monitor.store.tables import agenda, dossiers, imports, pauses, promises

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
        self._whose, self._is_whose = whose, is_whose(whose)
        self._is_lost = is_end_lost(known_from)
        self._asked = _Asked(period)
        self._period = period
        self._at = at

    def unsettled(self) -> list[str]:
        """Return the codes of the unsettled dossiers that the period may count, in order."""
        return sorted(self._unsettled.values())

    def tallies(self) -> Iterator[Tally]:
        """Yield the tallies of the settled dossiers."""
        for (unit, procedure, channel, code, _), count in self._counted.items():
            yield Tally(
                unit=unit or "",
                procedure=procedure,
                channel=Channel(channel) if channel else None,
                reckoning=_reckoning(code),
                count=count,
            )

    def late(self) -> list[str]:
        """Return the settled dossiers resolved late in the period or overdue at its end."""
        return sorted(code for *_, code in self._counted if code is not None)

    @cached_property
    def _counted(self) -> Counter[tuple[Any, ...]]:
        """The settled dossiers counted in one pass, each late one by its code."""
        one = dossiers.c
        late_code = case((self._asked.is_late, one.code))
        query = select(one.unit, _PROCEDURE, one.channel, self._asked.code, late_code)
        return count_alike(self._connection, query.where(*self._settled), self._given)

    def lines(self) -> Iterator[DossierLine]:
        """Yield the settled dossiers one by one, in order of their codes."""
        one = dossiers.c
        asked = (
            *(one.code, one.unit, _PROCEDURE, one.channel, one.received_at),
            *(one.first_due_at, one.last_due_at, self._asked.ended_at, self._asked.code),
        )
        query = select(*asked).where(*self._settled).order_by(one.code)
        rows: Iterable[Any] = self._connection.execute(
            query, self._given, execution_options={"yield_per": STEP}
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

    def odd(self) -> Iterator[OddDossier]:
        """Yield the dossiers that ended before they were received, in order of their codes."""
        conditions = (self._is_whose, not_(self._is_lost))
        return odd_dossiers(self._connection, self._period, ended_at(), *conditions)

    def results(self) -> Iterator[tuple[ResultDays, int]]:
        """Yield the results of the period with their days, those alike counted."""
        return month_pace.results(
            self._connection,
            self._period,
            ended_at(),
            *self._known,
            settled=self._settled,
            given=self._given,
        )

    def ahead(self, days: Period) -> Iterator[Ahead]:
        """Yield the settled dossiers, open at the period's end, that fall due in later days."""
        is_open = self._asked.ended_at.is_(None)
        return month_risk.ahead(
            self._connection, days, *self._settled, is_open, given=self._given
        )

    def fallen_due(self, windows: Windows) -> FallenDue:
        """Count the settled dossiers that fell due in the windows up to the period's end."""
        return month_risk.fallen_due(
            self._connection,
            self._period,
            windows,
            ended_at(),
            *self._known,
            not_(is_waiting(dossiers)),
            not_(among(dossiers.c.id, "unsettled")),
            given=self._given,
        )

    def in_time(self) -> InTime:
        """Count what the national index judges by its end and its date alone."""
        return month_index.in_time(
            self._connection, self._period, self._asked.ended_at, *self._processed
        )

    def specials(self) -> Iterator[Special]:
        """Yield what the national index judges one by one."""
        return month_index.specials(
            self._connection, self._period, self._asked.ended_at, *self._processed
        )

    def handled(self, procedures: Collection[str]) -> Iterator[Handled]:
        """Yield when dossiers of these procedures, received in the period, had a result."""
        return month_index.handled(self._connection, self._period, procedures, *self._known)

    def procedure_names(self, codes: Collection[str]) -> dict[str, str]:
        """Return what exports call procedures, by code."""
        one = dossiers.c
        query = select(one.procedure, func.max(one.procedure_name)).where(
            among(one.procedure, "codes")
        )
        rows = self._connection.execute(query.group_by(one.procedure), {"codes": list(codes)})
        return dict[str, str](rows.all())

    def past(self, periods: Sequence[Period]) -> SqlPastCounts:
        """Count other periods, all in one pass."""
        until = self._judged_until()
        return SqlPastCounts(self._connection, periods, *self._known, judged_until=until)

    def supplements(self, period: Period, systems: Collection[str]) -> Iterator[Supplements]:
        """Yield what was asked for in a period, by unit and procedure."""
        return supplements(self._connection, period, systems, *self._known)

    def left_out(self) -> LeftOut:
        """Count the dossiers that stand outside every figure."""
        is_undated = and_(dossiers.c.received_at.is_(None), not_(self._is_lost))
        query = select(
            *(
                func.coalesce(func.sum(case((is_one, 1), else_=0)), 0)
                for is_one in (is_undated, self._is_lost)
            )
        ).where(self._is_whose, or_(is_undated, self._is_lost))
        without_receipt, without_end = self._connection.execute(query).one()
        return LeftOut(
            without_receipt=without_receipt,
            without_end=without_end,
            elsewhere=self._elsewhere(),
        )

    def _elsewhere(self) -> int:
        """Count what stands in the units that are left out, as it stands today."""
        if not self._whose.but:
            return 0
        query = select(func.count()).where(
            dossiers.c.unit.in_(sorted(self._whose.but)),
            self._asked.is_near,
            not_(self._is_lost),
            self._asked.is_counted,
        )
        return int(self._connection.execute(query.select_from(dossiers)).scalar_one())

    def warned(self) -> Iterator[WarnedTally]:
        """Yield the settled dossiers whose deadline fell into the period, by who was warned."""
        one, period = dossiers.c, self._period
        query = select(one.unit, self._asked.code, warned(ended_at()), said_in_time()).where(
            one.first_due_at >= period.starts_at,
            one.first_due_at < period.ends_at,
            *self._settled,
        )
        counted = count_alike(self._connection, query, self._given)
        for (unit, code, way, said), count in counted.items():
            if _reckoning(code).is_due:
                yield WarnedTally(
                    unit=unit or "",
                    outcome=_reckoning(code).outcome,
                    warned=WAYS[way],
                    said_in_time=None if said is None else bool(said),
                    count=count,
                )

    def warnings_of(self, codes: Collection[str]) -> dict[str, tuple[Warned, bool | None]]:
        """Return the same of single dossiers, and the last answer to the question."""
        one = dossiers.c
        query = select(one.code, warned(ended_at()), said_in_time())
        rows = self._connection.execute(
            query.where(among(one.code, "codes")), {"codes": list(codes)}
        )
        return {code: (WAYS[way], said) for code, way, said in rows}

    def found(self) -> list[Found]:
        """Return what the rules with few findings found in the period, oldest first."""
        return found(self._connection, self._period, self._whose)

    def entries(self) -> list[Entries]:
        """Return the dossiers that ended in the period, by the export that first showed it."""
        return entries(self._connection, self._period, self._is_whose)

    def export_days(self) -> dict[str, list[date]]:
        """Return of which days exports could show an end, by system, in order."""
        return export_days(self._connection)

    def still(self) -> list[StillUnit]:
        """Return the units that stood still at some time of the period, in order."""
        return still_units(self._connection, self._period)

    def register(self) -> LetterRegister:
        """Count the letters that were issued, replaced and recalled in the period."""
        return register(self._connection, self._period, self._is_whose, ended_at())

    @property
    def _known(self) -> tuple[Test, ...]:
        return self._is_whose, not_(self._is_lost)

    @property
    def _processed(self) -> tuple[Test, ...]:
        """Ask for all that was to be processed in the period, settled or not."""
        end, starts_at = self._asked.ended_at, self._period.starts_at
        is_in_it = or_(end.is_(None), end >= starts_at, dossiers.c.received_at >= starts_at)
        return (self._asked.is_near, *self._known, self._asked.is_counted, is_in_it)

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
            not_(is_waiting(dossiers)),
            not_(among(dossiers.c.id, "unsettled")),
        )

    def _judged_until(self) -> datetime:
        """Return until when all should have been judged: now, and since the last import."""
        newest = self._connection.scalar(select(func.max(imports.c.imported_at)))
        return max(self._at, newest or self._at)

    @cached_property
    def _unsettled(self) -> dict[int, str]:
        """The unsettled dossiers by id: those with a history that the period's end cuts.

        What was given a date or opened again since, or is not judged yet, may have been due
        on another day than its row says.
        """
        ends_at, one, wait = self._period.ends_at, dossiers.c, pauses.c
        over_at = func.coalesce(wait.resumed_at, wait.over_at)
        is_cut = or_(over_at.is_(None), over_at >= ends_at, wait.paused_at >= ends_at)
        cut = select(wait.dossier_id).where(is_cut)
        other = union(
            select(promises.c.dossier_id).where(promises.c.made_at >= ends_at),
            select(agenda.c.dossier_id).where(agenda.c.look_at <= self._judged_until()),
            select(agenda.c.dossier_id).where(agenda.c.failures > 0),
            reopened_since(ends_at),
        )
        waits = or_(one.id.in_(cut), is_waiting(dossiers))
        query = select(one.id, one.code).where(
            or_(
                and_(self._asked.is_near, waits, self._asked.may_count),
                and_(self._asked.is_there, or_(one.id.in_(other), one.shows_end.is_(None))),
            ),
            *self._known,
        )
        return dict[int, str](self._connection.execute(query).all())


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
        self.is_there = and_(one.received_at.is_not(None), or_(is_here, is_resolved))
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
