"""Mails write a term of any unit as a clerk writes it."""

import pytest

from monitor.domain.term import Term, TermUnit
from monitor.render.words import Words
from tests.offices import ROOT


@pytest.mark.parametrize(
    ("term", "written"),
    [
        pytest.param(Term(5, TermUnit.WORKING_DAYS), "05 ngày làm việc", id="working days"),
        pytest.param(Term(60, TermUnit.CALENDAR_DAYS), "60 ngày", id="days"),
        pytest.param(Term(4, TermUnit.WORKING_HOURS), "04 giờ làm việc", id="hours"),
        pytest.param(Term(2, TermUnit.MONTHS), "02 tháng", id="months"),
        pytest.param(Term(1, TermUnit.HALF_DAYS), "½ ngày làm việc", id="half a day"),
        pytest.param(Term(3, TermUnit.HALF_DAYS), "1½ ngày làm việc", id="one and a half"),
        pytest.param(Term(1, TermUnit.SAME_DAY), "trong ngày làm việc", id="the same day"),
    ],
)
def test_a_term_is_written(term: Term, written: str) -> None:
    text = Words(ROOT / "templates").render("emails/sentences/term.txt", term=term)

    assert text.strip() == written
