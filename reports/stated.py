"""Check figures that others state: do their counts add up, do their percentages follow?

Only what was stated is held against what was stated. A sum that lacks a part proves
nothing by falling short; it refutes by exceeding its whole, and agrees by equalling it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from types import MappingProxyType

from monitor.domain.stated import CheckedRow, Column, Share, ShareCheck, Stated, SumCheck

WHOLE = 100  # percent; rounded figures may be off by one of them
HALF = Fraction(1, 2)
FEWEST = 3  # columns of an agreement: one count that equals another says little


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a column is the sum of.

    `needs`: a part without which the sum is not meant. `beside`: a count that some
    offices hold to be within the parts, and others beside them.
    """

    parts: tuple[Column, ...]
    needs: Column | None = None
    beside: Column | None = None


SUMS: Mapping[Column, tuple[Parts, ...]] = MappingProxyType(
    {
        Column.TOTAL: (
            Parts(parts=(Column.CARRIED, Column.NEW)),
            Parts(parts=(Column.RESOLVED, Column.PENDING), beside=Column.RETURNED),
        ),
        Column.NEW: (Parts(parts=(Column.ONLINE, Column.DIRECT_OR_POSTAL)),),
        Column.DIRECT_OR_POSTAL: (Parts(parts=(Column.DIRECT, Column.POSTAL)),),
        Column.RESOLVED: (Parts(parts=(Column.KEPT, Column.LATE)),),
        Column.KEPT: (Parts(parts=(Column.EARLY, Column.ON_TIME)),),
        Column.PENDING: (Parts(parts=(Column.WITHIN, Column.DUE_TODAY, Column.OVERDUE)),),
        Column.LATE_OR_OVERDUE: (Parts(parts=(Column.LATE, Column.OVERDUE)),),
        # Who does not count by the day due has on-time dossiers that were not due yet.
        Column.DUE: (
            Parts(parts=(Column.KEPT, Column.LATE_OR_OVERDUE), needs=Column.LATE_OR_OVERDUE),
        ),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What the stated columns of a sum come to; not `is_whole` where a part is unstated."""

    columns: tuple[Column, ...] = ()
    count: int = 0
    is_whole: bool = True

    def __add__(self, other: "_Side") -> "_Side":
        return _Side(
            columns=self.columns + other.columns,
            count=self.count + other.count,
            is_whole=self.is_whole and other.is_whole,
        )


def check_stated(stated: Stated) -> CheckedRow:
    """Check every sum and every percentage of one account that its counts allow.

    Source:
        docs/law.md#stated-figures, docs/law.md#table-06a
    """
    return CheckedRow(
        stated=stated,
        sums=tuple(_sums(stated)),
        shares=tuple(_share(share, stated) for share in stated.shares),
    )


def _sums(stated: Stated) -> Iterator[SumCheck]:
    """Yield each whole against its parts; an unstated one's ways to count it, too."""
    for whole, ways in SUMS.items():
        sides = [_ways(parts, stated.counts) for parts in ways]
        if whole in stated.counts:
            sides.insert(0, (_side(whole, stated.counts),))
        for parts in sides[1:]:
            if found := _compare(parts, sides[0], stated):
                yield found


def _ways(parts: Parts, counts: Mapping[Column, int]) -> tuple[_Side, ...]:
    """Return what the parts may come to: without the count that may stand beside, and with."""
    if parts.needs is not None and parts.needs not in counts:
        return (_Side(is_whole=False),)
    side = _sum(parts.parts, counts)
    if parts.beside is not None and parts.beside in counts:
        return (side, side + _side(parts.beside, counts))
    return (side,)


def _sum(columns: Iterable[Column], counts: Mapping[Column, int]) -> _Side:
    return sum((_side(column, counts) for column in columns), _Side())


def _side(column: Column, counts: Mapping[Column, int]) -> _Side:
    """Return a column as stated, else by its parts as far as they are."""
    if column in counts:
        return _Side(columns=(column,), count=counts[column])
    if column in SUMS:
        return _sum(SUMS[column][0].parts, counts)
    return _Side(is_whole=False)


def _compare(
    lefts: tuple[_Side, ...], rights: tuple[_Side, ...], stated: Stated
) -> SumCheck | None:
    """Return the comparison that holds, else the first; None where one cannot be judged."""
    found = [_check(left, right, stated) for left, right in product(lefts, rights)]
    for one in found:
        if one is not None and one.holds:
            return one
    return None if None in found else found[0]


def _check(left: _Side, right: _Side, stated: Stated) -> SumCheck | None:
    """Hold two sides against each other, the one that lacks a part on the left.

    None where both lack one, or where one falls short for want of what was not stated.
    """
    if not right.is_whole:
        left, right = right, left
    difference = left.count - right.count
    is_near = abs(difference) * WHOLE <= (right.count if stated.is_rounded else 0)
    if not right.is_whole or not left.columns:
        return None
    if not left.is_whole:
        is_few = len(left.columns) + len(right.columns) < FEWEST
        if difference < 0 or (is_near and (difference or is_few)):
            return None
    return SumCheck(
        left_of=left.columns,
        right_of=right.columns,
        left=left.count,
        right=right.count,
        is_bound=not left.is_whole and difference != 0,
        holds=is_near,
        same_as=_equal_to(abs(difference), stated.counts),
    )


def _equal_to(difference: int, counts: Mapping[Column, int]) -> tuple[Column, ...]:
    if not difference:
        return ()
    return tuple(column for column in Column if counts.get(column) == difference)


def _share(share: Share, stated: Stated) -> ShareCheck:
    """Compare a percentage with its own counts, rounded half up to its own digits.

    Source:
        docs/law.md#on-time-rates
    """
    numerator, denominator = (
        _count(columns, stated.counts) for columns in (share.numerator, share.denominator)
    )
    if numerator is None or not denominator:
        is_of_nothing = numerator is not None and denominator == 0
        return ShareCheck(share=share, is_of_nothing=is_of_nothing)
    exact = Fraction(WHOLE * numerator, denominator)
    ones = int(exact * 10**share.digits + HALF)
    rounded = Fraction(ones, 10**share.digits)
    is_near = stated.is_rounded and abs(share.value - exact) * WHOLE <= exact
    return ShareCheck(
        share=share,
        computed=_written(ones, share.digits),
        holds=share.value == rounded or is_near,
    )


def _count(columns: tuple[Column, ...], counts: Mapping[Column, int]) -> int | None:
    """Return the sum of columns; None where there are none, or one is not stated."""
    if not columns or not counts.keys() >= set(columns):
        return None
    return sum(counts[column] for column in columns)


def _written(ones: int, digits: int) -> str:
    """Write a number of the last digit's ones with its point."""
    if not digits:
        return str(ones)
    return f"{ones // 10**digits}.{ones % 10**digits:0{digits}d}"
