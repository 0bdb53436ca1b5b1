"""What a newer program does about files that it laid out for an office to edit."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.laid_out import OFFER, Carried, Kind, Move, Step, plan

PATH = "templates/letter.html"


def moved(
    *,
    kind: Kind = Kind.FOLLOWED,
    laid: str | None = "old",
    found: str | None = "old",
    carried: str = "new",
    offered: str | None = None,
) -> Move:
    (step,) = plan(
        carried={PATH: Carried(mark=carried, kind=kind)},
        laid={} if laid is None else {PATH: laid},
        found={
            path: mark
            for path, mark in ((PATH, found), (PATH + OFFER, offered))
            if mark is not None
        },
    )
    return step.move


@pytest.mark.parametrize(
    ("found", "laid", "carried", "move"),
    [
        pytest.param(None, None, "new", Move.LAY, id="never laid"),
        pytest.param("new", None, "new", Move.NOTHING, id="laid by a run that was cut off"),
        pytest.param("mine", None, "new", Move.OFFER, id="there before us"),
        pytest.param("old", "old", "old", Move.NOTHING, id="the same version"),
        pytest.param("old", "old", "new", Move.UPDATE, id="never edited"),
        pytest.param("mine", "old", "old", Move.NOTHING, id="edited, nothing newer"),
        pytest.param("mine", "old", "new", Move.OFFER, id="edited and changed underneath"),
        pytest.param("new", "old", "new", Move.NOTHING, id="edited into the newer one"),
        pytest.param(None, "old", "new", Move.MISSING, id="taken away"),
    ],
)
def test_a_file_that_is_followed(
    found: str | None, laid: str | None, carried: str, move: Move
) -> None:
    assert moved(found=found, laid=laid, carried=carried) is move


def test_an_offer_lags_until_it_is_taken_away() -> None:
    assert moved(found="mine", laid="new", offered="new") is Move.LAGS
    assert moved(found="mine", laid="new") is Move.NOTHING


def test_what_nothing_runs_without_is_laid_again() -> None:
    assert moved(kind=Kind.NEEDED, found=None) is Move.LAY
    assert moved(kind=Kind.NEEDED) is Move.UPDATE


@pytest.mark.parametrize("kind", [Kind.STARTING, Kind.SAMPLE])
def test_what_an_office_begins_with_is_its_own(kind: Kind) -> None:
    assert moved(kind=kind, laid=None, found=None) is Move.LAY
    assert moved(kind=kind, found=None) is Move.NOTHING
    assert moved(kind=kind, found="mine") is Move.NOTHING
    assert moved(kind=kind, laid=None, found="mine") is Move.NOTHING
    assert moved(kind=kind) is Move.NOTHING


def test_a_sample_that_nobody_edited_is_told() -> None:
    assert moved(kind=Kind.SAMPLE, found="new") is Move.UNTOUCHED
    assert moved(kind=Kind.STARTING, found="new") is Move.NOTHING


def test_what_is_carried_no_more_is_told_while_it_lies_there() -> None:
    steps = plan(carried={}, laid={PATH: "old", "gone": "old"}, found={PATH: "mine"})

    assert steps == (Step(path=PATH, move=Move.DROPPED),)


MARKS = st.sampled_from(["a", "b", "c"])
PATHS = st.sampled_from(["x", "y", "x" + OFFER])
CARRIED = st.builds(Carried, mark=MARKS, kind=st.sampled_from(Kind))


@given(
    carried=st.dictionaries(st.sampled_from(["x", "y"]), CARRIED),
    laid=st.dictionaries(PATHS, MARKS),
    found=st.dictionaries(PATHS, MARKS),
)
def test_nothing_edited_is_written_over_and_a_second_look_finds_nothing_to_write(
    carried: Mapping[str, Carried], laid: Mapping[str, str], found: Mapping[str, str]
) -> None:
    after = dict(found)
    for step in plan(carried=carried, laid=laid, found=found):
        if step.move is Move.LAY:
            assert step.path not in found
        if step.move is Move.UPDATE:
            assert found[step.path] == laid[step.path]
        if step.move in {Move.LAY, Move.UPDATE}:
            after[step.path] = carried[step.path].mark
        if step.move is Move.OFFER:
            after[step.path + OFFER] = carried[step.path].mark

    marks = {path: one.mark for path, one in carried.items()}
    again = {step.move for step in plan(carried=carried, laid=marks, found=after)}

    assert again <= {Move.LAGS, Move.MISSING, Move.UNTOUCHED, Move.NOTHING}
