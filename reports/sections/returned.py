"""What was asked for later, withdrawn and sent back, against the quarter before.

Months are compared with months: what a quarter counts is taken to be spread over its three.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.figures import EndKind, Share
from monitor.domain.past import PastPeriod
from monitor.domain.period import MONTHS, Period, PeriodKind
from monitor.domain.reckoning import Tally
from monitor.domain.supplements import Supplements
from monitor.domain.term import fold
from reports.children import Child, Children, Place
from reports.section import Figures, Month, Section
from reports.tallies import total

TOP = 10  # procedures
HALF = 2
QUARTER = MONTHS[PeriodKind.QUARTER]
GIVEN_UP = (EndKind.WITHDRAWN, EndKind.SENT_BACK, EndKind.REFUSED, EndKind.STOPPED)


class Verdict(StrEnum):
    """Whether a figure of a month is at most half of what it was in the quarter before."""

    REACHED = "reached"
    MISSED = "missed"
    UNJUDGED = "unjudged"  # not known, or the period is no month and no quarter
    NONE = "none"  # nothing is asked of it


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedLine:
    """One figure of the period and of the whole quarter before; None of what nobody tells."""

    code: str
    now: int | None
    before: int | None
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedUnit:
    """The same figures of one unit right below the report's own, with all below it."""

    place: Place
    code: str
    name: str
    requests: int | None
    asked: int | None
    withdrawn: int
    sent_back: int
    refused: int
    stopped: int
    given_up: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedProcedure:
    """What was asked for in one procedure; an empty code: nobody knows which."""

    code: str
    name: str
    requests: int
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned(Figures):
    """The lines, in order; the shares of those given up in all resolved.

    `months` are the reporting months of the period, None of one that is no month and no
    quarter. `quarter` is the one before, `share_before` None where that is not known whole.
    `again`: dossiers asked more than once. `procedures` are those asked for most, `others`
    how many more there are.
    """

    months: int | None
    quarter: Period | None
    lines: tuple[ReturnedLine, ...]
    again: int | None
    share: Share
    share_before: Share | None
    by_unit: tuple[ReturnedUnit, ...]
    procedures: tuple[AskedProcedure, ...]
    others: int


def make(month: Month) -> Returned:
    """Count the period, and hold it against the quarter before.

    Source:
        docs/law.md#returned-target
    """
    past, asked = month.past, month.asked
    quarter = past.quarter_before
    before = quarter.tallies if quarter and _is_whole(month, quarter) else None
    asked_before = asked.quarter_before if before is not None else None
    kind = month.scope.months.kind_of(month.period)
    months = MONTHS[kind] if kind in {PeriodKind.MONTH, PeriodKind.QUARTER} else None

    def line(code: str, now: int | None, then: int | None, *, has_target: bool) -> ReturnedLine:
        verdict = _verdict(now, then, months) if has_target else Verdict.NONE
        return ReturnedLine(code=code, now=now, before=then, verdict=verdict)

    def gave_up(code: str, *kinds: EndKind, has_target: bool = False) -> ReturnedLine:
        then = None if before is None else _given_up(before, *kinds)
        return line(code, _given_up(month.tallies, *kinds), then, has_target=has_target)

    procedures = _procedures(month)
    return Returned(
        months=months,
        quarter=quarter.period if quarter else None,
        lines=(
            line("requests", _requests(asked.now), _requests(asked_before), has_target=True),
            line("asked", _asked(asked.now), _asked(asked_before), has_target=False),
            gave_up("withdrawn", EndKind.WITHDRAWN, has_target=True),
            gave_up("sent_back", EndKind.SENT_BACK, has_target=True),
            gave_up("refused", EndKind.REFUSED),
            gave_up("stopped", EndKind.STOPPED),
            gave_up("given_up", *GIVEN_UP),
        ),
        again=None if asked.now is None else sum(one.again for one in asked.now),
        share=_share(month.tallies),
        share_before=None if before is None else _share(before),
        by_unit=_units(month),
        procedures=procedures[:TOP],
        others=len(procedures[TOP:]),
    )


def _is_whole(month: Month, quarter: PastPeriod) -> bool:
    """Tell whether a quarter began after the store began to know: none of it is missing."""
    since = month.past.known_since
    return since is not None and since <= quarter.period.starts_at


def _verdict(now: int | None, before: int | None, months: int | None) -> Verdict:
    """Compare by the month: now / months is at most half of before / 3."""
    if now is None or before is None or months is None:
        return Verdict.UNJUDGED
    return Verdict.REACHED if HALF * QUARTER * now <= months * before else Verdict.MISSED


def _given_up(tallies: Iterable[Tally], *kinds: EndKind) -> int:
    return total(
        one for one in tallies if one.reckoning.is_resolved and one.reckoning.given_up in kinds
    )


def _share(tallies: Iterable[Tally]) -> Share:
    resolved = [one for one in tallies if one.reckoning.is_resolved]
    return Share(numerator=_given_up(resolved, *GIVEN_UP), denominator=total(resolved))


def _requests(told: Iterable[Supplements] | None) -> int | None:
    return None if told is None else sum(one.requests for one in told)


def _asked(told: Iterable[Supplements] | None) -> int | None:
    return None if told is None else sum(one.dossiers for one in told)


def _units(month: Month) -> tuple[ReturnedUnit, ...]:
    """Return one line for each unit, those with most given up and asked for first."""
    children = Children(month)
    ends: dict[Child, Counter[EndKind | None]] = {
        child: Counter() for child in children.rows.values()
    }
    for one in month.tallies:
        child = children.of(one.unit)
        if child is not None and one.reckoning.is_resolved:
            ends.setdefault(child, Counter())[one.reckoning.given_up] += one.count
    requests, asked = Counter[Child | None](), Counter[Child | None]()
    for told in month.asked.now or ():
        requests[children.of(told.unit)] += told.requests
        asked[children.of(told.unit)] += told.dossiers
    is_told = month.asked.now is not None
    lines = [
        ReturnedUnit(
            place=child.place,
            code=child.code,
            name=child.name,
            requests=requests[child] if is_told else None,
            asked=asked[child] if is_told else None,
            withdrawn=ended[EndKind.WITHDRAWN],
            sent_back=ended[EndKind.SENT_BACK],
            refused=ended[EndKind.REFUSED],
            stopped=ended[EndKind.STOPPED],
            given_up=Share(numerator=ended.total() - ended[None], denominator=ended.total()),
        )
        for child, ended in _with_asked(ends, requests).items()
    ]
    return tuple(sorted(lines, key=_most_first))


def _with_asked(
    ends: Mapping[Child, Counter[EndKind | None]], requests: Counter[Child | None]
) -> dict[Child, Counter[EndKind | None]]:
    """Return what ended, and the rows in which something was asked for alone."""
    asked = {child: Counter[EndKind | None]() for child in requests if child is not None}
    return {**asked, **ends}


def _most_first(one: ReturnedUnit) -> tuple[int, int, str, str]:
    return -one.given_up.numerator, -(one.requests or 0), fold(one.name), one.code


def _procedures(month: Month) -> tuple[AskedProcedure, ...]:
    """Return the procedures in which anything was asked for, most first."""
    requests, asked = Counter[str](), Counter[str]()
    for one in month.asked.now or ():
        requests[one.procedure] += one.requests
        asked[one.procedure] += one.dossiers
    found = [
        AskedProcedure(
            code=code, name=month.procedure_name(code), requests=count, asked=asked[code]
        )
        for code, count in requests.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.requests, fold(one.name), one.code)))


SECTION = Section(module=__name__, make=make)
