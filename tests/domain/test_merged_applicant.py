"""What one export knows of the applicant, another that does not ask for it keeps."""

import pytest

from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.merged_applicant import join_applicant

LEDGER = Applicant(name="Nguyễn Thị Sáu", address="Thôn 4", phone="0000 123 456")
PORTAL = Applicant(
    name="NGUYỄN THỊ SÁU", kind=ApplicantKind.PERSON, mailbox="sau@nguoidan.example"
)


@pytest.mark.parametrize(
    ("kept", "stated", "joined"),
    [
        pytest.param(None, None, None, id="nobody knows"),
        pytest.param(LEDGER, None, LEDGER, id="an export that is silent"),
        pytest.param(None, LEDGER, LEDGER, id="the first export"),
    ],
)
def test_one_alone_is_taken(
    kept: Applicant | None, stated: Applicant | None, joined: Applicant | None
) -> None:
    assert join_applicant(kept, stated, is_newest=True) == joined


@pytest.mark.parametrize(
    ("kept", "stated", "is_newest", "name"),
    [
        pytest.param(LEDGER, PORTAL, True, "NGUYỄN THỊ SÁU", id="the portal's is newer"),
        pytest.param(PORTAL, LEDGER, True, "Nguyễn Thị Sáu", id="the ledger's is newer"),
        pytest.param(LEDGER, PORTAL, False, "Nguyễn Thị Sáu", id="the portal's is older"),
    ],
)
def test_part_by_part_the_newer_counts_where_it_says_anything(
    kept: Applicant, stated: Applicant, name: str, *, is_newest: bool
) -> None:
    joined = join_applicant(kept, stated, is_newest=is_newest)

    assert joined == Applicant(
        name=name,
        kind=ApplicantKind.PERSON,
        address="Thôn 4",
        phone="0000 123 456",
        mailbox="sau@nguoidan.example",
    )
