"""When a handler is asked for an apology, when silence counts, when a letter must be out."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import lru_cache

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.deadline import Deadline
from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import SENT, LetterState
from monitor.domain.rule import Case
from monitor.domain.term import SHORT_HOURS, TermUnit
from monitor.domain.thresholds import REMEMBERED, known, opens_before

UNANSWERED = frozenset({None, LetterState.ASKED})
PENDING = frozenset({LetterState.DRAFT, LetterState.APPROVED, LetterState.REFUSED})
TWO_DAYS = 2


def letter_state(case: Case, deadline: Deadline) -> LetterState | None:
    """Return the state of the letter that answers for this deadline; None without one.

    A letter about another day answers only once it is out: a date that has moved
    since is asked about again. One drafted after silence is still a question.
    """
    letter = case.letter
    if letter is None:
        return None
    if letter.state in SENT or vietnam_day(letter.deadline) == deadline.due_on:
        return LetterState.ASKED if letter.is_unconfirmed else letter.state
    return None


def ask_days(case: Case, deadline: Deadline) -> int | None:
    """Return how many working days before the due day the handler is asked.

    Returns:
        1 for a term of two days; None for a term of a day or less, which leaves no
        day to ask on.

    Source:
        docs/law.md#apology-ask
    """
    length = _length_days(case, deadline)
    if length is None or length > TWO_DAYS:
        return case.policy.apology_ask_days
    return 1 if length == TWO_DAYS else None


# How much of a unit a day has, where that is not one.
A_DAY_OF = {TermUnit.WORKING_HOURS: SHORT_HOURS, TermUnit.HALF_DAYS: 2}


def _length_days(case: Case, deadline: Deadline) -> int | None:
    """Return the days of the term, else those from receipt to the due day, if known."""
    term = case.procedure.term if case.procedure else None
    if term is not None and term.unit is not TermUnit.MONTHS:
        return -(-term.amount // A_DAY_OF.get(term.unit, 1))
    received_at = case.dossier.received_at
    if received_at is not None:
        with suppress(CalendarGapError):
            return case.policy.calendar.days_between(vietnam_day(received_at), deadline.due_on)
    return None


def asked_from(case: Case, deadline: Deadline) -> datetime | None:
    """Return the instant from which the handler is asked whether it will be in time.

    Returns:
        None for a term too short, for a date that the office has moved already
        (it may do so once), and beyond the loaded calendar.

    Source:
        docs/law.md#apology-ask
    """
    days = ask_days(case, deadline)
    if days is None or case.dossier.is_promised_again:
        return None
    return opens_before(deadline, case.policy.calendar, days=days)


def silent_from(case: Case, deadline: Deadline) -> datetime | None:
    """Return the instant from which no answer counts as silence; None if nobody was asked.

    Never sooner than half a working day after the asking, so that a term of two
    days leaves its handler the morning to answer; after the one in the register, where a
    dossier came to be known, or its date moved, once it was time to ask.

    Source:
        docs/law.md#apology-due
    """
    calendar = case.policy.calendar
    asked_at, letter = asked_from(case, deadline), case.letter
    if asked_at is None or letter is None or letter_state(case, deadline) is None:
        return None
    heard_out = _heard_out(calendar, max(known(asked_at, letter.asked_at)))
    opens = opens_before(deadline, calendar, days=case.policy.apology_silence_days)
    return max(known(heard_out, opens)) if heard_out else None


@lru_cache(maxsize=REMEMBERED)
def _heard_out(calendar: WorkingCalendar, asked_at: datetime) -> datetime | None:
    """Return the end of half a working day after an asking; None beyond the calendar."""
    with suppress(CalendarGapError):
        day = calendar.working_day_after(vietnam_day(asked_at) - timedelta(days=1), days=1)
        half = calendar.seconds_on(day) // 2
        return calendar.instant_closing(calendar.position(asked_at) + half)
    return None


def latest_issue_on(deadline: Deadline, calendar: WorkingCalendar) -> date | None:
    """Return the last working day on which a letter is out in time.

    It is the calendar day before the due day, or the last working day before that;
    None beyond the loaded calendar.

    Source:
        docs/law.md#apology-due
    """
    return _last_working_day_before(calendar, deadline.due_on)


@lru_cache(maxsize=REMEMBERED)
def _last_working_day_before(calendar: WorkingCalendar, day: date) -> date | None:
    with suppress(CalendarGapError):
        return calendar.last_working_day_until(day - timedelta(days=1))
    return None
