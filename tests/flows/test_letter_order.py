"""Letters about one dossier do not get into each other's way, nor into that of its end."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import LetterError
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.flows.answer import refuse
from monitor.flows.apologise import Apologised
from monitor.flows.letter_paper import LETTERS
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE
from tests.flows.scene import ASKED, DUE, LATENESS, RECORD, Scene

DRAFT = (LETTERS, f"{CODE}-du-thao.pdf")


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def test_a_refused_letter_about_an_older_date_takes_no_newer_paper_away(scene: Scene) -> None:
    scene.drafted()
    refuse(
        scene.store, scene.office, CODE, by="thanh", why="chưa rõ", at=vn("2026-11-11 10:00")
    )
    scene.apologise("2026-11-11 10:05")
    supplemented = replace(
        RECORD,
        promised_at=vn("2026-11-18 17:00"),
        pauses=(a_pause("2026-11-09 09:00", "2026-11-11 09:00"),),
    )
    scene.take(supplemented, exported="2026-11-13 07:30")
    scene.answer("2026-11-13 09:00")
    scene.apologise("2026-11-13 09:05")

    scene.apologise("2026-11-13 09:10")

    assert scene.letter.deadline == vn("2026-11-18 17:00")
    assert DRAFT in scene.shelf.files


def test_an_end_without_a_date_does_not_grow_late_with_time(scene: Scene) -> None:
    scene.take(replace(RECORD, status=Status.FINISHED), exported="2026-11-12 07:30")

    with pytest.raises(LetterError) as caught:
        scene.answer(
            "2026-11-18 09:00", lateness=replace(LATENESS, new_due_on=date(2026, 11, 25))
        )

    assert caught.value.facts["reason"] == "ended"


def test_a_draft_is_withdrawn_for_an_end_without_a_date_heard_of_late(scene: Scene) -> None:
    """The daemon stood still: what was seen before the deadline is judged after it."""
    scene.drafted()
    scene.take(replace(RECORD, status=Status.FINISHED), exported="2026-11-13 07:30")

    scene.apologise("2026-11-18 09:00")

    assert scene.letter.state is LetterState.WITHDRAWN
    assert DRAFT not in scene.shelf.files


# Whose it is


def test_a_dossier_that_comes_to_us_may_be_answered_for(scene: Scene) -> None:
    foreign = replace(RECORD, procedure="dat-dai")
    scene.take(foreign, exported="2026-11-17 07:30")
    scene.apologise("2026-11-17 07:30")
    assert scene.letter.kind is LetterKind.URGING

    scene.take(RECORD, exported="2026-11-18 07:30")
    drafted = scene.answer("2026-11-18 09:00")

    assert (drafted.state, drafted.deciding_agency) == (LetterState.DRAFT, "")
    assert drafted.asked_at == vn("2026-11-18 09:00")


def test_one_recorded_as_not_ours_by_mistake_is_asked_about(scene: Scene) -> None:
    other = Letter(
        dossier=CODE,
        deadline=vn(DUE),
        kind=LetterKind.URGING,
        state=LetterState.DRAFT,
        deciding_agency="cơ quan khác",
    )
    scene.take(RECORD, exported="2026-11-09 07:30")
    with scene.store.writing() as work:
        work.letters.open(other)

    done = scene.apologise(ASKED)

    assert done == Apologised(asked=1, withdrawn=1)
    assert (scene.letter.state, scene.letter.deciding_agency) == (LetterState.ASKED, "")
