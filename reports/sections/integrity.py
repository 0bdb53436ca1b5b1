"""What units were asked to verify in the period, and what they said of it.

Data are held against papers here; nobody is accused by being asked.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.instants import vietnam_day
from monitor.domain.month_findings import Said, Verification
from monitor.domain.term import fold
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """What became, by the period's end, of things to verify.

    `settled`: nothing was said, and what they spoke of is there no longer. `termed` are
    those with a term to explain, `in_time` those of them that were explained within it.
    """

    explained: int
    acknowledged: int
    settled: int
    open: int
    termed: int
    in_time: int

    @property
    def total(self) -> int:
        """All that was asked."""
        return self.explained + self.acknowledged + self.settled + self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What one unit was asked, or by one rule: its code (empty where nobody knows it)."""

    code: str
    name: str
    counts: AnswerCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class ToVerify:
    """One thing to verify, with what the unit said of it, as in `Verification`.

    `is_in_time` is None where no term runs or nothing was explained.
    """

    rule: str
    unit_name: str
    codes: tuple[str, ...]
    found_at: datetime
    explain_by: date | None
    said: Said
    said_at: datetime | None
    said_by: str
    is_in_time: bool | None
    text: str
    is_withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Integrity(Figures):
    """What was asked: in all, by rule and by unit, most first; then one by one.

    Those that nothing was said of stand first, the oldest at the top.
    """

    counts: AnswerCounts
    by_rule: tuple[Group, ...]
    by_unit: tuple[Group, ...]
    lines: tuple[ToVerify, ...]

    @property
    def dossiers(self) -> int:
        """How many dossiers all of it is about."""
        return len({code for line in self.lines for code in line.codes})


def make(month: Month) -> Integrity:
    """Count what units were asked to verify, and list it.

    Source:
        docs/law.md#edits-to-explain
    """
    asked = month.verified
    return Integrity(
        counts=_counts(asked),
        by_rule=_grouped(asked, lambda one: (one.rule, "")),
        by_unit=_grouped(asked, lambda one: (one.unit, month.unit_name(one.unit))),
        lines=tuple(_line(one, month) for one in sorted(asked, key=_order)),
    )


def _counts(asked: Iterable[Verification]) -> AnswerCounts:
    every = tuple(asked)

    def number(said: Said) -> int:
        return sum(one.said is said for one in every)

    return AnswerCounts(
        explained=number(Said.EXPLAINED),
        acknowledged=number(Said.ACKNOWLEDGED),
        settled=number(Said.SETTLED),
        open=number(Said.OPEN),
        termed=sum(one.explain_by is not None for one in every),
        in_time=sum(_is_in_time(one) is True for one in every),
    )


def _is_in_time(one: Verification) -> bool | None:
    if one.said is not Said.EXPLAINED or one.said_at is None or one.explain_by is None:
        return None
    return vietnam_day(one.said_at) <= one.explain_by


def _grouped(
    asked: Iterable[Verification], key: Callable[[Verification], tuple[str, str]]
) -> tuple[Group, ...]:
    found: defaultdict[tuple[str, str], list[Verification]] = defaultdict(list)
    for one in asked:
        found[key(one)].append(one)
    groups = [
        Group(code=code, name=name, counts=_counts(some))
        for (code, name), some in found.items()
    ]
    return tuple(sorted(groups, key=lambda one: (-one.counts.total, fold(one.name), one.code)))


def _order(one: Verification) -> tuple[bool, datetime, tuple[str, ...], str]:
    return one.said is not Said.OPEN, one.found_at, one.codes, one.rule


def _line(one: Verification, month: Month) -> ToVerify:
    return ToVerify(
        rule=one.rule,
        unit_name=month.unit_name(one.unit),
        codes=one.codes,
        found_at=one.found_at,
        explain_by=one.explain_by,
        said=one.said,
        said_at=one.said_at,
        said_by=one.said_by,
        is_in_time=_is_in_time(one),
        text=one.text,
        is_withheld=one.is_withheld,
    )


SECTION = Section(module=__name__, make=make)
