"""Counting the dossiers of an audit as they come."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median_low

from monitor.domain.audit.audited import Audited, Difference
from monitor.domain.audit.summary import WHOLE, Audit, CauseLine, Clocks, UnitLine
from monitor.domain.audit.why import Causes

_Cause = tuple[Causes, bool]


def summarise(audited: Iterable[Audited]) -> Audit:
    """Count dossiers as they come; those without anything to tell are forgotten at once."""
    tally = _Tally()
    for one in audited:
        tally.add(one)
    return tally.audit()


@dataclass(slots=True)
class _Tally:
    """The counts so far."""

    dossiers: int = 0
    judged: int = 0
    stopped: int = 0
    clocks: Counter[tuple[bool, str]] = field(default_factory=Counter)
    units: defaultdict[tuple[str, str, bool], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    causes: defaultdict[_Cause, list[Difference]] = field(
        default_factory=lambda: defaultdict(list)
    )
    dossiers_of: Counter[_Cause] = field(default_factory=Counter)
    ambiguous_of: Counter[_Cause] = field(default_factory=Counter)
    differences: list[Audited] = field(default_factory=list)
    misjudged: list[Audited] = field(default_factory=list)
    contradicted: list[Audited] = field(default_factory=list)
    not_judged: list[Audited] = field(default_factory=list)

    def add(self, one: Audited) -> None:
        self.dossiers += 1
        self.judged += one.unjudged is None
        self.stopped += one.is_stopped
        clock = _clock(one)
        if one.lateness is not None:
            self.clocks[one.lateness.is_open, clock] += 1
            if one.lateness.is_misjudged:
                self.misjudged.append(one)
        self.units[one.unit, one.unit_name, one.is_unit_unknown].update(_counted(one, clock))
        self._add_causes(one.differences)
        if one.differences:
            self.differences.append(one)
        if one.contradictions:
            self.contradicted.append(one)
        if one.unjudged is not None:
            self.not_judged.append(one)

    def _add_causes(self, differences: tuple[Difference, ...]) -> None:
        self.dossiers_of.update({_cause(one) for one in differences})
        self.ambiguous_of.update({_cause(one) for one in differences if one.why.others})
        for one in differences:
            self.causes[_cause(one)].append(one)

    def audit(self) -> Audit:
        causes = (self._line(cause, found) for cause, found in self.causes.items())
        units = (
            UnitLine(unit=unit, name=name, is_unknown=is_unknown, **counts)
            for (unit, name, is_unknown), counts in self.units.items()
        )
        contradictions = Counter(
            each for one in self.contradicted for each in one.contradictions
        )
        return Audit(
            dossiers=self.dossiers,
            judged=self.judged,
            differing=len(self.differences),
            promised_late=sum(one.is_promised_late for one in self.differences),
            stopped=self.stopped,
            ended=self._clocks(is_open=False),
            open=self._clocks(is_open=True),
            causes=tuple(sorted(causes, key=_order_of_causes)),
            units=tuple(
                sorted(units, key=lambda line: (-line.differing, line.unit, line.is_unknown))
            ),
            unjudged=Counter(one.unjudged for one in self.not_judged if one.unjudged),
            contradictions=contradictions,
            differences=tuple(self.differences),
            misjudged=tuple(self.misjudged),
            contradicted=tuple(self.contradicted),
            not_judged=tuple(self.not_judged),
        )

    def _line(self, cause: _Cause, found: list[Difference]) -> CauseLine:
        possible = (one for one in found if not one.is_impossible)
        days = [abs(one.days) for one in possible if one.days is not None]
        later = sum(one.is_later for one in found)
        dossiers = self.dossiers_of[cause]
        codes, are_pauses_unknown = cause
        return CauseLine(
            codes=codes,
            are_pauses_unknown=are_pauses_unknown,
            dossiers=dossiers,
            ambiguous=self.ambiguous_of[cause],
            hundredths=(2 * WHOLE * dossiers + self.judged) // (2 * self.judged),
            later=later,
            earlier=len(found) - later,
            median_days=median_low(days) if days else None,
            most_days=max(days, default=None),
        )

    def _clocks(self, *, is_open: bool) -> Clocks:
        return Clocks(
            **{clock: n for (open_, clock), n in self.clocks.items() if open_ is is_open}
        )


def _cause(one: Difference) -> _Cause:
    return one.why.codes, one.are_pauses_unknown


def _order_of_causes(line: CauseLine) -> tuple[int, Causes, bool]:
    return -line.dossiers, line.codes, line.are_pauses_unknown


def _clock(one: Audited) -> str:
    """Return the field of `Clocks` that a dossier counts in, empty where in none."""
    told = one.lateness
    if told is None:
        return ""
    said, is_late = (
        ("", told.by_source) if told.said_late is None else ("said_", told.said_late)
    )
    if is_late:
        return said + ("late" if told.by_law else "undeserved")
    if not told.by_law:
        return said + "in_time"
    return "moved" if told.is_moved else said + "hidden"


def _counted(one: Audited, clock: str) -> dict[str, int]:
    """Return what a dossier adds to the line of its unit."""
    return {
        "dossiers": 1,
        "judged": one.unjudged is None,
        "differing": bool(one.differences),
        "promised_late": one.is_promised_late,
        "hidden": clock in {"hidden", "said_hidden"},
        "undeserved": clock in {"undeserved", "said_undeserved"},
        "contradicted": bool(one.contradictions),
    }
