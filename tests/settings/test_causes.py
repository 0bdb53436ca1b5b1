"""The catalogue of causes names what an official may choose from."""

import re

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
