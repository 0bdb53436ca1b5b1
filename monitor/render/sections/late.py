"""The late dossiers as a sheet."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.late import LateDossiers, LateLine


def sheets(figures: LateDossiers, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    columns = (
        *("code", "procedure", "unit", "agency", "first_due", "second_due", "ended"),
        *("days_late", "cause_code", "cause", "letter", "letter_state"),
        *("letter_issued", "letter_dated", "letter_new_due"),
    )
    rows = [_late_row(line, labels) for line in figures.lines]
    yield sheet(labels, "late", columns, rows or [(labels["text"]["nothing"],)])


def _late_row(line: LateLine, labels: Labels) -> tuple[Cell, ...]:
    text = labels["text"]
    state = labels["letter_state"][line.letter_state] if line.letter_state else ""
    return (
        line.code,
        line.procedure or text["no_procedure"],
        line.unit_name or text["no_unit"],
        line.deciding_agency or line.unit_name or text["no_unit"],
        line.first_due_at,
        line.second_due_at,
        line.ended_at,
        text["no_data"] if line.days_late is None else line.days_late,
        line.cause,
        line.cause_text or text["no_cause"],
        labels["letter"][line.letter],
        state if line.letter == "missing" else "",
        line.letter_issued_at,
        line.letter_dated_on,
        line.letter_new_due_at,
    )
