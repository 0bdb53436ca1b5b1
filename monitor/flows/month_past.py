"""What a month is held against: other periods, and what was asked for in the quarter before."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from monitor.domain.batches import batches
from monitor.domain.change import Change
from monitor.domain.dossier import Carried, Channel, Dossier
from monitor.domain.figures import Snapshot
from monitor.domain.history import before_reopening
from monitor.domain.office import Office
from monitor.domain.past import Past, PastPeriod
from monitor.domain.period import Period
from monitor.domain.reckoning import Reckoning, Tally
from monitor.domain.supplements import Asked
from monitor.flows.snapshots import snapshot
from monitor.ports.months import MonthCounts
from monitor.ports.store import Work
from reports.judged import judge

CHUNK = 500

Kind = tuple[Channel | None, Reckoning]


def past_of(
    work: Work,
    office: Office,
    counts: MonthCounts,
    period: Period,
    *,
    whole: Period | None = None,
) -> Past:
    """Return what a period is held against, each other period as of its own end.

    The first days of a `whole` one are held against what that is.
    """
    scheme = office.months
    months = scheme.months_until(period)
    before, year_before = scheme.before(whole or period), scheme.year_before(whole or period)
    quarter_before = scheme.quarter_before(period)
    asked = tuple(dict.fromkeys((*months, before, year_before, quarter_before)))
    past = counts.past(asked)
    alone = _judged(work, office, past.unsettled(), asked)
    known_since = work.imports.first_exported_at()

    def told(one: Period) -> PastPeriod:
        tallies = (*past.tallies(one), *alone[asked.index(one)])
        return PastPeriod(
            period=one,
            tallies=tallies if past.knows(one) or _is_since(known_since, one) else None,
        )

    return Past(
        months=tuple(map(told, months)),
        before=told(before),
        year_before=told(year_before),
        quarter_before=told(quarter_before),
        known_since=known_since,
    )


def is_known(period: Period, tallies: Sequence[Tally], past: Past) -> bool:
    """Tell whether a period without dossiers had none, and was not over before any is known.

    What is known of it counts in it, or was over before it and so lies in the period before.
    """
    if tallies or _is_since(past.known_since, period):
        return True
    return past.before is not None and past.before.tallies is not None


def _is_since(known_since: datetime | None, period: Period) -> bool:
    return known_since is not None and known_since < period.ends_at


def asked_in(work: Work, office: Office, counts: MonthCounts, period: Period) -> Asked:
    """Return what was asked for in a period and in the quarter before, where a system tells."""
    systems = {one.system for one in work.units.sources() if Carried.PAUSES in one.carries}
    if not systems:
        return Asked()
    return Asked(
        now=tuple(counts.supplements(period, systems)),
        quarter_before=tuple(counts.supplements(office.months.quarter_before(period), systems)),
    )


def _judged(
    work: Work, office: Office, codes: Sequence[str], periods: Sequence[Period]
) -> list[list[Tally]]:
    """Return the tallies of dossiers in each of the periods, read and judged one by one."""
    found: list[Counter[Kind]] = [Counter() for _ in periods]
    for chunk in batches(codes, CHUNK):
        changes = work.dossiers.changes(chunk)
        for code, dossier in work.dossiers.load(chunk).items():
            seen = _Seen(dossier, changes.get(code, ()), office)
            for place, reckoning in _reckonings(seen, office, periods):
                found[place][dossier.channel, reckoning] += 1
    return [
        [
            Tally(unit="", procedure="", channel=channel, reckoning=reckoning, count=count)
            for (channel, reckoning), count in one.items()
        ]
        for one in found
    ]


def _reckonings(
    seen: "_Seen", office: Office, periods: Sequence[Period]
) -> Iterator[tuple[int, Reckoning]]:
    """Yield how a dossier stood at the end of each period that may count it, by its place."""
    calendar = office.policy_of(seen.dossier.unit).calendar
    for place, period in enumerate(periods):
        one = seen.at(period.ends_at)
        if one is None or _is_over(one, period):
            continue
        reckoning = judge(one, period, calendar).reckoning
        if reckoning.is_counted or reckoning.is_due:
            yield place, reckoning


def _is_over(one: Snapshot, period: Period) -> bool:
    """Tell whether a dossier had ended and was due before a period."""
    if one.end is None or one.end.at >= period.starts_at:
        return False
    return one.first_due_at is None or one.first_due_at < period.starts_at


class _Seen:
    """A dossier as it stood at several instants; once it had ended only its history matters."""

    def __init__(self, dossier: Dossier, changes: Sequence[Change], office: Office) -> None:
        self.dossier, self._changes, self._office = dossier, changes, office
        self._ended_at = None
        if not dossier.is_open:
            self._ended_at = dossier.ended_at or dossier.end_seen_at
        self._first_at = min(
            (at for at in (dossier.received_at, self._ended_at) if at), default=None
        )
        befell = [one.made_at for one in dossier.promises]
        for pause in dossier.pauses:
            befell += [at for at in (pause.paused_at, pause.resumed_at) if at]
        self._befell = sorted(befell)
        self._known: dict[int, Snapshot | None] = {}

    def at(self, ends_at: datetime) -> Snapshot | None:
        """Return how it stood at an instant; None where it was not there yet."""
        if self._first_at is None or self._first_at >= ends_at:
            return None
        if self._ended_at is None or self._ended_at >= ends_at:
            then = before_reopening(self.dossier, self._changes, at=ends_at)
            return snapshot(then, None, self._office, ends_at=ends_at)
        place = bisect_left(self._befell, ends_at)
        if place not in self._known:
            self._known[place] = snapshot(self.dossier, None, self._office, ends_at=ends_at)
        return self._known[place]
