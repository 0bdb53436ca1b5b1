"""An audit in lines for people: its figures, then the dossiers to look at first."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields

from monitor.catalogues.audited import audit_word, cause_text, days_text
from monitor.cli.words import say
from monitor.domain.audit.audited import Audited, Difference, Unexplained, Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.summary import WHOLE, Audit, CauseLine, Clocks, UnitLine

Counts = Mapping[Unjudged, int] | Mapping[Questioned, int]
HOUR = 60  # minutes
SHOWN_CAUSES = 20  # the others are told as one
MOVED = (Unexplained.REAPPOINTED.value,)
UNKNOWN = {(one.value,) for one in Unexplained} - {MOVED}


def audit_lines(audit: Audit, *, unit_name: str, limit: int) -> Iterator[str]:
    """Yield the figures, then up to `limit` dossiers of each list."""
    yield say("audit_head", unit=unit_name or audit_word("text", "all_units"))
    yield say("audit_judged", dossiers=_told(audit.dossiers), judged=_told(audit.judged))
    if audit.judged:
        yield say(
            "audit_differing",
            differing=_told(audit.differing),
            share=_percent(audit.differing, audit.judged),
            late=_told(audit.promised_late),
        )
    if audit.stopped:
        yield say("audit_stopped", count=_told(audit.stopped))
    if audit.causes:
        yield from ("", say("audit_causes"), say("audit_cause_head"))
        yield from _cause_lines(audit)
        yield from ("", say("audit_units"), say("audit_unit_head"))
        yield from (_unit_line(line) for line in audit.units)
    yield from _clock_lines("audit_ended", audit.ended)
    yield from _clock_lines("audit_open", audit.open)
    yield from _count_lines("unjudged", audit.unjudged)
    yield from _count_lines("contradiction", audit.contradictions)
    yield from _difference_list(audit, limit)
    yield from _contradicted_list(audit, limit)


# Figures


def _cause_lines(audit: Audit) -> Iterator[str]:
    yield from (_cause_line(line, audit.judged) for line in audit.causes[:SHOWN_CAUSES])
    if rest := audit.causes[SHOWN_CAUSES:]:
        dossiers = _number(sum(line.dossiers for line in rest))
        yield say("audit_cause_more", dossiers=dossiers, causes=_told(len(rest)))


def _cause_line(line: CauseLine, judged: int) -> str:
    return say(
        "audit_cause_line",
        dossiers=_number(line.dossiers),
        share=_percent(line.dossiers, judged),
        later=_number(line.later),
        earlier=_number(line.earlier),
        median=_number(line.median_days),
        most=_number(line.most_days),
        cause=cause_text(line.codes),
    )


def _unit_line(line: UnitLine) -> str:
    names = [one.name for one in fields(line) if one.name not in {"unit", "name"}]
    counts = {name: _number(getattr(line, name)) for name in names}
    return say("audit_unit_line", name=line.name or audit_word("text", "no_unit"), **counts)


def _clock_lines(head: str, clocks: Clocks) -> Iterator[str]:
    counts: dict[str, int] = asdict(clocks)
    if any(counts.values()):
        yield from ("", say(head))
    for code, count in counts.items():
        if count:
            yield say("audit_count", count=_number(count), what=audit_word("clock", code))


def _count_lines(table: str, counts: Counts) -> Iterator[str]:
    if counts:
        yield from ("", say(f"audit_{table}"))
    for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        what = audit_word(table, code.value)
        yield say("audit_count", count=_number(count), what=what)


def _number(count: int | None) -> str:
    """Return a number as tables show it: 10.776."""
    return "-" if count is None else f"{count:,}".replace(",", ".")


def _told(count: int) -> str:
    """Return a number as sentences tell it: 06, 10.776."""
    return f"{count:02d}" if count < 10 else _number(count)  # noqa: PLR2004 - one digit


def _percent(part: int, whole: int) -> str:
    hundredths = (2 * WHOLE * part + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02d}%"


# Dossiers


def _difference_list(audit: Audit, limit: int) -> Iterator[str]:
    """Yield what was promised furthest beyond the lawful date first, re-appointed last."""
    shown = sorted(audit.differences, key=_urgency)[:limit]
    if shown:
        yield from ("", say("audit_list"))
    for one in shown:
        yield _dossier_line(one)
        for difference in one.differences:
            yield _difference_line(difference)
            yield _why_line(difference)
    yield from _more(len(audit.differences) - len(shown), limit)


def _contradicted_list(audit: Audit, limit: int) -> Iterator[str]:
    shown = audit.contradicted[:limit]
    if shown:
        yield from ("", say("audit_contradicted"))
    for one in shown:
        what = "; ".join(audit_word("contradiction", code.value) for code in one.contradictions)
        yield say("audit_contradicted_line", code=one.code, what=what)
    yield from _more(len(audit.contradicted) - len(shown), limit)


def _more(count: int, limit: int) -> Iterator[str]:
    if count and limit:
        yield say("audit_more", count=_told(count))


def _urgency(one: Audited) -> tuple[bool, int]:
    is_moved = all(each.why.codes == MOVED for each in one.differences)
    return is_moved, -max(each.days or 0 for each in one.differences)


def _dossier_line(one: Audited) -> str:
    return say(
        "audit_dossier",
        code=one.code,
        unit=one.unit_name or audit_word("text", "no_unit"),
        procedure=one.procedure_name or audit_word("text", "no_procedure"),
        term=one.term,
        received_at=one.received_at,
    )


def _difference_line(one: Difference) -> str:
    return say(
        "audit_difference",
        compared=audit_word("compared", one.compared.value),
        promised_at=one.promised_at,
        lawful_at=one.lawful_at,
        mark=_marks(one),
        direction=audit_word("text", "later" if one.is_later else "earlier"),
        length=_length(one),
    )


def _marks(one: Difference) -> str:
    """Return what makes the lawful date less than sure."""
    estimated = say("audit_estimated") if one.is_estimated else ""
    return estimated + (say("audit_pause_inferred") if one.is_pause_inferred else "")


def _length(one: Difference) -> str:
    """Return how far apart the dates are; nothing where that is not a working day."""
    if one.minutes is not None:
        hours, minutes = divmod(abs(one.minutes), HOUR)
        return say("audit_hours", hours=f"{hours:02d}", minutes=f"{minutes:02d}")
    return say("audit_days", days=_told(abs(one.days))) if one.days else ""


def _why_line(one: Difference) -> str:
    """Tell the cause; where none was found, for how many days the promise was made."""
    others, promised_days, days = len(one.why.others), one.promised_days or 0, ""
    if one.why.days:
        days = say("audit_on_days", days=days_text(one.why))
    elif one.why.codes in UNKNOWN and promised_days > 0:
        days = say("audit_promised_days", days=_told(promised_days))
    return say(
        "audit_why",
        cause=cause_text(one.why.codes),
        days=days,
        others=say("audit_others", count=_told(others)) if others else "",
    )
