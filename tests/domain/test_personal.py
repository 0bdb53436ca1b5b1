"""A text that tells of a person is known, however it is written."""

import pytest

from monitor.domain.dossier import Applicant
from monitor.domain.personal import tells_of

APPLICANT = Applicant(
    name="Phạm Hữu Tường",
    address="Thôn 4, xã Ví Dụ",
    phone="0900 000 111",
    mailbox="tuong@nguoidan.example",
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ông PHAM HUU TUONG đã gọi", id="a name without marks"),
        pytest.param("gửi Tuong@nguoidan.example", id="a mailbox"),
        pytest.param("gọi +84 900.000.111 không được", id="a phone number, written otherwise"),
        pytest.param("đến nhà ở thôn 4 - xã Ví Dụ", id="an address"),
    ],
)
def test_a_text_that_tells_of_somebody_is_known(text: str) -> None:
    assert tells_of(text, APPLICANT)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tường rào chưa nghiệm thu", id="one word of a name"),
        pytest.param("họp lúc 9 giờ", id="nothing of the kind"),
        pytest.param("số 900000 ngày 11", id="another number"),
    ],
)
def test_any_other_is_not(text: str) -> None:
    assert not tells_of(text, APPLICANT)


def test_what_is_short_or_missing_is_not_looked_for() -> None:
    nobody = Applicant(name="An", address="Thôn 4", phone="111")

    assert not tells_of("An ở Thôn 4, máy 111", nobody)
