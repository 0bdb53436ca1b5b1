"""A measurement is judged by its target and told as one line; answers are compared first."""

import json

import pytest

from benchmarks.measuring import (
    DisagreementError,
    Measurement,
    Sense,
    Side,
    agree,
    faster,
    race,
)


@pytest.mark.parametrize(
    ("sense", "ratio", "ours", "ok"),
    [
        pytest.param(Sense.AT_LEAST, 25.0, 9e9, True, id="just as many times faster"),
        pytest.param(Sense.AT_LEAST, 24.9, 9e9, False, id="not fast enough"),
        pytest.param(Sense.AT_MOST, 25.0, 9e9, True, id="just as dear"),
        pytest.param(Sense.AT_MOST, 25.1, 9e9, False, id="too dear"),
        pytest.param(Sense.AT_MOST, None, 25.0, True, id="no ratio: the figure itself"),
        pytest.param(Sense.AT_MOST, None, 25.1, False, id="no ratio: the figure is too high"),
    ],
)
def test_a_target_is_reached_on_its_side(
    sense: Sense, ratio: float | None, ours: float, *, ok: bool
) -> None:
    row = Measurement(name="a", ours=ours, ratio=ratio, sense=sense, target=25)

    assert row.ok is ok


def test_a_row_is_one_line_of_json() -> None:
    row = faster("a", 0.00001234567, "peer 1.0", 0.5, target=500)

    assert "\n" not in row.line()
    assert json.loads(row.line()) == {
        "name": "a",
        "ours": 0.00001235,
        "unit": "s",
        "peer": "peer 1.0",
        "peer_value": 0.5,
        "ratio": 40500.0,
        "sense": ">=",
        "target": 500,
        "ok": True,
    }


def test_what_is_rounded_for_the_line_is_judged_unrounded() -> None:
    row = faster("a", 1.0, "peer", 24.99999, target=25)

    assert json.loads(row.line())["ratio"] == 25.0
    assert json.loads(row.line())["ok"] is False


def test_the_sides_of_a_race_take_turns() -> None:
    made: list[str] = []

    race(Side(made.append, ["a", "b"], times=2), Side(made.append, ["c"]), turns=2)

    assert made == 2 * ["a", "b", "a", "b", "c"]


def test_a_side_knows_how_many_calls_its_time_is_shared_by() -> None:
    assert Side(str, ["a", "b", "c"], times=5).calls == 15


def test_equal_answers_may_be_timed() -> None:
    agree("a", [1, 2], [1, 2])


def test_different_answers_are_refused_with_the_first_of_them() -> None:
    with pytest.raises(DisagreementError, match="a: answer 1 is 2 here and 3 there"):
        agree("a", [1, 2, 5], [1, 3, 6])


def test_answers_left_out_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        agree("a", [1, 2], [1])
