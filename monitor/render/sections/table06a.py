"""Table 06a and its identities as sheets."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.table06a import Table06a
from reports.table import TESTS, Row


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
            row("total", text["total"], figures.total),
        ),
    )
    yield sheet(
        labels,
        "checks",
        ("identity", "block", "name", "column", "left", "right", "difference"),
        (
            (
                labels["identity"][check.identity],
                blocks[check.block],
                check.row,
                labels["table"][check.column] if check.column else "",
                check.left,
                check.right,
                check.difference,
            )
            for check in figures.checks
        ),
    )
