"""What a workbook tells of one dossier of an audit, cell by cell."""

from datetime import date, datetime

from monitor.catalogues.audited import (
    audit_word,
    cause_text,
    days_text,
    others_text,
    unit_text,
)
from monitor.catalogues.told import term_text
from monitor.domain.audit.audited import Audited, Difference, Lateness
from monitor.domain.instants import is_date_only, vietnam_day
from monitor.render.sheet import Cell


def dossier_cells(one: Audited) -> tuple[Cell, ...]:
    """Return which dossier it is."""
    return (
        one.code,
        unit_text(one.unit_name, is_unknown=one.is_unit_unknown),
        one.procedure,
        one.procedure_name or audit_word("text", "no_procedure"),
        when(one.received_at),
        term_text(one.term) if one.term else None,
    )


def when(at: datetime | None) -> datetime | date | None:
    """Return an instant, or its day where that is all it tells."""
    return vietnam_day(at) if at is not None and is_date_only(at) else at


def difference_cells(one: Difference) -> tuple[Cell, ...]:
    """Return which date differs, from what, and why it may."""
    return (
        audit_word("compared", one.compared.value),
        when(one.promised_at),
        when(one.lawful_at),
        audit_word("text", "later" if one.is_later else "earlier"),
        one.days,
        one.minutes,
        cause_text(one.why.codes, are_pauses_unknown=one.are_pauses_unknown),
        days_text(one.why) or None,
        others_text(one.why) or None,
        one.promised_days,
        yes(is_so=one.is_on_rest_day),
        audit_word("text", "estimated") if one.is_estimated else None,
        yes(is_so=one.is_pause_inferred),
    )


def yes(*, is_so: bool) -> str | None:
    """Return a word where something is so."""
    return audit_word("text", "yes") if is_so else None


def lateness_cells(lateness: Lateness | None) -> tuple[Cell, ...]:
    """Return what its date, its source and the law say of lateness."""
    if lateness is None:
        return None, None, None
    by_source, by_law = _late(is_late=lateness.by_source), _late(is_late=lateness.by_law)
    said = None if lateness.said_late is None else _late(is_late=lateness.said_late)
    return by_source, said, by_law


def _late(*, is_late: bool) -> str:
    return audit_word("text", "late" if is_late else "in_time")
