"""Dossiers filed online, against the targets: of all received, and of what can be filed so."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.directory import Level
from monitor.domain.figures import Rate, Share
from monitor.domain.reckoning import Tally
from monitor.domain.unit_figures import WHOLE
from reports.received import received_by_child
from reports.section import Figures, Month, Section
from reports.supplied_lines import SuppliedLine, sound, supplied_line
from reports.tallies import online_rate


class Standing(StrEnum):
    """How a share stands against its target."""

    REACHED = "reached"
    MISSED = "missed"
    UNJUDGED = "unjudged"  # no share, or no one target


LEVELS = (Level.PROVINCE, Level.COMMUNE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineLine:
    """The online shares of one unit or level, whose code it bears, and its target.

    `received` divides by what was received by a known channel; None where no source carries it.
    `eligible` divides by what was received of procedures that are offered online, as supplied.
    `target` is in hundredths of a percent; None where units of a level have more than one.
    """

    code: str
    name: str
    received: Rate | None
    eligible: Share | None
    target: int | None

    @property
    def is_missed(self) -> bool:
        """True where the share lies below the target."""
        return self.standing is Standing.MISSED

    @property
    def standing(self) -> Standing:
        """How the share stands against the target: that of its own denominator, if known."""
        judged = self.eligible or self.received
        if judged is None or judged.denominator == 0 or self.target is None:
            return Standing.UNJUDGED
        is_missed = judged.numerator * WHOLE < self.target * judged.denominator
        return Standing.MISSED if is_missed else Standing.REACHED


@dataclass(frozen=True, slots=True, kw_only=True)
class Online(Figures):
    """The office as a whole, its levels where it has both, its children that received anything.

    `lines`: what units supplied of it.
    """

    total: OnlineLine
    by_level: tuple[OnlineLine, ...]
    by_unit: tuple[OnlineLine, ...]
    lines: tuple[SuppliedLine, ...]


def make(month: Month) -> Online:
    """Count the online shares.

    Source:
        docs/law.md#unit-figures, docs/law.md#supplied-figures
    """
    received = [one for one in month.tallies if one.reckoning.is_received]
    unit = month.scope.unit
    return Online(
        total=OnlineLine(
            code=unit,
            name=month.unit_name(unit),
            received=online_rate(received),
            eligible=_eligible(month, unit),
            target=month.online_targets.get(unit),
        ),
        by_level=tuple(_by_level(month, received)),
        by_unit=tuple(_by_unit(month)),
        lines=(
            supplied_line(month, "online_procedures"),
            supplied_line(month, "online_eligible"),
            supplied_line(month, "online_of_eligible", share_of="online_eligible"),
        ),
    )


def _by_level(month: Month, received: list[Tally]) -> Iterable[OnlineLine]:
    """Yield the levels, where dossiers were received at more than one."""
    units = {one.unit for one in received}
    levels = {unit: month.directory.level_of(unit) for unit in units}
    present = [level for level in LEVELS if level in levels.values()]
    for level in present if len(present) > 1 else ():
        of_level = [one for one in received if levels[one.unit] is level]
        targets = {
            target
            for code, target in month.online_targets.items()
            if code in {*month.led, month.scope.unit}
            and month.directory.level_of(code) is level
        }
        yield OnlineLine(
            code=level,
            name="",
            received=online_rate(of_level),
            eligible=_eligible_at(month, level),
            target=targets.pop() if len(targets) == 1 else None,
        )


def _by_unit(month: Month) -> Iterable[OnlineLine]:
    for child, received in received_by_child(month).items():
        yield OnlineLine(
            code=child.code,
            name=child.name,
            received=online_rate(received),
            eligible=_eligible(month, child.code),
            target=month.online_targets.get(child.code),
        )


def _eligible(month: Month, unit: str) -> Share | None:
    return sound(month.supplied.share("online_of_eligible", "online_eligible", unit=unit))


def _eligible_at(month: Month, level: Level) -> Share | None:
    """Return what the communes supplied together; of the province, all else of its total.

    None where a commune is silent: its dossiers would be the province's.
    """
    unit, directory = month.scope.unit, month.directory
    communes = [
        _eligible(month, code)
        for code in sorted(month.led)
        if directory.units[code].level is Level.COMMUNE
    ]
    known = [one for one in communes if one is not None]
    whole = _eligible(month, unit)
    if len(known) < len(communes) or whole is None:
        return None
    numerator = sum(one.numerator for one in known)
    denominator = sum(one.denominator for one in known)
    if level is Level.COMMUNE:
        return Share(numerator=numerator, denominator=denominator)
    rest = Share(
        numerator=whole.numerator - numerator, denominator=whole.denominator - denominator
    )
    return sound(rest) if rest.numerator >= 0 else None


SECTION = Section(module=__name__, make=make)
