"""All the dossiers of an audit in figures, and those that a person must look at."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median_low

from monitor.domain.audit.audited import Audited, Difference, Unjudged
from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.why import Causes

WHOLE = 10_000  # all of them, in hundredths of a percent


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Dossiers with one cause. `hundredths`: their share of all judged, in percent times 100.

    A dossier whose two dates differ for one cause is one dossier, and counts under
    `later` or `earlier` for each. `median_days` and `most_days` are working days, however
    they are directed, None where no difference can be measured; of an even number the
    median is the lower of the two in the middle.
    """

    codes: Causes
    dossiers: int
    hundredths: int
    later: int
    earlier: int
    median_days: int | None
    most_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """The dossiers of one unit. `hidden`, `undeserved`: as `Clocks` has them."""

    unit: str
    name: str
    dossiers: int = 0
    judged: int = 0
    differing: int = 0
    promised_late: int = 0
    hidden: int = 0
    undeserved: int = 0
    contradicted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Dossiers by what the source's own date and the lawful one say of them."""

    in_time: int = 0
    hidden: int = 0  # in time by the source's date, late by the lawful one
    moved: int = 0  # the same, by a date that the office itself moved
    undeserved: int = 0  # late by the source's date, in time by the lawful one
    late: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What an audit found. The three lists are in the order in which dossiers came.

    `stopped` of the judged have but their first promise judged. `promised_late` of
    the differing have a date after the lawful one.
    """

    dossiers: int
    judged: int
    differing: int
    promised_late: int
    stopped: int
    ended: Clocks
    open: Clocks
    causes: tuple[CauseLine, ...]
    units: tuple[UnitLine, ...]
    unjudged: Mapping[Unjudged, int]
    contradictions: Mapping[Questioned, int]
    differences: tuple[Audited, ...]
    contradicted: tuple[Audited, ...]
    not_judged: tuple[Audited, ...]


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
    units: defaultdict[tuple[str, str], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    causes: defaultdict[Causes, list[Difference]] = field(
        default_factory=lambda: defaultdict(list)
    )
    dossiers_of: Counter[Causes] = field(default_factory=Counter)
    differences: list[Audited] = field(default_factory=list)
    contradicted: list[Audited] = field(default_factory=list)
    not_judged: list[Audited] = field(default_factory=list)

    def add(self, one: Audited) -> None:
        self.dossiers += 1
        self.judged += one.unjudged is None
        self.stopped += one.is_stopped
        clock = _clock(one)
        if one.lateness is not None:
            self.clocks[one.lateness.is_open, clock] += 1
        self.units[one.unit, one.unit_name].update(_counted(one, clock))
        self.dossiers_of.update({difference.why.codes for difference in one.differences})
        for difference in one.differences:
            self.causes[difference.why.codes].append(difference)
        if one.differences:
            self.differences.append(one)
        if one.contradictions:
            self.contradicted.append(one)
        if one.unjudged is not None:
            self.not_judged.append(one)

    def audit(self) -> Audit:
        causes = (self._cause(codes, found) for codes, found in self.causes.items())
        units = (
            UnitLine(unit=unit, name=name, **counts)
            for (unit, name), counts in self.units.items()
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
            causes=tuple(sorted(causes, key=lambda line: (-line.dossiers, line.codes))),
            units=tuple(sorted(units, key=lambda line: (-line.differing, line.unit))),
            unjudged=Counter(one.unjudged for one in self.not_judged if one.unjudged),
            contradictions=contradictions,
            differences=tuple(self.differences),
            contradicted=tuple(self.contradicted),
            not_judged=tuple(self.not_judged),
        )

    def _cause(self, codes: Causes, found: list[Difference]) -> CauseLine:
        days = [abs(one.days) for one in found if one.days is not None]
        later = sum(one.is_later for one in found)
        return CauseLine(
            codes=codes,
            dossiers=self.dossiers_of[codes],
            hundredths=(2 * WHOLE * self.dossiers_of[codes] + self.judged) // (2 * self.judged),
            later=later,
            earlier=len(found) - later,
            median_days=median_low(days) if days else None,
            most_days=max(days, default=None),
        )

    def _clocks(self, *, is_open: bool) -> Clocks:
        return Clocks(
            **{clock: n for (open_, clock), n in self.clocks.items() if open_ is is_open}
        )


def _clock(one: Audited) -> str:
    """Return the field of `Clocks` that a dossier counts in, empty where in none."""
    if one.lateness is None:
        return ""
    if one.lateness.by_source:
        return "late" if one.lateness.by_law else "undeserved"
    if not one.lateness.by_law:
        return "in_time"
    return "moved" if one.lateness.is_moved else "hidden"


def _counted(one: Audited, clock: str) -> dict[str, int]:
    """Return what a dossier adds to the line of its unit."""
    return {
        "dossiers": 1,
        "judged": one.unjudged is None,
        "differing": bool(one.differences),
        "promised_late": one.is_promised_late,
        "hidden": clock == "hidden",
        "undeserved": clock == "undeserved",
        "contradicted": bool(one.contradictions),
    }
