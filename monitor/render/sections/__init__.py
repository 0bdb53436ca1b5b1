"""How each section is shown beside its template: its sheets, and the charts it draws.

A section's module here bears the section's name. `sheets` takes its figures and the
catalogue of the report; `charts` returns by name what the child is to draw
(monitor/render/charts.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from monitor.render.sections import (
    agencies,
    causes,
    channels,
    digital,
    estimates,
    freshness,
    integrity,
    late,
    lateness_of_data,
    letters,
    linked,
    online,
    outlook,
    payments,
    rates,
    returned,
    satisfaction,
    summary,
    table06a,
    trend,
    units,
    upkeep,
    warnings,
)
from monitor.render.sections.common import Labels, Question
from monitor.render.sheet import Sheet


def no_charts(_: Any, __: Labels) -> Mapping[str, Question]:
    """Return nothing: the section draws none."""
    return {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a section shows beside its template.

    `is_wide`: its template begins with a table that lies across, so its heading stands there.
    `tables` are those that the contents name: anchors `<section>-<table>` of the template,
    words of the section's own table in the catalogue.
    """

    sheets: Callable[[Any, Labels], Iterator[Sheet]]
    charts: Callable[[Any, Labels], Mapping[str, Question]] = no_charts
    is_wide: bool = False
    tables: tuple[str, ...] = ()


SHOWN: Mapping[str, Shown] = MappingProxyType(
    {
        "summary": Shown(summary.sheets),
        "channels": Shown(channels.sheets, channels.charts),
        "rates": Shown(rates.sheets),
        "trend": Shown(trend.sheets, trend.charts),
        "units": Shown(units.sheets, units.charts),
        "agencies": Shown(agencies.sheets, agencies.charts),
        "causes": Shown(causes.sheets, causes.charts),
        "letters": Shown(letters.sheets),
        "table06a": Shown(
            table06a.sheets, is_wide=True, tables=("field", "unit", "level", "procedure")
        ),
        "late": Shown(late.sheets, late.charts),
        "returned": Shown(returned.sheets, returned.charts),
        "online": Shown(online.sheets),
        "digital": Shown(digital.sheets),
        "payments": Shown(payments.sheets),
        "linked": Shown(linked.sheets),
        "satisfaction": Shown(satisfaction.sheets),
        "upkeep": Shown(upkeep.sheets),
        "integrity": Shown(integrity.sheets),
        "lateness_of_data": Shown(lateness_of_data.sheets),
        "warnings": Shown(warnings.sheets, warnings.charts),
        "estimates": Shown(estimates.sheets),
        "outlook": Shown(outlook.sheets, outlook.charts),
        "freshness": Shown(freshness.sheets),
    }
)
