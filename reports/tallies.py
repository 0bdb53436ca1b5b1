"""Dossiers counted: those reckoned alike as one tally."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from monitor.domain.dossier import Channel
from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.reckoning import KEPT, Tally
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


def online_rate(received: Collection[Tally]) -> Rate | None:
    """Return how many of those received by a known channel came online.

    None where no source carries the channel of any.
    """
    known = [one for one in received if one.channel is not None]
    if received and not known:
        return None
    return Rate(
        definition=RateDefinition.ONLINE,
        numerator=total(one for one in known if one.channel is Channel.ONLINE),
        denominator=total(known),
    )


def due_rate(tallies: Iterable[Tally]) -> Rate:
    """Return how many of those that were due kept their date: the headline.

    Source:
        docs/law.md#on-time-rates
    """
    due = [one for one in tallies if one.reckoning.is_due]
    return Rate(
        definition=RateDefinition.DUE,
        numerator=total(one for one in due if one.reckoning.outcome in KEPT),
        denominator=total(due),
    )
