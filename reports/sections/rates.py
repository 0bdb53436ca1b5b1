"""On-time rates under named definitions, each with what it is made of and what it leaves out.

The headline holds the office to what fell due: dossiers whose first deadline lies in
the period, and those overdue from before that were still open or resolved late in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.dossier import Channel
from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.reckoning import KEPT, Outcome, Tally
from reports.section import Figures, Month, Section
from reports.tallies import total


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One rate, and how many dossiers stand outside it and why."""

    rate: Rate
    given_up: int
    paused: int
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates(Figures):
    """The rates, the headline first. `online` is None where no source carries the channel."""

    lines: tuple[RateLine, ...]
    online: Rate | None


def make(month: Month) -> Rates:
    """Count every rate of the period.

    Source:
        docs/law.md#on-time-rates
    """
    resolved = [one for one in month.tallies if one.reckoning.is_resolved]
    return Rates(
        lines=(
            _of_due(month),
            _of_resolved(resolved, with_given_up=True),
            _of_resolved(resolved, with_given_up=False),
        ),
        online=_online([one for one in month.tallies if one.reckoning.is_received]),
    )


def _of_due(month: Month) -> RateLine:
    due = [one for one in month.tallies if one.reckoning.is_due]
    outside = [one for one in month.counted if one.reckoning.has_passed]
    return RateLine(
        rate=_rate(RateDefinition.DUE, _of(due, *KEPT), due),
        given_up=total(_of(outside, Outcome.GIVEN_UP)),
        paused=total(_of(outside, Outcome.PAUSED)),
        unsure=total(_of(outside, Outcome.UNKNOWN)),
    )


def _of_resolved(resolved: list[Tally], *, with_given_up: bool) -> RateLine:
    given_up = total(_of(resolved, Outcome.GIVEN_UP))
    sure = [one for one in resolved if not one.reckoning.is_unsure]
    whole = total(sure) - (0 if with_given_up else given_up)
    definition = RateDefinition.RESOLVED if with_given_up else RateDefinition.RESOLVED_KEPT
    return RateLine(
        rate=Rate(
            definition=definition,
            numerator=whole - total(_of(sure, Outcome.LATE)),
            denominator=whole,
        ),
        given_up=0 if with_given_up else given_up,
        paused=0,
        unsure=total(resolved) - total(sure),
    )


def _online(received: list[Tally]) -> Rate | None:
    known = [one for one in received if one.channel is not None]
    if received and not known:
        return None
    online = [one for one in known if one.channel is Channel.ONLINE]
    return _rate(RateDefinition.ONLINE, online, known)


def _rate(definition: RateDefinition, hits: Iterable[Tally], of: Iterable[Tally]) -> Rate:
    return Rate(definition=definition, numerator=total(hits), denominator=total(of))


def _of(tallies: Iterable[Tally], *outcomes: Outcome) -> list[Tally]:
    return [one for one in tallies if one.reckoning.outcome in outcomes]


SECTION = Section(module=__name__, make=make)
