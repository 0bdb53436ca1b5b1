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
    freshness,
    late,
    letters,
    rates,
    table06a,
)
from monitor.render.sections.common import Labels, Question
from monitor.render.sheet import Sheet


def no_charts(_: Any, __: Labels) -> Mapping[str, Question]:
    """Return nothing: the section draws none."""
    return {}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a section shows beside its template."""

    sheets: Callable[[Any, Labels], Iterator[Sheet]]
    charts: Callable[[Any, Labels], Mapping[str, Question]] = no_charts


SHOWN: Mapping[str, Shown] = MappingProxyType(
    {
        "rates": Shown(rates.sheets),
        "agencies": Shown(agencies.sheets, agencies.charts),
        "causes": Shown(causes.sheets),
        "letters": Shown(letters.sheets),
        "table06a": Shown(table06a.sheets),
        "late": Shown(late.sheets),
        "freshness": Shown(freshness.sheets),
    }
)
