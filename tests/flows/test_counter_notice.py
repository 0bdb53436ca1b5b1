"""A letter on the form of 2018 goes with a notice of its own to the one-stop unit."""

from dataclasses import replace

import pytest

from monitor.domain.letter import LetterState
from monitor.domain.letter_choices import Numbering
from monitor.domain.paper import ApologyLetter
from monitor.notices.letter_mails import LetterMailFacts
from monitor.store.work import SqlStore
from tests.exports import CODE
from tests.flows.scene import REASON, SIGNED, Scene
from tests.notices.office import COMMUNE, COUNTER, CULTURE, a_directory

NOTICE = f"{CODE}-trinh-ky-thong-bao-mot-cua"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    scene = Scene(store)
    scene.choose(
        apology="phieu_a4", numbering=Numbering.OWN, numbering_decision="QD 12/QD-UBND"
    )
    directory = a_directory(replace(COMMUNE, symbol="UBND"), replace(CULTURE, symbol="VHXH"))
    scene.office = replace(scene.office, directory=directory)
    return scene


def test_it_is_set_beside_the_approved_letter_with_a_blank_number(scene: Scene) -> None:
    scene.approved()

    letter, notice = scene.letters.set_[-2:]
    assert isinstance(letter, ApologyLetter)
    assert isinstance(notice, ApologyLetter)
    assert (letter.form.name, letter.number, letter.symbol) == ("phieu_a4", "01", "PXL-UBND")
    assert (notice.form.name, notice.number, notice.symbol) == ("thong_bao", None, "UBND-VHXH")
    assert (notice.mark, notice.dated_on) == (f"{letter.mark}/thong_bao", None)
    assert (notice.reason, notice.new_due_at) == (REASON, letter.new_due_at)
    assert {f"{NOTICE}.pdf", f"{NOTICE}.docx"} <= set(scene.shelf.names("letters"))


def test_a_draft_has_none_yet(scene: Scene) -> None:
    scene.drafted()

    assert scene.shelf.names("letters") == [f"{CODE}-du-thao.pdf"]
    assert scene.letter.notice_sha256 == ""


def test_it_goes_out_by_hand_as_nobody_has_signed_it_here(scene: Scene) -> None:
    scene.approved()
    with scene.store.reading() as work:
        kept = work.letters.pdf(scene.letter.notice_sha256)
    symbol, dated_on = scene.letter.shown_number, scene.letter.dated_on
    assert dated_on is not None

    signed = replace(SIGNED, number=symbol, dated_on=dated_on)
    scene.issue("2026-11-12 14:00", signed=signed)

    assert scene.letter.state is LetterState.ISSUED
    citizen, counter = scene.mails.written
    assert isinstance(counter.facts, LetterMailFacts)
    assert counter.recipient.mailbox == COUNTER.mailbox
    assert kept not in {one.content for one in counter.attachments}
    assert kept not in {one.content for one in citizen.attachments}
    assert scene.shelf.names("letters") == []
