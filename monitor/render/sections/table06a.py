"""Table 06a and its identities as sheets."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, sheet
from monitor.render.sheet import Cell, Sheet
from reports.identities import Block, Check, Identity
from reports.sections.table06a import Table06a
from reports.table import TESTS, Row

NAMED = 500  # dossiers that a cell has room for


def sheets(figures: Table06a, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    text, blocks = labels["text"], labels["block"]

    def row(block: str, name: str, counts: Row) -> tuple[Cell, ...]:
        return (blocks[block], name, *(counts.column(column) for column in TESTS))

    yield Sheet(
        name=labels["sheet"]["table06a"],
        headings=(
            labels["column"]["block"],
            labels["column"]["name"],
            *(labels["table"][column] for column in TESTS),
        ),
        rows=(
            *(row("field", one.name or text["no_field"], one) for one in figures.by_field),
            *(row("unit", one.name or text["no_unit"], one) for one in figures.by_unit),
            *(row("level", labels["level"][one.code], one) for one in figures.by_level),
            *(
                row("procedure", one.name or text["no_procedure"], one)
                for one in figures.by_procedure
            ),
            row("total", text["total"], figures.total)
            if figures.is_known
            else (blocks["total"], text["total"], *[text["no_data"]] * len(TESTS)),
        ),
    )
    yield sheet(
        labels,
        "checks",
        ("identity", "block", "name", "column", "left", "right", "difference", "behind"),
        (
            (
                labels["identity"][check.identity],
                blocks[check.block],
                _row_name(check, labels),
                labels["table"][check.column] if check.column else "",
                check.left,
                check.right,
                check.difference,
                ", ".join(check.dossiers[:NAMED]),
            )
            for check in figures.checks
        ),
    )


def _row_name(check: Check, labels: Labels) -> str:
    """Return which row a check is about; empty for a whole block, and for what is not known."""
    is_level = check.block is Block.LEVEL and check.identity is not Identity.SUM
    return labels["level"][check.code] if is_level else check.row
