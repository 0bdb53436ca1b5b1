"""The table of thirteen columns: to process, resolved, pending; by field, unit, level, all.

Conventions, said in the report: given up counts in column (9) and paused in column
(12), as the form does; so does a dossier of which neither on time nor late can be
said. An unknown channel counts in column (5). Each is told apart beside the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from monitor.domain.directory import Level
from monitor.domain.reckoning import Tally
from monitor.domain.term import fold
from reports.identities import Block, Check, check_block, check_opening, check_row
from reports.section import Figures, Month, Section
from reports.table import Row, count_row, count_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Table06a(Figures):
    """The rows, the total, and every identity with both its sides.

    The code of a row by level is that of `Level`; its name is empty.
    """

    by_field: tuple[Row, ...]
    by_unit: tuple[Row, ...]
    by_level: tuple[Row, ...]
    by_procedure: tuple[Row, ...]
    total: Row
    checks: tuple[Check, ...]

    @property
    def failures(self) -> tuple[Check, ...]:
        """The identities that do not hold."""
        return tuple(check for check in self.checks if not check.holds)


def make(month: Month) -> Table06a:
    """Count the table and check it.

    Source:
        docs/law.md#table-06a
    """
    total = count_row(month.counted)
    blocks = {
        Block.FIELD: _rows(month, lambda one: (month.field_of(one),) * 2),
        Block.UNIT: _rows(month, lambda one: (one.unit, month.unit_name(one.unit))),
        Block.LEVEL: _rows(month, lambda one: (_level(month, one.unit), "")),
        Block.PROCEDURE: _rows(
            month, lambda one: (one.procedure, month.procedure_name(one.procedure))
        ),
    }
    return Table06a(
        by_field=blocks[Block.FIELD],
        by_unit=blocks[Block.UNIT],
        by_level=blocks[Block.LEVEL],
        by_procedure=blocks[Block.PROCEDURE],
        total=total,
        checks=(
            *(check for one, rows in blocks.items() for check in check_block(one, rows, total)),
            *check_row(total, Block.TOTAL),
            *check_opening(total, month.scope.closing_before),
        ),
    )


def _rows(month: Month, group: Callable[[Tally], tuple[str, str]]) -> tuple[Row, ...]:
    """Return one row for each group, by name, the unknown one last."""
    rows = count_rows(month.counted, group)
    return tuple(sorted(rows, key=lambda row: (not row.name, fold(row.name), row.code)))


def _level(month: Month, unit: str) -> str:
    """Return the level that a unit belongs to: its own, or that of the nearest above."""
    levels = (one.level for one in month.directory.upward(unit))
    return next((one for one in levels if one in (Level.PROVINCE, Level.COMMUNE)), "")


SECTION = Section(module=__name__, make=make)
