"""One finding about a whole unit, as a mail tells it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from monitor.domain.directory import Role
from monitor.domain.finding import Fact
from monitor.notices.occasion import Occasion, UnitMatter
from monitor.notices.remark import Remark, remarks

STALE_SOURCE = "stale_source"
ORDER = (
    STALE_SOURCE,
    "stale_unit",
    "unit_rate_low",
    "online_share_low",
    "returned_share_high",
    "bulk_edit",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """What a rule says of one unit: `facts` are its own, `source` names a system of theirs."""

    rule: str
    unit: str
    facts: Mapping[str, Fact]
    source: str
    remarks: tuple[Remark, ...]


def unit_lines(matters: Iterable[UnitMatter], occasion: Occasion) -> tuple[UnitLine, ...]:
    """Return what somebody reads of units, rule by rule, each by the unit's code."""
    names, directory = occasion.telling.system_names, occasion.office.directory
    return tuple(
        UnitLine(
            rule=one.finding.rule,
            unit=one.unit.name,
            facts=one.finding.facts,
            source=names.get(system := str(one.finding.facts.get("system", "")), system),
            remarks=remarks([one], directory),
        )
        for one in sorted(matters, key=_place)
    )


def _place(matter: UnitMatter) -> tuple[int, str, str]:
    finding = matter.finding
    return ORDER.index(finding.rule), finding.unit, finding.stage


def of_leader(matters: Iterable[UnitMatter], units: Collection[str]) -> list[UnitMatter]:
    """Return what a leader hears of the units that are his, in order."""
    mine = (one for one in matters if one.unit.code in units)
    return sorted((one for one in mine if Role.LEADER in one.finding.tells), key=_place)


def of_operator(matters: Iterable[UnitMatter]) -> list[UnitMatter]:
    """Return what the operator hears, in order; what somebody looks after is left out."""
    mine = (one for one in matters if Role.OPERATOR in one.finding.tells)
    return sorted((one for one in mine if not one.is_acknowledged), key=_place)
