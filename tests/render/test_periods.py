"""A period goes by the name that the office gives it."""

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.period import MonthScheme, Period, PeriodKind, PeriodName
from monitor.render.periods import period_title

LABELS = load_catalogue("report")


@pytest.mark.parametrize(
    ("text", "kind", "title"),
    [
        ("2026-10", PeriodKind.MONTH, "tháng 10 năm 2026"),
        ("2026-Q3", PeriodKind.QUARTER, "quý III năm 2026"),
        ("2026-H1", PeriodKind.HALF, "6 tháng đầu năm 2026"),
        ("2026-H2", PeriodKind.HALF, "6 tháng cuối năm 2026"),
        ("2026", PeriodKind.YEAR, "năm 2026"),
    ],
)
@pytest.mark.parametrize("scheme", [MonthScheme(), MonthScheme(15)])
def test_a_title(scheme: MonthScheme, text: str, kind: PeriodKind, title: str) -> None:
    period = scheme.period(PeriodName.read(text, kind))

    assert period_title(period, scheme, LABELS) == title


def test_every_quarter_has_one() -> None:
    names = (PeriodName(kind=PeriodKind.QUARTER, year=2026, number=n) for n in (1, 2, 3, 4))
    titles = [period_title(MonthScheme().period(one), MonthScheme(), LABELS) for one in names]

    assert [one.split()[1] for one in titles] == ["I", "II", "III", "IV"]


def test_what_is_a_month_elsewhere_has_none_here() -> None:
    assert period_title(Period.month("2026-10"), MonthScheme(15), LABELS) == ""
