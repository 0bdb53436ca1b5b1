"""The last twelve reporting months, the period before and the same days a year earlier."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.figures import Rate
from monitor.domain.past import PastPeriod
from monitor.domain.period import Period
from monitor.domain.reckoning import Tally
from reports.section import Figures, Month, Section
from reports.table import count_row
from reports.tallies import due_rate, online_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendCounts:
    """The figures of one period, as of its end.

    `online` is None where something was received and nobody tells how. `late` are those
    resolved late, `overdue` those still open past their date when the period ended.
    """

    to_process: int
    received: int
    online: int | None
    resolved: int
    late: int
    overdue: int
    given_up: int
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendLine:
    """One period; a month is named for the one in which it ends.

    `counts` are None of what was over before anything is known: before the first export was
    made, and before the first dossier of all was received.
    `is_partly_known`: it was over before the first export was made.
    """

    period: Period
    counts: TrendCounts | None
    is_partly_known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Figures):
    """The period, what it is held against, and the months up to its end, in order.

    `points_before` and `points_year_before` tell by how many hundredths of a percentage point
    the headline has risen since; None where either has none.
    """

    now: TrendLine
    before: TrendLine | None
    year_before: TrendLine | None
    points_before: int | None
    points_year_before: int | None
    months: tuple[TrendLine, ...]

    @property
    def compared(self) -> tuple[tuple[str, TrendLine], ...]:
        """The periods that are none of the months, each by what it is to the report."""
        told = {"now": self.now, "before": self.before, "year_before": self.year_before}
        months = {line.period for line in self.months}
        return tuple(
            (code, line) for code, line in told.items() if line and line.period not in months
        )


def make(month: Month) -> Trend:
    """Count every period as of its own end.

    Source:
        docs/law.md#report-period, docs/law.md#on-time-rates
    """
    past = month.past
    now = TrendLine(
        period=month.period,
        counts=_counts(month.tallies) if month.is_known else None,
        is_partly_known=_is_partly_known(month, month.period),
    )
    before = _line(month, past.before) if past.before else None
    year_before = _line(month, past.year_before) if past.year_before else None
    return Trend(
        now=now,
        before=before,
        year_before=year_before,
        points_before=_points(now, before),
        points_year_before=_points(now, year_before),
        months=tuple(_line(month, one) for one in past.months),
    )


def _line(month: Month, one: PastPeriod) -> TrendLine:
    return TrendLine(
        period=one.period,
        counts=None if one.tallies is None else _counts(one.tallies),
        is_partly_known=_is_partly_known(month, one.period),
    )


def _is_partly_known(month: Month, period: Period) -> bool:
    since = month.past.known_since
    return since is not None and period.ends_at <= since


def _counts(tallies: Iterable[Tally]) -> TrendCounts:
    counted = [one for one in tallies if one.reckoning.is_counted]
    row = count_row(counted)
    online = online_rate([one for one in counted if one.reckoning.is_received])
    return TrendCounts(
        to_process=row.total,
        received=row.received,
        online=None if online is None else online.numerator,
        resolved=row.resolved,
        late=row.late,
        overdue=row.overdue,
        given_up=row.given_up,
        rate=due_rate(tallies),
    )


def _points(now: TrendLine, then: TrendLine | None) -> int | None:
    """Return the difference of the two rates as they are printed."""
    if now.counts is None or then is None or then.counts is None:
        return None
    ours, theirs = now.counts.rate.hundredths, then.counts.rate.hundredths
    return None if ours is None or theirs is None else ours - theirs


SECTION = Section(module=__name__, make=make)
