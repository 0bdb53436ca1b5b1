"""What falls due after a period, and what of it is at risk by the office's own past.

The rule is plain so that it can be said in a sentence: a dossier is at risk where, of those
of its unit and procedure that fell due in the last six reporting months, a fifth or more were
late. Where the unit has seen too few, what all units together have seen speaks.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from monitor.domain.period import MonthScheme, Period

PAST_MONTHS = 6
LEAST_DUE = 5  # fewer say nothing
RISK_PERCENT = 20
FEW = 30  # a share of fewer than these is told to be one of few


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The days that an outlook looks at.

    `ahead`: from the end of the period, of the whole one where there is one, to that of the
    reporting month after it. `past`: the six reporting months that have ended with the
    period; `before`: those that had when it began.
    """

    ahead: Period
    past: Period
    before: Period

    @classmethod
    def of(cls, period: Period, scheme: MonthScheme, *, whole: Period | None = None) -> Self:
        """Return the days for one period of an office, or for the first days of a `whole` one.

        Raises:
            PeriodError: they lie outside the years that can be counted.
        """
        after = (whole or period).last + timedelta(days=1)
        day_before = period.first - timedelta(days=1)
        return cls(
            ahead=Period(first=after, last=scheme.month_of(after).last),
            past=_until(period.last, scheme),
            before=_until(day_before, scheme),
        )


def _until(last: date, scheme: MonthScheme) -> Period:
    """Return the six reporting months that have ended with a day."""
    months = scheme.months_until(Period(first=last, last=last), PAST_MONTHS)
    return Period(first=months[0].first, last=months[-1].last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """One open dossier that falls due after the period. It names nobody."""

    code: str
    unit: str
    procedure: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FellDue:
    """How many of a unit and a procedure fell due, and how many of these were late.

    Only what is known to be in time or late is counted: nothing given up or paused.
    """

    unit: str
    procedure: str
    due: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FallenDue:
    """What fell due, in order of unit and procedure.

    `past` in the window of that name, and `before` in that of its own, each as it stood when
    the period ended or began; `tried` are the dossiers open when the period began that fell
    due in it, as they stood at its end.
    """

    past: tuple[FellDue, ...] = ()
    before: tuple[FellDue, ...] = ()
    tried: tuple[FellDue, ...] = ()

    def __add__(self, other: "FallenDue") -> "FallenDue":
        return FallenDue(
            past=_summed(self.past, other.past),
            before=_summed(self.before, other.before),
            tried=_summed(self.tried, other.tried),
        )


def _summed(*several: Iterable[FellDue]) -> tuple[FellDue, ...]:
    sums: defaultdict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for some in several:
        for one in some:
            due, late = sums[one.unit, one.procedure]
            sums[one.unit, one.procedure] = due + one.due, late + one.late
    return tuple(
        FellDue(unit=unit, procedure=procedure, due=due, late=late)
        for (unit, procedure), (due, late) in sorted(sums.items())
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prospect:
    """The facts of an outlook; what is ahead in order of deadline and code."""

    windows: Windows
    ahead: tuple[Ahead, ...] = ()
    fallen: FallenDue = FallenDue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a judgment rests on: so many fell due, so many of them late.

    `is_of_unit`: in the dossier's own unit; else in all units of the report.

    Source:
        docs/law.md#outlook
    """

    due: int
    late: int
    is_of_unit: bool

    @property
    def is_risk(self) -> bool:
        """True where the share of late ones is as high as the rule says."""
        return 100 * self.late >= RISK_PERCENT * self.due


class Experience:
    """What the past says of a unit and a procedure."""

    def __init__(self, past: Iterable[FellDue]) -> None:
        own: dict[tuple[str, str], tuple[int, int]] = {}
        every: defaultdict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for one in past:
            own[one.unit, one.procedure] = one.due, one.late
            due, late = every[one.procedure]
            every[one.procedure] = due + one.due, late + one.late
        self._own, self._every = own, dict(every)

    def basis(self, unit: str, procedure: str) -> Basis | None:
        """Return what a judgment can rest on; None where nobody has seen enough."""
        due, late = self._own.get((unit, procedure), (0, 0))
        if due >= LEAST_DUE:
            return Basis(due=due, late=late, is_of_unit=True)
        due, late = self._every.get(procedure, (0, 0))
        if due >= LEAST_DUE:
            return Basis(due=due, late=late, is_of_unit=False)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How often the rule was right, had it been asked when the period began.

    `tried` were open then and fell due in the period; it would have named `named` of them,
    of which `named_late` became late; `late` is how many of all became late.
    """

    tried: int
    named: int
    named_late: int
    late: int

    @property
    def is_of_few(self) -> bool:
        """True where shares are of so few that they say little."""
        return min(self.named, self.late) < FEW


def try_rule(prospect: Prospect) -> Trial:
    """Ask the rule of the past before a period, and hold it against what came."""
    experience, tried = Experience(prospect.fallen.before), prospect.fallen.tried
    named = []
    for one in tried:
        basis = experience.basis(one.unit, one.procedure)
        if basis is not None and basis.is_risk:
            named.append(one)
    return Trial(
        tried=sum(one.due for one in tried),
        named=sum(one.due for one in named),
        named_late=sum(one.late for one in named),
        late=sum(one.late for one in tried),
    )
