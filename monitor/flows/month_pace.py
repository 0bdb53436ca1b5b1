"""By how many working days the results of a month came sooner than promised."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from monitor.domain.errors import CalendarGapError
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.pace import Pace, PaceCount, ResultDays
from monitor.domain.reckoning import BROKEN, KEPT
from reports.judged import Judged


def pace(
    results: Iterable[tuple[ResultDays, int]], unsettled: Sequence[Judged], office: Office
) -> Pace:
    """Measure a month's results; the unsettled dossiers come judged.

    Days are those of the calendar of each dossier's unit.
    """
    alike: Counter[tuple[str, int | None]] = Counter()
    known: dict[tuple[object, ...], int | None] = {}
    for one, count in chain(results, _unsettled(unsettled)):
        if one.due_on is None:
            continue
        calendar = office.policy_of(one.unit).calendar
        key = (calendar.name, one.ended_on, one.due_on)
        if key not in known:
            try:
                known[key] = calendar.days_between(one.ended_on, one.due_on)
            except CalendarGapError:
                known[key] = None
        alike[one.procedure, known[key]] += count
    return _summed(alike)


def _unsettled(unsettled: Sequence[Judged]) -> Iterator[tuple[ResultDays, int]]:
    for case in unsettled:
        one, ended_at = case.snapshot, case.ended_at
        if ended_at is None or one.first_due_at is None or not case.is_resolved:
            continue
        if case.reckoning.outcome in KEPT | BROKEN:
            days = ResultDays(
                unit=one.unit,
                procedure=one.procedure,
                received_on=None,
                ended_on=vietnam_day(ended_at),
                due_on=vietnam_day(one.first_due_at),
            )
            yield days, 1


def _summed(alike: Counter[tuple[str, int | None]]) -> Pace:
    by_procedure: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    unmeasured = 0
    for (procedure, days), count in alike.items():
        if days is None:
            unmeasured += count
        else:
            by_procedure[procedure].append((days, count))
    return Pace(
        procedures=tuple(
            PaceCount(
                procedure=procedure,
                dossiers=sum(count for _, count in found),
                days=sum(days * count for days, count in found),
                sooner=sum(count for days, count in found if days > 0),
                later=sum(count for days, count in found if days < 0),
            )
            for procedure, found in sorted(by_procedure.items())
        ),
        unmeasured=unmeasured,
    )
