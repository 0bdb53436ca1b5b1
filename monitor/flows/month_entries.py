"""What makes the data of a period look late, for its report."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.month_entries import LIMIT, DataDoubts, Entries, LateEntries
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.reckoning import Outcome
from monitor.ports.months import MonthCounts
from reports.judged import Judged


def data_doubts(
    counts: MonthCounts, office: Office, late: Iterable[Judged], period: Period
) -> DataDoubts:
    """Tell which ends were entered late, and which overdue dossiers nobody has shown since.

    An end is entered late where exports lacked it that could have shown it: it is counted
    from the first export of a day after it.

    Source:
        docs/law.md#stale-data
    """
    days, entered = counts.export_days(), counts.entries()
    lacked: Counter[tuple[str, int]] = Counter()
    for one in entered:
        behind = _days_lacked(one, days, office)
        if behind is not None and behind > LIMIT:
            lacked[one.unit, behind] += one.count
    return DataDoubts(
        ended=sum(one.count for one in entered),
        late=tuple(
            LateEntries(unit=unit, days=behind, count=count)
            for (unit, behind), count in lacked.items()
        ),
        stale=frozenset(case.snapshot.code for case in late if _is_stale(case, office, period)),
    )


def _days_lacked(
    one: Entries, export_days: Mapping[str, Sequence[date]], office: Office
) -> int | None:
    """Count the working days from the first export that lacked an end to the first with it."""
    days = export_days.get(one.system, ())
    place = bisect_right(days, one.ended_on)
    if place == len(days) or days[place] >= one.shown_on:
        return None
    return _between(days[place], one.shown_on, one.unit, office)


def _is_stale(case: Judged, office: Office, period: Period) -> bool:
    """Tell whether an overdue dossier was last shown some working days before the end."""
    one = case.snapshot
    if case.reckoning.outcome is not Outcome.OVERDUE or one.shown_at is None:
        return False
    behind = _between(vietnam_day(one.shown_at), period.last, one.unit, office)
    return behind is not None and behind > LIMIT


def _between(first: date, last: date, unit: str, office: Office) -> int | None:
    try:
        return office.policy_of(unit).calendar.days_between(first, last)
    except CalendarGapError:
        return None
