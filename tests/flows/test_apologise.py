"""The register keeps in step with the dossiers, and paper is made of what is decided."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.dossier import Status
from monitor.domain.errors import RenderError
from monitor.domain.letter import LetterKind, LetterState
from monitor.domain.paper import Paper
from monitor.flows.answer import answer_in_time, refuse
from monitor.flows.apologise import Apologised
from monitor.flows.letter_paper import citizen_key
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.fakes import PlainLetters
from tests.flows.scene import ASKED, DUE, LATENESS, RECORD, Scene
from tests.notices.office import DIRECTORY, a_directory

DRAFT, TO_SIGN = f"{CODE}-du-thao.pdf", f"{CODE}-trinh-ky.pdf"
TO_SIGN_IN_WORD = f"{CODE}-trinh-ky.docx"
PASSED = "2026-11-17 07:30"
FINISHED = replace(RECORD, status=Status.FINISHED)


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


# Asked


def test_a_letter_is_opened_when_the_handler_is_asked_and_not_before(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-10 07:30")

    early = scene.apologise("2026-11-11 06:59")
    asked = scene.apologise(ASKED)
    again = scene.apologise(ASKED)

    assert early == again == Apologised()
    assert asked == Apologised(asked=1)
    assert scene.letter.state is LetterState.ASKED
    assert (scene.letter.deadline, scene.letter.asked_at) == (vn(DUE), vn(ASKED))


def test_nobody_is_silent_before_he_was_asked(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-13 07:30")
    at_once = scene.rules
    scene.apologise("2026-11-13 07:30")
    scene.look("2026-11-13 07:31")
    asked = scene.rules

    scene.look("2026-11-13 11:29")
    early = scene.said
    scene.look("2026-11-13 13:30")

    assert "apology_ask" in at_once & asked
    assert "apology_due" not in at_once | asked
    assert ("apology_due", "silent") not in early
    assert ("apology_due", "silent") in scene.said


def test_a_moved_date_is_asked_about_anew_and_another_time_of_the_day_is_not(
    scene: Scene,
) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)

    earlier = replace(RECORD, promised_at=vn("2026-11-16 15:00"))
    scene.take(earlier, exported="2026-11-11 12:00")
    same_day = scene.apologise("2026-11-11 12:00")
    with scene.store.reading() as work:
        letters = work.letters.in_state()

    assert same_day == Apologised()
    assert [one.deadline for one in letters] == [vn(DUE)]


def test_a_dossier_that_another_agency_decides_is_recorded_as_not_ours(scene: Scene) -> None:
    scene.take(replace(RECORD, procedure="dat-dai"), exported=PASSED)

    done = scene.apologise(PASSED)
    again = scene.apologise("2026-11-20 09:00")

    assert done == Apologised(not_ours=1, printed=1)
    assert again == Apologised()
    assert (scene.letter.kind, scene.letter.state) == (LetterKind.URGING, LetterState.DRAFT)
    assert scene.letter.deciding_agency == DIRECTORY.units["VPDK"].name


def test_a_late_dossier_of_ours_opens_nothing_by_itself(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)

    assert scene.apologise(PASSED) == Apologised()
    assert "apology_missing" in scene.rules


# Withdrawn


@pytest.mark.parametrize("state", ["asked", "in time", "draft", "refused", "approved"])
def test_every_unsent_letter_is_withdrawn_once_its_dossier_ended_in_time(
    scene: Scene, state: str
) -> None:
    if state in {"asked", "in time"}:
        scene.take(RECORD, exported=ASKED)
        scene.apologise(ASKED)
    if state == "in time":
        answer_in_time(scene.store, scene.office, CODE, by="", at=vn("2026-11-11 09:00"))
    if state in {"draft", "refused"}:
        scene.drafted()
    if state == "refused":
        refuse(
            scene.store,
            scene.office,
            CODE,
            by="thanh",
            why="chưa rõ",
            at=vn("2026-11-12 08:00"),
        )
    if state == "approved":
        scene.approved()

    scene.take(
        replace(FINISHED, finished_at=vn("2026-11-13 10:00")), exported="2026-11-13 12:00"
    )
    done = scene.apologise("2026-11-13 12:00")

    assert done == Apologised(withdrawn=1)
    assert scene.letter.state is LetterState.WITHDRAWN
    assert scene.shelf.files == {}


@pytest.mark.parametrize(
    ("status", "state"),
    [
        pytest.param(Status.FINISHED, LetterState.DRAFT, id="a late result is apologised for"),
        pytest.param(Status.WITHDRAWN, LetterState.WITHDRAWN, id="one given up is not"),
    ],
)
def test_of_a_dossier_that_ended_late(scene: Scene, status: Status, state: LetterState) -> None:
    scene.drafted()

    ended = replace(RECORD, status=status, finished_at=vn("2026-11-17 10:00"))
    scene.take(ended, exported="2026-11-17 12:00")
    scene.apologise("2026-11-17 12:00")

    assert scene.letter.state is state


def test_a_letter_withdrawn_for_an_end_taken_back_is_asked_about_again(scene: Scene) -> None:
    scene.drafted()
    scene.take(FINISHED, exported="2026-11-12 12:00")
    scene.apologise("2026-11-12 12:00")

    scene.take(RECORD, exported="2026-11-13 07:30")
    done = scene.apologise("2026-11-13 07:30")
    drafted = scene.answer("2026-11-13 09:00")

    assert done == Apologised(asked=1)
    assert drafted.state is LetterState.DRAFT


# Paper


def test_a_draft_is_printed_once_and_an_approved_letter_anew(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    scene.answer("2026-11-11 09:00")

    first = scene.apologise("2026-11-11 09:05")
    draft = dict(scene.shelf.files), scene.paper()
    second = scene.apologise("2026-11-11 09:06")
    scene.approve("2026-11-12 08:00")
    third = scene.apologise("2026-11-12 08:05")

    assert (first.printed, second.printed, third.printed) == (1, 0, 1)
    assert draft[0] == {("letters", DRAFT): draft[1]}
    assert scene.shelf.files.keys() == {("letters", TO_SIGN), ("letters", TO_SIGN_IN_WORD)}
    assert scene.shelf.files["letters", TO_SIGN] == scene.paper()
    assert [one.is_draft for one in scene.letters.set_] == [True, False]


def test_a_new_answer_is_printed_in_place_of_the_old(scene: Scene) -> None:
    scene.drafted()
    before = scene.paper()

    later = replace(LATENESS, new_due_on=date(2026, 11, 25))
    scene.answer("2026-11-11 10:00", lateness=later)
    done = scene.apologise("2026-11-11 10:05")

    assert done.printed == 1
    assert scene.paper() != before
    assert scene.shelf.files == {("letters", DRAFT): scene.paper()}


def test_a_refused_letter_leaves_no_paper_that_somebody_might_sign(scene: Scene) -> None:
    scene.approved()
    refuse(
        scene.store,
        scene.office,
        CODE,
        by="thanh",
        why="chưa rõ cơ quan",
        at=vn("2026-11-12 09:00"),
    )

    scene.apologise("2026-11-12 09:05")
    refused = scene.shelf.names("letters")
    scene.answer("2026-11-12 10:00")
    scene.apologise("2026-11-12 10:05")

    assert refused == []
    assert scene.shelf.names("letters") == [DRAFT]


def test_a_letter_that_cannot_be_set_is_told_tried_again_and_stops_no_other(
    scene: Scene,
) -> None:
    scene.letters.torn.add(CODE)
    other = replace(RECORD, code="other")
    scene.take(RECORD, other, exported=ASKED)
    scene.apologise(ASKED)
    scene.answer("2026-11-11 09:00")

    failed = [scene.apologise(f"2026-11-11 09:0{minute}") for minute in range(2)]
    told = scene.faults
    scene.letters.torn.clear()
    done = scene.apologise("2026-11-11 09:05")

    assert failed == [Apologised(failed=1), Apologised(failed=1)]
    assert told == {f"letter/{CODE}": sentence(RenderError(document=CODE, reason="torn"))}
    assert done == Apologised(printed=1)
    assert scene.faults == {}


def test_a_letter_without_signer_is_told(scene: Scene) -> None:
    scene.office = replace(
        scene.office, directory=a_directory(without=frozenset({"phuc", "thanh"}))
    )
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    scene.answer("2026-11-11 09:00")

    done = scene.apologise("2026-11-11 09:05")

    assert done == Apologised(failed=1)
    assert list(scene.faults) == [f"letter/{CODE}"]


def test_a_fault_ends_with_the_letter_it_is_about(scene: Scene) -> None:
    scene.letters.torn.add(CODE)
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    scene.answer("2026-11-11 09:00")
    scene.apologise("2026-11-11 09:05")
    with scene.store.writing() as work:
        work.done.fault("report/XA/2026-10", at=vn(ASKED), detail="another matter")

    scene.take(FINISHED, exported="2026-11-12 12:00")
    scene.apologise("2026-11-12 12:00")

    assert list(scene.faults) == ["report/XA/2026-10"]


@pytest.mark.parametrize(
    ("meanwhile", "state"),
    [
        pytest.param(lambda scene: scene.answer("2026-11-11 09:06"), "draft", id="answered"),
        pytest.param(
            lambda scene: scene.approve("2026-11-11 09:06"), "approved", id="approved"
        ),
    ],
)
def test_a_letter_moved_while_it_was_set_keeps_what_the_other_hand_did(
    scene: Scene, meanwhile: Callable[[Scene], object], state: str
) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    scene.answer("2026-11-11 09:00")
    hands = [meanwhile]

    class Slow(PlainLetters):
        def pdf(self, paper: Paper) -> bytes:
            while hands:
                hands.pop()(scene)
            return super().pdf(paper)

    scene.outside = replace(scene.outside, letters=Slow())
    done = scene.apologise("2026-11-11 09:05")
    left = scene.shelf.names("letters"), scene.letter
    again = scene.apologise("2026-11-11 09:10")

    assert done == Apologised()
    assert left[0] == []
    assert (left[1].state, left[1].pdf_sha256) == (state, "")
    assert again == Apologised(printed=1)
    assert scene.faults == {}


# Delivered


def test_a_letter_is_delivered_once_the_post_has_accepted_its_mail(scene: Scene) -> None:
    scene.approved()
    scene.issue("2026-11-12 14:00")

    waiting = scene.apologise("2026-11-12 14:01")
    scene.send("2026-11-12 14:02")
    done = scene.apologise("2026-11-12 14:03")
    again = scene.apologise("2026-11-12 14:04")

    assert (waiting.delivered, done.delivered, again.delivered) == (0, 1, 0)
    assert scene.letter.state is LetterState.DELIVERED
    assert scene.letter.delivered_at == vn("2026-11-12 14:02")
    assert citizen_key(scene.letter).startswith(f"letter/{CODE}/")


def test_a_letter_once_out_is_not_withdrawn(scene: Scene) -> None:
    scene.approved()
    scene.issue("2026-11-12 14:00")

    scene.take(FINISHED, exported="2026-11-13 12:00")
    done = scene.apologise("2026-11-13 12:00")

    assert done.withdrawn == 0
    assert scene.letter.state is LetterState.ISSUED
