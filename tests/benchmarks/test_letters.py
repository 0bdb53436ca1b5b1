"""The letters that are measured are made and checked, in as few as can be."""

import pytest

from benchmarks import letters


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # WeasyPrint, in this process for once
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_every_row_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "LETTERS", 3)
    monkeypatch.setattr(letters, "HUNDRED", 2)

    rows = list(letters.measure(turns=1, hundreds=2))

    assert [one.name for one in rows] == [
        "letters_checked_by_two_children",
        "letters_checked_vs_plain",
        "letter_of_one_page",
        "letters_child_after_4",
    ]
    assert all(one.ours > 0 for one in rows)
