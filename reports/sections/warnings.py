"""What warnings achieved: who was warned of what fell due, and what became of it.

That a dossier was warned of and ended in time does not say that it did because of that;
beside it stand those that were not warned of, and why not.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.reckoning import BROKEN, KEPT, Outcome
from monitor.domain.term import fold
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """What became of dossiers by the period's end: ended in time, ended late, still open."""

    kept: int
    late: int
    open: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.kept + self.late + self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class NotWarned:
    """The dossiers that were not warned of for one reason."""

    why: Warned
    ends: Ends


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWarned:
    """One unit's dossiers, warned of and not; an empty code is one that nobody knows."""

    code: str
    name: str
    warned: Ends
    others: Ends

    @property
    def total(self) -> int:
        """All dossiers of the unit that fell due in the period."""
        return self.warned.total + self.others.total


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered, before the deadline, to whether a dossier would be in time.

    `in_time` were said to be in time, and `in_time_kept` of them were; `late` were said
    not to be, and `late_broken` of them were not.
    """

    in_time: int
    in_time_kept: int
    late: int
    late_broken: int

    @property
    def total(self) -> int:
        """All answers."""
        return self.in_time + self.late

    @property
    def came_true(self) -> int:
        """How many of them came true."""
        return self.in_time_kept + self.late_broken


@dataclass(frozen=True, slots=True, kw_only=True)
class Warnings(Figures):
    """Of the dossiers that fell due in the period: who was warned, by reason, by unit."""

    warned: Ends
    others: Ends
    reasons: tuple[NotWarned, ...]
    by_unit: tuple[UnitWarned, ...]
    answers: Answers

    @property
    def total(self) -> int:
        """All that fell due in the period."""
        return self.warned.total + self.others.total

    @property
    def in_reach(self) -> Ends:
        """Those that could have been warned of: what ended ahead of any warning is none."""
        ahead = next((one for one in self.reasons if one.why is Warned.ENDED_FIRST), None)
        less = ahead.ends if ahead else Ends(kept=0, late=0, open=0)
        return Ends(
            kept=self.warned.kept + self.others.kept - less.kept,
            late=self.warned.late + self.others.late - less.late,
            open=self.warned.open + self.others.open - less.open,
        )


def make(month: Month) -> Warnings:
    """Count the dossiers that fell due by who was warned.

    Source:
        docs/law.md#warning-before-due-date
    """
    told = [one for one in month.warned if one.warned is Warned.TOLD]
    others = [one for one in month.warned if one.warned is not Warned.TOLD]
    reasons = [
        NotWarned(why=why, ends=_ends(one for one in others if one.warned is why))
        for why in Warned
        if why is not Warned.TOLD
    ]
    return Warnings(
        warned=_ends(told),
        others=_ends(others),
        reasons=tuple(one for one in reasons if one.ends.total),
        by_unit=_by_unit(month),
        answers=_answers(month.warned),
    )


def _ends(tallies: Iterable[WarnedTally]) -> Ends:
    some = tuple(tallies)
    return Ends(
        kept=_number(some, KEPT),
        late=_number(some, {Outcome.LATE}),
        open=_number(some, {Outcome.OVERDUE}),
    )


def _number(tallies: Iterable[WarnedTally], outcomes: Iterable[Outcome]) -> int:
    wanted = frozenset(outcomes)
    return sum(one.count for one in tallies if one.outcome in wanted)


def _by_unit(month: Month) -> tuple[UnitWarned, ...]:
    found: defaultdict[str, list[WarnedTally]] = defaultdict(list)
    for one in month.warned:
        found[one.unit].append(one)
    units = [
        UnitWarned(
            code=code,
            name=month.unit_name(code),
            warned=_ends(one for one in some if one.warned is Warned.TOLD),
            others=_ends(one for one in some if one.warned is not Warned.TOLD),
        )
        for code, some in found.items()
    ]
    return tuple(sorted(units, key=lambda one: (-one.total, fold(one.name), one.code)))


def _answers(tallies: Iterable[WarnedTally]) -> Answers:
    some = tuple(tallies)
    in_time = [one for one in some if one.said_in_time is True]
    late = [one for one in some if one.said_in_time is False]
    return Answers(
        in_time=_number(in_time, Outcome),
        in_time_kept=_number(in_time, KEPT),
        late=_number(late, Outcome),
        late_broken=_number(late, BROKEN),
    )


SECTION = Section(module=__name__, make=make)
