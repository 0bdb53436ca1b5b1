"""How a letter comes to be replaced, recalled or not owed, and what may follow what."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Channel, PromiseKind, Status
from monitor.domain.errors import LetterError, UnknownDossierError
from monitor.domain.figures import LetterFacts, Snapshot
from monitor.domain.letter import MOVES, SENT, Delivery, Letter, LetterState
from monitor.domain.message import MessageState
from monitor.domain.paper import ApologyLetter
from monitor.domain.period import Period
from monitor.flows.answer import answer_in_time, refuse
from monitor.flows.issue import Signed, mark_printed, mark_returned
from monitor.flows.letter_ends import Ground, Ruling, owe_none, recall, replace_letter
from monitor.flows.letter_paper import citizen_key
from monitor.store.work import SqlStore
from reports.letter_timing import LetterTiming, letter_timing
from tests.builders import vn
from tests.exports import CODE
from tests.flows.remembering import remembered
from tests.flows.scene import ASKED, DUE, LATENESS, REASON, RECORD, SIGNED, Scene
from tests.notices.office import HEAD, HEAD_OF_ECONOMY, LEADER

NOW, ISSUED = "2026-11-12 15:00", "2026-11-12 14:00"
PASSED, NEW_DUE = "2026-11-17 07:30", "2026-11-20 17:00"
PRINTED = f"{CODE}.pdf"
WHY = "Bổ sung căn cứ theo kết luận kiểm tra ngày 12/11/2026"
RULING = Ruling(by="thanh", why=WHY)
SECOND = Signed(
    number="121/UBND-VHXH", dated_on=date(2026, 11, 13), content=b"%PDF-1.7 signed again"
)
THIRD = Signed(number="125/UBND-VHXH", dated_on=date(2026, 11, 13), content=b"%PDF-1.7 third")
ON_PAPER = replace(RECORD, channel=Channel.IN_PERSON)
FINISHED = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-13 10:00"))


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def none(scene: Scene, at: str = NOW, *, ruling: Ruling = RULING) -> Letter:
    return owe_none(scene.store, scene.office, CODE, Ground.FORCE_MAJEURE, ruling, at=vn(at))


def replaced(scene: Scene, at: str = NOW, *, ruling: Ruling = RULING) -> Letter:
    return replace_letter(scene.store, scene.office, CODE, ruling, at=vn(at))


def recalled(scene: Scene, at: str = NOW, *, ruling: Ruling = RULING) -> Letter:
    return recall(scene.outside, scene.office, CODE, ruling, at=vn(at))


@remembered
def issued(scene: Scene) -> None:
    scene.approved()
    scene.issue(ISSUED)


def corrected(scene: Scene, signed: Signed = SECOND, *, day: str = "13") -> Letter:
    """Approve, set and issue the letter that is to replace the one that is out."""
    scene.approve(f"2026-11-{day} 08:00")
    scene.apologise(f"2026-11-{day} 08:05")
    return scene.issue(f"2026-11-{day} 09:00", signed=signed)


def every(scene: Scene) -> list[Letter]:
    with scene.store.reading() as work:
        return sorted(work.letters.of([CODE]), key=lambda one: (one.deadline, one.version))


def replacing(scene: Scene) -> Letter | None:
    with scene.store.reading() as work:
        return work.letters.replacing(CODE)


def reason_of(caught: pytest.ExceptionInfo[LetterError]) -> object:
    return caught.value.facts["reason"]


# What may follow what


def _withdraw(scene: Scene) -> None:
    scene.take(FINISHED, exported="2026-11-13 10:30")
    scene.apologise("2026-11-13 10:35")


STEPS: dict[LetterState, Callable[[Scene], object]] = {
    LetterState.IN_TIME: lambda scene: answer_in_time(
        scene.store, scene.office, CODE, by="hoa", at=vn(NOW)
    ),
    LetterState.DRAFT: lambda scene: scene.answer(NOW),
    LetterState.APPROVED: lambda scene: scene.approve(NOW),
    LetterState.REFUSED: lambda scene: refuse(
        scene.store, scene.office, CODE, by="thanh", why=WHY, at=vn(NOW)
    ),
    LetterState.ISSUED: lambda scene: scene.issue(NOW),
    LetterState.DELIVERED: lambda scene: mark_printed(scene.outside, CODE, at=vn(NOW)),
    LetterState.NO_LETTER: none,
    LetterState.RECALLED: recalled,
    LetterState.WITHDRAWN: _withdraw,
}


@remembered
def in_state(scene: Scene, state: LetterState) -> None:
    """Come to a letter in a state, by the steps that people take."""
    match state:
        case LetterState.ASKED:
            scene.take(RECORD, exported=ASKED)
            scene.apologise(ASKED)
        case LetterState.APPROVED:
            scene.approved()
        case LetterState.ISSUED:
            issued(scene)
        case LetterState.DELIVERED | LetterState.RECALLED:
            issued(scene)
            STEPS[state](scene)
        case LetterState.REPLACED:
            issued(scene)
            replaced(scene)
            corrected(scene)
        case _:
            scene.drafted()
            if state is not LetterState.DRAFT:
                STEPS[state](scene)


@pytest.mark.parametrize("to", STEPS)
@pytest.mark.parametrize("state", LetterState)
def test_a_step_is_taken_where_the_life_of_a_letter_holds_it_and_nowhere_else(
    scene: Scene, state: LetterState, to: LetterState
) -> None:
    in_state(scene, state)
    (before, *later), refused = every(scene), False
    assert before.state is state

    try:
        STEPS[to](scene)
    except LetterError:
        refused = True

    after, *_ = every(scene)
    if to in MOVES[state]:
        assert (after.state, refused) == (to, False)
    elif state is LetterState.WITHDRAWN or later:  # ended, or another letter takes the step
        assert after.state is state
    elif state is LetterState.RECALLED and to in MOVES[LetterState.ASKED]:
        assert (after.state, len(every(scene))) == (
            state,
            2 if STEPS[to] is not _withdraw else 1,
        )
    elif state in SENT and to is LetterState.IN_TIME:  # said of the new date
        assert (after, every(scene)[1].state) == (before, to)
    else:
        assert after == before
        assert refused or to is LetterState.WITHDRAWN


@pytest.mark.parametrize("state", LetterState)
def test_only_what_is_out_can_be_replaced(scene: Scene, state: LetterState) -> None:
    in_state(scene, state)
    before = every(scene)

    if state in {LetterState.ISSUED, LetterState.DELIVERED}:
        draft = replaced(scene)
        assert (draft.state, draft.version) == (LetterState.DRAFT, 2)
    elif state is LetterState.REPLACED:  # the letter in its place can be
        assert replaced(scene, "2026-11-13 10:00").version == len(before) + 1
    else:
        with pytest.raises(LetterError) as caught:
            replaced(scene)
        assert reason_of(caught) == "state"
        assert every(scene) == before


# None is owed


def test_where_none_is_owed_nobody_is_asked_and_none_is_missing(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)

    kept = none(scene)
    scene.apologise("2026-11-13 14:00")
    before = scene.rules
    scene.take(RECORD, exported=PASSED)
    scene.apologise(PASSED)

    assert kept == scene.letter
    assert (kept.state, kept.cause) == (LetterState.NO_LETTER, "force_majeure")
    assert (kept.approved_by, kept.ended_for, kept.number) == ("thanh", WHY, "")
    assert not before & {"apology_ask", "apology_due"}
    assert "overdue" in scene.rules
    assert "apology_missing" not in scene.rules


def test_the_report_counts_it_as_not_owed(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)
    scene.apologise(PASSED)
    late = Snapshot(
        code=CODE,
        unit="VHXH",
        unit_name="",
        procedure_name="",
        procedure="",
        channel=None,
        received_at=vn("2026-11-02 08:00"),
        first_due_at=vn(DUE),
    )
    november = Period.month("2026-11")
    missing = letter_timing(late, november)

    none(scene, "2026-11-17 09:00")

    assert missing is LetterTiming.MISSING
    found = letter_timing(replace(late, letter=LetterFacts(state=scene.letter.state)), november)
    assert found is LetterTiming.NOT_OWED


def test_a_draft_that_is_not_owed_leaves_no_paper(scene: Scene) -> None:
    scene.drafted()
    assert scene.shelf.names("letters")

    none(scene)
    scene.apologise("2026-11-12 15:05")

    assert scene.shelf.names("letters") == []
    assert scene.letter.pdf_sha256 == ""


def test_who_thinks_better_of_it_may_draft_one_after_all(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    none(scene)

    drafted = scene.answer("2026-11-12 16:00")

    assert drafted.state is LetterState.DRAFT
    assert drafted.ended_for == ""


# Replaced


def test_the_issued_letter_counts_until_the_one_in_its_place_is_issued(scene: Scene) -> None:
    issued(scene)
    first = scene.letter

    draft = replaced(scene)
    scene.apologise("2026-11-12 15:05")

    assert scene.letter == replace(first, ended_for=WHY)
    assert replacing(scene) == replace(draft, pdf_sha256=every(scene)[1].pdf_sha256)
    assert (draft.reason, draft.new_due_at, draft.number) == (REASON, vn(NEW_DUE), "")
    assert not scene.rules & {"apology_ask", "apology_due", "apology_missing"}

    second = corrected(scene)
    one, two = every(scene)

    assert scene.letter == two == second
    assert (one.state, two.state) == (LetterState.REPLACED, LetterState.ISSUED)
    assert (one.shown_number, two.shown_number) == (SIGNED.number, SECOND.number)
    assert one.signed_sha256 != two.signed_sha256


def test_the_corrected_letter_says_which_it_replaces(scene: Scene) -> None:
    issued(scene)
    replaced(scene)
    corrected(scene)

    papers = [one for one in scene.letters.set_ if isinstance(one, ApologyLetter)]
    told = [(one.replaces, one.replaces_on) for one in papers if one.mark.endswith("/2")]
    assert told
    assert set(told) == {(SIGNED.number, SIGNED.dated_on)}
    assert {one.replaces for one in papers if one.mark.endswith("/1")} == {""}
    keys = [notice.key for notice in scene.mails.written]
    assert len(keys) == len(set(keys)) == 4


def test_a_correction_is_no_news_so_the_first_decides_whether_it_was_in_time(
    scene: Scene,
) -> None:
    issued(scene)
    scene.send(ISSUED)
    replaced(scene, "2026-11-18 07:50")
    late = replace(SECOND, dated_on=date(2026, 11, 18))
    scene.approve("2026-11-18 08:00")
    scene.apologise("2026-11-18 08:05")
    second = scene.issue("2026-11-18 09:00", signed=late)

    assert (second.told_at, second.told_on) == (vn(ISSUED), SIGNED.dated_on)
    assert second.issued_at == vn("2026-11-18 09:00")
    with scene.store.reading() as work:
        promises = work.dossiers.load([CODE])[CODE].promises
    assert [one.kind for one in promises] == [PromiseKind.SLIP, PromiseKind.REAPPOINTMENT]


def test_who_never_had_the_first_is_told_by_the_correction(scene: Scene) -> None:
    scene.approved()
    first = scene.issue(ISSUED)
    replaced(scene)

    second = corrected(scene)

    one, _ = every(scene)
    assert (one.state, one.delivery) == (LetterState.REPLACED, None)
    assert (second.told_at, second.first_issued_at) == (second.issued_at, None)
    with scene.store.reading() as work:
        mail = work.outbox.find(citizen_key(first))
    assert mail is not None
    assert mail.state is MessageState.SUPERSEDED


def test_a_correction_may_be_corrected(scene: Scene) -> None:
    issued(scene)
    scene.send(ISSUED)
    replaced(scene)
    corrected(scene)

    draft = replaced(scene, "2026-11-13 10:00")
    scene.approve("2026-11-13 10:10")
    scene.apologise("2026-11-13 10:15")
    third = scene.issue("2026-11-13 11:00", signed=THIRD)

    assert (draft.version, third.version) == (3, 3)
    assert [one.state for one in every(scene)] == [
        LetterState.REPLACED,
        LetterState.REPLACED,
        LetterState.ISSUED,
    ]
    assert third.told_at == vn(ISSUED)
    last = scene.letters.set_[-1]
    assert isinstance(last, ApologyLetter)
    assert (last.replaces, last.replaces_on) == (SECOND.number, SECOND.dated_on)


def test_its_reason_may_be_answered_anew_and_its_date_may_not(scene: Scene) -> None:
    issued(scene)
    replaced(scene)
    another = replace(LATENESS, reason=f"{REASON} theo giấy hẹn")

    answered = scene.answer("2026-11-12 16:00", lateness=another)
    with pytest.raises(LetterError) as caught:
        scene.answer(
            "2026-11-12 16:05", lateness=replace(another, new_due_on=date(2026, 11, 23))
        )

    assert (answered.version, answered.reason) == (2, another.reason)
    assert reason_of(caught) == "second"
    assert replacing(scene) == answered


def test_a_correction_that_is_refused_leaves_the_first_in_force(scene: Scene) -> None:
    issued(scene)
    replaced(scene)
    refuse(scene.store, scene.office, CODE, by="thanh", why=WHY, at=vn("2026-11-12 15:30"))

    with pytest.raises(LetterError) as caught:
        replaced(scene, "2026-11-12 15:40")

    one, two = every(scene)
    assert reason_of(caught) == "state"
    assert scene.letter == one
    assert (one.state, two.state) == (LetterState.ISSUED, LetterState.REFUSED)
    again = scene.answer("2026-11-12 16:00")
    assert (again.version, again.state) == (2, LetterState.DRAFT)


def test_a_correction_is_withdrawn_with_the_dossier_and_another_follows_if_it_reopens(
    scene: Scene,
) -> None:
    issued(scene)
    replaced(scene)
    scene.take(FINISHED, exported="2026-11-13 10:30")
    scene.apologise("2026-11-13 10:35")
    ended = [one.state for one in every(scene)]
    with pytest.raises(LetterError) as caught:
        replaced(scene, "2026-11-13 10:40")
    scene.take(RECORD, exported="2026-11-13 14:00")

    draft = replaced(scene, "2026-11-13 14:10")

    assert ended == [LetterState.ISSUED, LetterState.WITHDRAWN]
    assert reason_of(caught) == "ended"
    assert draft.version == 3
    assert replacing(scene) == draft
    third = replace(THIRD, dated_on=date(2026, 11, 16))
    assert corrected(scene, third, day="16").state is LetterState.ISSUED
    last = scene.letters.set_[-1]
    assert isinstance(last, ApologyLetter)
    assert last.replaces == SIGNED.number


def test_none_is_not_owed_in_the_place_of_one_that_is_out(scene: Scene) -> None:
    issued(scene)
    replaced(scene)

    with pytest.raises(LetterError) as caught:
        none(scene, "2026-11-12 16:00")

    assert caught.value.facts["state"] == "issued"
    assert [one.state for one in every(scene)] == [LetterState.ISSUED, LetterState.DRAFT]


def test_paper_of_a_replaced_letter_does_not_wait_to_be_printed(scene: Scene) -> None:
    """The citizen has given an address in the meantime."""
    scene.approved(ON_PAPER)
    scene.issue(ISSUED)
    replaced(scene)
    scene.take(RECORD, exported="2026-11-12 16:00")
    corrected(scene)

    assert scene.letter.delivery is Delivery.MAIL
    assert scene.shelf.names("print") == []
    assert scene.shelf.files["signed", PRINTED] == SECOND.content


# Recalled


def test_a_recalled_letter_takes_its_date_along_and_is_asked_about_anew(scene: Scene) -> None:
    issued(scene)
    scene.send(ISSUED)
    first = scene.letter
    with_date = len(scene.dossier.promises)

    taken = recalled(scene)
    without = len(scene.dossier.promises)
    asked = scene.apologise("2026-11-13 07:30").asked

    one, two = every(scene)
    assert (with_date, without, asked) == (2, 1, 1)
    assert one == taken == replace(first, state=LetterState.RECALLED, ended_for=WHY)
    assert (two.state, two.version) == (LetterState.ASKED, 2)
    assert scene.letter == two

    scene.answer("2026-11-13 07:40", lateness=replace(LATENESS, new_due_on=date(2026, 11, 23)))
    again = corrected(scene)
    assert (again.version, again.told_at) == (2, vn("2026-11-13 09:00"))
    assert [one.state for one in every(scene)] == [LetterState.RECALLED, LetterState.ISSUED]
    assert scene.dossier.promises[-1].promised_at == vn("2026-11-23 17:00")


def test_the_deadline_that_was_moved_binds_again(scene: Scene) -> None:
    issued(scene)
    recalled(scene)

    scene.take(RECORD, exported=PASSED)

    assert {"overdue", "apology_missing"} <= scene.rules


def test_a_recalled_letter_no_longer_waits_to_be_printed(scene: Scene) -> None:
    scene.approved(ON_PAPER)
    scene.issue(ISSUED)
    assert scene.shelf.names("print") == [PRINTED]

    recalled(scene)

    assert scene.shelf.names("print") == []


def test_recalling_a_letter_withdraws_the_one_that_was_to_replace_it(scene: Scene) -> None:
    issued(scene)
    replaced(scene)
    scene.apologise("2026-11-12 15:05")

    recalled(scene, "2026-11-12 16:00")
    asked = scene.apologise("2026-11-13 07:30").asked

    assert asked == 1
    assert [one.state for one in every(scene)] == [LetterState.RECALLED, LetterState.ASKED]
    assert scene.shelf.names("letters") == []


def test_all_versions_lose_the_date_they_promised(scene: Scene) -> None:
    issued(scene)
    replaced(scene)
    corrected(scene)

    recalled(scene, "2026-11-13 10:00")

    assert [one.kind for one in scene.dossier.promises] == [PromiseKind.SLIP]
    states = [one.state for one in every(scene)]
    assert states == [LetterState.REPLACED, LetterState.RECALLED]


def test_a_question_after_a_recall_may_be_withdrawn_and_asked_again(scene: Scene) -> None:
    issued(scene)
    recalled(scene)
    scene.apologise("2026-11-13 07:30")
    scene.take(FINISHED, exported="2026-11-13 10:30")
    scene.apologise("2026-11-13 10:35")
    withdrawn = scene.letter.state
    scene.take(RECORD, exported="2026-11-13 14:00")

    scene.apologise("2026-11-13 14:05")

    assert withdrawn is LetterState.WITHDRAWN
    assert [one.state for one in every(scene)] == [LetterState.RECALLED, LetterState.ASKED]


def test_a_date_that_the_one_stop_unit_entered_stays(scene: Scene) -> None:
    issued(scene)
    scene.take(replace(RECORD, promised_at=vn(NEW_DUE)), exported="2026-11-13 07:30")

    recalled(scene, "2026-11-13 08:00")
    scene.take(replace(RECORD, promised_at=vn(NEW_DUE)), exported="2026-11-13 09:00")

    assert scene.dossier.promises[-1].promised_at == vn(NEW_DUE)


# Who decides, and why


ENDS = pytest.mark.parametrize("end", [none, replaced, recalled])


def before_end(scene: Scene, end: Callable[..., Letter]) -> None:
    (scene.drafted if end is none else lambda: issued(scene))()


@ENDS
@pytest.mark.parametrize("by", ["hoa", HEAD_OF_ECONOMY.code, "nobody", ""])
def test_whoever_may_not_approve_may_not_end_a_letter(
    scene: Scene, end: Callable[..., Letter], by: str
) -> None:
    before_end(scene, end)
    before = every(scene)

    with pytest.raises(LetterError) as caught:
        end(scene, NOW, ruling=replace(RULING, by=by))

    assert reason_of(caught) == "approver"
    assert every(scene) == before


@ENDS
@pytest.mark.parametrize("by", [HEAD.code, LEADER.code])
def test_whoever_answers_for_the_dossier_may(
    scene: Scene, end: Callable[..., Letter], by: str
) -> None:
    before_end(scene, end)

    end(scene, NOW, ruling=replace(RULING, by=by))

    assert every(scene)[0].ended_for == WHY


@ENDS
def test_a_reason_is_needed(scene: Scene, end: Callable[..., Letter]) -> None:
    before_end(scene, end)
    before = every(scene)

    with pytest.raises(LetterError) as caught:
        end(scene, NOW, ruling=replace(RULING, why=" \n"))

    assert reason_of(caught) == "no_why"
    assert every(scene) == before


@ENDS
def test_an_unknown_dossier_is_said(scene: Scene, end: Callable[..., Letter]) -> None:
    with pytest.raises(UnknownDossierError):
        end(scene)


@pytest.mark.parametrize("end", [replaced, recalled])
def test_without_a_letter_there_is_nothing_to_end(
    scene: Scene, end: Callable[..., Letter]
) -> None:
    scene.take(RECORD, exported=ASKED)

    with pytest.raises(LetterError) as caught:
        end(scene)

    assert reason_of(caught) == "no_letter"


# Its mail comes back


def test_a_letter_whose_mail_came_back_waits_to_be_printed(scene: Scene) -> None:
    issued(scene)
    scene.send("2026-11-12 14:05")
    scene.apologise("2026-11-12 14:10")
    arrived = scene.letter.state

    returned = mark_returned(scene.outside, CODE, at=vn(NOW))

    assert arrived is LetterState.DELIVERED
    assert returned == scene.letter
    assert (returned.state, returned.delivery) == (LetterState.ISSUED, Delivery.PRINT)
    assert (returned.returned_at, returned.delivered_at) == (vn(NOW), None)
    assert scene.shelf.files["print", PRINTED] == SIGNED.content
    assert scene.apologise("2026-11-12 15:05").delivered == 0
    printed = mark_printed(scene.outside, CODE, at=vn("2026-11-12 16:00"))
    assert printed.state is LetterState.DELIVERED
    assert scene.shelf.names("print") == []


@pytest.mark.parametrize("state", ["approved", "printed", "returned already"])
def test_only_what_went_by_mail_can_come_back(scene: Scene, state: str) -> None:
    scene.approved(ON_PAPER if state == "printed" else RECORD)
    if state != "approved":
        scene.issue(ISSUED)
    if state == "returned already":
        mark_returned(scene.outside, CODE, at=vn(ISSUED))
    before = scene.letter

    with pytest.raises(LetterError) as caught:
        mark_returned(scene.outside, CODE, at=vn(NOW))

    assert reason_of(caught) == "not_mailed"
    assert scene.letter == before
