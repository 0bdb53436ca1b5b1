"""Whoever had a letter hears that it was taken back."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Channel
from monitor.flows.letter_ends import Ruling, recall
from monitor.notices.letter_mails import RecallFacts
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import APPLICANT, RECORD, Scene
from tests.notices.office import COUNTER, a_directory

RULING = Ruling(by="thanh", why="ghi nhầm thủ tục")
ISSUED, RECALLED, LATER = "2026-11-12 14:00", "2026-11-12 15:00", "2026-11-12 15:05"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def recalled(scene: Scene) -> None:
    scene.issue(ISSUED)
    scene.mails.written.clear()
    recall(scene.outside, scene.office, CODE, RULING, at=vn(RECALLED))


def told(scene: Scene) -> dict[str, bool]:
    """Return who was told, and whether the mail says that the citizen hears by mail."""
    facts = {one.recipient.mailbox: one.facts for one in scene.mails.written}
    return {who: said.is_mailed for who, said in facts.items() if isinstance(said, RecallFacts)}


def test_the_citizen_and_the_counter_are_told_once(scene: Scene) -> None:
    scene.approved()
    recalled(scene)

    scene.apologise(LATER)
    scene.apologise("2026-11-12 15:10")

    assert told(scene) == {APPLICANT.mailbox: True, COUNTER.mailbox: True}
    assert len(scene.mails.written) == 2


def test_of_a_letter_on_paper_the_counter_tells_the_citizen(scene: Scene) -> None:
    scene.approved(replace(RECORD, channel=Channel.IN_PERSON))
    recalled(scene)

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: False}


def test_a_counter_without_a_mailbox_is_not_written_to(scene: Scene) -> None:
    scene.office = replace(scene.office, directory=a_directory(replace(COUNTER, mailbox="")))
    scene.approved()
    recalled(scene)

    scene.apologise(LATER)

    assert told(scene) == {APPLICANT.mailbox: True}


def test_an_address_gone_wrong_stops_nobody_else(scene: Scene) -> None:
    scene.approved()
    recalled(scene)
    wrong = replace(APPLICANT, mailbox="no address")
    scene.take(replace(RECORD, applicant=wrong), exported="2026-11-12 15:02")

    scene.apologise(LATER)

    assert told(scene) == {COUNTER.mailbox: True}


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
