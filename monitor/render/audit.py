"""The workbook of an audit: its figures, then every dossier that a person must look at."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime

from monitor.catalogues.audited import audit_word, cause_text, days_text, others_text
from monitor.catalogues.told import shown, term_text
from monitor.domain.audit.audited import Audited, Difference, Lateness, Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.summary import Audit, CauseLine, Clocks
from monitor.domain.instants import is_date_only, local, vietnam_day
from monitor.render.sheets import Cell, Percent, Sheet
from monitor.render.workbook import write_sheets

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
    yield _sheet(
        "contradictions",
        (*DOSSIER, "contradiction"),
        (
            (*_dossier(one), audit_word("contradiction", code.value))
            for one in audit.contradicted
            for code in one.contradictions
        ),
    )
    yield _sheet(
        "unjudged",
        (*DOSSIER, "unjudged"),
        (
            (*_dossier(one), audit_word("unjudged", one.unjudged.value))
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
    columns = ("part", "item", "dossiers", "share", "later", "earlier", "median", "most")
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
        cause_text(line.codes),
        line.dossiers,
        Percent(line.hundredths),
        line.later,
        line.earlier,
        line.median_days,
        line.most_days,
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
                line.name or audit_word("text", "no_unit"),
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
        *("by_source", "by_law"),
    )
    return _sheet(
        "differences",
        (*DOSSIER, *columns),
        (
            (*_dossier(one), *_difference(difference), *_clocks(one.lateness))
            for one in audit.differences
            for difference in one.differences
        ),
    )


def _dossier(one: Audited) -> tuple[Cell, ...]:
    return (
        one.code,
        one.unit_name or audit_word("text", "no_unit"),
        one.procedure,
        one.procedure_name or audit_word("text", "no_procedure"),
        _when(one.received_at),
        term_text(one.term) if one.term else None,
    )


def _when(at: datetime | None) -> datetime | date | None:
    """Return an instant, or its day where that is all it tells."""
    return vietnam_day(at) if at is not None and is_date_only(at) else at


def _difference(one: Difference) -> tuple[Cell, ...]:
    return (
        audit_word("compared", one.compared.value),
        _when(one.promised_at),
        _when(one.lawful_at),
        audit_word("text", "later" if one.is_later else "earlier"),
        one.days,
        one.minutes,
        cause_text(one.why.codes),
        days_text(one.why) or None,
        others_text(one.why) or None,
        one.promised_days,
        audit_word("text", "yes") if one.is_on_rest_day else None,
        audit_word("text", "estimated") if one.is_estimated else None,
        audit_word("text", "yes") if one.is_pause_inferred else None,
    )


def _clocks(lateness: Lateness | None) -> tuple[Cell, ...]:
    if lateness is None:
        return None, None
    by_source, by_law = (
        audit_word("text", "late" if is_late else "in_time")
        for is_late in (lateness.by_source, lateness.by_law)
    )
    return by_source, by_law
