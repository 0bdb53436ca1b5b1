"""A term is an amount of a unit, within bounds."""

import pytest

from monitor.domain.errors import AmountError
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit, fold


@pytest.mark.parametrize("amount", [0, -1, MAX_AMOUNT + 1])
def test_amounts_out_of_range_are_refused(amount: int) -> None:
    with pytest.raises(AmountError) as raised:
        Term(amount, TermUnit.WORKING_DAYS)

    assert raised.value.facts == {"amount": amount, "most": MAX_AMOUNT}


@pytest.mark.parametrize(
    ("term", "is_short"),
    [
        pytest.param(Term(1, TermUnit.WORKING_DAYS), True, id="one working day"),
        pytest.param(Term(1, TermUnit.CALENDAR_DAYS), True, id="one day"),
        pytest.param(Term(1, TermUnit.SAME_DAY), True, id="the same day"),
        pytest.param(Term(2, TermUnit.HALF_DAYS), True, id="two halves of a day"),
        pytest.param(Term(8, TermUnit.WORKING_HOURS), True, id="eight hours"),
        pytest.param(Term(9, TermUnit.WORKING_HOURS), False, id="nine hours"),
        pytest.param(Term(2, TermUnit.WORKING_DAYS), False, id="two working days"),
        pytest.param(Term(3, TermUnit.HALF_DAYS), False, id="a day and a half"),
        pytest.param(Term(1, TermUnit.MONTHS), False, id="a month"),
    ],
)
def test_terms_of_a_day_or_less_are_short(term: Term, *, is_short: bool) -> None:
    assert term.is_short is is_short


def test_only_hours_and_half_days_are_judged_by_the_minute() -> None:
    by_the_hour = {unit for unit in TermUnit if Term(1, unit).is_by_the_hour}

    assert by_the_hour == {TermUnit.WORKING_HOURS, TermUnit.HALF_DAYS}


def test_folding_takes_case_and_marks_away() -> None:
    assert fold("Đơn Đề Nghị") == "don de nghi"
