"""A letter's life."""

from dataclasses import replace

import pytest

from monitor.domain.errors import LetterError
from monitor.domain.letter import MOVES, SENT, Letter, LetterState, check_move
from tests.builders import vn

CODE = "H99.01-261102-0001"
LETTER = Letter(dossier=CODE, deadline=vn("2026-11-13 17:00"), state=LetterState.ASKED)


@pytest.mark.parametrize("state", LetterState)
def test_a_letter_takes_the_steps_of_its_life_and_no_other(state: LetterState) -> None:
    letter = replace(LETTER, state=state)

    for to in LetterState:
        if to in MOVES[state]:
            check_move(letter, to)
        else:
            with pytest.raises(LetterError) as raised:
                check_move(letter, to)
            assert raised.value.facts == {
                "reason": "state",
                "dossier": CODE,
                "state": state.value,
                "to": to.value,
            }


def test_what_went_out_never_becomes_a_draft_again() -> None:
    gone = SENT | {LetterState.REPLACED, LetterState.RECALLED}

    assert frozenset[LetterState]().union(*(MOVES[state] for state in gone)) <= gone
