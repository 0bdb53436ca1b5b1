"""The table of thirteen columns: to process, resolved, pending; by field, unit, level, all.

Conventions, said in the report: given up counts in column (9) and paused in column
(12), as the form does; so does a dossier of which neither on time nor late can be
said. An unknown channel counts in column (5). Each is told apart beside the table.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from monitor.domain.odd import OddDossier
from monitor.domain.reckoning import Tally
from monitor.domain.term import fold
from reports.identities import Block, Check, Identity, check_block, check_opening, check_row
from reports.section import Figures, Month, Section
from reports.table import Row, add_rows, count_row, count_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Table06a(Figures):
    """The rows, the total, and every identity with both its sides.

    The code of a row by level is that of `Level`; its name is empty. Not `is_known`: the
    period was over before anything is known, and its zeros say nothing.
    """

    by_field: tuple[Row, ...]
    by_unit: tuple[Row, ...]
    by_level: tuple[Row, ...]
    by_procedure: tuple[Row, ...]
    total: Row
    checks: tuple[Check, ...]
    is_known: bool

    @property
    def failures(self) -> tuple[Check, ...]:
        """The identities that do not hold."""
        return tuple(check for check in self.checks if not check.holds)

    def leading_procedures(self, most: int) -> tuple[tuple[Row, ...], Row | None]:
        """Return so many rows by procedure, and what the others have together, if any.

        Those with most late dossiers stand first, then those with most dossiers.
        """
        rows = sorted(self.by_procedure, key=lambda row: (-row.late - row.overdue, -row.total))
        others = rows[most:]
        return tuple(rows[:most]), add_rows(others) if others else None


Group = Callable[[Tally | OddDossier], tuple[str, str]]


def make(month: Month) -> Table06a:
    """Count the table and check it.

    Source:
        docs/law.md#table-06a
    """
    total = count_row(month.counted)
    groups: dict[Block, Group] = {
        Block.FIELD: lambda one: (month.field_of(one),) * 2,
        Block.UNIT: lambda one: (one.unit, month.unit_name(one.unit)),
        Block.LEVEL: lambda one: (month.directory.level_of(one.unit) or "", ""),
        Block.PROCEDURE: lambda one: (one.procedure, month.procedure_name(one.procedure)),
    }
    blocks = {block: _rows(month, group) for block, group in groups.items()}
    checks = (
        *(check for one, rows in blocks.items() for check in check_block(one, rows, total)),
        *check_row(total, Block.TOTAL),
    )
    groups[Block.TOTAL] = lambda _: ("", "")
    return Table06a(
        by_field=blocks[Block.FIELD],
        by_unit=blocks[Block.UNIT],
        by_level=blocks[Block.LEVEL][::-1],  # the province first, by their codes
        by_procedure=blocks[Block.PROCEDURE],
        total=total,
        checks=(
            *(_named(check, month, groups[check.block]) for check in checks),
            *check_opening(total, month.scope.closing_before, month.opened_otherwise),
        ),
        is_known=month.is_known,
    )


def _named(check: Check, month: Month, group: Group) -> Check:
    """Return a check with the dossiers behind its difference, as far as they are known.

    Whatever ended before it was received breaks the balance of its row where it came in
    the period, and what is to be processed where it left in it.
    """
    if check.holds or check.identity not in {Identity.TO_PROCESS, Identity.BALANCE}:
        return check
    is_balance = check.identity is Identity.BALANCE
    return replace(
        check,
        dossiers=tuple(
            one.code
            for one in month.odd
            if (month.period.holds(one.received_at)) is is_balance
            and group(one) == (check.code, check.row)
        ),
    )


def _rows(month: Month, group: Group) -> tuple[Row, ...]:
    """Return one row for each group, by name, the unknown one last."""
    rows = count_rows(month.counted, group)
    return tuple(sorted(rows, key=lambda row: (not row.name, fold(row.name), row.code)))


SECTION = Section(module=__name__, make=make)
