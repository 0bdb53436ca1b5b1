"""People answer, approve and refuse; what could not stand in a letter is refused to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import CalendarGapError, LetterError, UnknownDossierError
from monitor.domain.letter import UNCLOSED, Letter, LetterState
from monitor.domain.office import Office
from monitor.domain.record import Record
from monitor.flows.answer import (
    Lateness,
    answer_has_result,
    answer_in_time,
    answer_late,
    approve,
    refuse,
)
from monitor.store.tables import answers
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE
from tests.flows.remembering import remembered
from tests.flows.scene import ASKED, DUE, LATENESS, REASON, RECORD, Scene
from tests.store.taking import rows

ANSWERED = "2026-11-11 09:00"
PASSED = "2026-11-17 07:30"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


@pytest.fixture
def asked(scene: Scene) -> Scene:
    come_to_question(scene)
    return scene


@remembered
def come_to_question(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)


def in_time(scene: Scene, at: str, *, by: str = "", code: str = CODE) -> object:
    return answer_in_time(scene.store, scene.office, code, by=by, at=vn(at))


def reason_of(caught: pytest.ExceptionInfo[LetterError]) -> object:
    return caught.value.facts["reason"]


# In time


@pytest.mark.parametrize(("by", "answered_by"), [("", "hoa"), ("ha", "ha")])
def test_an_answer_in_time_is_kept_and_ends_the_question(
    asked: Scene, by: str, answered_by: str
) -> None:
    in_time(asked, ANSWERED, by=by)
    asked.look(ANSWERED)

    assert asked.letter.state is LetterState.IN_TIME
    assert (asked.letter.answered_by, asked.letter.answered_at) == (answered_by, vn(ANSWERED))
    assert "apology_ask" not in asked.rules
    assert [(row["is_in_time"], row["answered_by"]) for row in rows(asked.store, answers)] == [
        (True, answered_by)
    ]


def test_an_answer_in_time_may_be_taken_back(asked: Scene) -> None:
    in_time(asked, ANSWERED)

    asked.answer("2026-11-12 09:00")

    assert asked.letter.state is LetterState.DRAFT
    assert [row["is_in_time"] for row in rows(asked.store, answers)] == [True, False]


def test_a_draft_is_taken_back_by_an_answer_in_time(asked: Scene) -> None:
    asked.answer(ANSWERED)
    asked.apologise(ANSWERED)

    in_time(asked, "2026-11-11 10:00")
    asked.apologise("2026-11-11 10:05")

    letter = asked.letter
    assert (letter.state, letter.cause, letter.reason) == (LetterState.IN_TIME, "", "")
    assert (letter.new_due_at, letter.pdf_sha256) == (None, "")
    assert asked.shelf.names("letters") == []


def test_an_approved_letter_is_no_longer_asked_about(asked: Scene) -> None:
    asked.answer(ANSWERED)
    asked.approve("2026-11-11 09:30")

    with pytest.raises(LetterError) as caught:
        in_time(asked, "2026-11-11 10:00")

    assert caught.value.facts == {
        "reason": "state",
        "dossier": CODE,
        "state": "approved",
        "to": "in_time",
    }


# The result exists


def has_result(scene: Scene, at: str, *, by: str = "") -> Letter:
    return answer_has_result(scene.store, scene.office, CODE, by=by, at=vn(at))


def test_a_result_that_waits_to_be_entered_is_kept_for_ever(asked: Scene) -> None:
    answered = has_result(asked, ANSWERED, by="ha")
    asked.look(ANSWERED)

    assert answered == asked.letter
    assert (answered.state, answered.cause) == (LetterState.IN_TIME, UNCLOSED)
    assert answered.answered_by == "ha"
    assert "apology_ask" not in asked.rules
    kept = [(row["is_in_time"], row["cause"]) for row in rows(asked.store, answers)]
    assert kept == [(True, UNCLOSED)]


def test_it_takes_a_draft_back(asked: Scene) -> None:
    asked.answer(ANSWERED)
    asked.apologise(ANSWERED)

    answered = has_result(asked, "2026-11-11 10:00")
    asked.apologise("2026-11-11 10:05")

    assert (answered.reason, answered.new_due_at) == ("", None)
    assert asked.shelf.names("letters") == []


def test_once_the_letter_is_approved_it_comes_too_late(asked: Scene) -> None:
    asked.answer(ANSWERED)
    asked.approve("2026-11-11 09:30")

    with pytest.raises(LetterError) as caught:
        has_result(asked, "2026-11-11 10:00")

    assert reason_of(caught) == "state"


def test_an_overdue_dossier_is_a_matter_of_data_until_an_export_confirms_it(
    scene: Scene,
) -> None:
    scene.take(RECORD, exported=PASSED)
    assert ("overdue", "0d") in scene.said

    has_result(scene, "2026-11-17 09:00")
    scene.look("2026-11-17 09:00")
    assert scene.said == {("overdue", "data"), ("apology_missing", "data")}

    scene.look("2026-11-20 07:00")
    assert scene.said == {("overdue", "data"), ("apology_missing", "data")}

    scene.take(RECORD, exported="2026-11-20 07:30")
    assert scene.said == {("overdue", "3d"), ("apology_missing", "once")}


def test_a_dossier_closed_in_the_days_given_is_no_longer_spoken_of(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)
    has_result(scene, "2026-11-17 09:00")

    closed = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-16 15:00"))
    scene.take(closed, exported="2026-11-18 07:30")
    scene.apologise("2026-11-18 07:35")

    assert not {"overdue", "apology_missing"} & scene.rules
    assert scene.letter.state is LetterState.WITHDRAWN


def test_said_again_it_gives_no_further_days(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)
    has_result(scene, "2026-11-17 09:00")

    again = has_result(scene, "2026-11-19 09:00")

    assert again.answered_at == vn("2026-11-17 09:00")
    assert len(rows(scene.store, answers)) == 2


# Late


def test_an_answer_of_lateness_drafts_a_letter(asked: Scene) -> None:
    drafted = asked.answer(ANSWERED)
    asked.look(ANSWERED)

    assert drafted == asked.letter
    assert drafted.state is LetterState.DRAFT
    assert (drafted.cause, drafted.reason, drafted.answered_by) == ("B2", REASON, "hoa")
    assert drafted.new_due_at == vn("2026-11-20 17:00")
    assert ("apology_due", "answered") in asked.said
    assert "apology_ask" not in asked.rules


def test_an_answer_before_anybody_asked_opens_the_letter(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-09 07:30")

    drafted = scene.answer("2026-11-09 09:00", lateness=replace(LATENESS, by="ha"))

    assert (drafted.asked_at, drafted.answered_by) == (vn("2026-11-09 09:00"), "ha")


def test_an_answer_after_the_deadline_is_taken(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)

    drafted = scene.answer("2026-11-17 09:00")
    scene.look("2026-11-17 09:00")

    assert drafted.deadline == vn(DUE)
    assert "apology_missing" in scene.rules


def test_an_answer_may_be_given_anew_until_it_is_approved(asked: Scene) -> None:
    asked.answer(ANSWERED)
    asked.apologise(ANSWERED)

    later = replace(LATENESS, new_due_on=date(2026, 11, 25))
    again = asked.answer("2026-11-11 10:00", lateness=later)

    assert again.new_due_at == vn("2026-11-25 17:00")
    assert again.pdf_sha256 == ""
    assert len(rows(asked.store, answers)) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"cause": "C2"}, "cause", id="done, but not entered"),
        pytest.param({"cause": "F1"}, "cause", id="the data may be wrong"),
        pytest.param({"cause": "H0"}, "cause", id="another"),
        pytest.param({"cause": "Z9"}, "unknown_cause", id="no such cause"),
        pytest.param({"reason": ""}, "hollow", id="no reason"),
        pytest.param({"reason": "do nguyên nhân khách quan"}, "hollow", id="a hollow reason"),
        pytest.param({"new_due_on": date(2026, 11, 21)}, "rest_day", id="a Saturday"),
        pytest.param({"new_due_on": date(2026, 11, 24)}, "rest_day", id="a day off"),
        pytest.param({"new_due_on": date(2026, 11, 16)}, "not_after", id="the old date"),
        pytest.param({"new_due_on": date(2026, 11, 13)}, "not_after", id="before the old date"),
    ],
)
def test_what_could_not_stand_in_a_letter_is_refused_and_leaves_nothing(
    asked: Scene, change: dict[str, str | date], reason: str
) -> None:
    said = {"cause": "B2", "reason": REASON, "new_due_on": date(2026, 11, 20), **change}
    lateness = Lateness(
        cause=str(said["cause"]),
        reason=str(said["reason"]),
        new_due_on=date.fromisoformat(str(said["new_due_on"])),
    )

    with pytest.raises(LetterError) as caught:
        asked.answer(ANSWERED, lateness=lateness)

    assert reason_of(caught) == reason
    assert asked.letter.state is LetterState.ASKED
    assert rows(asked.store, answers) == []


def test_a_new_date_that_is_over_is_refused(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-20 18:00")

    with pytest.raises(LetterError) as caught:
        scene.answer("2026-11-20 18:00")

    assert reason_of(caught) == "not_after"


def test_a_new_date_beyond_the_calendar_is_an_error(asked: Scene) -> None:
    with pytest.raises(CalendarGapError):
        asked.answer(ANSWERED, lateness=replace(LATENESS, new_due_on=date(2031, 1, 2)))


def test_a_dossier_promised_again_gets_no_second_letter(asked: Scene) -> None:
    moved = replace(RECORD, promised_at=vn("2026-11-20 17:00"))
    asked.take(moved, exported="2026-11-12 07:30")

    with pytest.raises(LetterError) as caught:
        asked.answer(
            "2026-11-12 09:00", lateness=replace(LATENESS, new_due_on=date(2026, 11, 27))
        )

    assert reason_of(caught) == "second"


# Who cannot have one


def test_another_agencys_dossier_is_refused_with_its_name(scene: Scene) -> None:
    scene.take(replace(RECORD, procedure="dat-dai"), exported=PASSED)

    with pytest.raises(LetterError) as caught:
        scene.answer(PASSED)

    assert reason_of(caught) == "not_ours"
    assert caught.value.facts["agency"] == "Chi nhánh Văn phòng đăng ký đất đai khu vực"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        pytest.param(
            replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-13 10:00")),
            "ended",
            id="finished in time",
        ),
        pytest.param(
            replace(RECORD, status=Status.WITHDRAWN, finished_at=vn("2026-11-17 06:00")),
            "ended",
            id="given up after the deadline",
        ),
        pytest.param(
            replace(
                RECORD, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-10 09:00"),)
            ),
            "no_deadline",
            id="paused",
        ),
        pytest.param(
            replace(RECORD, promised_at=vn("2031-01-02 17:00")),
            "no_deadline",
            id="due beyond the calendar",
        ),
        pytest.param(
            replace(RECORD, promised_at=None, procedure="khac"),
            "no_deadline",
            id="neither promise nor term",
        ),
    ],
)
def test_a_dossier_that_cannot_be_late_has_no_letter(
    scene: Scene, record: Record, reason: str
) -> None:
    scene.take(record, exported=PASSED)

    with pytest.raises(LetterError) as caught:
        scene.answer(PASSED)

    assert reason_of(caught) == reason
    with scene.store.reading() as work:
        assert work.letters.in_state() == []


LATE_RESULT = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-17 06:00"))


def test_a_result_that_is_there_gets_no_new_date(scene: Scene) -> None:
    scene.take(LATE_RESULT, exported=PASSED)

    with pytest.raises(LetterError) as caught:
        scene.answer(PASSED)

    assert reason_of(caught) == "finished"
    with scene.store.reading() as work:
        assert work.letters.in_state() == []


def test_a_date_that_moved_to_and_fro_is_answered_by_the_letter_about_it(
    asked: Scene,
) -> None:
    other = Letter(dossier=CODE, deadline=vn("2026-11-18 17:00"), state=LetterState.ASKED)
    with asked.store.writing() as work:
        work.letters.open(other)

    drafted = asked.answer(ANSWERED)
    asked.look(ANSWERED)

    assert drafted == asked.letter
    assert (drafted.deadline, drafted.state) == (vn(DUE), LetterState.DRAFT)
    assert "apology_ask" not in asked.rules


def test_a_draft_about_the_day_the_date_came_back_to_stands_again(scene: Scene) -> None:
    scene.drafted()
    other = Letter(dossier=CODE, deadline=vn("2026-11-18 17:00"), state=LetterState.ASKED)
    with scene.store.writing() as work:
        work.letters.open(other)
        work.agenda.wake([CODE], at=vn("2026-11-12 07:00"))

    done = scene.apologise("2026-11-12 07:00")
    scene.look("2026-11-12 07:00")

    assert done.asked == 0
    assert (scene.letter.deadline, scene.letter.state) == (vn(DUE), LetterState.DRAFT)


def test_the_letter_about_the_present_deadline_is_the_one_approved(scene: Scene) -> None:
    scene.drafted()
    other = Letter(dossier=CODE, deadline=vn("2026-11-18 17:00"), state=LetterState.ASKED)
    with scene.store.writing() as work:
        work.letters.open(other)

    assert scene.approve("2026-11-12 08:00").deadline == vn(DUE)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(
            lambda store, office, code: answer_in_time(
                store, office, code, by="", at=vn(ANSWERED)
            ),
            id="in time",
        ),
        pytest.param(
            lambda store, office, code: answer_late(
                store, office, code, LATENESS, at=vn(ANSWERED)
            ),
            id="late",
        ),
        pytest.param(
            lambda store, office, code: approve(
                store, office, code, by="thanh", at=vn(ANSWERED)
            ),
            id="approve",
        ),
        pytest.param(
            lambda store, office, code: refuse(
                store, office, code, by="thanh", why="vì", at=vn(ANSWERED)
            ),
            id="refuse",
        ),
    ],
)
def test_an_unknown_dossier_is_said(
    scene: Scene, step: Callable[[SqlStore, Office, str], Letter]
) -> None:
    with pytest.raises(UnknownDossierError):
        step(scene.store, scene.office, "nobody's")


# Approved or refused


@pytest.mark.parametrize(
    "by",
    [
        pytest.param("ha", id="the head of the unit"),
        pytest.param("thanh", id="a leader above it"),
        pytest.param("phuc", id="the signer"),
    ],
)
def test_who_answers_for_the_dossier_may_approve(scene: Scene, by: str) -> None:
    scene.drafted()

    approved = scene.approve("2026-11-12 08:00", by=by)

    assert approved == scene.letter
    assert (approved.state, approved.approved_by) == (LetterState.APPROVED, by)
    assert approved.approved_at == vn("2026-11-12 08:00")
    assert approved.pdf_sha256 == ""


@pytest.mark.parametrize(
    "by",
    [
        pytest.param("hoa", id="the handler"),
        pytest.param("kien", id="the head of another unit"),
        pytest.param("nobody", id="nobody"),
        pytest.param("", id="not said"),
    ],
)
def test_nobody_else_may(scene: Scene, by: str) -> None:
    scene.drafted()

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-12 08:00", by=by)

    assert caught.value.facts == {"reason": "approver", "dossier": CODE, "by": by}
    assert scene.letter.state is LetterState.DRAFT


def test_the_handlers_head_may_approve_where_the_unit_is_not_known(scene: Scene) -> None:
    scene.drafted(replace(RECORD, unit="Phòng cũ"))

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-12 08:00", by="ha")

    assert reason_of(caught) == "no_paper"  # nobody issues for it: but that she may decide


def test_a_draft_that_could_not_be_set_cannot_be_approved(scene: Scene) -> None:
    scene.letters.torn.add(CODE)
    scene.drafted()

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-12 08:00")
    scene.letters.torn.clear()
    scene.apologise("2026-11-12 08:05")

    assert reason_of(caught) == "no_paper"
    assert scene.approve("2026-11-12 08:10").state is LetterState.APPROVED


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        pytest.param("2026-11-20 17:00", "not_after", id="the new date is over"),
        pytest.param("2026-11-12 09:00", "state", id="approved already"),
    ],
)
def test_what_cannot_be_approved(scene: Scene, at: str, reason: str) -> None:
    scene.drafted()
    if reason == "state":
        scene.approve("2026-11-12 08:00")

    with pytest.raises(LetterError) as caught:
        scene.approve(at)

    assert reason_of(caught) == reason


SUPPLEMENTED = replace(
    RECORD,
    promised_at=vn("2026-11-23 17:00"),
    pauses=(a_pause("2026-11-11 10:00", "2026-11-12 07:00"),),
)


@pytest.mark.parametrize(
    ("record", "facts"),
    [
        pytest.param(
            SUPPLEMENTED,
            {"reason": "moved_deadline", "dossier": CODE, "day": date(2026, 11, 23)},
            id="moved by a supplement",
        ),
        pytest.param(
            replace(
                RECORD, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-11 10:00"),)
            ),
            {"reason": "no_deadline", "dossier": CODE},
            id="paused",
        ),
        pytest.param(
            replace(RECORD, promised_at=vn("2026-11-18 17:00")),
            {"reason": "second", "dossier": CODE},
            id="moved by the office itself",
        ),
        pytest.param(
            replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-12 07:00")),
            {"reason": "ended", "dossier": CODE},
            id="finished in time",
        ),
    ],
)
def test_a_draft_that_no_longer_says_what_is_so_is_not_approved(
    scene: Scene, record: Record, facts: dict[str, object]
) -> None:
    scene.drafted()
    scene.take(record, exported="2026-11-12 07:30")

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-12 08:00")

    assert caught.value.facts == facts
    assert scene.letter.state is LetterState.DRAFT


def test_a_draft_is_not_approved_once_the_result_is_there(scene: Scene) -> None:
    scene.drafted()
    scene.take(LATE_RESULT, exported=PASSED)

    with pytest.raises(LetterError) as caught:
        scene.approve(PASSED)

    assert reason_of(caught) == "finished"
    assert scene.letter.state is LetterState.DRAFT


def test_a_draft_whose_new_date_was_entered_already_may_be_approved(scene: Scene) -> None:
    scene.drafted()
    scene.take(replace(RECORD, promised_at=vn("2026-11-20")), exported="2026-11-12 07:30")

    assert scene.approve("2026-11-12 08:00").state is LetterState.APPROVED


@pytest.mark.parametrize("is_approved", [False, True], ids=["a draft", "an approved letter"])
def test_a_letter_is_sent_back_with_a_reason_and_answered_anew(
    scene: Scene, *, is_approved: bool
) -> None:
    (scene.approved if is_approved else scene.drafted)()

    refused = refuse(
        scene.store,
        scene.office,
        CODE,
        by="thanh",
        why="chưa nêu cơ quan",
        at=vn("2026-11-12 09:00"),
    )
    scene.look("2026-11-12 09:00")
    said = scene.said
    scene.answer("2026-11-12 10:00")

    assert (refused.state, refused.refused_for) == (LetterState.REFUSED, "chưa nêu cơ quan")
    assert ("apology_due", "answered") in said
    assert scene.letter.state is LetterState.DRAFT
    assert (scene.letter.approved_at, scene.letter.approved_by) == (None, "")


@pytest.mark.parametrize("why", ["", "  "])
def test_a_refusal_needs_a_reason(scene: Scene, why: str) -> None:
    scene.drafted()

    with pytest.raises(LetterError) as caught:
        refuse(scene.store, scene.office, CODE, by="thanh", why=why, at=vn("2026-11-12 09:00"))

    assert reason_of(caught) == "no_why"


def test_what_was_never_asked_cannot_be_refused(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-09 07:30")

    with pytest.raises(LetterError) as caught:
        refuse(scene.store, scene.office, CODE, by="thanh", why="chưa rõ", at=vn(ANSWERED))

    assert reason_of(caught) == "no_letter"


def test_what_was_not_answered_cannot_be_refused(asked: Scene) -> None:
    with pytest.raises(LetterError) as caught:
        refuse(asked.store, asked.office, CODE, by="thanh", why="chưa rõ", at=vn(ANSWERED))

    assert reason_of(caught) == "state"
