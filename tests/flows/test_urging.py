"""The agency that decides is urged by a slip, which nobody has to give a reason for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.paper import UrgingSlip
from monitor.domain.record import Record
from monitor.flows.answer import refuse
from monitor.flows.issue import Signed
from monitor.flows.letter_ends import Ruling, recall, replace_letter
from monitor.flows.urging import urge_agency
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE
from tests.flows.scene import ASKED, DUE, RECORD, SIGNED, Scene
from tests.notices.office import LAND

FOREIGN = replace(RECORD, procedure="dat-dai")
NOW, PASSED = "2026-11-12 08:00", "2026-11-17 07:30"
SLIP = replace(SIGNED, number="5/UBND")
RULING = Ruling(by="thanh", why="sai căn cứ")
FINISHED = replace(FOREIGN, status=Status.FINISHED, finished_at=vn("2026-11-12 10:00"))


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def urge(scene: Scene, at: str = NOW) -> Letter:
    return urge_agency(scene.store, scene.office, CODE, at=vn(at))


def every(scene: Scene) -> list[Letter]:
    with scene.store.reading() as work:
        return sorted(work.letters.of([CODE]), key=lambda one: one.version)


def issued(scene: Scene, signed: Signed = SLIP, at: str = "2026-11-12 09:00") -> None:
    scene.approve(at)
    scene.apologise(at)
    scene.issue(at, signed=signed)


def test_a_slip_is_drafted_before_the_agency_is_late(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)

    slip = urge(scene)
    scene.apologise(NOW)

    assert (slip.kind, slip.state) == (LetterKind.URGING, LetterState.DRAFT)
    assert (slip.deadline, slip.deciding_agency) == (vn(DUE), LAND.name)
    assert not slip.is_unconfirmed
    (paper,) = scene.letters.set_
    assert isinstance(paper, UrgingSlip)
    assert (paper.agency, paper.days_left) == (LAND.name, 3)
    assert paper.reply_by == date(2026, 11, 17)


def test_one_that_stands_is_returned_as_it_is(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)
    scene.approve("2026-11-12 08:10")

    again = urge(scene, "2026-11-12 08:20")

    assert again == scene.letter
    assert (again.state, len(every(scene))) == (LetterState.APPROVED, 1)


def test_the_agency_is_urged_by_itself_once_it_is_late(scene: Scene) -> None:
    scene.take(FOREIGN, exported=PASSED)

    done = scene.apologise(PASSED)
    again = scene.apologise(PASSED)

    assert (done.not_ours, done.printed, again.not_ours) == (1, 1, 0)
    assert (scene.letter.kind, scene.letter.state) == (LetterKind.URGING, LetterState.DRAFT)
    paper = scene.letters.set_[-1]
    assert isinstance(paper, UrgingSlip)
    assert (paper.days_left, paper.days_late) == (0, 1)


def test_it_is_approved_and_issued_without_a_cause_and_moves_no_date(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)

    issued(scene)

    assert scene.letter.state is LetterState.ISSUED
    assert scene.letter.new_due_at is None
    assert len(scene.dossier.promises) == 1
    assert scene.queued == {LAND.mailbox: "agency_slip"}


def test_a_slip_may_be_issued_though_its_date_is_over(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)

    issued(scene, replace(SLIP, dated_on=date(2026, 11, 18)), at="2026-11-18 09:00")

    assert scene.letter.state is LetterState.ISSUED


def test_a_slip_goes_nowhere_once_the_dossier_has_ended(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)
    scene.approve("2026-11-12 08:10")
    scene.take(FINISHED, exported="2026-11-12 10:30")

    with pytest.raises(LetterError) as caught:
        scene.issue("2026-11-12 11:00", signed=SLIP)
    done = scene.apologise("2026-11-12 11:05")

    assert caught.value.facts["reason"] == "ended"
    assert (done.withdrawn, scene.letter.state) == (1, LetterState.WITHDRAWN)


def test_nobody_refuses_a_slip_and_is_asked_by_the_machine_again(scene: Scene) -> None:
    scene.take(FOREIGN, exported=PASSED)
    scene.apologise(PASSED)
    refuse(
        scene.store,
        scene.office,
        CODE,
        by="thanh",
        why="đã gọi điện",
        at=vn("2026-11-17 08:00"),
    )
    scene.look("2026-11-17 08:05")

    scene.apologise("2026-11-17 08:05")

    assert [one.state for one in every(scene)] == [LetterState.REFUSED]


def refused(scene: Scene) -> None:
    refuse(
        scene.store, scene.office, CODE, by="thanh", why="sai căn cứ", at=vn("2026-11-12 08:10")
    )


def withdrawn(scene: Scene) -> None:
    scene.take(FINISHED, exported="2026-11-12 10:30")
    scene.apologise("2026-11-12 10:35")
    scene.take(FOREIGN, exported="2026-11-12 12:00")


@pytest.mark.parametrize("end", [refused, withdrawn])
def test_a_person_may_have_it_drafted_anew(scene: Scene, end: Callable[[Scene], None]) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)
    end(scene)

    again = urge(scene, "2026-11-12 14:00")

    assert again.answered_at == vn("2026-11-12 14:00")
    assert [(one.state, one.version) for one in every(scene)] == [(LetterState.DRAFT, 1)]
    assert scene.letter == again


def test_another_takes_the_place_of_one_recalled(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)
    issued(scene)
    recall(scene.outside, scene.office, CODE, RULING, at=vn("2026-11-12 10:00"))

    again = urge(scene, "2026-11-12 14:00")

    assert again.version == 2
    assert [one.state for one in every(scene)] == [LetterState.RECALLED, LetterState.DRAFT]
    issued(scene, replace(SLIP, number="6/UBND"), at="2026-11-12 15:00")
    assert scene.letter.shown_number == "6/UBND"


def test_an_issued_slip_may_be_replaced(scene: Scene) -> None:
    scene.take(FOREIGN, exported=ASKED)
    urge(scene)
    issued(scene)
    at = vn("2026-11-12 10:00")
    draft = replace_letter(scene.store, scene.office, CODE, RULING, at=at)

    issued(scene, replace(SLIP, number="6/UBND"), at="2026-11-12 15:00")

    assert (draft.kind, draft.version) == (LetterKind.URGING, 2)
    states = [one.state for one in every(scene)]
    assert states == [LetterState.REPLACED, LetterState.ISSUED]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        pytest.param(RECORD, "ours", id="ours to decide"),
        pytest.param(FINISHED, "ended", id="ended"),
        pytest.param(
            replace(
                FOREIGN, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-10 10:00"),)
            ),
            "no_deadline",
            id="paused",
        ),
    ],
)
def test_where_there_is_nobody_to_urge_it_is_said(
    scene: Scene, record: Record, reason: str
) -> None:
    scene.take(record, exported="2026-11-12 12:00")

    with pytest.raises(LetterError) as caught:
        urge(scene, "2026-11-12 12:30")

    assert caught.value.facts["reason"] == reason
    assert every(scene) == []


def test_an_unknown_dossier_is_said(scene: Scene) -> None:
    with pytest.raises(UnknownDossierError):
        urge(scene)
