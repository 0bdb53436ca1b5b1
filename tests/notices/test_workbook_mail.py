"""A file is told by its name only where the name is one that we gave."""

import pytest

from monitor.notices.workbook_mail import is_own_name


@pytest.mark.parametrize(
    ("file", "is_ours"),
    [
        pytest.param("so-viec-KT-2026-11-11.xlsx", True, id="as it was mailed"),
        pytest.param("so-viec-KT-2026-11-11-gui-lai.xlsx", True, id="the marked copy"),
        pytest.param("so-viec-KT-2026-11-11 (2).xlsx", True, id="loaded down again"),
        pytest.param("so-viec-VP-2026-11-11.xlsx", False, id="no unit of the office"),
        pytest.param("so-viec-KT-2026-11-11 cua anh Hai.xlsx", False, id="with a word added"),
        pytest.param("tra-loi.xlsx", False, id="a name of theirs"),
    ],
)
def test_a_name_of_ours_names_nobody(file: str, *, is_ours: bool) -> None:
    assert is_own_name(file, {"KT", "VHXH"}) is is_ours
