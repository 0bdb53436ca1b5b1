"""A mail says where the letter about this deadline stands, and of no other."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.letter import Letter, LetterState
from monitor.notices.letter_note import LetterNote, letter_note
from tests.builders import vn

DUE_ON = date(2026, 11, 13)
LETTER = Letter(
    dossier="one",
    deadline=vn("2026-11-13 17:00"),
    state=LetterState.ASKED,
    asked_at=vn("2026-11-10 07:00"),
    answered_at=vn("2026-11-11 07:00"),
    approved_at=vn("2026-11-12 07:00"),
    issued_at=vn("2026-11-13 07:00"),
    delivered_at=vn("2026-11-14 07:00"),
    new_due_at=vn("2026-11-27 17:00"),
    cause="B2",
    refused_for="thiếu số công văn",
    deciding_agency="Chi nhánh",
)


@pytest.mark.parametrize(
    ("state", "on"),
    [
        pytest.param(LetterState.ASKED, date(2026, 11, 10), id="asked"),
        pytest.param(LetterState.IN_TIME, date(2026, 11, 11), id="in time"),
        pytest.param(LetterState.DRAFT, date(2026, 11, 11), id="drafted"),
        pytest.param(LetterState.APPROVED, date(2026, 11, 12), id="approved"),
        pytest.param(LetterState.ISSUED, date(2026, 11, 13), id="issued"),
        pytest.param(LetterState.DELIVERED, date(2026, 11, 14), id="delivered"),
        pytest.param(LetterState.REFUSED, None, id="refused"),
        pytest.param(LetterState.NO_LETTER, None, id="none is owed"),
    ],
)
def test_the_day_a_letter_came_to_stand_where_it_stands(
    state: LetterState, on: date | None
) -> None:
    note = letter_note(replace(LETTER, state=state), due_on=DUE_ON)

    assert note == LetterNote(
        state=state,
        on=on,
        new_due_on=date(2026, 11, 27),
        refused_for="thiếu số công văn",
        agency="Chi nhánh",
        cause="B2",
    )


@pytest.mark.parametrize(
    ("letter", "due_on"),
    [
        pytest.param(None, DUE_ON, id="no letter"),
        pytest.param(replace(LETTER, state=LetterState.WITHDRAWN), DUE_ON, id="withdrawn"),
        pytest.param(LETTER, date(2026, 11, 20), id="about another day"),
        pytest.param(LETTER, None, id="no day to be about"),
    ],
)
def test_a_letter_that_does_not_answer_is_none(
    letter: Letter | None, due_on: date | None
) -> None:
    assert letter_note(letter, due_on=due_on) == LetterNote()


def test_a_signed_letter_answers_for_the_date_it_moved_to() -> None:
    issued = replace(LETTER, state=LetterState.ISSUED)

    note = letter_note(issued, due_on=date(2026, 11, 27))

    assert note.is_sent
