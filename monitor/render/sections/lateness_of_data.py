"""What may be late in the data alone, as sheets."""

from collections.abc import Iterator

from monitor.render.sections.common import Labels, rate_cells, sheet
from monitor.render.sheet import Cell, Sheet
from reports.sections.lateness_of_data import DoubtLine, LatenessOfData

COUNTS = ("by_cause", "stale", "unknown", "no_deadline", "entered_late")


def sheets(figures: LatenessOfData, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text, column = labels["lateness_of_data"], labels["text"], labels["column"]
    nothing: tuple[tuple[Cell, ...], ...] = ((text["nothing"],),)
    counts: list[tuple[Cell, ...]] = [
        (words[one], getattr(figures, one)) for one in (*COUNTS, "ended")
    ]
    rates: list[tuple[Cell, ...]] = [
        (words[name], rate_cells(rate, labels)[-1])
        for name, rate in (("stated", figures.stated), ("if_in_time", figures.if_in_time))
    ]
    yield sheet(labels, "lateness_of_data", ("item", "value"), (*counts, *rates))
    yield Sheet(
        name=labels["sheet"]["lateness_of_data_units"],
        headings=(words["unit"], *(words[one] for one in COUNTS), words["most_days"]),
        rows=tuple(
            (
                one.name or text["no_unit"],
                *(getattr(one, count) for count in COUNTS),
                one.most_days,
            )
            for one in figures.by_unit
        )
        or nothing,
    )
    yield Sheet(
        name=labels["sheet"]["lateness_of_data_lines"],
        headings=(
            *(column["code"], column["unit"], words["doubt"]),
            *(column["cause_code"], column["cause"], words["state"], column["days_late"]),
        ),
        rows=tuple(_row(line, labels) for line in figures.lines) or nothing,
    )


def _row(line: DoubtLine, labels: Labels) -> tuple[Cell, ...]:
    words, text = labels["lateness_of_data"], labels["text"]
    return (
        line.code,
        line.unit_name or text["no_unit"],
        labels["doubt"][line.doubt],
        line.cause,
        line.cause_text,
        words["resolved" if line.is_resolved else "pending"],
        text["no_data"] if line.days_late is None else line.days_late,
    )
