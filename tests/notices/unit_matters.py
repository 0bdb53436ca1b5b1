"""What the rules about units find in the sample office."""

from collections.abc import Sequence
from dataclasses import replace

from monitor.domain.directory import Unit
from monitor.domain.edits import BulkEdit
from monitor.domain.finding import Finding
from monitor.domain.note import Note
from monitor.domain.rule import judge
from monitor.domain.unit_case import UnitCase
from monitor.domain.unit_figures import MonthFigures
from monitor.notices.occasion import UnitMatter
from monitor.rules import UNIT_RULES
from tests.builders import vn
from tests.notices.office import COMMUNE, ECONOMY, EXPORTED
from tests.rules.unit_cases import a_source, a_unit_case, figures

MONTH = figures(
    kept=30,
    late=5,
    carried=2,
    ended=40,
    withdrawn=4,
    sent_back=3,
    received=33,
    channelled=30,
    online=9,
    asked=6,
)


def of_unit(case: UnitCase, unit: Unit) -> tuple[Finding, ...]:
    """Return all that the rules say of a unit."""
    return judge(replace(case, unit=unit), UNIT_RULES).findings


def short_of_everything(
    unit: Unit = ECONOMY, *, month: MonthFigures = MONTH
) -> tuple[Finding, ...]:
    """Return what is said of a unit that misses every target."""
    return of_unit(a_unit_case(month=month, is_top=False), unit)


def standing_still(unit: Unit = ECONOMY) -> tuple[Finding, ...]:
    """Return what is said of a unit that enters nothing."""
    case = a_unit_case(is_top=False, open_dossiers=12, moved="2026-11-03 07:10", as_of=EXPORTED)
    return of_unit(case, unit)


def edited(unit: Unit = ECONOMY) -> tuple[Finding, ...]:
    """Return what is said of a unit whose finishes one import set back."""
    edit = BulkEdit(
        import_id=7,
        unit=unit.code,
        source="list",
        codes=tuple(f"H99.10.27-261026-{number:04}" for number in range(1, 7)),
        shown_by_at=vn("2026-11-11 07:10"),
        shown_before_at=vn("2026-11-10 07:10"),
        read_at=vn("2026-11-11 07:15"),
    )
    return of_unit(a_unit_case(is_top=False, edits=(edit,)), unit)


def gone_silent(unit: Unit = COMMUNE) -> tuple[Finding, ...]:
    """Return what is said of a system from which nothing has come for three days."""
    return of_unit(a_unit_case(sources=(a_source("test"),)), unit)


def unit_matters(
    findings: Sequence[Finding],
    *,
    told: frozenset[str] = frozenset(),
    notes: tuple[Note, ...] = (),
    first_id: int = 901,
) -> tuple[UnitMatter, ...]:
    """Return findings about units as they stand, who was told of all of them."""
    units = {unit.code: unit for unit in (COMMUNE, ECONOMY)}
    return tuple(
        UnitMatter(id=number, finding=finding, unit=units[finding.unit], told=told, notes=notes)
        for number, finding in enumerate(findings, start=first_id)
    )
