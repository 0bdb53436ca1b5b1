"""What warnings achieved in a period, for its report."""

from collections import Counter
from collections.abc import Sequence

from monitor.domain.month_warned import WarnedTally
from monitor.domain.period import Period
from monitor.ports.months import MonthCounts
from reports.judged import Judged


def warnings(
    counts: MonthCounts, unsettled: Sequence[Judged], period: Period
) -> tuple[WarnedTally, ...]:
    """Count the dossiers whose first deadline fell into the period, by who was warned."""
    due = [case for case in unsettled if _is_due(case, period)]
    told = counts.warnings_of([case.snapshot.code for case in due])
    counted = Counter(
        (case.snapshot.unit, case.reckoning.outcome, told[case.snapshot.code]) for case in due
    )
    judged = (
        WarnedTally(unit=unit, outcome=outcome, warned=warned, said_in_time=said, count=count)
        for (unit, outcome, (warned, said)), count in counted.items()
    )
    return (*counts.warned(), *judged)


def _is_due(case: Judged, period: Period) -> bool:
    due_at = case.snapshot.first_due_at
    return case.reckoning.is_due and due_at is not None and period.holds(due_at)
