"""Figures that others state: what agrees, what is refuted, and what nobody can tell."""

import pytest

from monitor.domain.stated import Column, Share, Stated, Verdict
from reports.stated import check_stated


def an_account(counts: dict[str, int], *shares: Share, is_rounded: bool = False) -> Stated:
    return Stated(
        code="a",
        counts={Column(name): count for name, count in counts.items()},
        shares=shares,
        is_rounded=is_rounded,
    )


def a_share(text: str, numerator: str = "", denominator: str = "") -> Share:
    return Share(
        label="rate",
        text=text,
        numerator=tuple(Column(name) for name in numerator.split("+") if name),
        denominator=tuple(Column(name) for name in denominator.split("+") if name),
    )


def told(counts: dict[str, int], *, is_rounded: bool = False) -> list[tuple[str, int, bool]]:
    """Return identity, difference and whether it holds, of every sum that was checked."""
    checked = check_stated(an_account(counts, is_rounded=is_rounded))
    return [(one.identity, one.difference, one.holds) for one in checked.sums]


WHOLE_TABLE = {
    "total_to_process": 134,
    "carried_over": 4,
    "received_new": 130,
    "online": 90,
    "direct": 30,
    "postal": 10,
    "direct_or_postal": 40,
    "resolved_total": 125,
    "early": 100,
    "on_time": 21,
    "early_or_on_time": 121,
    "late": 4,
    "due_total": 128,
    "late_or_overdue_combined": 7,
    "pending_total": 9,
    "pending_within": 5,
    "pending_due_today": 1,
    "pending_overdue": 3,
}
EVERY_SUM = [
    "carried_over+received_new=total_to_process",
    "resolved_total+pending_total=total_to_process",
    "online+direct_or_postal=received_new",
    "direct+postal=direct_or_postal",
    "early_or_on_time+late=resolved_total",
    "early+on_time=early_or_on_time",
    "pending_within+pending_due_today+pending_overdue=pending_total",
    "late+pending_overdue=late_or_overdue_combined",
    "early_or_on_time+late_or_overdue_combined=due_total",
]


def test_a_whole_table_that_adds_up_is_consistent() -> None:
    assert told(WHOLE_TABLE) == [(identity, 0, True) for identity in EVERY_SUM]
    assert check_stated(an_account(WHOLE_TABLE)).verdict is Verdict.CONSISTENT


@pytest.mark.parametrize("column", WHOLE_TABLE)
@pytest.mark.parametrize("more", [1, -1])
def test_one_figure_off_by_one_fails_where_it_stands(column: str, more: int) -> None:
    counts = {**WHOLE_TABLE, column: WHOLE_TABLE[column] + more}

    failed = [(identity, abs(off)) for identity, off, holds in told(counts) if not holds]

    names = [
        identity for identity in EVERY_SUM if column in identity.replace("=", "+").split("+")
    ]
    assert failed == [(identity, 1) for identity in names]
    assert check_stated(an_account(counts)).verdict is Verdict.INCONSISTENT


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        pytest.param(
            {"total_to_process": 339, "online": 315, "direct": 24},
            [("online+direct=total_to_process", 0, True)],
            id="channels of the whole, nothing carried over, no post",
        ),
        pytest.param(
            {"total_to_process": 100, "carried_over": 10, "online": 50, "direct_or_postal": 39},
            [("carried_over+online+direct_or_postal=total_to_process", -1, False)],
            id="channels stand for what is new",
        ),
        pytest.param(
            {"total_to_process": 100, "early_or_on_time": 90, "late": 4, "pending_within": 10},
            [("early_or_on_time+late+pending_within<=total_to_process", 4, False)],
            id="more than the whole, though parts are unstated",
        ),
        pytest.param(
            {"resolved_total": 100, "early": 60, "on_time": 39, "late": 1},
            [("early+on_time+late=resolved_total", 0, True)],
            id="early and on time apart",
        ),
        pytest.param(
            {"carried_over": 5, "received_new": 95, "resolved_total": 90, "pending_total": 11},
            [("resolved_total+pending_total=carried_over+received_new", 1, False)],
            id="a total that is not stated can be counted in two ways",
        ),
        pytest.param(
            {"received_new": 91, "resolved_total": 80, "pending_total": 10},
            [("received_new<=resolved_total+pending_total", 1, False)],
            id="new alone is more than all that was to be processed",
        ),
        pytest.param(
            {"total_to_process": 9, "pending_overdue": 10},
            [("pending_overdue<=total_to_process", 1, False)],
            id="a part greater than its whole",
        ),
        pytest.param(
            {"pending_total": 9, "pending_within": 6, "pending_overdue": 3},
            [("pending_within+pending_overdue=pending_total", 0, True)],
            id="nothing due today",
        ),
    ],
)
def test_only_what_is_stated_is_compared(
    counts: dict[str, int], found: list[tuple[str, int, bool]]
) -> None:
    assert told(counts) == found


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"total_to_process": 100}, id="a whole alone"),
        pytest.param({"received_new": 100, "resolved_total": 120}, id="carried over unknown"),
        pytest.param(
            {"received_new": 1, "resolved_total": 2, "pending_total": 3}, id="more carried"
        ),
        pytest.param({"total_to_process": 100, "online": 40, "direct": 50}, id="post unknown"),
        pytest.param({"resolved_total": 111, "early_or_on_time": 108}, id="late unknown"),
        pytest.param({"resolved_total": 99, "early": 60, "late": 1}, id="on time unknown"),
        pytest.param(
            {"pending_total": 9, "pending_within": 6, "pending_overdue": 2}, id="today"
        ),
        pytest.param({"pending_total": 9, "pending_within": 9}, id="one part is no agreement"),
        pytest.param(
            {"due_total": 60, "early_or_on_time": 90, "late": 4, "pending_overdue": 1},
            id="not counted by the day due",
        ),
    ],
)
def test_what_is_missing_never_makes_a_contradiction(counts: dict[str, int]) -> None:
    checked = check_stated(an_account(counts))

    assert checked.sums == ()
    assert checked.verdict is Verdict.UNCHECKABLE


