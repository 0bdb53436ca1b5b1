"""The identities between the columns of table 06a: checked, and never repaired."""

from collections.abc import Iterator
from dataclasses import dataclass

from reports.table import COLUMNS, Row

IDENTITIES = (
    ("3=4+5+6", ("total",), ("online", "direct", "carried")),
    ("7=8+9+10", ("resolved",), ("early", "on_time", "late")),
    ("11=12+13", ("pending",), ("within", "overdue")),
    ("3=7+11", ("total",), ("resolved", "pending")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Two numbers that must be equal.

    `identity` is one of `IDENTITIES`, or "by_field", "by_unit" (the rows add up to the
    total, in a `column`) or "opening" (column (6) is the period before's column (11)).
    `row` names the field or unit; it is empty for the total.
    """

    identity: str
    row: str = ""
    column: str = ""
    left: int
    right: int

    @property
    def holds(self) -> bool:
        """True when the two are equal."""
        return self.left == self.right

    @property
    def difference(self) -> int:
        """By how much the left exceeds the right."""
        return self.left - self.right


def check_row(row: Row) -> Iterator[Check]:
    """Yield the four identities of one row.

    Source:
        docs/law.md#table-06a
    """
    for identity, left, right in IDENTITIES:
        yield Check(
            identity=identity, row=row.name, left=_sum(row, left), right=_sum(row, right)
        )


def check_sums(identity: str, rows: tuple[Row, ...], total: Row) -> Iterator[Check]:
    """Yield, column by column, that the rows add up to the total."""
    for column in COLUMNS:
        yield Check(
            identity=identity,
            column=column,
            left=sum(_sum(row, (column,)) for row in rows),
            right=_sum(total, (column,)),
        )


def check_opening(total: Row, closing_before: int | None) -> Iterator[Check]:
    """Yield that the opening is the closing of the period before, where that is known."""
    if closing_before is not None:
        yield Check(identity="opening", left=total.carried, right=closing_before)


def _sum(row: Row, columns: tuple[str, ...]) -> int:
    return sum(getattr(row, column) for column in columns)
