"""The table of thirteen columns: to process, resolved, pending; by field, by unit, in all.

Conventions, said in the report: given up counts in column (9) and paused in column
(12), as the form does; so does a dossier of which neither on time nor late can be
said. An unknown channel counts in column (5). Each is told apart beside the table.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from monitor.domain.term import fold
from reports.identities import Block, Check, check_block, check_opening, check_row
from reports.judged import Judged
from reports.section import Figures, Month, Section
from reports.table import Row, count_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Table06a(Figures):
    """The rows, the total, and every identity with both its sides."""

    by_field: tuple[Row, ...]
    by_unit: tuple[Row, ...]
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
    by_field = _rows(month.counted, lambda case: (case.snapshot.field, case.snapshot.field))
    by_unit = _rows(month.counted, lambda case: (case.snapshot.unit, case.snapshot.unit_name))
    total = count_row(month.counted)
    return Table06a(
        by_field=by_field,
        by_unit=by_unit,
        total=total,
        checks=(
            *check_block(Block.FIELD, by_field, total),
            *check_block(Block.UNIT, by_unit, total),
            *check_row(total, Block.TOTAL),
            *check_opening(total, month.scope.closing_before),
        ),
    )


def _rows(
    cases: tuple[Judged, ...], group: Callable[[Judged], tuple[str, str]]
) -> tuple[Row, ...]:
    """Return one row for each group, by name, the unknown one last."""
    groups: defaultdict[tuple[str, str], list[Judged]] = defaultdict(list)
    for case in cases:
        groups[group(case)].append(case)
    rows = [count_row(found, code=code, name=name) for (code, name), found in groups.items()]
    return tuple(sorted(rows, key=lambda row: (not row.name, fold(row.name), row.code)))


SECTION = Section(module=__name__, make=make)
