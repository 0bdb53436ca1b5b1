"""The workbook of an audit: its figures, then every dossier that a person must look at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime

from monitor.catalogues.audited import audit_word, cause_text, unit_text
from monitor.catalogues.told import shown
from monitor.domain.audit.audited import Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.summary import Audit, CauseLine, Clocks
from monitor.domain.instants import local
from monitor.render.audit_rows import difference_cells, dossier_cells, lateness_cells, when, yes
from monitor.render.sheet import Cell, Percent, Sheet

DOSSIER = ("code", "unit", "procedure_code", "procedure", "received", "term")


def audit_workbook(audit: Audit, *, unit_name: str, at: datetime) -> bytes:
    """Return the workbook: the same bytes for the same audit at the same instant.

    Args:
        audit: What was found.
        unit_name: Whose dossiers were audited; empty for all.
        at: When the audit was made.

    Raises:
        RenderError: a text is longer than a cell can hold.
    """
    from monitor.render.workbook import write_sheets  # noqa: PLC0415 - loaded when first used

    unit = unit_name or audit_word("text", "all_units")
    return write_sheets(
        _sheets(audit),
        title=audit_word("title", "workbook").format(unit=unit),
        stamp=audit_word("title", "stamp").format(at=shown(at)),
        made_at=local(at).replace(tzinfo=None),
    )


def _sheets(audit: Audit) -> Iterator[Sheet]:
    yield _summary(audit)
    yield _units(audit)
    yield _differences(audit)
    yield _misjudged(audit)
    yield _sheet(
        "contradictions",
        (*DOSSIER, "contradiction"),
        (
            (*dossier_cells(one), audit_word("contradiction", code.value))
            for one in audit.contradicted
            for code in one.contradictions
        ),
    )
    yield _sheet(
        "unjudged",
        (*DOSSIER, "unjudged"),
        (
            (*dossier_cells(one), audit_word("unjudged", one.unjudged.value))
            for one in audit.not_judged
            if one.unjudged is not None
        ),
    )


def _sheet(code: str, columns: Iterable[str], rows: Iterable[tuple[Cell, ...]]) -> Sheet:
    return Sheet(
        name=audit_word("sheet", code),
        headings=tuple(audit_word("column", column) for column in columns),
        rows=tuple(rows) or ((audit_word("text", "nothing"),),),
    )


def _summary(audit: Audit) -> Sheet:
    columns = (
        *("part", "item", "dossiers", "share"),
        *("later", "earlier", "median", "most", "ambiguous"),
    )
    return _sheet("summary", columns, _summary_rows(audit))


def _summary_rows(audit: Audit) -> Iterator[tuple[Cell, ...]]:
    for name in ("dossiers", "judged", "differing", "promised_late", "stopped"):
        yield audit_word("part", "total"), audit_word("total", name), getattr(audit, name)
    yield from (_cause_row(line) for line in audit.causes)
    yield from _clock_rows("ended", audit.ended)
    yield from _clock_rows("open", audit.open)
    yield from _count_rows("unjudged", audit.unjudged)
    yield from _count_rows("contradiction", audit.contradictions)


def _cause_row(line: CauseLine) -> tuple[Cell, ...]:
    return (
        audit_word("part", "cause"),
        cause_text(line.codes, are_pauses_unknown=line.are_pauses_unknown),
        line.dossiers,
        Percent(line.hundredths),
        line.later,
        line.earlier,
        line.median_days,
        line.most_days,
        line.ambiguous,
    )


def _clock_rows(part: str, clocks: Clocks) -> Iterator[tuple[Cell, ...]]:
    for one in fields(clocks):
        name = one.name
        yield audit_word("part", part), audit_word("clock", name), getattr(clocks, name)


def _count_rows(
    table: str, counts: Mapping[Unjudged, int] | Mapping[Questioned, int]
) -> Iterator[tuple[Cell, ...]]:
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        yield audit_word("part", table), audit_word(table, code), count


def _units(audit: Audit) -> Sheet:
    counts = (
        *("dossiers", "judged", "differing", "promised_late"),
        *("hidden", "undeserved", "contradicted"),
    )
    return _sheet(
        "units",
        ("unit_code", "unit", *counts),
        (
            (
                line.unit,
                unit_text(line.name, is_unknown=line.is_unknown),
                *(getattr(line, name) for name in counts),
            )
            for line in audit.units
        ),
    )


def _differences(audit: Audit) -> Sheet:
    columns = (
        *("compared", "promised", "lawful", "direction", "days", "minutes", "cause"),
        *(
            "days_concerned",
            "others",
            "promised_days",
            "rest_day",
            "estimated",
            "pause_inferred",
        ),
        *("by_source", "said", "by_law"),
    )
    return _sheet(
        "differences",
        (*DOSSIER, *columns),
        (
            (*dossier_cells(one), *difference_cells(difference), *lateness_cells(one.lateness))
            for one in audit.differences
            for difference in one.differences
        ),
    )


def _misjudged(audit: Audit) -> Sheet:
    return _sheet(
        "misjudged",
        (*DOSSIER, "lawful", "as_of", "said", "by_law", "pauses_unknown"),
        (
            (
                *dossier_cells(one),
                when(one.lawful_at),
                when(one.as_of),
                *lateness_cells(one.lateness)[1:],
                yes(is_so=one.lateness is not None and one.lateness.are_pauses_unknown),
            )
            for one in audit.misjudged
        ),
    )
