"""Many due instants at once, for those who count by the million."""

from array import array
from collections.abc import Sequence
from datetime import date

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DAY
from monitor.domain.errors import AmountError, CalendarGapError
from monitor.domain.term import MAX_AMOUNT

EPOCH = date(1970, 1, 1).toordinal()
VIETNAM_AHEAD = 25_200  # seconds that Vietnam's clock is ahead of UTC, since 1975


def count_due_in_bulk(
    received: Sequence[int], working_days: Sequence[int], calendar: WorkingCalendar
) -> "array[int]":
    """Count the due instants of many terms of working days, without pauses.

    Each answer is the one of `count_due` for terms that end at closing.

    Args:
        received: Receipts, in seconds since 1970 in UTC.
        working_days: The term of each, beside it.
        calendar: Of the office, on Vietnam's clock.

    Returns:
        The closing at which each term ends, in seconds since 1970 in UTC.

    Raises:
        AmountError: a term is not from 1 to 3,650.
        CalendarGapError: a count leaves the loaded years.
        ValueError: there are not as many terms as receipts.

    Source:
        docs/law.md#counting-days
    """
    if not received:
        return array("q")
    _check(received, working_days, calendar)
    table = calendar.table
    shift = VIETNAM_AHEAD + (EPOCH - table.first_ordinal) * DAY
    closings = table.closings.tolist()
    before = [rank - 1 for rank in table.ranks]
    pairs = zip(received, working_days, strict=True)
    try:
        return array(
            "q", [closings[before[(at + shift) // DAY] + amount] for at, amount in pairs]
        )
    except IndexError:  # received or due after the loaded years
        raise _gap(calendar, calendar.last_day.year + 1) from None


def _check(
    received: Sequence[int], working_days: Sequence[int], calendar: WorkingCalendar
) -> None:
    """Refuse amounts that are no terms, and receipts before the loaded years."""
    amounts = set(working_days)  # few, and told apart in one pass
    for amount in (min(amounts, default=1), max(amounts, default=1)):
        if not 1 <= amount <= MAX_AMOUNT:
            raise AmountError(amount=amount, most=MAX_AMOUNT)
    if min(received) < calendar.table.start:
        raise _gap(calendar, calendar.first_day.year - 1)


def _gap(calendar: WorkingCalendar, year: int) -> CalendarGapError:
    return CalendarGapError(calendar=calendar.name, year=year, file=calendar.spec.file)
