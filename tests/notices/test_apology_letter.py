"""A letter states facts of the register, the dossier and the office, and guesses none."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Applicant, Dossier, PauseKind, Promise, PromiseKind
from monitor.domain.errors import LetterError
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, DueBasis
from monitor.notices.papers import compose_apology, procedure_name
from monitor.settings import load_forms
from tests.builders import a_dossier, a_pause, vn
from tests.notices.office import (
    COMMUNE,
    COUNTER,
    CULTURE,
    OFFICE,
    SIGNER,
    a_directory,
    an_office,
)

APPLICANT = Applicant(name="Phạm Hữu Tường", mailbox="tuong@nguoidan.example")
DOSSIER = replace(
    a_dossier(received="2026-11-02 08:00", promised="2026-11-16 17:00"),
    procedure="tro-cap",
    step="Thẩm tra hồ sơ",
)
LETTER = Letter(
    dossier=DOSSIER.code,
    deadline=vn("2026-11-16 17:00"),
    state=LetterState.APPROVED,
    answered_at=vn("2026-11-11 09:00"),
    reason="Trung tâm chưa gửi kết quả",
    new_due_at=vn("2026-11-20 17:00"),
    approved_at=vn("2026-11-12 08:00"),
)
SYMBOLS = an_office(
    a_directory(
        replace(
            COMMUNE,
            symbol="UBND",
            place="Tân Bình An",
            signature=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        replace(CULTURE, symbol="VHXH"),
    )
)


def composed(
    letter: Letter = LETTER,
    dossier: Dossier = DOSSIER,
    applicant: Applicant | None = APPLICANT,
    office: Office = SYMBOLS,
) -> ApologyLetter:
    return compose_apology(letter, dossier, applicant, office)


def test_a_letter_states_everything_but_number_date_and_signature() -> None:
    assert composed() == ApologyLetter(
        form=load_forms()["form04"],
        mark=LETTER.mark,
        dossier=DOSSIER.code,
        procedure="Thực hiện trợ cấp xã hội hằng tháng",
        letterhead=COMMUNE.letterhead,
        issuer="UBND xã Tân Bình An",
        issuer_short="UBND xã Tân Bình An",
        one_stop=COUNTER.name,
        place="Tân Bình An",
        symbol="UBND-VHXH",
        year=2026,
        applicant=APPLICANT,
        received_on=date(2026, 11, 2),
        due_at=vn("2026-11-16 17:00"),
        is_before_deadline=True,
        stated_on=date(2026, 11, 12),
        days_late=0,
        step="Thẩm tra hồ sơ",
        reason="Trung tâm chưa gửi kết quả",
        new_due_at=vn("2026-11-20 17:00"),
        extension_days=4,
        contact=COUNTER.contact,
        signer_title="PHÓ CHỦ TỊCH",
        signer_name=SIGNER.source_name,
        signer_authority="KT. CHỦ TỊCH",
        file_code="VHXH",
        is_draft=False,
        basis=DueBasis.PROMISED,
        number=None,
        dated_on=None,
    )


@pytest.mark.parametrize(
    ("letter", "stated_on", "is_before", "days_late"),
    [
        pytest.param(
            replace(LETTER, approved_at=vn("2026-11-16 16:59")),
            date(2026, 11, 16),
            True,
            0,
            id="approved on the due day",
        ),
        pytest.param(
            replace(LETTER, approved_at=vn("2026-11-18 08:00")),
            date(2026, 11, 18),
            False,
            2,
            id="approved two working days after",
        ),
        pytest.param(
            replace(LETTER, state=LetterState.DRAFT, approved_at=None),
            date(2026, 11, 11),
            True,
            0,
            id="a draft: the day of the answer",
        ),
    ],
)
def test_the_deadline_has_passed_or_not_by_the_day_of_approval(
    letter: Letter, stated_on: date, days_late: int, *, is_before: bool
) -> None:
    found = composed(letter)

    assert (found.stated_on, found.is_before_deadline) == (stated_on, is_before)
    assert found.days_late == days_late
    assert found.is_draft is (letter.state is LetterState.DRAFT)


def a_promise(promised: str, kind: PromiseKind = PromiseKind.SLIP) -> Promise:
    return Promise(promised_at=vn(promised), made_at=vn("2026-11-02 08:00"), kind=kind)


SLIP = a_promise("2026-11-16 17:00")
PAUSE = a_pause("2026-11-04 09:00", "2026-11-06 09:00")
AGAIN = a_promise("2026-11-20 17:00", PromiseKind.REAPPOINTMENT)


@pytest.mark.parametrize(
    ("dossier", "due", "basis"),
    [
        pytest.param(DOSSIER, "2026-11-16 17:00", "promised", id="the slip's own date"),
        pytest.param(
            replace(DOSSIER, promises=(SLIP, AGAIN)),
            "2026-11-16 17:00",
            "promised",
            id="our new date entered already",
        ),
        pytest.param(
            replace(DOSSIER, promises=()), "2026-11-16 17:00", "counted", id="nothing promised"
        ),
        pytest.param(
            replace(DOSSIER, promises=(a_promise("2026-11-20"),)),
            "2026-11-16 17:00",
            "counted",
            id="nothing promised but our new date",
        ),
        pytest.param(
            replace(DOSSIER, promises=(a_promise("2026-11-15"),)),
            "2026-11-13 17:00",
            "rest_day",
            id="a Sunday on the slip",
        ),
        pytest.param(
            replace(DOSSIER, pauses=(PAUSE,)),
            "2026-11-18 17:00",
            "supplemented",
            id="the slip's date moved by a wait",
        ),
        pytest.param(
            replace(
                DOSSIER,
                promises=(SLIP, a_promise("2026-11-18 17:00", PromiseKind.SUPPLEMENT)),
            ),
            "2026-11-18 17:00",
            "supplemented",
            id="a date told after a supplement",
        ),
        pytest.param(
            replace(DOSSIER, pauses=(replace(PAUSE, kind=PauseKind.FINANCE),)),
            "2026-11-18 17:00",
            "waited",
            id="moved by a wait for dues",
        ),
    ],
)
def test_a_letter_knows_what_its_date_rests_on(dossier: Dossier, due: str, basis: str) -> None:
    found = composed(replace(LETTER, deadline=vn(due)), dossier)

    assert found.basis == DueBasis(basis)


@pytest.mark.parametrize(
    ("signature", "title", "authority"),
    [
        pytest.param((), SIGNER.title, "", id="the signer's own title"),
        pytest.param(("CHỦ TỊCH",), "CHỦ TỊCH", "", id="the head signs"),
        pytest.param(("TM. UBND", "CHỦ TỊCH"), "CHỦ TỊCH", "TM. UBND", id="on behalf of"),
    ],
)
def test_the_lines_above_the_signers_name(
    signature: tuple[str, ...], title: str, authority: str
) -> None:
    found = composed(office=an_office(a_directory(replace(COMMUNE, signature=signature))))

    assert (found.signer_title, found.signer_authority) == (title, authority)


def test_without_a_one_stop_unit_the_issuer_is_named() -> None:
    found = composed(office=an_office(a_directory(without=frozenset({"TT"}))))

    assert (found.one_stop, found.contact) == (COMMUNE.name, COMMUNE.contact)


def test_a_dossier_of_the_issuers_own_has_one_symbol_and_no_other_file_copy() -> None:
    found = composed(dossier=replace(DOSSIER, unit="XA"))

    assert (found.symbol, found.file_code) == ("UBND", "")


@pytest.mark.parametrize(
    ("letter", "dossier", "applicant", "office", "reason"),
    [
        pytest.param(
            LETTER, replace(DOSSIER, unit="?"), APPLICANT, OFFICE, "no_issuer", id="no unit"
        ),
        pytest.param(
            LETTER,
            DOSSIER,
            APPLICANT,
            an_office(a_directory(without=frozenset({"phuc"}))),
            "no_signer",
            id="no signer",
        ),
        pytest.param(LETTER, DOSSIER, None, OFFICE, "no_applicant", id="no applicant"),
        pytest.param(
            LETTER,
            replace(DOSSIER, received_at=None),
            APPLICANT,
            OFFICE,
            "no_receipt",
            id="no receipt",
        ),
        pytest.param(
            replace(LETTER, new_due_at=None),
            DOSSIER,
            APPLICANT,
            OFFICE,
            "no_answer",
            id="no date",
        ),
        pytest.param(
            replace(LETTER, approved_at=None, answered_at=None),
            DOSSIER,
            APPLICANT,
            OFFICE,
            "no_answer",
            id="no answer",
        ),
    ],
)
def test_what_is_missing_is_said(
    letter: Letter,
    dossier: Dossier,
    applicant: Applicant | None,
    office: Office,
    reason: str,
) -> None:
    with pytest.raises(LetterError) as caught:
        composed(letter, dossier, applicant, office)

    assert caught.value.facts == {"reason": reason, "dossier": DOSSIER.code}


@pytest.mark.parametrize(
    ("procedure", "name"),
    [
        ("tro-cap", "Thực hiện trợ cấp xã hội hằng tháng"),
        ("?", "A procedure"),
        (None, "A procedure"),
    ],
)
def test_a_procedure_is_called_as_the_directory_calls_it(
    procedure: str | None, name: str
) -> None:
    assert procedure_name(replace(DOSSIER, procedure=procedure), OFFICE) == name
