"""The register keeps every letter, lets no two hands move one at once, and loses no PDF."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest
from sqlalchemy.exc import NoResultFound

from monitor.domain.errors import LetterError
from monitor.domain.letter import Delivery, Letter, LetterState
from monitor.store.tables import answers, pdf_bytes
from monitor.store.work import SqlStore
from tests.builders import a_letter, vn
from tests.exports import CODE, a_record
from tests.store.taking import rows, take

ASKED = a_letter(LetterState.ASKED, deadline="2026-11-16 17:00")
ISSUED = Letter(
    dossier=CODE,
    deadline=vn("2026-11-16 17:00"),
    state=LetterState.ISSUED,
    asked_at=vn("2026-11-11 07:00"),
    answered_at=vn("2026-11-12 09:00"),
    answered_by="hoa",
    cause="B2",
    reason="Chưa có kết quả trích đo",
    new_due_at=vn("2026-11-20 17:00"),
    approved_at=vn("2026-11-12 10:00"),
    approved_by="thanh",
    refused_for="chưa nêu cơ quan",
    deciding_agency="",
    number="118/UBND-KT",
    dated_on=date(2026, 11, 12),
    issued_at=vn("2026-11-12 14:00"),
    delivery=Delivery.MAIL,
    delivered_at=None,
    pdf_sha256="a" * 64,
    signed_sha256="b" * 64,
)


@pytest.fixture(autouse=True)
def _dossiers(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))


def keep(store: SqlStore, *letters: Letter) -> list[bool]:
    with store.writing() as work:
        return [work.letters.open(letter) for letter in letters]


def test_a_letter_comes_back_as_it_was_kept(store: SqlStore) -> None:
    keep(store, ISSUED)

    with store.reading() as work:
        assert work.letters.newest([CODE, "other", "nobody's"]) == {CODE: ISSUED}
        assert work.letters.in_state() == [ISSUED]


def test_a_letter_about_one_deadline_is_opened_once(store: SqlStore) -> None:
    later = replace(ASKED, deadline=vn("2026-11-20 17:00"))

    opened = keep(store, ASKED, replace(ASKED, state=LetterState.DRAFT), later)

    assert opened == [True, False, True]
    with store.reading() as work:
        assert work.letters.in_state() == [ASKED, later]


def test_the_newest_letter_is_the_one_opened_last(store: SqlStore) -> None:
    sooner = replace(ASKED, deadline=vn("2026-11-13 17:00"))

    keep(store, ASKED, sooner)

    with store.reading() as work:
        assert work.letters.newest([CODE]) == {CODE: sooner}


def test_letters_are_listed_by_state_and_deadline(store: SqlStore) -> None:
    draft = a_letter(LetterState.DRAFT, deadline="2026-11-13 17:00", dossier="other")
    keep(store, ASKED, draft)

    with store.reading() as work:
        assert work.letters.in_state() == [draft, ASKED]
        assert work.letters.in_state(LetterState.ASKED) == [ASKED]
        assert work.letters.in_state(LetterState.ISSUED, LetterState.DRAFT) == [draft]
        assert work.letters.in_state(LetterState.ISSUED) == []


def test_a_letter_is_moved_by_whoever_saw_its_state(store: SqlStore) -> None:
    keep(store, ASKED)
    answered = replace(ASKED, state=LetterState.IN_TIME, answered_by="hoa")

    with store.writing() as work:
        work.letters.save(answered, was=LetterState.ASKED)

    with store.reading() as work:
        assert work.letters.in_state() == [answered]


def test_a_letter_that_another_hand_moved_meanwhile_is_not_moved(store: SqlStore) -> None:
    keep(store, replace(ASKED, state=LetterState.WITHDRAWN))

    with pytest.raises(LetterError) as caught, store.writing() as work:
        work.letters.save(replace(ASKED, state=LetterState.DRAFT), was=LetterState.ASKED)

    assert caught.value.facts == {"reason": "moved", "dossier": CODE}


def test_answers_are_kept_for_ever(store: SqlStore) -> None:
    with store.writing() as work:
        work.letters.keep_answer(ASKED, is_in_time=True, at=vn("2026-11-11 09:00"))
        work.letters.keep_answer(ISSUED, is_in_time=False, at=vn("2026-11-12 09:00"))

    assert [
        (row["answered_at"], row["answered_by"], row["is_in_time"], row["cause"], row["reason"])
        for row in rows(store, answers)
    ] == [
        (vn("2026-11-11 09:00"), "", True, "", ""),
        (vn("2026-11-12 09:00"), "hoa", False, "B2", "Chưa có kết quả trích đo"),
    ]


def test_a_pdf_is_kept_once_under_its_fingerprint(store: SqlStore) -> None:
    with store.writing() as work:
        first = work.letters.put_pdf(b"%PDF-1.7 one")
        again = work.letters.put_pdf(b"%PDF-1.7 one")

    with store.reading() as work:
        assert work.letters.pdf(first) == b"%PDF-1.7 one"
    assert first == again == sha256(b"%PDF-1.7 one").hexdigest()
    assert len(rows(store, pdf_bytes)) == 1


def test_a_pdf_that_was_never_kept_is_a_callers_mistake(store: SqlStore) -> None:
    with pytest.raises(NoResultFound), store.reading() as work:
        work.letters.pdf("0" * 64)


def test_more_letters_than_one_question_holds(store: SqlStore) -> None:
    codes = [f"{number:04}" for number in range(1_001)]
    take(store, *(a_record(code) for code in codes))
    keep(store, *(replace(ASKED, dossier=code) for code in codes))

    with store.reading() as work:
        assert list(work.letters.newest(codes)) == codes
