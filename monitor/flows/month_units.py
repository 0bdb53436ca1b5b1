"""What a period's report holds its units to, and which of them stood still."""

from collections.abc import Mapping

from monitor.domain.directory import Unit
from monitor.domain.office import Office
from monitor.domain.still_units import StillUnit
from monitor.domain.unit_figures import hundredths
from monitor.ports.months import MonthCounts


def online_targets(office: Office, unit: Unit) -> Mapping[str, int]:
    """Return the online share asked of a unit and of each below it, by code.

    In hundredths of a percent.

    Source:
        docs/law.md#unit-figures
    """
    return {
        code: hundredths(office.policy_of(code).online_target)
        for code in sorted(office.directory.subtree(unit.code))
    }


def still_units(counts: MonthCounts, office: Office, unit: Unit) -> tuple[StillUnit, ...]:
    """Return which units stood still at some time of a period, in order.

    The unit itself is one of them, then those below it; each as often as it stood still.

    Source:
        docs/law.md#stale-data
    """
    below = office.directory.subtree(unit.code)
    return tuple(one for one in counts.still() if one.unit in below)
