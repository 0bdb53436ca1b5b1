"""An audit's codes in words, for the terminal and the workbook alike."""

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import shown, word
from monitor.domain.audit.why import Causes, Why
from monitor.domain.calendar_spec import DatedDay


def audit_word(table: str, code: str) -> str:
    """Return the word for a code of an audit; what rules tell of has its word with them."""
    words: dict[str, str] = load_catalogue("audit")[table]
    return words[code] if code in words else load_catalogue("operator")[table][code]


def cause_text(codes: Causes) -> str:
    """Return one cause, or two that work together, in words."""
    return audit_word("text", "and").join(audit_word("cause", code) for code in codes)


def others_text(why: Why) -> str:
    """Return the other causes that would lead to the same date."""
    return audit_word("text", "or").join(cause_text(codes) for codes in why.others)


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
