"""What people pass on by hand: laid out each slot, without what was told before."""

import csv
import io
from dataclasses import replace

import pytest

from monitor.domain.dossier import ApplicantKind, Status
from monitor.domain.errors import (
    BeforeDataError,
    NothingToTellError,
    UnknownDossierError,
    UnknownUnitError,
)
from monitor.domain.handed import Handed, HandWay, Subject
from monitor.flows.handoff import FOLDER, ByHand, by_hand, hand_off_due, lay_out, tell
from monitor.flows.notify import notify
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.fakes import PlainTexts
from tests.flows.scene import APPLICANT, ASKED, RECORD, Scene
from tests.notices.office import TELLING

AT = "2026-11-13 07:40"
MOBILE = replace(APPLICANT, phone="0900 000 000", mailbox="")


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def issued(scene: Scene, phone: str = "0900 000 000") -> None:
    """Come to a letter that is issued, to a citizen without a mailbox."""
    scene.approved(replace(RECORD, applicant=replace(MOBILE, phone=phone)))
    scene.issue("2026-11-12 11:00")


def found(scene: Scene, at: str = AT) -> ByHand:
    return by_hand(scene.outside, scene.office, TELLING, at=vn(at))


def slot(scene: Scene, at: str) -> None:
    """Have the mails of a slot written."""
    scene.look(at)
    notify(scene.store, scene.office, scene.mails, telling=TELLING, at=vn(at))


def told(scene: Scene, way: HandWay = HandWay.SMS, at: str = AT, note: str = "") -> Handed:
    said = Handed(dossier=CODE, way=way, by="le", at=vn(at), note=note)
    return tell(scene.outside, scene.office, said)


def test_an_issued_letter_is_told_by_message_to_a_mobile(scene: Scene) -> None:
    issued(scene)

    by = found(scene)

    assert [one.facts.mobile for one in by.texts] == ["0900000000"]
    assert by.texts[0].facts.subject is Subject.LETTER
    assert by.texts[0].facts.about == "letter/2026-11-16"
    assert by.texts[0].segments == 1
    assert by.calls == ()


@pytest.mark.parametrize("phone", ["024 3000 0000", ""], ids=["a fixed line", "no telephone"])
def test_who_has_no_mobile_is_called(scene: Scene, phone: str) -> None:
    issued(scene, phone)

    by = found(scene)

    assert by.texts == ()
    assert [one.dossier for one in by.calls] == [CODE]


def test_what_was_told_is_not_told_again(scene: Scene) -> None:
    issued(scene)

    handed = told(scene, note="nói sẽ đến")

    assert handed.about == "letter/2026-11-16"
    assert found(scene).texts == ()
    with scene.store.reading() as work:
        assert work.handed.newest(5) == [handed]


def test_what_is_not_to_be_told_is_not_recorded(scene: Scene) -> None:
    scene.approved(replace(RECORD, applicant=MOBILE))

    with pytest.raises(NothingToTellError) as nothing:
        told(scene)

    assert nothing.value.facts["reason"] == "nothing"


def test_what_was_told_is_not_recorded_twice(scene: Scene) -> None:
    issued(scene)
    told(scene)

    with pytest.raises(NothingToTellError) as twice:
        told(scene, HandWay.CALL)

    assert twice.value.facts["reason"] == "told"


def test_nothing_is_laid_out_as_of_before_the_newest_export(scene: Scene) -> None:
    issued(scene)

    with pytest.raises(BeforeDataError):
        found(scene, "2026-11-10 08:00")


def test_a_letter_not_issued_yet_is_told_to_nobody(scene: Scene) -> None:
    scene.approved(replace(RECORD, applicant=MOBILE))

    by = found(scene)

    assert (by.texts, by.calls) == ((), ())


def test_a_result_that_waits_is_told_and_then_the_letter_is_of_no_use(scene: Scene) -> None:
    issued(scene)
    told(scene)
    ended = replace(
        RECORD,
        applicant=MOBILE,
        status=Status.FINISHED,
        finished_at=vn("2026-11-16 09:00"),
    )
    scene.take(ended, exported="2026-11-16 10:00")
    scene.take(ended, exported="2026-11-25 07:10")
    scene.look("2026-11-25 08:00")

    by = found(scene, "2026-11-25 08:00")

    assert [one.facts.subject for one in by.texts] == [Subject.RESULT]
    assert told(scene, at="2026-11-25 08:05").about == "result"
    assert found(scene, "2026-11-25 08:10").texts == ()


