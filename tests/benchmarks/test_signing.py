"""The letters that are measured are signed and would be taken back, in as few as can be."""

import pytest

from benchmarks import signing


def test_every_row_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing, "LETTERS", 2)

    rows = list(signing.measure(turns=1))

    assert [one.name for one in rows] == [
        "letters_signed_twice_and_validated",
        "letter_of_one_page_signed_twice",
    ]
    assert all(one.ours > 0 for one in rows)
