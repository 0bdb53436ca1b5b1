"""An audit's codes in words, for the terminal and the workbook alike."""

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import shown, word
from monitor.domain.audit.audited import Unexplained
from monitor.domain.audit.why import Causes, Why
from monitor.domain.calendar_spec import DatedDay


def audit_word(table: str, code: str) -> str:
    """Return the word for a code of an audit; what rules tell of has its word with them."""
    words: dict[str, str] = load_catalogue("audit")[table]
    return words[code] if code in words else load_catalogue("operator")[table][code]


def cause_text(codes: Causes, *, are_pauses_unknown: bool = False) -> str:
    """Return one cause, or two that work together, as what may be, with its reserve."""
    words = _joined(codes)
    if codes[0] not in set(Unexplained):
        words = audit_word("text", "possible").format(cause=words)
    return words + (audit_word("text", "pauses_unknown") if are_pauses_unknown else "")


def others_text(why: Why, *, limit: int | None = None) -> str:
    """Return the other causes that would lead to the same date, `limit` of them by name."""
    told = audit_word("text", "or").join(_joined(codes) for codes in why.others[:limit])
    more = 0 if limit is None else max(0, len(why.others) - limit)
    return told + (
        audit_word("text", "more_others").format(count=f"{more:02d}") if more else ""
    )


def _joined(codes: Causes) -> str:
    return audit_word("text", "and").join(audit_word("cause", code) for code in codes)


def unit_text(name: str, *, is_unknown: bool) -> str:
    """Return a unit's name; one that the directory lacks is not told as the source has it."""
    return name or audit_word("text", "unknown_unit" if is_unknown else "no_unit")


def days_text(why: Why) -> str:
    """Return the dated days that a cause is about, each with its document."""
    days = "; ".join(_day_text(day) for day in why.days)
    if not why.any_of:
        return days
    return audit_word("text", "any_of").format(number=f"{why.any_of:02d}", days=days)


def _day_text(day: DatedDay) -> str:
    return audit_word("text", "day").format(
        day=shown(day.day),
        title=day.title,
        source=day.source,
        status=word("row_status", day.status.value),
    )
