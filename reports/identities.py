"""The identities between the columns of table 06a: checked, and never repaired."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from reports.table import COLUMNS, Row


class Block(StrEnum):
    """Which rows of the table a check is about."""

    FIELD = "field"
    UNIT = "unit"
    LEVEL = "level"
    PROCEDURE = "procedure"
    CHILD = "child"  # the units right below the report's own
    TOTAL = "total"


class Identity(StrEnum):
    """What must be equal; the figures are numbers of columns."""

    TO_PROCESS = "3=4+5+6"
    RESOLVED = "7=8+9+10"
    PENDING = "11=12+13"
    BALANCE = "3=7+11"
    SUM = "sum"  # the rows of a block add up to the total
    OPENING = "opening"  # column (6) is column (11) of the period before


SIDES = (
    (Identity.TO_PROCESS, "total", ("online", "direct", "carried")),
    (Identity.RESOLVED, "resolved", ("early", "on_time", "late")),
    (Identity.PENDING, "pending", ("within", "overdue")),
    (Identity.BALANCE, "total", ("resolved", "pending")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Two numbers that must be equal.

    `row` names the field or unit, empty where it was not known, and `code` is that of the
    row; `column` is that of a sum, and empty otherwise. `dossiers` are those behind a
    difference, as far as they can be named.
    """

    identity: Identity
    block: Block
    row: str = ""
    code: str = ""
    column: str = ""
    left: int
    right: int
    dossiers: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """True when the two are equal."""
        return self.left == self.right

    @property
    def difference(self) -> int:
        """By how much the left exceeds the right."""
        return self.left - self.right


def check_row(row: Row, block: Block) -> Iterator[Check]:
    """Yield the four identities of one row.

    Source:
        docs/law.md#table-06a
    """
    for identity, whole, parts in SIDES:
        yield Check(
            identity=identity,
            block=block,
            row=row.name,
            code=row.code,
            left=row.column(whole),
            right=sum(map(row.column, parts)),
        )


def check_block(block: Block, rows: tuple[Row, ...], total: Row) -> Iterator[Check]:
    """Yield the identities of a block's rows, and that they add up to the total."""
    for row in rows:
        yield from check_row(row, block)
    for column in COLUMNS:
        yield Check(
            identity=Identity.SUM,
            block=block,
            column=column,
            left=sum(row.column(column) for row in rows),
            right=total.column(column),
        )


def check_opening(
    total: Row, closing_before: int | None, differing: tuple[str, ...] = ()
) -> Iterator[Check]:
    """Yield that the opening is the closing of the period before, where that is known.

    Args:
        total: The row of all.
        closing_before: Column (11) of that period.
        differing: The dossiers that stand in one of the two alone.
    """
    if closing_before is not None:
        yield Check(
            identity=Identity.OPENING,
            block=Block.TOTAL,
            left=total.carried,
            right=closing_before,
            dossiers=differing,
        )
