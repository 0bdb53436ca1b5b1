"""Units to be judged, named for what matters in a test."""

from datetime import datetime

from monitor.domain.directory import Level, Unit
from monitor.domain.dossier import Carried
from monitor.domain.edits import BulkEdit
from monitor.domain.instants import vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.unit_case import SourceAge, UnitCase
from monitor.domain.unit_figures import MonthFigures
from tests.builders import POLICY_2026, vn

ECONOMY = Unit(code="KT", name="Phòng Kinh tế", level=Level.DEPARTMENT)


def a_source(
    system: str = "tinh",
    source: str = "list",
    *,
    exported: str = "2026-11-09 07:00",
    carries: frozenset[Carried] = frozenset(Carried),
) -> SourceAge:
    """Return a source whose newest export was read as it was made."""
    return SourceAge(
        system=system,
        source=source,
        exported_at=vn(exported),
        imported_at=vn(exported),
        carries=carries,
    )


def figures(at: str = "2026-11-12 09:00", **numbers: int | None) -> MonthFigures:
    """Return the figures of the month of `at`; those not named are not carried."""
    return MonthFigures(
        first_on=vietnam_day(vn(at)).replace(day=1), until=vn("2026-11-12 07:10"), **numbers
    )


def a_unit_case(  # noqa: PLR0913 - a builder names whatever a test may care about
    *,
    at: str = "2026-11-12 09:00",
    policy: Policy = POLICY_2026,
    carries: frozenset[Carried] = frozenset(Carried),
    month: MonthFigures | None = None,
    is_top: bool = True,
    sources: tuple[SourceAge, ...] = (),
    open_dossiers: int = 0,
    as_of: str | None = None,
    moved: str | None = None,
    edits: tuple[BulkEdit, ...] = (),
) -> UnitCase:
    """Return the case of the topmost unit, in whose books nothing stands unless named."""
    return UnitCase(
        unit=ECONOMY,
        policy=policy,
        at=vn(at),
        carries=carries,
        month=month or figures(at),
        is_top=is_top,
        sources=sources,
        open=open_dossiers,
        as_of=_instant(as_of),
        last_moved_at=_instant(moved),
        edits=edits,
    )


def _instant(text: str | None) -> datetime | None:
    return vn(text) if text else None
