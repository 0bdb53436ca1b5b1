"""On-time rates under named definitions, each with what it is made of and what it leaves out.

The headline holds the office to what fell due: dossiers whose first deadline lies in
the period, and those overdue from before that were still open or resolved late in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.dossier import Channel
from monitor.domain.figures import Period, Rate, RateDefinition
from reports.judged import KEPT, Judged, Outcome
from reports.section import Figures, Month, Section


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
    resolved = [case for case in month.cases if case.is_resolved]
    return Rates(
        lines=(
            _of_due(month),
            _of_resolved(resolved, with_given_up=True),
            _of_resolved(resolved, with_given_up=False),
        ),
        online=_online([case for case in month.cases if case.is_received]),
    )


def _of_due(month: Month) -> RateLine:
    due = [case for case in month.cases if case.is_due]
    outside = [case for case in month.cases if _would_be_due(case, month.period)]
    return RateLine(
        rate=_rate(RateDefinition.DUE, (case.outcome in KEPT for case in due)),
        given_up=_count(outside, Outcome.GIVEN_UP),
        paused=_count(outside, Outcome.PAUSED),
        unsure=_count(outside, Outcome.UNKNOWN),
    )


def _would_be_due(case: Judged, period: Period) -> bool:
    due_at = case.snapshot.first_due_at
    return case.is_counted and due_at is not None and due_at < period.ends_at


def _of_resolved(resolved: list[Judged], *, with_given_up: bool) -> RateLine:
    given_up = _count(resolved, Outcome.GIVEN_UP)
    sure = [case for case in resolved if not case.is_unsure]
    kept = [case for case in sure if case.outcome is not Outcome.GIVEN_UP]
    definition = RateDefinition.RESOLVED if with_given_up else RateDefinition.RESOLVED_KEPT
    return RateLine(
        rate=_rate(
            definition,
            (case.outcome is not Outcome.LATE for case in (sure if with_given_up else kept)),
        ),
        given_up=0 if with_given_up else given_up,
        paused=0,
        unsure=len(resolved) - len(sure),
    )


def _online(received: list[Judged]) -> Rate | None:
    channels = [case.snapshot.channel for case in received]
    known = [channel for channel in channels if channel is not None]
    if received and not known:
        return None
    return _rate(RateDefinition.ONLINE, (channel is Channel.ONLINE for channel in known))


def _rate(definition: RateDefinition, answers: Iterable[bool]) -> Rate:
    hits = list(answers)
    return Rate(definition=definition, numerator=sum(hits), denominator=len(hits))


def _count(cases: list[Judged], outcome: Outcome) -> int:
    return sum(case.outcome is outcome for case in cases)


SECTION = Section(module=__name__, make=make)
