"""What stands on each sheet of the report's workbook: headings and rows, section by section."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from monitor.domain.figures import Rate
from reports.month import MonthReport
from reports.sections.agencies import Agencies
from reports.sections.causes import Causes
from reports.sections.dossiers import DossierLine, DossierList
from reports.sections.freshness import Freshness
from reports.sections.late import LateDossiers, LateLine
from reports.sections.letters import LetterCounts
from reports.sections.rates import Rates
from reports.sections.table06a import Table06a
from reports.table import TESTS, Row

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage times a hundred."""

    hundredths: int


Cell = str | int | date | datetime | Percent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, its headings, its rows. None is an empty cell."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def sheets(report: MonthReport, labels: Labels) -> Iterator[Sheet]:
    """Yield the sheets of a report in reading order."""
    for part in report.parts:
        yield from MAKERS[part.code](part.figures, labels)


def _sheet(
    labels: Labels, code: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]
) -> Sheet:
    return Sheet(
        name=labels["sheet"][code],
        headings=tuple(labels["column"][column] for column in columns),
        rows=tuple(rows),
    )


def _rates(figures: Rates, labels: Labels) -> Iterator[Sheet]:
    rows: list[tuple[Cell, ...]] = [
        (*_rate(line.rate, labels), line.given_up, line.paused, line.unsure)
        for line in figures.lines
    ]
    if figures.online is None:
        rows.append((labels["rate"]["online"], None, None, labels["text"]["no_data"]))
    else:
        rows.append(_rate(figures.online, labels))
    columns = ("definition", "numerator", "denominator", "percent")
    left_out = ("left_given_up", "left_paused", "left_unsure")
    yield _sheet(labels, "rates", columns + left_out, rows)


def _rate(rate: Rate, labels: Labels) -> tuple[Cell, ...]:
    percent = labels["text"]["nothing"] if rate.hundredths is None else Percent(rate.hundredths)
    return labels["rate"][rate.definition], rate.numerator, rate.denominator, percent


def _agencies(figures: Agencies, labels: Labels) -> Iterator[Sheet]:
    text = labels["text"]
    rows: list[tuple[Cell, ...]] = [
        (
            bar.name or text["no_unit"],
            text["outside"] if bar.is_outside else text["ours"],
            bar.overdue,
            bar.resolved_late,
            bar.late,
        )
        for bar in figures.bars
    ]
    columns = ("agency", "kind", "overdue", "resolved_late", "late")
    yield _sheet(labels, "agencies", columns, rows or [(text["nothing"],)])


def _causes(figures: Causes, labels: Labels) -> Iterator[Sheet]:
    text = labels["text"]
    rows: list[tuple[Cell, ...]] = [
        (one.cause, one.cause_text or text["no_cause"], one.count) for one in figures.counts
    ]
    columns = ("cause_code", "cause", "count")
    yield _sheet(labels, "causes", columns, rows or [(text["nothing"],)])


def _letters(figures: LetterCounts, labels: Labels) -> Iterator[Sheet]:
    words = labels["letter"]
    rows: list[tuple[Cell, ...]] = [
        (labels["fact"]["owed"], figures.owed),
        (words["before"], figures.before),
        (words["after"], figures.after),
        (words["missing"], figures.missing),
        (words["not_owed"], figures.not_owed),
        (words["not_ours"], figures.not_ours),
        (labels["rate"]["letters"], _rate(figures.rate, labels)[-1]),
    ]
    yield _sheet(labels, "letters", ("item", "value"), rows)


def _table06a(figures: Table06a, labels: Labels) -> Iterator[Sheet]:
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
            row("total", text["total"], figures.total),
        ),
    )
    yield _sheet(
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


def _late(figures: LateDossiers, labels: Labels) -> Iterator[Sheet]:
    columns = (
        *("code", "procedure", "unit", "agency", "first_due", "second_due", "ended"),
        *("days_late", "cause_code", "cause", "letter", "letter_state"),
        *("letter_issued", "letter_dated", "letter_new_due"),
    )
    rows = [_late_row(line, labels) for line in figures.lines]
    yield _sheet(labels, "late", columns, rows or [(labels["text"]["nothing"],)])


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


def _freshness(figures: Freshness, labels: Labels) -> Iterator[Sheet]:
    words = labels["fact"]
    counts = (
        "without_receipt",
        "without_end",
        "no_deadline",
        "unknown",
        "no_unit",
        "no_field",
        "no_channel",
    )
    rows: list[tuple[Cell, ...]] = [
        *((words["source"].format(name=one.name), one.exported_at) for one in figures.sources),
        *((words["not_covered"], name) for name in figures.not_covered),
        *((words[name], getattr(figures, name)) for name in counts),
    ]
    yield _sheet(labels, "freshness", ("item", "value"), rows)


def _dossiers(figures: DossierList, labels: Labels) -> Iterator[Sheet]:
    columns = (
        *("code", "unit_code", "unit", "field", "procedure", "channel", "received"),
        *("first_due", "second_due", "ended", "outcome", "days_late"),
        *("in_table", "carried", "in_headline"),
    )
    rows = [_dossier_row(line, labels) for line in figures.lines]
    yield _sheet(labels, "dossiers", columns, rows or [(labels["text"]["nothing"],)])


def _dossier_row(line: DossierLine, labels: Labels) -> tuple[Cell, ...]:
    text = labels["text"]
    return (
        line.code,
        line.unit,
        line.unit_name or text["no_unit"],
        line.field or text["no_field"],
        line.procedure or text["no_procedure"],
        labels["channel"][line.channel] if line.channel else text["no_data"],
        line.received_at,
        line.first_due_at or text["no_data"],
        line.second_due_at,
        line.ended_at,
        labels["outcome"][line.outcome],
        line.days_late,
        *(
            text["yes"] if one else ""
            for one in (line.is_in_table, line.is_carried, line.is_due)
        ),
    )


MAKERS: Mapping[str, Callable[[Any, Labels], Iterator[Sheet]]] = MappingProxyType(
    {
        "rates": _rates,
        "agencies": _agencies,
        "causes": _causes,
        "letters": _letters,
        "table06a": _table06a,
        "late": _late,
        "freshness": _freshness,
        "dossiers": _dossiers,
    }
)
