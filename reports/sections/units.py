"""How each unit right below the report's own did, all below it added up."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from monitor.domain.figures import Rate
from monitor.domain.term import fold
from reports.children import Child, Children, Place, by_child
from reports.identities import Block, Check, Identity
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section
from reports.table import COLUMNS, Row, count_row, count_rows
from reports.tallies import due_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """One unit with all below it; `rank` counts from the lowest rate.

    `rank` is None of few dossiers, which are not ranked: `is_few`; of what had none due; and
    of the rows that are no unit of their own. `letters_missing` are apologies that we owed
    and had not issued when the period ended.
    """

    place: Place
    code: str
    name: str
    rank: int | None
    is_few: bool
    to_process: int
    resolved: int
    late: int
    overdue: int
    given_up: int
    letters_missing: int
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Units(Figures):
    """The units: ranked from the lowest rate, then the others by name, then the rest.

    `checks` hold the sum of the rows against the whole; `least` is of how many dossiers due
    a unit must have had to be ranked.
    """

    lines: tuple[UnitLine, ...]
    total: UnitLine
    least: int
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Check, ...]:
        """The sums that do not hold."""
        return tuple(check for check in self.checks if not check.holds)


def make(month: Month) -> Units:
    """Count each unit, and hold their sum against the whole.

    Source:
        docs/law.md#on-time-rates, docs/law.md#unit-figures
    """
    children = Children(month)
    found = by_child(month, month.tallies, lambda one: one.unit)
    missing = Counter(
        children.of(case.snapshot.unit)
        for case in month.late
        if letter_timing(case.snapshot, month.period) is LetterTiming.MISSING
    )
    counted = _counted(month, children)
    total = count_row(month.counted)
    whole = Child(place=Place.OWN, code=month.scope.unit, name=month.scope.unit_name)
    lines = (
        _line(month, child, counted[child.code], due_rate(own), missing[child])
        for child, own in found.items()
    )
    return Units(
        lines=tuple(_ranked(lines)),
        total=_line(month, whole, total, due_rate(month.tallies), missing.total()),
        least=month.least,
        checks=tuple(_checks(counted.values(), total)),
    )


def _counted(month: Month, children: Children) -> defaultdict[str, Row]:
    """Count every row at once, by its code; a row without dossiers is one of zeros."""
    places = {one.unit: children.of(one.unit) for one in month.tallies}
    codes = {unit: child.code for unit, child in places.items() if child is not None}
    ours = (one for one in month.counted if one.unit in codes)
    rows = count_rows(ours, lambda one: (codes[one.unit], ""))
    found = defaultdict[str, Row](lambda: count_row(()))
    return found | {row.code: row for row in rows}


def _line(month: Month, child: Child, row: Row, rate: Rate, letters_missing: int) -> UnitLine:
    return UnitLine(
        place=child.place,
        code=child.code,
        name=child.name,
        rank=None,
        is_few=0 < rate.denominator < month.least,
        to_process=row.total,
        resolved=row.resolved,
        late=row.late,
        overdue=row.overdue,
        given_up=row.given_up,
        letters_missing=letters_missing,
        rate=rate,
    )


def _ranked(lines: Iterable[UnitLine]) -> Iterator[UnitLine]:
    """Yield the lines in order, the children with enough dossiers ranked."""
    children: list[UnitLine] = []
    others: list[UnitLine] = []
    for line in lines:
        is_ranked = line.place is Place.CHILD and line.rate.denominator and not line.is_few
        (children if is_ranked else others).append(line)
    for rank, line in enumerate(sorted(children, key=_rate_first), start=1):
        yield replace(line, rank=rank)
    yield from sorted(others, key=lambda one: (one.place is not Place.CHILD, *_name(one)))


def _rate_first(line: UnitLine) -> tuple[Fraction, int, str, str]:
    rate = line.rate
    missed = rate.denominator - rate.numerator
    return Fraction(rate.numerator, rate.denominator), -missed, *_name(line)


def _name(line: UnitLine) -> tuple[str, str]:
    return fold(line.name), line.code


def _checks(rows: Collection[Row], total: Row) -> Iterator[Check]:
    for column in COLUMNS:
        yield Check(
            identity=Identity.SUM,
            block=Block.CHILD,
            column=column,
            left=sum(row.column(column) for row in rows),
            right=total.column(column),
        )


SECTION = Section(module=__name__, make=make)
