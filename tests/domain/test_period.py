"""Periods are half-open instants around whole days; an office's months tile the years."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.errors import PeriodError
from monitor.domain.period import MonthScheme, Period, PeriodKind, PeriodName
from tests.builders import vn
from tests.domain.strategies import drawing

CALENDAR, FIFTEENTH, TWENTY_FIRST = MonthScheme(), MonthScheme(15), MonthScheme(21)
MONTH, QUARTER = PeriodKind.MONTH, PeriodKind.QUARTER
HALF, YEAR, SPAN = PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.SPAN
MONTHS = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}
DAY = timedelta(days=1)

schemes = st.sampled_from((CALENDAR, FIFTEENTH, TWENTY_FIRST))
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))
spans = st.builds(
    lambda first, more: Period(first=first, last=first + timedelta(days=more)),
    days,
    st.integers(0, 800),
)
names = st.sampled_from(tuple(MONTHS)).flatmap(
    lambda kind: st.builds(
        PeriodName,
        kind=st.just(kind),
        year=st.integers(1990, 2099),
        number=st.integers(1, 12 // MONTHS[kind]),
    )
)


def span(first: str, last: str) -> Period:
    return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))


# Days and instants


@pytest.mark.parametrize(
    ("text", "last"),
    [
        pytest.param("2026-11", "2026-11-30", id="thirty days"),
        pytest.param("2026-12", "2026-12-31", id="the last month of a year"),
        pytest.param("2024-02", "2024-02-29", id="a leap year"),
    ],
)
def test_a_month_runs_to_its_last_day(text: str, last: str) -> None:
    period = Period.month(text)

    assert period == span(f"{text}-01", last)
    assert (period.is_month, period.code) == (True, text)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "0000-05", "11/2026", "9999-12", "٢٠٢٦-11"]
)
def test_a_text_that_names_no_month_is_refused(text: str) -> None:
    with pytest.raises(PeriodError) as raised:
        Period.month(text)

    assert raised.value.facts == {"period": text}


def test_a_period_does_not_run_backwards() -> None:
    with pytest.raises(PeriodError):
        span("2026-11-02", "2026-11-01")


@pytest.mark.parametrize(
    ("at", "is_held"),
    [
        pytest.param("2026-10-14 23:59:59", False, id="the second before"),
        pytest.param("2026-10-15 00:00", True, id="its first instant"),
        pytest.param("2026-11-14 23:59:59", True, id="its last second"),
        pytest.param("2026-11-15 00:00", False, id="the first instant after"),
    ],
)
def test_a_period_holds_its_days_and_no_more(at: str, is_held: bool) -> None:
    assert FIFTEENTH.month("2026-11").holds(vn(at)) is is_held


@pytest.mark.parametrize(
    "period",
    [
        pytest.param(FIFTEENTH.month("2026-11"), id="from the 15th"),
        pytest.param(span("2026-11-01", "2026-11-29"), id="cut short"),
        pytest.param(span("2026-11-01", "2026-12-31"), id="two months"),
    ],
)
def test_other_periods_are_known_by_their_days(period: Period) -> None:
    assert not period.is_month
    assert period.code == f"{period.first}..{period.last}"


# What an office names


@pytest.mark.parametrize(
    ("scheme", "kind", "text", "first", "last"),
    [
        (CALENDAR, QUARTER, "2026-Q3", "2026-07-01", "2026-09-30"),
        (CALENDAR, HALF, "2026-H2", "2026-07-01", "2026-12-31"),
        (CALENDAR, YEAR, "2026", "2026-01-01", "2026-12-31"),
        (FIFTEENTH, MONTH, "2026-10", "2026-09-15", "2026-10-14"),
        (FIFTEENTH, MONTH, "2026-01", "2025-12-15", "2026-01-14"),
        (FIFTEENTH, QUARTER, "2026-Q1", "2025-12-15", "2026-03-14"),
        (FIFTEENTH, HALF, "2026-H1", "2025-12-15", "2026-06-14"),
        (FIFTEENTH, YEAR, "2026", "2025-12-15", "2026-12-14"),
        (TWENTY_FIRST, MONTH, "2026-03", "2026-02-21", "2026-03-20"),
        (TWENTY_FIRST, QUARTER, "2026-Q4", "2026-09-21", "2026-12-20"),
    ],
)
def test_a_name_and_its_days(
    scheme: MonthScheme, kind: PeriodKind, text: str, first: str, last: str
) -> None:
    name = PeriodName.read(text, kind)
    period = scheme.period(name)

    assert period == span(first, last)
    assert scheme.name_of(period) == name
    assert scheme.kind_of(period) is kind


@pytest.mark.parametrize(
    ("scheme", "day", "month"),
    [
        (CALENDAR, "2026-10-01", "2026-10"),
        (CALENDAR, "2026-10-31", "2026-10"),
        (FIFTEENTH, "2026-10-14", "2026-10"),
        (FIFTEENTH, "2026-10-15", "2026-11"),
        (TWENTY_FIRST, "2026-12-21", "2027-01"),
    ],
)
def test_the_month_that_holds_a_day(scheme: MonthScheme, day: str, month: str) -> None:
    assert scheme.month_of(date.fromisoformat(day)) == scheme.month(month)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2026-Q5", QUARTER),
        ("2026-Q0", QUARTER),
        ("2026-10", QUARTER),
        ("2026-H3", HALF),
        ("2026-H1", YEAR),
        ("26", YEAR),
    ],
)
def test_a_name_of_another_kind_or_of_none_is_refused(text: str, kind: PeriodKind) -> None:
    with pytest.raises(PeriodError) as raised:
        PeriodName.read(text, kind)

    assert raised.value.facts == {"period": text}


@pytest.mark.parametrize(
    ("scheme", "period"),
    [
        pytest.param(CALENDAR, FIFTEENTH.month("2026-10"), id="another office's month"),
        pytest.param(FIFTEENTH, CALENDAR.month("2026-10"), id="a calendar month elsewhere"),
        pytest.param(CALENDAR, span("2026-02-01", "2026-04-30"), id="three months, no quarter"),
        pytest.param(CALENDAR, span("2026-01-01", "2026-09-30"), id="nine months"),
        pytest.param(CALENDAR, span("2026-11-01", "2026-11-29"), id="cut short"),
        pytest.param(CALENDAR, span("2026-11-02", "2026-12-01"), id="begun late"),
    ],
)
def test_other_days_are_a_span(scheme: MonthScheme, period: Period) -> None:
    assert scheme.name_of(period) is None
    assert scheme.kind_of(period) is SPAN


# What stands beside a period


@pytest.mark.parametrize(
    ("scheme", "period", "before"),
    [
        (FIFTEENTH, span("2025-12-15", "2026-01-14"), span("2025-11-15", "2025-12-14")),
        (CALENDAR, span("2026-01-01", "2026-03-31"), span("2025-10-01", "2025-12-31")),
        (CALENDAR, span("2026-07-01", "2026-12-31"), span("2026-01-01", "2026-06-30")),
        (FIFTEENTH, span("2025-12-15", "2026-12-14"), span("2024-12-15", "2025-12-14")),
        (CALENDAR, span("2026-03-01", "2026-03-10"), span("2026-02-19", "2026-02-28")),
    ],
)
def test_the_period_before(scheme: MonthScheme, period: Period, before: Period) -> None:
    assert scheme.before(period) == before


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (span("2025-12-15", "2026-03-14"), span("2024-12-15", "2025-03-14")),
        (span("2024-02-01", "2024-02-29"), span("2023-02-01", "2023-02-28")),
        (span("2025-02-01", "2025-02-28"), span("2024-02-01", "2024-02-29")),
        (span("2024-02-29", "2024-03-05"), span("2023-02-28", "2023-03-05")),
        (span("2024-02-29", "2024-02-29"), span("2023-02-28", "2023-02-28")),
        (span("2024-02-28", "2024-02-28"), span("2023-02-28", "2023-02-28")),
    ],
)
def test_the_same_days_a_year_before(period: Period, before: Period) -> None:
    assert CALENDAR.year_before(period) == before


@pytest.mark.parametrize(
    ("period", "quarter"),
    [
        (span("2025-12-15", "2026-01-14"), span("2025-09-15", "2025-12-14")),
        (span("2026-01-01", "2026-03-14"), span("2025-09-15", "2025-12-14")),
        (span("2026-01-01", "2026-03-15"), span("2025-09-15", "2025-12-14")),
        (span("2025-12-15", "2026-06-14"), span("2025-09-15", "2025-12-14")),
        (span("2025-12-15", "2026-12-14"), span("2025-09-15", "2025-12-14")),
    ],
)
def test_the_quarter_before_the_one_it_begins_in(period: Period, quarter: Period) -> None:
    assert FIFTEENTH.quarter_before(period) == quarter


@pytest.mark.parametrize(
    ("last", "oldest", "newest"),
    [
        pytest.param("2026-10-13", "2025-10", "2026-09", id="the month still runs"),
        pytest.param("2026-10-14", "2025-11", "2026-10", id="its last day closes a month"),
        pytest.param("2026-10-15", "2025-11", "2026-10", id="the next has begun"),
    ],
)
def test_the_months_that_have_ended_when_a_period_ends(
    last: str, oldest: str, newest: str
) -> None:
    months = FIFTEENTH.months_until(span("2026-10-01", last))

    assert len(months) == 12
    assert (months[0], months[-1]) == (FIFTEENTH.month(oldest), FIFTEENTH.month(newest))


# Whatever the days


@drawing(200)
@given(schemes, days)
def test_months_tile_the_time_line(scheme: MonthScheme, day: date) -> None:
    month = scheme.month_of(day)

    assert month.first <= day <= month.last
    assert scheme.month_of(month.last) == month
    assert scheme.month_of(month.last + DAY).first == month.last + DAY
    assert scheme.kind_of(month) is MONTH


@drawing(200)
@given(schemes, names)
def test_what_is_named_is_made_of_its_months(scheme: MonthScheme, name: PeriodName) -> None:
    period = scheme.period(name)
    months = scheme.months_until(period, MONTHS[name.kind])

    assert scheme.name_of(period) == name
    assert (months[0].first, months[-1].last) == (period.first, period.last)
    assert [one.first for one in months[1:]] == [one.last + DAY for one in months[:-1]]


@drawing(200)
@given(schemes, spans | names)
def test_before_joins_on_without_a_gap(scheme: MonthScheme, asked: Period | PeriodName) -> None:
    period = asked if isinstance(asked, Period) else scheme.period(asked)
    before = scheme.before(period)

    assert before.last + DAY == period.first
    if scheme.kind_of(period) is SPAN:
        assert before.last - before.first == period.last - period.first
    else:
        assert scheme.kind_of(before) is scheme.kind_of(period)
        assert scheme.before(before).last + DAY == before.first


@drawing(200)
@given(schemes, spans, names)
def test_a_year_before_keeps_what_a_period_is(
    scheme: MonthScheme, period: Period, name: PeriodName
) -> None:
    earlier = scheme.year_before(period)
    named = scheme.name_of(scheme.year_before(scheme.period(name)))

    assert abs((earlier.last - earlier.first) - (period.last - period.first)) <= DAY
    assert named == PeriodName(kind=name.kind, year=name.year - 1, number=name.number)


@drawing(200)
@given(schemes, spans)
def test_the_quarter_before_ends_before_the_period_begins(
    scheme: MonthScheme, period: Period
) -> None:
    quarter = scheme.quarter_before(period)

    assert scheme.kind_of(quarter) is QUARTER
    assert scheme.quarter_before(quarter) == scheme.before(quarter)
    assert quarter.last < period.first <= quarter.last + 92 * DAY
