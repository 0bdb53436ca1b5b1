"""What is to be verified as sheets: each dossier of it, and the counts."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels
from monitor.render.sheet import Cell, Sheet
from reports.sections.integrity import AnswerCounts, Integrity, ToVerify

COUNTS = ("total", "explained", "acknowledged", "settled", "open", "termed")


def sheets(figures: Integrity, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text, column = labels["integrity"], labels["text"], labels["column"]
    nothing: tuple[tuple[Cell, ...], ...] = ((text["nothing"],),)
    told = ("found", "explain_by", "said", "said_at", "said_by", "in_time", "text")
    yield Sheet(
        name=labels["sheet"]["integrity"],
        headings=(
            *(column["code"], column["unit"], words["rule"]),
            *(words[one] for one in told),
        ),
        rows=tuple(row for line in figures.lines for row in _rows(line, labels)) or nothing,
    )

    def counts(part: str, name: str, one: AnswerCounts) -> tuple[Cell, ...]:
        return part, name, *(getattr(one, count) for count in COUNTS), one.in_time

    yield Sheet(
        name=labels["sheet"]["integrity_counts"],
        headings=(
            *(words["part"], words["name"]),
            *(words[count] for count in COUNTS),
            words["termed_in_time"],
        ),
        rows=(
            *(
                counts(words["by_rule"], labels["verify"][one.code], one.counts)
                for one in figures.by_rule
            ),
            *(
                counts(words["by_unit"], one.name or text["no_unit"], one.counts)
                for one in figures.by_unit
            ),
            counts(text["total"], text["total"], figures.counts),
        ),
    )


def _rows(line: ToVerify, labels: Labels) -> Iterator[tuple[Cell, ...]]:
    words = labels["integrity"]
    is_in_time = {None: "", True: words["yes"], False: words["no"]}[line.is_in_time]
    for code in line.codes:
        yield (
            code,
            line.unit_name or labels["text"]["no_unit"],
            labels["verify"][line.rule],
            line.found_at,
            line.explain_by,
            words[line.said],
            line.said_at,
            line.said_by,
            is_in_time,
            words["withheld"] if line.is_withheld else line.text,
        )
