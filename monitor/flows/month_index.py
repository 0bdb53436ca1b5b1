"""What the formulas of the national index ask of a month's dossiers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.errors import CalendarGapError
from monitor.domain.index_facts import (
    Handling,
    IndexFacts,
    Measure,
    count_special,
)
from monitor.domain.office import Office
from monitor.domain.pace import ResultDays
from monitor.ports.months import MonthCounts


def index_facts(
    counts: MonthCounts, results: Iterable[tuple[ResultDays, int]], office: Office
) -> IndexFacts:
    """Gather the facts; times are those of the calendar of each dossier's unit.

    Source:
        docs/law.md#index-766
    """
    alike = Counter[tuple[str, Measure, int | None]]()
    for key, count in _times(counts, results, office):
        alike[key] += count
    sums: defaultdict[tuple[str, Measure], list[tuple[int, int]]] = defaultdict(list)
    unmeasured = 0
    for (procedure, measure, amount), count in alike.items():
        if amount is None:
            unmeasured += count
        else:
            sums[procedure, measure].append((amount, count))
    return IndexFacts(
        in_time=counts.in_time() + count_special(tuple(counts.specials())),
        handlings=tuple(
            Handling(
                procedure=procedure,
                measure=measure,
                dossiers=sum(count for _, count in found),
                amount=sum(amount * count for amount, count in found),
            )
            for (procedure, measure), found in sorted(sums.items())
        ),
        unmeasured=unmeasured,
    )


def _times(
    counts: MonthCounts, results: Iterable[tuple[ResultDays, int]], office: Office
) -> Iterator[tuple[tuple[str, Measure, int | None], int]]:
    """Yield how long dossiers alike took, None outside the years that a calendar knows."""
    measures = {code: Measure.of(one.term) for code, one in office.directory.procedures.items()}
    known: dict[tuple[object, ...], int | None] = {}
    for days, count in results:
        measure = measures.get(days.procedure, Measure.WORKING_DAYS)
        if days.received_on is None or measure is Measure.WORKING_HOURS:
            continue
        calendar = office.policy_of(days.unit).calendar
        key = (calendar.name, measure, days.received_on, days.ended_on)
        if key not in known:
            known[key] = _days(days.received_on, days.ended_on, measure, calendar)
        yield (days.procedure, measure, known[key]), count
    for one in counts.handled(
        [code for code, measure in measures.items() if measure is Measure.WORKING_HOURS]
    ):
        calendar = office.policy_of(one.unit).calendar
        try:
            taken = calendar.seconds_between(one.received_at, one.ended_at)
        except CalendarGapError:
            taken = None
        yield (one.procedure, Measure.WORKING_HOURS, taken), 1


def _days(
    received_on: date, ended_on: date, measure: Measure, calendar: WorkingCalendar
) -> int | None:
    if measure is Measure.CALENDAR_DAYS:
        return (ended_on - received_on).days
    try:
        return calendar.days_between(received_on, ended_on)
    except CalendarGapError:
        return None
