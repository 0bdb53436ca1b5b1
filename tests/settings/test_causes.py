"""The catalogue of causes names what an official may choose from."""

import re

from monitor.domain.reason import BLANK, Particular
from monitor.settings import load_causes


def test_codes_are_those_of_the_catalogue() -> None:
    codes = [
        f"{group}{n}"
        for group, last in zip("ABCDEFG", (6, 5, 3, 3, 3, 2, 1), strict=True)
        for n in range(1, last + 1)
    ]

    assert list(load_causes()) == [*codes, "H0"]


def test_what_may_not_stand_in_a_letter_says_what_to_state_instead() -> None:
    kept_out = {code: cause for code, cause in load_causes().items() if not cause.in_letter}

    assert set(kept_out) == {"C2", "F1", "H0"}
    assert all(cause.must_state for cause in kept_out.values())


def test_causes_are_the_office_s_own_outside_or_of_the_data() -> None:
    causes = load_causes()

    assert {cause.nature for cause in causes.values()} == {"CQ", "KQ", "DL", ""}
    assert [code for code, cause in causes.items() if not cause.nature] == ["H0"]
    assert all(re.fullmatch(r"[^{}\n]+", cause.text) for cause in causes.values())
    assert all(cause.code == code for code, cause in causes.items())


def test_what_a_reason_is_held_to_is_what_people_are_told_to_state() -> None:
    held = {code: set(one.states) for code, one in load_causes().items() if one.states}
    asked = {Particular.AGENCY, Particular.DOCUMENT, Particular.DATE}

    assert held == {
        **dict.fromkeys(("B1", "B2", "B3", "B4"), asked),
        "A3": {Particular.DATE},
        "A5": {Particular.AGENCY, Particular.SPAN},
        "C1": {Particular.SPAN},
        "D2": {Particular.FIGURE},
        "E1": {Particular.DOCUMENT, Particular.DATE},
        "F2": {Particular.DATE},
        "G1": {Particular.SPAN},
    }
    assert all(load_causes()[code].must_state for code in held)


def test_a_suggested_text_has_a_blank_where_a_person_has_to_state_something() -> None:
    causes = load_causes().values()

    assert all(bool(one.tail) == one.in_letter for one in causes)
    assert all(bool(BLANK.search(one.tail)) == bool(one.states) for one in causes)


def test_the_words_by_which_reasons_are_read_are_the_same_for_all() -> None:
    words = {one.words for one in load_causes().values()}

    assert len(words) == 1
    (only,) = words
    assert all((only.agencies, only.offices, only.documents, only.titles))
