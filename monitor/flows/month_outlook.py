"""What falls due after a month, and how dossiers like it fared before."""

from collections.abc import Iterator, Sequence

from monitor.domain.office import Office
from monitor.domain.outlook import Ahead, FallenDue, FellDue, Prospect, Windows
from monitor.domain.period import Period
from monitor.domain.reckoning import BROKEN, KEPT, Outcome
from monitor.ports.months import MonthCounts
from reports.judged import Judged


def prospect(
    counts: MonthCounts,
    unsettled: Sequence[Judged],
    office: Office,
    period: Period,
    *,
    whole: Period | None = None,
) -> Prospect:
    """Gather the facts of a month's outlook; the unsettled dossiers come judged."""
    windows = Windows.of(period, office.months, whole=whole)
    ahead = (*counts.ahead(windows.ahead), *_ahead(unsettled, windows))
    return Prospect(
        windows=windows,
        ahead=tuple(sorted(ahead, key=lambda one: (one.due_at, one.code))),
        fallen=counts.fallen_due(windows) + _fallen(unsettled, windows, period),
    )


def _ahead(unsettled: Sequence[Judged], windows: Windows) -> Iterator[Ahead]:
    for case in unsettled:
        one = case.snapshot
        due_at = one.first_due_at
        is_open = case.reckoning.is_pending and case.reckoning.outcome is Outcome.WITHIN
        if is_open and due_at is not None and windows.ahead.holds(due_at):
            yield Ahead(code=one.code, unit=one.unit, procedure=one.procedure, due_at=due_at)


def _fallen(unsettled: Sequence[Judged], windows: Windows, period: Period) -> FallenDue:
    """Count the unsettled ones; of a time before the period's, those late in any case."""
    past, before, tried = [], [], []
    for case in unsettled:
        due_at, outcome = case.snapshot.first_due_at, case.reckoning.outcome
        if due_at is None or outcome not in KEPT | BROKEN or due_at >= period.ends_at:
            continue
        one = FellDue(
            unit=case.snapshot.unit,
            procedure=case.snapshot.procedure,
            due=1,
            late=int(outcome in BROKEN),
        )
        was_open = case.snapshot.received_at < period.starts_at and (
            case.ended_at is None or case.ended_at >= period.starts_at
        )
        if windows.past.holds(due_at):
            past.append(one)
        if windows.before.holds(due_at):
            before.append(one)
        if was_open and period.holds(due_at):
            tried.append(one)
    return FallenDue(past=tuple(past), before=tuple(before), tried=tuple(tried))
