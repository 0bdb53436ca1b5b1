"""Dossiers counted: those reckoned alike as one tally."""

from collections import Counter
from collections.abc import Iterable, Iterator

from monitor.domain.reckoning import Tally
from reports.judged import Judged


def tally(cases: Iterable[Judged]) -> Iterator[Tally]:
    """Yield the tallies of cases, of those that any figure counts.

    What was received after the period, or ended before it and did not fall due in it,
    is counted by none.
    """
    counted = Counter(
        (case.snapshot.unit, case.snapshot.procedure, case.snapshot.channel, case.reckoning)
        for case in cases
        if case.reckoning.is_counted or case.reckoning.is_due
    )
    for (unit, procedure, channel, reckoning), count in counted.items():
        yield Tally(
            unit=unit, procedure=procedure, channel=channel, reckoning=reckoning, count=count
        )


def total(tallies: Iterable[Tally]) -> int:
    """Return how many dossiers the tallies count."""
    return sum(one.count for one in tallies)
