"""Time-limit texts become one term, or are refused."""

import unicodedata

import pytest

from monitor.domain.errors import TermError
from monitor.domain.term import MAX_AMOUNT, Term, TermUnit, fold, parse_term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        pytest.param("10 ngày làm việc", Term(10, TermUnit.WORKING_DAYS), id="working days"),
        pytest.param("  05  NGÀY Làm việc. ", Term(5, TermUnit.WORKING_DAYS), id="as typed"),
        pytest.param("8 giờ", Term(8, TermUnit.WORKING_HOURS), id="hours"),
        pytest.param("4 giờ làm việc", Term(4, TermUnit.WORKING_HOURS), id="working hours"),
        pytest.param("30 ngày", Term(30, TermUnit.CALENDAR_DAYS), id="calendar days"),
        pytest.param("Trong ngày", Term(1, TermUnit.SAME_DAY), id="within the day"),
        pytest.param("trong ngày làm việc", Term(1, TermUnit.SAME_DAY), id="the working day"),
        pytest.param(
            "Ngay trong ngày làm việc", Term(1, TermUnit.SAME_DAY), id="right within it"
        ),
        pytest.param(
            unicodedata.normalize("NFD", "3 ngày làm việc"),
            Term(3, TermUnit.WORKING_DAYS),
            id="decomposed letters",
        ),
    ],
)
def test_texts_of_one_number_and_one_unit_are_read(text: str, term: Term) -> None:
    assert parse_term(text) == term


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("ngày làm việc", id="no number"),
        pytest.param("10", id="no unit"),
        pytest.param("3-5 ngày làm việc", id="a range"),
        pytest.param("0 ngày làm việc", id="zero"),
        pytest.param("9999 ngày", id="more than ten years"),
        pytest.param("9" * 5_000 + " ngày", id="a number nobody can read"),
        pytest.param("5 ngày làm việc; 3 ngày", id="two terms"),
    ],
)
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(TermError):
        parse_term(text)


def test_an_endless_text_is_not_repeated_in_the_error() -> None:
    with pytest.raises(TermError) as raised:
        parse_term("x" * 100_000)

    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("amount", [0, -1, MAX_AMOUNT + 1])
def test_amounts_out_of_range_are_refused(amount: int) -> None:
    with pytest.raises(TermError):
        Term(amount, TermUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("term", "is_short"),
    [
        pytest.param(Term(1, TermUnit.WORKING_DAYS), True, id="one working day"),
        pytest.param(Term(1, TermUnit.CALENDAR_DAYS), True, id="one day"),
        pytest.param(Term(1, TermUnit.SAME_DAY), True, id="the same day"),
        pytest.param(Term(8, TermUnit.WORKING_HOURS), True, id="eight hours"),
        pytest.param(Term(9, TermUnit.WORKING_HOURS), False, id="nine hours"),
        pytest.param(Term(2, TermUnit.WORKING_DAYS), False, id="two working days"),
    ],
)
def test_terms_of_a_day_or_less_are_short(term: Term, *, is_short: bool) -> None:
    assert term.is_short is is_short


def test_only_hours_are_judged_by_the_minute() -> None:
    by_the_hour = {unit for unit in TermUnit if Term(1, unit).is_by_the_hour}

    assert by_the_hour == {TermUnit.WORKING_HOURS}


def test_folding_takes_case_and_marks_away() -> None:
    assert fold("Đơn Đề Nghị") == "don de nghi"
