"""The dossiers of an audit in lines for people: those to look at first."""

from collections.abc import Callable, Iterator

from monitor.catalogues.audited import audit_word, cause_text, days_text, others_text, unit_text
from monitor.cli.audit_numbers import told
from monitor.cli.words import say
from monitor.domain.audit.audited import Audited, Difference, Unexplained
from monitor.domain.audit.summary import Audit

HOUR = 60  # minutes
SHOWN_OTHERS = 3  # causes that explain a date as well; those beyond are counted
MOVED = (Unexplained.REAPPOINTED.value,)
UNKNOWN = {(Unexplained.LATER.value,), (Unexplained.EARLIER.value,)}


def dossier_lines(audit: Audit, *, limit: int) -> Iterator[str]:
    """Yield up to `limit` dossiers of each list, and how many more it has."""
    by_urgency = tuple(sorted(audit.differences, key=_urgency))
    yield from _list("audit_list", by_urgency, _differing, limit)
    yield from _list("audit_misjudged", audit.misjudged, _misjudged, limit)
    yield from _list("audit_contradicted", audit.contradicted, _contradicted, limit)


def _list(
    head: str,
    dossiers: tuple[Audited, ...],
    lines: Callable[[Audited], Iterator[str]],
    limit: int,
) -> Iterator[str]:
    shown = dossiers[:limit]
    if shown:
        yield from ("", say(head))
    for one in shown:
        yield from lines(one)
    if shown and len(dossiers) > limit:
        yield say("audit_more", count=told(len(dossiers) - limit))


def _urgency(one: Audited) -> tuple[bool, bool, int]:
    """Order by the days beyond the lawful date; moved and impossible dates come last."""
    possible = [each for each in one.differences if not each.is_impossible]
    is_moved = all(each.why.codes == MOVED for each in one.differences)
    return not possible, is_moved, -max((each.days or 0 for each in possible), default=0)


def _differing(one: Audited) -> Iterator[str]:
    yield say(
        "audit_dossier",
        code=one.code,
        unit=_unit(one),
        procedure=one.procedure_name or audit_word("text", "no_procedure"),
        term=one.term,
        received_at=one.received_at,
    )
    for difference in one.differences:
        yield _difference_line(difference)
        yield _why_line(difference)


def _misjudged(one: Audited) -> Iterator[str]:
    told_by = one.lateness
    if told_by is None:
        return
    code = "said_undeserved" if told_by.said_late else "said_hidden"
    unknown = told_by.are_pauses_unknown
    yield say(
        "audit_misjudged_line",
        code=one.code,
        unit=_unit(one),
        what=audit_word("clock", code),
        lawful_at=one.lawful_at,
        reserve=audit_word("text", "pauses_unknown") if unknown else "",
    )


def _contradicted(one: Audited) -> Iterator[str]:
    what = "; ".join(audit_word("contradiction", code.value) for code in one.contradictions)
    yield say("audit_contradicted_line", code=one.code, what=what)


def _unit(one: Audited) -> str:
    return unit_text(one.unit_name, is_unknown=one.is_unit_unknown)


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
    return say("audit_days", days=told(abs(one.days))) if one.days else ""


def _why_line(one: Difference) -> str:
    """Tell the cause; where none was found, for how many days the promise was made."""
    others, promised_days, days = (
        others_text(one.why, limit=SHOWN_OTHERS),
        one.promised_days,
        "",
    )
    if one.why.days:
        days = say("audit_on_days", days=days_text(one.why))
    elif one.why.codes in UNKNOWN and promised_days is not None and promised_days > 0:
        days = say("audit_promised_days", days=told(promised_days))
    return say(
        "audit_why",
        cause=cause_text(one.why.codes, are_pauses_unknown=one.are_pauses_unknown),
        days=days,
        others=say("audit_others", others=others) if others else "",
    )
