"""What people supplied is read for the reporting months of a period, for a unit and below."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.office import Office
from monitor.domain.period import MonthScheme, Period
from monitor.domain.supplied import SuppliedFigure, supplied
from monitor.domain.supplied_sums import Amount, Portal, Supplied
from monitor.flows.month_supplied import supplied_in
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.notices.office import COMMUNE, an_office

OCTOBER = Period.month("2026-10")
QUARTER = Period(first=date(2026, 10, 1), last=date(2026, 12, 31))
OFFICE = an_office()


def gave(name: str, said: str, *, month: int = 10, unit: str = "XA") -> SuppliedFigure:
    at = vn("2026-12-31 08:00")
    return supplied(unit, date(2026, month, 1), name, said, by="thanh", at=at)


def read(
    store: SqlStore, *figures: SuppliedFigure, period: Period, office: Office = OFFICE
) -> Supplied:
    with store.writing() as work:
        for one in figures:
            work.workbooks.supply(one)
    with store.reading() as work:
        return supplied_in(work, office, COMMUNE, period)


def test_a_quarter_is_its_months(store: SqlStore) -> None:
    figures = [gave("payments", "5"), gave("payments", "7", month=12)]
    found = read(store, *figures, gave("payments", "9", month=9), period=QUARTER)

    assert found.amount("payments") == Amount(value=12, given=2, asked=3)
    assert found.is_whole


def test_what_was_taken_back_is_no_figure(store: SqlStore) -> None:
    figures = [gave("payments", "5"), gave("payments", "-")]

    assert read(store, *figures, period=OCTOBER).amount("payments") is None


@pytest.mark.parametrize(
    ("first", "last", "value"),
    [
        pytest.param(date(2026, 10, 1), date(2026, 11, 8), 5, id="a month and some days"),
        pytest.param(date(2026, 9, 28), date(2026, 10, 31), 5, id="some days and a month"),
        pytest.param(date(2026, 10, 5), date(2026, 10, 9), None, id="no whole month"),
    ],
)
def test_days_outside_whole_months_make_it_partial(
    store: SqlStore, first: date, last: date, value: int | None
) -> None:
    found = read(store, gave("payments", "5"), period=Period(first=first, last=last))

    amount = found.amount("payments")
    assert (amount.value if amount else None) == value
    assert not found.is_whole


def test_a_month_from_the_15th_bears_the_name_of_its_end(store: SqlStore) -> None:
    office = replace(OFFICE, months=MonthScheme(15))
    period = office.months.month("2026-10")
    found = read(store, gave("payments", "5"), period=period, office=office)

    assert period.first == date(2026, 9, 15)
    assert found.amount("payments") == Amount(value=5, given=1, asked=1)
    assert found.is_whole


@pytest.mark.parametrize(
    ("figures", "period", "portal"),
    [
        pytest.param(
            [gave("portal_on_time", "9870"), gave("portal_reason", "theo giờ")],
            OCTOBER,
            Portal(hundredths=9870, reason="theo giờ", entered_at=vn("2026-12-31 08:00")),
            id="with its reason",
        ),
        pytest.param(
            [gave("portal_on_time", "9870")],
            OCTOBER,
            Portal(hundredths=9870, reason="", entered_at=vn("2026-12-31 08:00")),
            id="unexplained",
        ),
        pytest.param([gave("portal_reason", "theo giờ")], OCTOBER, None, id="no rate"),
        pytest.param(
            [gave("portal_on_time", "9870", unit="KT")], OCTOBER, None, id="of a unit below"
        ),
        pytest.param([gave("portal_on_time", "9870")], QUARTER, None, id="rates do not add up"),
    ],
)
def test_the_portals_rate_is_the_units_own_of_one_month(
    store: SqlStore, figures: list[SuppliedFigure], period: Period, portal: Portal | None
) -> None:
    assert read(store, *figures, period=period).portal == portal
