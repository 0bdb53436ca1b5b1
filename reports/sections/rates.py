"""On-time rates under named definitions, each with what it is made of and what it leaves out.

The headline holds the office to what fell due: dossiers whose first deadline lies in
the period, and those overdue from before that were still open or resolved late in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.reckoning import Outcome, Tally
from reports.section import Figures, Month, Section
from reports.tallies import due_rate, online_rate, total


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """One rate, and how many dossiers stand outside it and why."""

    rate: Rate
    given_up: int
    paused: int
    unsure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalRate:
    """The rate that the national portal states, typed in, in hundredths of a percent.

    `difference` is by how many hundredths of a percentage point it exceeds our headline, None
    where we have none; `reason` is why they differ, empty where nobody said.
    """

    hundredths: int
    difference: int | None
    reason: str
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates(Figures):
    """The rates, the headline first, and the portal's own where somebody typed it in.

    `online` is None where no source carries the channel. Not `is_known`: the period was over
    before anything is known, and its zeros say nothing.
    """

    lines: tuple[RateLine, ...]
    online: Rate | None
    portal: PortalRate | None
    is_known: bool


def make(month: Month) -> Rates:
    """Count every rate of the period.

    Source:
        docs/law.md#on-time-rates, docs/law.md#supplied-figures
    """
    resolved = [one for one in month.tallies if one.reckoning.is_resolved]
    of_due = _of_due(month)
    return Rates(
        lines=(
            of_due,
            _of_resolved(resolved, with_given_up=True),
            _of_resolved(resolved, with_given_up=False),
        ),
        online=online_rate([one for one in month.tallies if one.reckoning.is_received])
        if month.is_known
        else None,
        portal=_portal(month, of_due.rate),
        is_known=month.is_known,
    )


def _of_due(month: Month) -> RateLine:
    outside = [one for one in month.counted if one.reckoning.has_passed]
    return RateLine(
        rate=due_rate(month.tallies),
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


def _portal(month: Month, headline: Rate) -> PortalRate | None:
    stated, ours = month.supplied.portal, headline.hundredths
    if stated is None:
        return None
    return PortalRate(
        hundredths=stated.hundredths,
        difference=None if ours is None else stated.hundredths - ours,
        reason=stated.reason,
        entered_at=stated.entered_at,
    )


def _of(tallies: Iterable[Tally], *outcomes: Outcome) -> list[Tally]:
    return [one for one in tallies if one.reckoning.outcome in outcomes]


SECTION = Section(module=__name__, make=make)
