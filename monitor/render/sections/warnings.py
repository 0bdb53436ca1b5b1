"""What warnings achieved, as sheets, and as bars."""

from collections.abc import Iterator, Mapping

from monitor.render.filters import so
from monitor.render.sections.common import Labels, Question
from monitor.render.sheet import Cell, Sheet
from reports.sections.warnings import Ends, Warnings

PARTS = ("kept", "late", "open")


def sheets(figures: Warnings, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, why = labels["warnings"], labels["not_warned"]

    def row(name: str, ends: Ends) -> tuple[Cell, ...]:
        return name, ends.total, *(getattr(ends, part) for part in PARTS)

    answers = ("in_time", "in_time_kept", "late", "late_broken")
    yield Sheet(
        name=labels["sheet"]["warnings"],
        headings=(words["group"], words["total"], *(words[part] for part in PARTS)),
        rows=(
            row(words["warned"], figures.warned),
            row(words["others"], figures.others),
            *(row(why[one.why], one.ends) for one in figures.reasons),
            *((words[f"answers_{one}"], getattr(figures.answers, one)) for one in answers),
        ),
    )
    groups = (("warned", "of_warned"), ("others", "of_others"))
    rows: list[tuple[Cell, ...]] = [
        (
            one.name or labels["text"]["no_unit"],
            one.total,
            *(getattr(getattr(one, group), part) for group, _ in groups for part in PARTS),
        )
        for one in figures.by_unit
    ]
    yield Sheet(
        name=labels["sheet"]["warnings_units"],
        headings=(
            labels["column"]["unit"],
            words["total"],
            *(words[told].format(what=words[part]) for _, told in groups for part in PARTS),
        ),
        rows=tuple(rows) or ((labels["text"]["nothing"],),),
    )


def charts(figures: Warnings, labels: Labels) -> Mapping[str, Question]:
    """Draw what was not in time, warned of and not, by reason; nothing where all was."""
    words, why = labels["warnings"], labels["not_warned"]
    groups = ((words["warned"], figures.warned), *_reasons(figures, why))
    if not any(ends.late or ends.open for _, ends in groups):
        return {}
    return {
        "broken": {
            "kind": "bars",
            "title": words["chart"],
            "series": [words["late"], words["open"]],
            "bars": [
                (name, [(number, so(number)) for number in (ends.late, ends.open)])
                for name, ends in groups
            ],
        }
    }


def _reasons(figures: Warnings, why: Mapping[str, str]) -> Iterator[tuple[str, Ends]]:
    return (
        (why[one.why], one.ends) for one in figures.reasons if one.ends.late or one.ends.open
    )