@pytest.mark.parametrize(
    ("pending", "found"),
    [
        pytest.param(20, ("resolved_total+pending_total=total_to_process", 0, True), id="in"),
        pytest.param(
            15,
            ("resolved_total+pending_total+returned_withdrawn=total_to_process", 0, True),
            id="beside",
        ),
        pytest.param(
            16, ("resolved_total+pending_total=total_to_process", -4, False), id="both"
        ),
    ],
)
def test_what_was_sent_back_may_stand_within_the_resolved_or_beside(
    pending: int, found: tuple[str, int, bool]
) -> None:
    counts = {"total_to_process": 100, "resolved_total": 80, "returned_withdrawn": 5}

    assert told({**counts, "pending_total": pending}) == [found]


@pytest.mark.parametrize(
    "counts",
    [
        pytest.param({"total_to_process": 10, "resolved_total": 9}, id="pending unstated"),
        pytest.param(
            {"received_new": 10, "resolved_total": 6, "pending_total": 3}, id="carried unstated"
        ),
    ],
)
def test_what_was_sent_back_may_make_up_for_what_is_missing(counts: dict[str, int]) -> None:
    assert told({**counts, "returned_withdrawn": 2}) == []


def test_the_figure_that_equals_the_difference_is_named() -> None:
    counts = {"resolved_total": 1075, "early_or_on_time": 1075, "late": 6, "carried_over": 6}

    (found,) = check_stated(an_account(counts)).sums

    assert (found.difference, found.same_as) == (6, (Column.CARRIED, Column.LATE))


@pytest.mark.parametrize(
    ("resolved", "found"),
    [
        pytest.param(891, (-9, True), id="within one in a hundred"),
        pytest.param(890, (-10, True), id="just"),
        pytest.param(889, (-11, False), id="beyond"),
        pytest.param(911, (11, False), id="beyond, above"),
    ],
)
def test_rounded_figures_may_be_off_by_one_in_a_hundred(
    resolved: int, found: tuple[int, bool]
) -> None:
    counts = {"total_to_process": 1000, "resolved_total": resolved, "pending_total": 100}

    assert told(counts, is_rounded=True) == [
        ("resolved_total+pending_total=total_to_process", *found)
    ]


def test_rounded_figures_that_nearly_fill_a_whole_prove_nothing_without_the_rest() -> None:
    counts = {"total_to_process": 1000, "online": 505, "direct": 500}

    assert told(counts, is_rounded=True) == []
    assert told(counts) == [("online+direct<=total_to_process", 5, False)]


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "computed", "holds"),
    [
        pytest.param("12.5", "late", "resolved_total", "12.5", True, id="exact"),
        pytest.param("13", "late", "resolved_total", "13", True, id="half goes up"),
        pytest.param("12", "late", "resolved_total", "13", False, id="half does not go down"),
        pytest.param("12.50", "late", "resolved_total", "12.50", True, id="more digits"),
        pytest.param("12.51", "late", "resolved_total", "12.50", False, id="last digit"),
        pytest.param("100", "early+late", "resolved_total", "100", True, id="a sum above"),
        pytest.param("12.5", "late", "early+late", "12.5", True, id="a sum below"),
        pytest.param("0.0", "online", "resolved_total", "0.0", True, id="none"),
        pytest.param("12.5", "late", "received_new", None, None, id="a part unstated"),
        pytest.param("12.5", "late+direct", "resolved_total", None, None, id="one of two"),
        pytest.param("12.5", "late", "online", None, None, id="nothing to divide by"),
        pytest.param("12.5", "", "resolved_total", None, None, id="no numerator named"),
        pytest.param("12.5", "late", "", None, None, id="no denominator named"),
    ],
)
def test_a_percentage_is_counted_again_to_its_own_digits(
    text: str, numerator: str, denominator: str, computed: str | None, holds: bool | None
) -> None:
    counts = {"resolved_total": 8, "early": 7, "late": 1, "online": 0}

    checked = check_stated(an_account(counts, a_share(text, numerator, denominator)))

    (found,) = checked.shares
    assert (found.computed, found.holds) == (computed, holds)
    assert (checked.verdict is Verdict.INCONSISTENT) == (holds is False)


def test_a_percentage_of_rounded_figures_may_be_off_by_one_in_a_hundred() -> None:
    counts = {"early_or_on_time": 4520, "resolved_total": 4561}
    shares = [a_share(text, "early_or_on_time", "resolved_total") for text in ("99.7", "97")]

    near, far = check_stated(an_account(counts, *shares, is_rounded=True)).shares
    exact, _ = check_stated(an_account(counts, *shares)).shares

    assert (near.computed, near.holds, far.holds, exact.holds) == ("99.1", True, False, False)


def test_a_percentage_alone_can_make_an_account_consistent() -> None:
    counts = {"late": 102, "resolved_total": 12_970}

    checked = check_stated(an_account(counts, a_share("0.8", "late", "resolved_total")))

    assert checked.sums == ()
    assert checked.verdict is Verdict.CONSISTENT