def test_a_finished_dossier_whose_result_has_not_waited_long_is_told_nothing(
    scene: Scene,
) -> None:
    issued(scene)
    ended = replace(RECORD, applicant=MOBILE, finished_at=vn("2026-11-13 07:20"))
    scene.take(ended, exported="2026-11-13 07:30")

    by = found(scene)

    assert (by.texts, by.calls) == ((), ())


def test_a_dossier_due_today_is_counted_in_the_group_though_nobody_was_warned(
    scene: Scene,
) -> None:
    scene.take(replace(RECORD, applicant=MOBILE), exported=ASKED)

    groups = found(scene, "2026-11-16 06:00").groups

    assert [(facts.unit_code, facts.today) for facts, _ in groups] == [
        ("XA", ((scene.office.directory.units["VHXH"].name, 1),))
    ]


def test_late_dossiers_are_counted_in_the_group(scene: Scene) -> None:
    scene.take(replace(RECORD, applicant=MOBILE), exported="2026-11-17 07:30")

    groups = found(scene, "2026-11-17 07:40").groups

    assert [sum(n for _, n in facts.late) for facts, _ in groups] == [1]


def test_with_nothing_to_tell_nothing_is_laid_out(scene: Scene) -> None:
    assert lay_out(scene.outside, scene.office, TELLING, at=vn(AT)) == ByHand()
    assert scene.shelf.names(FOLDER) == []


def test_texts_and_calls_are_laid_into_their_folder(scene: Scene) -> None:
    issued(scene)

    lay_out(scene.outside, scene.office, TELLING, at=vn("2026-11-16 07:40"))

    assert scene.shelf.names(FOLDER) == ["tin-nhan.csv"]
    sheet = scene.shelf.files[FOLDER, "tin-nhan.csv"].decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(sheet), delimiter=";"))
    assert rows[1] == ["0900000000", f"{CODE}: letter/2026-11-16", "1", CODE]


def test_what_was_laid_out_before_is_taken_away(scene: Scene) -> None:
    issued(scene)
    lay_out(scene.outside, scene.office, TELLING, at=vn(AT))
    told(scene)

    lay_out(scene.outside, scene.office, TELLING, at=vn(AT))

    assert scene.shelf.names(FOLDER) == []


def test_a_list_of_calls_and_a_group_text_are_laid_out(scene: Scene) -> None:
    organisation = replace(MOBILE, kind=ApplicantKind.ORGANISATION, phone="")
    scene.approved(replace(RECORD, applicant=organisation))
    scene.issue("2026-11-12 11:00")
    late = replace(RECORD, code="H99.01-261102-0002", applicant=None)
    scene.take(late, exported="2026-11-17 07:30")

    lay_out(scene.outside, scene.office, TELLING, at=vn("2026-11-17 07:40"))

    assert scene.shelf.names(FOLDER) == ["goi-dien.pdf", "nhom-XA.txt"]


def test_each_slot_lays_out_once_after_its_mails(scene: Scene) -> None:
    issued(scene)
    before = hand_off_due(scene.outside, scene.office, TELLING, at=vn(AT))
    slot(scene, "2026-11-13 08:30")

    after = [
        hand_off_due(scene.outside, scene.office, TELLING, at=vn("2026-11-13 08:30"))
        for _ in range(2)
    ]

    assert (before, after) == (False, [True, False])
    assert scene.shelf.names(FOLDER) == ["tin-nhan.csv"]


def test_a_list_that_cannot_be_set_is_told_and_mended_at_the_next_slot(scene: Scene) -> None:
    texts = PlainTexts(is_torn=True)
    scene.outside = replace(scene.outside, texts=texts)
    issued(scene, phone="")
    for clock in ("08:30", "13:45"):
        slot(scene, f"2026-11-13 {clock}")
        at = vn(f"2026-11-13 {clock}")
        hand_off_due(scene.outside, scene.office, TELLING, at=at)
        if clock == "08:30":
            assert "handoff" in scene.faults
        texts.is_torn = False

    assert "handoff" not in scene.faults
    assert scene.shelf.names(FOLDER) == ["goi-dien.pdf"]


def test_a_group_text_that_was_posted_is_kept(scene: Scene) -> None:
    said = Handed(unit="XA", way=HandWay.GROUP, by="le", at=vn(AT))

    assert tell(scene.outside, scene.office, said) == said

    with scene.store.reading() as work:
        assert work.handed.newest(5) == [said]


def test_what_nobody_knows_is_refused(scene: Scene) -> None:
    with pytest.raises(UnknownDossierError):
        told(scene)
    with pytest.raises(UnknownUnitError):
        tell(
            scene.outside,
            scene.office,
            Handed(unit="KHONG", way=HandWay.GROUP, by="le", at=vn(AT)),
        )
