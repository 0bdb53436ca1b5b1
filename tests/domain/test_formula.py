"""A text that a spreadsheet would run is written so that it is only read."""

import pytest

from monitor.domain.formula import inert


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0d1"]
)
def test_a_formula_becomes_a_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "H99.01-261102-0001", "0901 222 333", "a=b", "1-2"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text
