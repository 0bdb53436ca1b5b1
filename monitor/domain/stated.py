"""Figures that somebody else states of a period, and what a check of them finds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from monitor.domain.record import Reject


class Column(StrEnum):
    """A count of dossiers that a published account may state."""

    TOTAL = "total_to_process"
    CARRIED = "carried_over"
    NEW = "received_new"
    ONLINE = "online"
    DIRECT = "direct"
    POSTAL = "postal"
    DIRECT_OR_POSTAL = "direct_or_postal"
    RESOLVED = "resolved_total"
    EARLY = "early"
    ON_TIME = "on_time"
    KEPT = "early_or_on_time"
    LATE = "late"  # resolved, after the deadline
    DUE = "due_total"
    LATE_OR_OVERDUE = "late_or_overdue_combined"
    PENDING = "pending_total"
    WITHIN = "pending_within"
    DUE_TODAY = "pending_due_today"
    OVERDUE = "pending_overdue"
    RETURNED = "returned_withdrawn"


class Verdict(StrEnum):
    """What can be said of one account."""

    CONSISTENT = "consistent"  # something could be checked, and all of it holds
    INCONSISTENT = "inconsistent"
    UNCHECKABLE = "uncheckable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A stated percentage: `text` with as many digits as it was stated to, such as 99.47.

    Numerator and denominator are sums of columns; empty where the account names none.
    """

    label: str
    text: str
    numerator: tuple[Column, ...] = ()
    denominator: tuple[Column, ...] = ()

    @property
    def value(self) -> Fraction:
        """The percentage, exactly as stated."""
        return Fraction(self.text)

    @property
    def digits(self) -> int:
        """How many digits follow the point."""
        return len(self.text.partition(".")[2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One account: the counts it states, and no others.

    `first` and `last` are the period as it was written; `is_rounded`: the account rounds
    its counts. `problems` are its cells that could not be read: what they state is left out.
    """

    code: str
    place: str = ""
    first: str = ""
    last: str = ""
    is_rounded: bool = False
    counts: Mapping[Column, int]
    shares: tuple[Share, ...] = ()
    problems: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SumCheck:
    """Two sums of stated counts that must agree.

    `is_bound`: the left lacks parts that were not stated, so it may be less. `same_as`
    are the counts that equal the difference: perhaps counted twice, or left out.
    """

    left_of: tuple[Column, ...]
    right_of: tuple[Column, ...]
    left: int
    right: int
    is_bound: bool
    holds: bool
    same_as: tuple[Column, ...] = ()

    @property
    def difference(self) -> int:
        """By how much the left exceeds the right."""
        return self.left - self.right

    @property
    def identity(self) -> str:
        """The two sums as one line of column names."""
        sign = "<=" if self.is_bound else "="
        return f"{'+'.join(self.left_of)}{sign}{'+'.join(self.right_of)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCheck:
    """A stated percentage beside the one its counts give, to the same digits.

    `computed` and `holds` are None where numerator or denominator cannot be told, or
    nothing is to be divided by: then it `is_of_nothing`.
    """

    share: Share
    computed: str | None = None
    holds: bool | None = None
    is_of_nothing: bool = False

    @property
    def difference(self) -> str | None:
        """By how much it exceeds the computed one, to the stated digits, such as -0.06."""
        if self.computed is None:
            return None
        return f"{Decimal(self.share.text) - Decimal(self.computed):f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRow:
    """One account and all that could be checked of it."""

    stated: Stated
    sums: tuple[SumCheck, ...]
    shares: tuple[ShareCheck, ...]

    @property
    def verdict(self) -> Verdict:
        """Return what all the checks together say; nothing agrees with a part of nothing."""
        checks: tuple[SumCheck | ShareCheck, ...] = (*self.sums, *self.shares)
        found = {one.holds for one in checks} - {None}
        if False in found:
            return Verdict.INCONSISTENT
        if not found or any(one.is_of_nothing for one in self.shares):
            return Verdict.UNCHECKABLE
        return Verdict.CONSISTENT
