"""Whoever had a letter hears that it was taken back."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Channel
from monitor.domain.letter import LetterState
from monitor.domain.message import MessageState, Outcome
from monitor.flows.issue import mark_printed
from monitor.flows.letter_ends import Ruling, recall
from monitor.flows.letter_paper import citizen_key, counter_key
from monitor.notices.letter_mails import RecallFacts
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import APPLICANT, RECORD, Scene
from tests.notices.office import COUNTER, a_directory
from tests.outbox import LEASE, a_reply, an_end

RULING = Ruling(by="thanh", why="ghi nhầm thủ tục")
ISSUED, RECALLED, LATER = "2026-11-12 14:00", "2026-11-12 15:00", "2026-11-12 15:05"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def recalled(scene: Scene, *, is_sent: bool = True) -> None:
    scene.issue(ISSUED)
    if is_sent:
        scene.send("2026-11-12 14:05")
    scene.mails.written.clear()
    recall(scene.outside, scene.office, CODE, RULING, at=vn(RECALLED))


def told(scene: Scene) -> dict[str, bool]:
    """Return who was told, and whether the mail says that the citizen has it on paper."""
    facts = {one.recipient.mailbox: one.facts for one in scene.mails.written}
    return {
        who: said.is_on_paper for who, said in facts.items() if isinstance(said, RecallFacts)
    }


def state(scene: Scene, key: str) -> MessageState:
    with scene.store.reading() as work:
        entry = work.outbox.find(key)
    assert entry is not None
    return entry.state


def test_the_citizen_and_the_counter_are_told_once(scene: Scene) -> None:
    scene.approved()
    recalled(scene)

    scene.apologise(LATER)
    scene.apologise("2026-11-12 15:10")

    assert told(scene) == {APPLICANT.mailbox: False, COUNTER.mailbox: False}
    assert len(scene.mails.written) == 2


def test_of_a_letter_on_paper_the_counter_tells_the_citizen(scene: Scene) -> None:
    scene.approved(replace(RECORD, channel=Channel.IN_PERSON))
    recalled(scene)

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: True}


def test_a_counter_without_a_mailbox_is_not_written_to(scene: Scene) -> None:
    scene.office = replace(scene.office, directory=a_directory(replace(COUNTER, mailbox="")))
    scene.approved()
    recalled(scene)

    scene.apologise(LATER)

    assert told(scene) == {APPLICANT.mailbox: False}


def test_an_address_gone_wrong_stops_nobody_else(scene: Scene) -> None:
    scene.approved()
    recalled(scene)
    wrong = replace(APPLICANT, mailbox="no address")
    scene.take(replace(RECORD, applicant=wrong), exported="2026-11-12 15:02")

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: False}


def test_what_cannot_be_written_is_told_until_it_can(scene: Scene) -> None:
    scene.approved()
    recalled(scene)
    scene.mails.mute.add(f"unit:{COUNTER.code}")

    scene.apologise(LATER)
    faults = list(scene.faults)
    scene.mails.mute.clear()
    scene.apologise("2026-11-12 15:10")

    assert [name.partition("/")[0] for name in faults] == ["recall"]
    assert set(told(scene)) == {APPLICANT.mailbox, COUNTER.mailbox}
    assert scene.faults == {}


def test_who_certainly_never_had_it_hears_nothing_of_its_recall(scene: Scene) -> None:
    scene.approved()
    recalled(scene, is_sent=False)

    scene.apologise(LATER)
    scene.send("2026-11-12 15:10")

    assert told(scene) == {}
    with scene.store.reading() as work:
        (letter,) = work.letters.in_state(LetterState.RECALLED)
    assert (letter.delivery, letter.delivered_at) == (None, None)
    for key in (citizen_key(letter), counter_key(letter)):
        assert state(scene, key) is MessageState.SUPERSEDED


def test_the_counter_hears_of_it_where_the_citizen_alone_never_had_it(scene: Scene) -> None:
    scene.approved()
    issued = scene.issue(ISSUED)
    with scene.store.writing() as work:
        work.outbox.hold([citizen_key(issued)], at=vn(ISSUED))
    scene.send("2026-11-12 14:05")
    scene.mails.written.clear()
    recall(scene.outside, scene.office, CODE, RULING, at=vn(RECALLED))

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: False}


@pytest.mark.parametrize("is_over", [False, True])
def test_a_mail_in_hand_or_in_doubt_goes_on_and_its_reader_is_told(
    scene: Scene, *, is_over: bool
) -> None:
    scene.approved()
    issued = scene.issue(ISSUED)
    with scene.store.writing() as work:
        taken = work.delivery.claim(at=vn("2026-11-12 14:59"), limit=9, lease=LEASE)
        work.delivery.enter_data(taken, at=vn("2026-11-12 14:59"))
        if is_over:
            ends = [
                an_end(one, a_reply(Outcome.UNCERTAIN), retry_at=vn(LATER)) for one in taken
            ]
            work.delivery.settle(ends, at=vn("2026-11-12 14:59"))
    scene.mails.written.clear()
    recall(scene.outside, scene.office, CODE, RULING, at=vn(RECALLED))

    scene.apologise(LATER)

    assert set(told(scene)) == {APPLICANT.mailbox, COUNTER.mailbox}
    assert state(scene, citizen_key(issued)) is MessageState.READY


def test_of_a_letter_on_paper_whose_notice_was_stopped_the_counter_still_tells(
    scene: Scene,
) -> None:
    scene.approved(replace(RECORD, channel=Channel.IN_PERSON))
    recalled(scene, is_sent=False)

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: True}


def test_handed_over_on_paper_it_goes_out_by_mail_no_more(scene: Scene) -> None:
    scene.approved()
    issued = scene.issue(ISSUED)

    mark_printed(scene.outside, CODE, at=vn(RECALLED))
    recall(scene.outside, scene.office, CODE, RULING, at=vn(RECALLED))
    scene.mails.written.clear()
    scene.apologise(LATER)

    assert state(scene, citizen_key(issued)) is MessageState.SUPERSEDED
    assert told(scene) == {COUNTER.mailbox: True}
