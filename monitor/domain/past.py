"""Periods that are over, beside the one a report is about: each as of its own end."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.period import Period
from monitor.domain.reckoning import Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class PastPeriod:
    """The dossiers of a period, as of its end.

    `tallies` tell no units and no procedures, and early ends as ends on time; they are None
    where the period was over before anything is known: before the first export was made,
    and before the first dossier that anybody knows was received.
    """

    period: Period
    tallies: tuple[Tally, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a period is held against.

    `months` are the last reporting months that had ended with
    it, in order; `before` is the period before it of its kind, `year_before` the same days
    a year earlier, `quarter_before` the whole quarter before the one it begins in.
    `known_since` is the first export: what ended before it may be known in part only.
    """

    months: tuple[PastPeriod, ...] = ()
    before: PastPeriod | None = None
    year_before: PastPeriod | None = None
    quarter_before: PastPeriod | None = None
    known_since: datetime | None = None


NO_PAST = Past()
