"""What falls due next: by unit, what is overdue already, what is at risk by the past."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.outlook import (
    LEAST_DUE,
    RISK_PERCENT,
    Ahead,
    Basis,
    Experience,
    Prospect,
    Trial,
    Windows,
    try_rule,
)
from monitor.domain.reckoning import UNSURE, Outcome
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitAhead:
    """The open dossiers of one unit, or of all; an empty code and name: not known.

    `pending` are `overdue`, `paused` (they have no date), `unsure` (no date can be named, or
    the source cannot tell), `ahead` (due in the days after the period) and `later` together.
    Of `ahead`, `at_risk` are named by the rule, and of `unjudged` too little is known.
    """

    unit: str
    unit_name: str
    pending: int
    overdue: int
    paused: int
    unsure: int
    ahead: int
    at_risk: int
    unjudged: int
    later: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskLine:
    """One dossier at risk, and the past that says so."""

    code: str
    unit_name: str
    procedure: str
    due_at: datetime
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook(Figures):
    """What is ahead.

    `until` is the last day looked at; `past_first` to `past_last` are those that the rule
    rests on, `before_first` to `before_last` those on which it was tried. It takes
    `least_due` dossiers and a share of `risk_percent` late ones. Units stand in order of
    what they have ahead, dossiers in order of their deadlines.
    """

    until: date
    past_first: date
    past_last: date
    before_first: date
    before_last: date
    least_due: int
    risk_percent: int
    total: UnitAhead
    by_unit: tuple[UnitAhead, ...]
    lines: tuple[RiskLine, ...]
    trial: Trial


def make(month: Month) -> Outlook:
    """Count what is ahead, and name what is at risk."""
    scope = month.scope
    windows = Windows.of(month.period, scope.months, whole=scope.whole)
    prospect = month.prospect or Prospect(windows=windows)
    windows, experience = prospect.windows, Experience(prospect.fallen.past)
    judged = [(one, experience.basis(one.unit, one.procedure)) for one in prospect.ahead]
    by_unit = _by_unit(month, judged)
    return Outlook(
        until=windows.ahead.last,
        past_first=windows.past.first,
        past_last=windows.past.last,
        before_first=windows.before.first,
        before_last=windows.before.last,
        least_due=LEAST_DUE,
        risk_percent=RISK_PERCENT,
        total=_total(by_unit),
        by_unit=by_unit,
        lines=tuple(
            RiskLine(
                code=one.code,
                unit_name=month.unit_name(one.unit),
                procedure=month.procedure_name(one.procedure),
                due_at=one.due_at,
                basis=basis,
            )
            for one, basis in judged
            if basis is not None and basis.is_risk
        ),
        trial=try_rule(prospect),
    )


def _by_unit(month: Month, judged: list[tuple[Ahead, Basis | None]]) -> tuple[UnitAhead, ...]:
    open_: Counter[tuple[str, Outcome]] = Counter()
    for tally in month.tallies:
        if tally.reckoning.is_pending:
            open_[tally.unit, tally.reckoning.outcome] += tally.count
    ahead = Counter(one.unit for one, _ in judged)
    at_risk = Counter(one.unit for one, basis in judged if basis is not None and basis.is_risk)
    unjudged = Counter(one.unit for one, basis in judged if basis is None)
    units = (
        UnitAhead(
            unit=unit,
            unit_name=month.unit_name(unit),
            pending=sum(open_[unit, outcome] for outcome in Outcome),
            overdue=open_[unit, Outcome.OVERDUE],
            paused=open_[unit, Outcome.PAUSED],
            unsure=sum(open_[unit, outcome] for outcome in UNSURE),
            ahead=ahead[unit],
            at_risk=at_risk[unit],
            unjudged=unjudged[unit],
            later=open_[unit, Outcome.WITHIN] - ahead[unit],
        )
        for unit in {unit for unit, _ in open_}
    )
    return tuple(sorted(units, key=lambda one: (-one.ahead, -one.pending, one.unit)))


def _total(units: tuple[UnitAhead, ...]) -> UnitAhead:
    return UnitAhead(
        unit="",
        unit_name="",
        pending=sum(one.pending for one in units),
        overdue=sum(one.overdue for one in units),
        paused=sum(one.paused for one in units),
        unsure=sum(one.unsure for one in units),
        ahead=sum(one.ahead for one in units),
        at_risk=sum(one.at_risk for one in units),
        unjudged=sum(one.unjudged for one in units),
        later=sum(one.later for one in units),
    )


SECTION = Section(module=__name__, make=make)
