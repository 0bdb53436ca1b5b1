"""The late dossiers as sheets: each of them, and how late they are; that as columns, too."""

from collections.abc import Iterator, Mapping

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question
from monitor.render.sheet import Cell, Sheet
from reports.sections.late import BANDS, LateDossiers, LateLine

LATE_COLUMNS: Mapping[str, int] = {  # their widths in letters
    "code": 26,
    "procedure": 50,
    "unit": 32,
    "agency": 32,
    "first_due": 16,
    "second_due": 16,
    "ended": 16,
    "days_late": 12,
    "cause_code": 8,
    "cause": 40,
    "letter": 26,
    "letter_state": 26,
    "letter_issued": 16,
    "letter_dated": 14,
    "letter_new_due": 16,
}


def sheets(figures: LateDossiers, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    text = labels["text"]
    names = labels["late"]
    yield Sheet(
        name=labels["sheet"]["late_days"],
        headings=(
            labels["column"]["agency"],
            *(names[band] for band in BANDS),
            labels["column"]["late"],
        ),
        rows=[
            (
                one.name or text["no_unit"],
                *(getattr(one, band) for band in BANDS),
                one.total,
            )
            for one in figures.by_agency
        ]
        or [(text["nothing"],)],
    )
    yield Sheet(
        name=labels["sheet"]["late"],
        headings=tuple(labels["column"][column] for column in LATE_COLUMNS),
        rows=[_late_row(line, labels) for line in figures.lines] or [(text["nothing"],)],
        widths=tuple(LATE_COLUMNS.values()),
    )


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


def charts(figures: LateDossiers, labels: Labels) -> Mapping[str, Question]:
    """Draw how late the dossiers are; nothing where there are none."""
    if not figures.lines:
        return {}
    names, days = labels["late"], figures.days
    question: Question = {
        "kind": "columns",
        "title": names["chart"],
        "series": [names["series"]],
        "groups": [
            (names[band], [(getattr(days, band), so(getattr(days, band)))])
            for band in BANDS
            if band != "unknown" or days.unknown
        ],
    }
    return {"days": question}
