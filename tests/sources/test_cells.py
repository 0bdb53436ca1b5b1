"""Cells become text that a person can read, and nothing unseen stays in it."""

import unicodedata
from datetime import date, datetime

import pytest

from monitor.sources.cells import Cell, shown, text_of


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        pytest.param(None, "", id="blank"),
        pytest.param("  Nguyễn \n Thị\u00a0Ví  Dụ ", "Nguyễn Thị Ví Dụ", id="white space"),
        pytest.param(unicodedata.normalize("NFD", "Hộ tịch"), "Hộ tịch", id="decomposed"),
        pytest.param("a\x00b\x1b[31m\x7f\x9f", "ab[31m", id="control characters"),
        pytest.param("half \ud83d a pair", "half  a pair", id="half a surrogate pair"),
        pytest.param("<script>", "<script>", id="markup stays text"),
        pytest.param(912_345_678.0, "912345678", id="whole number"),
        pytest.param(0.5, "0.5", id="fraction"),
        pytest.param(
            datetime.fromisoformat("2026-11-02 07:10"), "02/11/2026 07:10:00", id="instant"
        ),
        pytest.param(date(2026, 11, 2), "02/11/2026", id="day"),
    ],
)
def test_a_cell_reads_as_text(cell: Cell, text: str) -> None:
    assert text_of(cell) == text


def test_what_cannot_be_seen_is_spelled_out_and_what_is_long_is_cut() -> None:
    assert shown("mã\r\n\u202e") == "mã\\r\\n\\u202e"
    assert shown("x" * 500) == "x" * 100
