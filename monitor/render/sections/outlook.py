"""What falls due next as sheets, and as bars by unit."""

from collections.abc import Iterator, Mapping

from monitor.domain.figures import Share
from monitor.render.filters import ngay_so, so
from monitor.render.sections.common import Labels, Question, percent_cell
from monitor.render.sheet import Cell, Sheet
from reports.sections.outlook import Outlook, RiskLine

NAMED = 8  # of many: the others are drawn as one
NUMBERS = (
    *("pending", "overdue", "ahead", "at_risk", "unjudged"),
    *("later", "paused", "unsure"),
)
WIDTHS = (30, 30, 60, 14, 12, 12, 12, 18)  # of the list of dossiers
TRIAL = ("tried", "named", "named_late", "late")


def sheets(figures: Outlook, labels: Labels) -> Iterator[Sheet]:
    """Yield the section's sheets."""
    words, text = labels["outlook"], labels["text"]
    units = (*figures.by_unit, figures.total)
    names = (*(one.unit_name or text["no_unit"] for one in figures.by_unit), text["total"])
    yield Sheet(
        name=labels["sheet"]["outlook"],
        headings=(words["unit"], *(words[name] for name in NUMBERS)),
        rows=tuple(
            (name, *(getattr(one, number) for number in NUMBERS))
            for name, one in zip(names, units, strict=True)
        ),
    )
    lines: tuple[tuple[Cell, ...], ...] = tuple(_row(line, labels) for line in figures.lines)
    past = ("past_late", "past_due", "past_share", "past_of")
    yield Sheet(
        name=labels["sheet"]["outlook_risk"],
        headings=tuple(words[name] for name in ("code", "unit", "procedure", "due", *past)),
        rows=lines or ((text["nothing"],),),
        widths=WIDTHS,
        notes=(
            words["rule"].format(
                percent=figures.risk_percent,
                least=figures.least_due,
                first=ngay_so(figures.past_first),
                last=ngay_so(figures.past_last),
            ),
        ),
    )
    yield Sheet(
        name=labels["sheet"]["outlook_trial"],
        headings=(words["item"], words["value"]),
        rows=tuple((words[name], getattr(figures.trial, name)) for name in TRIAL),
    )


def _row(line: RiskLine, labels: Labels) -> tuple[Cell, ...]:
    words, text, basis = labels["outlook"], labels["text"], line.basis
    return (
        line.code,
        line.unit_name or text["no_unit"],
        line.procedure or text["no_procedure"],
        line.due_at,
        basis.late,
        basis.due,
        percent_cell(Share(numerator=basis.late, denominator=basis.due), labels),
        words["of_unit"] if basis.is_of_unit else words["of_all"],
    )


def charts(figures: Outlook, labels: Labels) -> Mapping[str, Question]:
    """Draw what falls due next by unit; nothing where nothing does."""
    if not figures.total.ahead:
        return {}
    words, text = labels["outlook"], labels["text"]
    bars = [
        (one.unit_name or text["no_unit"], one.at_risk, one.ahead - one.at_risk)
        for one in figures.by_unit
        if one.ahead
    ]
    if others := bars[NAMED:]:
        name = f"{text['others']} ({len(others)})"
        risk, rest = sum(one[1] for one in others), sum(one[2] for one in others)
        bars = [*bars[:NAMED], (name, risk, rest)]
    return {
        "ahead": {
            "kind": "bars",
            "title": words["chart"],
            "series": [words["risk_part"], words["other_part"]],
            "bars": [(name, [(risk, so(risk)), (rest, so(rest))]) for name, risk, rest in bars],
        }
    }
