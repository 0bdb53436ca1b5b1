"""Where the data may be late rather than the dossiers, and how much would hang on it.

No figure elsewhere is altered by what stands here: a rate counts dossiers as the data say.
What the rate would be if every suspicion were true is an estimate, and named as one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.reckoning import KEPT, Outcome
from monitor.domain.term import fold
from reports.judged import Judged
from reports.section import Figures, Month, Section
from reports.tallies import total

DATA = "DL"  # the nature of causes that lie in the data


class Doubt(StrEnum):
    """Why a late dossier may be late in the data alone."""

    CAUSE = "cause"  # the unit names a cause that lies in the data
    STALE = "stale"  # overdue, and no recent export shows it


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLine:
    """One late dossier whose lateness may lie in the data; what the unit says first."""

    code: str
    unit_name: str
    doubt: Doubt
    cause: str
    cause_text: str
    is_resolved: bool
    days_late: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitDoubts:
    """One unit: late dossiers in doubt, those that cannot be judged, ends entered late.

    `unknown`: sources cannot tell; `no_deadline`: none can be named. `most_days` is the
    longest time in working days for which exports lacked an end, None where none did.
    """

    code: str
    name: str
    by_cause: int
    stale: int
    unknown: int
    no_deadline: int
    entered_late: int
    most_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LatenessOfData(Figures):
    """The doubts of a period. `limit`: working days, as in `DataDoubts`.

    `ended` are the ends whose day and first export are both known, `entered_late` those
    entered late, after `mean_days` working days in tenths (None where there are none).
    `stated` is the headline rate; `if_in_time` what it would be if each dossier in doubt
    had been in time.
    """

    limit: int
    by_cause: int
    stale: int
    unknown: int
    no_deadline: int
    ended: int
    entered_late: int
    mean_days: int | None
    stated: Rate
    if_in_time: Rate
    by_unit: tuple[UnitDoubts, ...]
    lines: tuple[DoubtLine, ...]

    @property
    def doubtful(self) -> int:
        """How many late dossiers are in doubt."""
        return len(self.lines)


def make(month: Month) -> LatenessOfData:
    """Count what may be late in the data alone.

    Source:
        docs/law.md#unconfirmed, docs/law.md#stale-data
    """
    doubted = [(case, doubt) for case in month.late if (doubt := _doubt(case, month))]
    due = [one for one in month.tallies if one.reckoning.is_due]
    kept = total(one for one in due if one.reckoning.outcome in KEPT)
    more = sum(case.reckoning.is_due for case, _ in doubted)
    counts = Counter(doubt for _, doubt in doubted)
    late = month.doubts.late
    entered = sum(one.count for one in late)
    return LatenessOfData(
        limit=month.doubts.limit,
        by_cause=counts[Doubt.CAUSE],
        stale=counts[Doubt.STALE],
        unknown=_number(month, Outcome.UNKNOWN),
        no_deadline=_number(month, Outcome.NO_DEADLINE),
        ended=month.doubts.ended,
        entered_late=entered,
        mean_days=_mean(sum(one.days * one.count for one in late), entered),
        stated=_rate(kept, total(due)),
        if_in_time=_rate(kept + more, total(due)),
        by_unit=_by_unit(month, doubted),
        lines=tuple(_line(case, doubt) for case, doubt in sorted(doubted, key=_order)),
    )


def _doubt(case: Judged, month: Month) -> Doubt | None:
    if case.snapshot.cause_nature == DATA:
        return Doubt.CAUSE
    return Doubt.STALE if case.snapshot.code in month.doubts.stale else None


def _number(month: Month, outcome: Outcome) -> int:
    return total(one for one in month.counted if one.reckoning.outcome is outcome)


def _mean(days: int, count: int) -> int | None:
    """Return an average in tenths, rounded half up; None of nothing."""
    return (20 * days + count) // (2 * count) if count else None


def _rate(kept: int, due: int) -> Rate:
    return Rate(definition=RateDefinition.DUE, numerator=kept, denominator=due)


def _by_unit(month: Month, doubted: list[tuple[Judged, Doubt]]) -> tuple[UnitDoubts, ...]:
    doubts = Counter((case.snapshot.unit, doubt) for case, doubt in doubted)
    unsure: Counter[tuple[str, Outcome]] = Counter()
    for tally in month.counted:
        if tally.reckoning.is_unsure:
            unsure[tally.unit, tally.reckoning.outcome] += tally.count
    entered: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for one in month.doubts.late:
        entered[one.unit][one.days] += one.count
    units = {unit for unit, _ in (*doubts, *unsure)} | entered.keys()
    found = [
        UnitDoubts(
            code=unit,
            name=month.unit_name(unit),
            by_cause=doubts[unit, Doubt.CAUSE],
            stale=doubts[unit, Doubt.STALE],
            unknown=unsure[unit, Outcome.UNKNOWN],
            no_deadline=unsure[unit, Outcome.NO_DEADLINE],
            entered_late=entered[unit].total() if unit in entered else 0,
            most_days=max(entered[unit]) if unit in entered else None,
        )
        for unit in units
    ]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                -(one.by_cause + one.stale),
                -(one.unknown + one.no_deadline + one.entered_late),
                fold(one.name),
                one.code,
            ),
        )
    )


def _line(case: Judged, doubt: Doubt) -> DoubtLine:
    one = case.snapshot
    return DoubtLine(
        code=one.code,
        unit_name=one.unit_name,
        doubt=doubt,
        cause=one.cause,
        cause_text=one.cause_text,
        is_resolved=case.is_resolved,
        days_late=case.days_late,
    )


def _order(doubted: tuple[Judged, Doubt]) -> tuple[bool, bool, str]:
    case, doubt = doubted
    return doubt is not Doubt.CAUSE, case.is_resolved, case.snapshot.code


SECTION = Section(module=__name__, make=make)
