"""Promised dates that moved: which of them exports have shown, and which one is awaited."""

from datetime import datetime

from monitor.domain.dossier import Promise, PromiseKind
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, Letter
from monitor.domain.merged_promises import same_promise
from monitor.domain.rule import Case
from monitor.domain.thresholds import ends_after

FIELD = "promised_at"


def was_shown(case: Case, promised_at: datetime) -> bool:
    """Tell whether any export that we read has shown this date of return."""
    shown = [case.dossier.shown_promised_at]
    for change in case.changes:
        if change.field == FIELD:
            shown += [change.instant_before, change.instant_after]
    return any(one is not None and same_promise(one, promised_at) for one in shown)


def unentered_letter(case: Case) -> Letter | None:
    """Return the letter issued whose date binds an open dossier, and no export has shown."""
    letter, promise = case.letter, case.dossier.promise
    if letter is None or letter.state not in SENT or not case.dossier.is_open:
        return None
    new_due_at = letter.new_due_at
    if promise is None or new_due_at is None:
        return None
    binds = same_promise(promise.promised_at, new_due_at)
    return letter if binds and not was_shown(case, new_due_at) else None


def entered_by(case: Case, letter: Letter) -> datetime | None:
    """Return the instant by which the date of a letter should have been entered.

    None beyond the loaded calendar.

    Source:
        docs/law.md#one-stop-notice
    """
    if letter.issued_at is None:
        return None
    issued_on = vietnam_day(letter.issued_at)
    return ends_after(issued_on, case.policy.calendar, days=case.policy.new_date_days)


def moved_by_source(case: Case) -> Promise | None:
    """Return the newest date by which exports put one off that no letter of ours gives.

    One put off a second time is not meant.
    """
    dossier = case.dossier
    moved = dossier.put_off_late or dossier.promise
    first = dossier.first_promise
    if moved is None or moved.kind is not PromiseKind.REAPPOINTMENT or not moved.moved_after:
        return None
    if first and vietnam_day(moved.promised_at) <= vietnam_day(first.promised_at):
        return None
    return None if case.letter is not None and _gives(case.letter, moved) else moved


def _gives(letter: Letter, moved: Promise) -> bool:
    """Tell whether a letter was issued for a date that moved, or since it did."""
    if letter.state not in SENT or letter.new_due_at is None:
        return False
    is_newer = letter.issued_at is not None and letter.issued_at >= moved.made_at
    return is_newer or same_promise(letter.new_due_at, moved.promised_at)
