"""What falls due next, and what of it is at risk."""

from datetime import date

from monitor.domain.outlook import Ahead, Basis, FallenDue, FellDue, Prospect, Trial, Windows
from monitor.domain.period import MonthScheme
from reports.sections.outlook import Outlook, RiskLine, UnitAhead
from tests.builders import vn
from tests.reports.snapshots import (
    CIVIL,
    CULTURE,
    ECONOMY,
    LAND,
    NOVEMBER,
    OFFICE,
    OFFICE_NOVEMBER,
    a_report,
    a_snapshot,
)

AHEAD = (
    Ahead(
        code="H99.10.27-261125-0008",
        unit=CULTURE[0],
        procedure=CIVIL[1],
        due_at=vn("2026-12-09 17:00"),
    ),
    Ahead(
        code="H99.10.27-261125-0021",
        unit=ECONOMY[0],
        procedure=LAND[1],
        due_at=vn("2026-12-10 17:00"),
    ),
)
DOSSIERS = (
    *OFFICE_NOVEMBER,
    a_snapshot(
        "H99.10.27-261125-0021",
        unit=ECONOMY,
        about=LAND,
        received="2026-11-25 08:00",
        due="2026-12-10 17:00",
    ),
)


def a_prospect(*past: FellDue) -> Prospect:
    return Prospect(
        windows=Windows.of(NOVEMBER, MonthScheme()),
        ahead=AHEAD,
        fallen=FallenDue(past=past, before=past, tried=past),
    )


def test_open_dossiers_are_parted_by_their_deadlines() -> None:
    outlook = a_report(*DOSSIERS, prospect=a_prospect()).part(Outlook)

    assert outlook.until == date(2026, 12, 31)
    assert (outlook.past_first, outlook.past_last) == (date(2026, 6, 1), date(2026, 11, 30))
    assert (outlook.before_first, outlook.before_last) == (
        date(2026, 5, 1),
        date(2026, 10, 31),
    )
    total = outlook.total
    assert total.pending == total.overdue + total.paused + total.unsure + total.ahead + (
        total.later
    )
    assert (total.pending, total.overdue, total.paused) == (7, 4, 1)
    assert (total.ahead, total.unjudged, total.later) == (2, 2, 0)
    assert [one.unit for one in outlook.by_unit] == [CULTURE[0], ECONOMY[0], OFFICE[0]]
    assert outlook.lines == ()


def test_what_is_at_risk_is_named_with_the_past_that_says_so() -> None:
    past = FellDue(unit=ECONOMY[0], procedure=LAND[1], due=10, late=3)
    outlook = a_report(*DOSSIERS, prospect=a_prospect(past)).part(Outlook)

    assert outlook.lines == (
        RiskLine(
            code="H99.10.27-261125-0021",
            unit_name=ECONOMY[1],
            procedure=LAND[1],
            due_at=vn("2026-12-10 17:00"),
            basis=Basis(due=10, late=3, is_of_unit=True),
        ),
    )
    assert (outlook.total.at_risk, outlook.total.unjudged) == (1, 1)
    assert outlook.trial == Trial(tried=10, named=10, named_late=3, late=3)


def test_nothing_open_is_nothing_ahead() -> None:
    outlook = a_report().part(Outlook)

    assert outlook.by_unit == ()
    assert outlook.total == UnitAhead(
        unit="",
        unit_name="",
        pending=0,
        overdue=0,
        paused=0,
        unsure=0,
        ahead=0,
        at_risk=0,
        unjudged=0,
        later=0,
    )
