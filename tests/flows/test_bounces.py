"""What came back is believed where it was sent, and seen to; everything else is set aside."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.bounce import Action
from monitor.domain.bounce import Outcome as Told
from monitor.domain.errors import UnmarkedMailboxError
from monitor.domain.letter import Delivery, LetterState
from monitor.domain.message import MessageState, Outcome
from monitor.domain.notice import NoticeKind
from monitor.flows.bounces import MOST, BouncesRead, read_bounces
from monitor.flows.issue import mark_printed
from monitor.flows.letter_paper import citizen_key
from monitor.flows.mailboxes import marked_mailboxes, trust
from monitor.flows.reachable import reachable
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.fakes import an_outside
from tests.flows.returning import BACK, GONE, RETURN, Returning
from tests.flows.scene import APPLICANT, Scene
from tests.flows.telling import DAY, PlainMails, a_record, settled, take_in, tell
from tests.notices.office import (
    COUNTER,
    CULTURE,
    DIRECTORY,
    HANDLER,
    OFFICE,
    TELLING,
)
from tests.outbox import a_message
from tests.returned_mail import AWAY

HOA = a_message("hoa", recipient=HANDLER.mailbox, at=vn("2026-11-12 07:40"))
OTHER = a_message("khac", recipient="khac@noi.example", at=vn("2026-11-12 07:40"))
LATER = "2026-11-12 08:30"


@pytest.fixture
def office(store: SqlStore, tmp_path: Path) -> Returning:
    return Returning(store, tmp_path / "maildir")


@pytest.mark.parametrize("form", ["postfix", "exchange", "gmail", "qmail"])
def test_mail_that_came_back_for_good_marks_the_mailbox_and_tells_whose(
    office: Returning, form: str
) -> None:
    office.send(HOA)
    office.bounce(HOA.key, form=form)

    done = office.read()

    assert done == BouncesRead(failed=1)
    assert office.marked == [HANDLER.mailbox]
    assert list(office.faults) == ["bounce/mailbox/hoa"]
    assert "“dunghan outbox trust hoa”" in office.faults["bounce/mailbox/hoa"]
    assert HANDLER.mailbox not in office.faults["bounce/mailbox/hoa"]
    assert office.entry(HOA.key).state is MessageState.SENT
    assert office.entry(HOA.key).reply.startswith("bị trả lại, không đến người nhận (5.1.1,")
    assert office.lies == ["cur/0000.mx:2,S"]


def test_what_it_says_is_kept_once(office: Returning) -> None:
    office.send(HOA)
    office.bounce(HOA.key)
    office.bounce(HOA.key)  # the very same mail, delivered twice

    assert office.read() == BouncesRead(failed=1)

    with office.store.reading() as work:
        told = work.bounces.of(office.entry(HOA.key).id)
    assert told == [(vn(BACK), Told(action=Action.FAILED, status="5.1.1"))]
    assert office.lies == ["cur/0000.mx:2,S", "cur/0001.mx:2,S"]


def test_killed_before_the_mail_was_moved_it_is_read_again_and_changes_nothing(
    office: Returning,
) -> None:
    office.send(HOA)
    office.bounce(HOA.key)
    office.read()
    (office.maildir / "cur" / "0000.mx:2,S").rename(office.maildir / "new" / "0000.mx")
    trust(office.store, DIRECTORY, ["hoa"], operator=TELLING.operator_mailbox)

    assert office.read(at=LATER) == BouncesRead()

    assert office.marked == []
    assert office.lies == ["cur/0000.mx:2,S"]


@pytest.mark.parametrize(
    ("facts", "shown"),
    [
        pytest.param({"action": "delayed", "status": "4.4.1"}, "words", id="delayed"),
        pytest.param({"action": "delivered", "status": "2.0.0"}, "words", id="delivered"),
        pytest.param({"recipient": "ai-do@noi.example"}, "words", id="another of a list"),
    ],
)
def test_what_did_not_fail_is_only_noted(
    office: Returning, facts: dict[str, str], shown: str
) -> None:
    office.send(HOA)
    office.bounce(HOA.key, **facts)

    assert office.read() == BouncesRead(noted=1)

    assert (office.marked, office.faults) == ([], {})
    assert office.entry(HOA.key).reply == shown


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"status": "4.4.7"}, id="given up for a passing reason"),
        pytest.param({"status": "5.3.4"}, id="the message was too long"),
        pytest.param(
            {"meant": HANDLER.mailbox, "recipient": "nha@rieng.example"}, id="forwarded"
        ),
    ],
)
def test_a_failure_that_does_not_spoil_the_mailbox_is_told_of_the_message(
    office: Returning, facts: dict[str, str]
) -> None:
    office.send(HOA)
    office.bounce(HOA.key, **facts)

    assert office.read() == BouncesRead(failed=1)

    assert office.marked == []
    assert list(office.faults) == [f"bounce/mail/{HOA.key}"]
    office.read(at="2026-11-15 07:00")
    assert office.faults
    office.read(at="2026-11-15 07:46")
    assert office.faults == {}


def test_a_mailbox_that_is_nobodys_is_marked_and_the_message_told(office: Returning) -> None:
    office.send(OTHER)
    office.bounce(OTHER.key)

    office.read()

    assert office.marked == [OTHER.recipient]
    assert list(office.faults) == [f"bounce/mail/{OTHER.key}"]


FORGED = "tra-lai+1.aaaaaaaaaaaaaaaa@xa.example"


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"to": FORGED}, id="a seal that is none of ours"),
        pytest.param({"to": RETURN, "message_id": HOA.message_id}, id="no seal at all"),
        pytest.param({"to": RETURN, "envelope_id": "1.aaaaaaaaaaaaaaaa"}, id="in the envelope"),
    ],
)
def test_what_bears_no_seal_of_ours_is_set_aside_and_counted(
    office: Returning, facts: dict[str, str]
) -> None:
    office.send(HOA)
    office.bounce(HOA.key, **facts)

    assert office.read() == BouncesRead(strange=1)

    assert office.marked == []
    assert office.faults["bounce/strange"].startswith("Có 1 thư")
    assert office.lies == ["cur/0000.mx:2,FS"]


def test_without_a_return_path_of_its_own_message_id_and_recipient_must_both_fit(
    office: Returning,
) -> None:
    office.is_tagged = False
    office.send(HOA, OTHER)
    office.bounce(HOA.key, message_id=HOA.message_id, recipient=OTHER.recipient)
    office.bounce(HOA.key, message_id="unknown@xa.example")
    office.bounce(HOA.key, message_id="")

    assert office.read() == BouncesRead(strange=3)

    office.bounce(HOA.key, message_id=HOA.message_id)
    assert office.read() == BouncesRead(failed=1)
    assert office.marked == [HANDLER.mailbox]


def test_the_envelope_proves_it_too(office: Returning) -> None:
    office.is_tagged = False
    office.send(HOA)
    token = office.returns.token(office.entry(HOA.key).id)
    office.bounce(HOA.key, envelope_id=token, message_id="")

    assert office.read() == BouncesRead(failed=1)


def test_a_seal_for_a_message_that_is_not_there_is_strange(office: Returning) -> None:
    office.send(HOA)
    office.bounce(HOA.key, to=office.returns.sender(4_711))

    assert office.read() == BouncesRead(strange=1)


def test_a_message_that_never_went_cannot_have_come_back(office: Returning) -> None:
    office.send(HOA, outcome=Outcome.PERMANENT)
    office.bounce(HOA.key)

    assert office.read() == BouncesRead(strange=1)
    assert office.marked == []


def test_strange_mails_are_counted_together_and_told_for_some_days(office: Returning) -> None:
    office.lay(b"Subject: hop\n\n1")
    office.lay(b"Subject: hop\n\n2")
    office.read()
    office.lay(b"Subject: hop\n\n3")

    office.read(at="2026-11-13 07:45")

    assert office.faults["bounce/strange"].startswith("Có 3 thư")
    office.read(at="2026-11-16 07:46")
    assert office.faults == {}
    office.lay(b"Subject: hop\n\n4")
    office.read(at="2026-11-17 07:45")
    assert office.faults["bounce/strange"].startswith("Có 1 thư")


def test_strange_mails_are_told_until_a_person_has_seen_to_them(office: Returning) -> None:
    office.lay(b"Subject: hop\n\n1")
    office.read()
    office.read()
    assert "bounce/strange" in office.faults

    (office.maildir / "cur" / "0000.mx:2,FS").rename(office.maildir / "cur" / "0000.mx:2,S")
    office.read()

    assert office.faults == {}


def test_a_strange_mail_that_could_not_be_moved_is_counted_once(office: Returning) -> None:
    office.lay(b"Subject: hop\n\n1")
    office.read()
    (office.maildir / "cur" / "0000.mx:2,FS").rename(office.maildir / "new" / "0000.mx")

    assert office.read() == BouncesRead()

    assert office.faults["bounce/strange"].startswith("Có 1 thư")
    assert office.lies == ["cur/0000.mx:2,FS"]


def test_an_answer_in_somebodys_absence_is_no_bounce(office: Returning) -> None:
    office.send(HOA)
    office.lay(AWAY)

    assert office.read() == BouncesRead(replies=1)

    assert (office.marked, office.faults) == ([], {})
    assert office.lies == ["cur/0000.mx:2,S"]


def test_broken_mails_do_not_stop_the_rest(office: Returning) -> None:
    office.send(HOA)
    office.lay(b"\xff\x00" * 1_000)
    office.lay(b"Content-Type: message/delivery-status\n\n\xff")
    office.bounce(HOA.key)

    assert office.read() == BouncesRead(failed=1, strange=2)


def test_of_many_mails_the_rest_waits_for_the_next_round(office: Returning) -> None:
    for number in range(MOST + 1):
        office.lay(b"Subject: hop\n\n%d" % number)

    assert [office.read().strange, office.read().strange] == [MOST, 1]


def test_what_comes_back_while_the_message_is_in_hand_waits(office: Returning) -> None:
    office.send(OTHER)
    with office.store.writing() as work:
        work.outbox.add([HOA])
    claimed = office.claim()
    with office.store.writing() as work:
        work.delivery.enter_data(claimed, at=vn(GONE))
    office.bounce(HOA.key)

    assert office.read(at=GONE) == BouncesRead()
    assert office.lies == ["new/0000.mx"]


@pytest.mark.parametrize("action", ["failed", "delayed", "delivered"])
def test_a_report_proves_that_an_uncertain_message_went_out(
    office: Returning, action: str
) -> None:
    office.send(HOA, outcome=Outcome.UNCERTAIN, again=LATER)
    assert office.states[HOA.key] is MessageState.READY
    office.bounce(HOA.key, action=action)

    office.read()

    assert office.states[HOA.key] is MessageState.SENT
    assert office.entry(HOA.key).sent_at == vn(BACK)
    assert office.claim(at=LATER) == []


def test_an_uncertain_message_that_is_held_went_out_too(office: Returning) -> None:
    office.send(HOA, outcome=Outcome.UNCERTAIN, again=LATER)
    with office.store.writing() as work:
        work.outbox.hold([HOA.key], at=vn(GONE))
    office.bounce(HOA.key, action="delayed", status="4.4.1")

    office.read()

    assert office.states[HOA.key] is MessageState.SENT


def test_what_waits_for_a_marked_mailbox_is_parked_and_so_is_what_comes(
    office: Returning,
) -> None:
    office.send(HOA)
    waiting = replace(HOA, key="report/1", recipient=HANDLER.mailbox.upper())
    doubtful = replace(HOA, key="report/2", message_id="2@xa.example")
    office.send(doubtful, outcome=Outcome.UNCERTAIN, again=LATER)
    with office.store.writing() as work:
        work.outbox.add([waiting, OTHER])
    office.bounce(HOA.key)

    office.read()
    with office.store.writing() as work:
        work.outbox.add([replace(HOA, key="report/3")])

    assert office.states == {
        HOA.key: MessageState.SENT,
        "report/1": MessageState.PARKED,
        "report/2": MessageState.READY,
        "report/3": MessageState.PARKED,
        OTHER.key: MessageState.READY,
    }
    assert office.entry("report/3").reply == office.entry("report/1").reply
    assert office.entry("report/3").reply.startswith("chưa gửi: ")


def test_whoever_was_not_told_is_told_in_his_place(store: SqlStore, office: Returning) -> None:
    settled(store)
    take_in(store, a_record("one", promised=f"{DAY[:-2]}13 17:00"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20")
    (key,) = [one for one in office.states if one.startswith("digest/hoa/")]
    office.send(at=f"{DAY} 07:25")
    office.bounce(key)
    office.read(at=f"{DAY} 07:30")
    mails = PlainMails()

    tell(store, f"{DAY} 13:45", mails)

    assert mails.to("hoa") == []
    (instead,) = mails.to("ha")
    assert instead.lists


def test_a_trusted_mailbox_is_told_anew_of_what_had_come_back(
    store: SqlStore, office: Returning
) -> None:
    settled(store)
    take_in(store, a_record("one"), at=f"{DAY} 07:20")
    tell(store, f"{DAY} 07:20")
    (key,) = [one for one in office.states if one.startswith("digest/hoa/")]
    office.send(at=f"{DAY} 07:25")
    office.bounce(key)
    office.read(at=f"{DAY} 07:30")
    trust(store, DIRECTORY, [HANDLER.mailbox.upper()], operator=TELLING.operator_mailbox)
    mails = PlainMails()

    tell(store, f"{DAY} 13:45", mails)

    assert len(mails.to("hoa")) == 1
    assert office.faults == {}


def test_a_corrected_directory_takes_the_fault_back(office: Returning) -> None:
    office.send(HOA)
    office.bounce(HOA.key)
    office.read()
    mended = replace(HANDLER, mailbox="minhhoa@tanbinhan.example")
    directory = replace(DIRECTORY, officials={**DIRECTORY.officials, "hoa": mended})
    office.office = replace(OFFICE, directory=directory)

    office.read()

    assert office.faults == {}
    with office.store.reading() as work:
        assert reachable(work, directory).officials["hoa"] == mended
        assert reachable(work, DIRECTORY).officials["hoa"].mailbox == ""


def test_a_units_mailbox_is_told_by_its_code_and_passed_over(office: Returning) -> None:
    message = replace(HOA, key="workbook/VHXH", recipient=CULTURE.mailbox)
    office.send(message)
    office.bounce(message.key)

    office.read()

    assert list(office.faults) == ["bounce/mailbox/VHXH"]
    with office.store.reading() as work:
        assert reachable(work, DIRECTORY).units["VHXH"].mailbox == ""


def test_a_folder_that_cannot_be_read_is_told_until_it_can(office: Returning) -> None:
    (office.maildir / "new").rename(office.maildir / "moi")
    office.maildir.rename(office.maildir.with_name("khac"))

    assert office.read() == BouncesRead()

    assert list(office.faults) == ["bounce/folder"]
    office.maildir.with_name("khac").rename(office.maildir)
    office.read()
    assert office.faults == {}


def test_without_a_folder_nothing_is_read_and_marks_are_told_still(office: Returning) -> None:
    office.send(HOA)
    office.bounce(HOA.key)
    office.read()
    with office.store.writing() as work:
        work.done.cured("bounce/mailbox/hoa")

    done = read_bounces(
        an_outside(office.store), OFFICE, None, operator=TELLING.operator_mailbox, at=vn(LATER)
    )

    assert done == BouncesRead()
    assert list(office.faults) == ["bounce/mailbox/hoa"]


# Letters -----------------------------------------------------------------------------------


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    """Return an office whose letter has gone out by mail."""
    scene = Scene(store)
    scene.approved()
    scene.issue("2026-11-12 14:00")
    scene.send("2026-11-12 14:01")
    scene.mails.written.clear()
    return scene


@pytest.fixture
def letters(scene: Scene, tmp_path: Path) -> Returning:
    return Returning(
        scene.store, tmp_path / "maildir", office=scene.office, outside=scene.outside
    )


def test_a_letter_that_came_back_goes_on_paper_and_the_counter_hands_it_over(
    scene: Scene, letters: Returning
) -> None:
    scene.apologise("2026-11-12 14:05")
    assert scene.letter.state is LetterState.DELIVERED
    key = citizen_key(scene.letter)
    letters.bounce(key)

    assert letters.read(at="2026-11-12 14:10") == BouncesRead(failed=1)

    assert (scene.letter.state, scene.letter.delivery) == (LetterState.ISSUED, Delivery.PRINT)
    assert scene.letter.returned_at == vn("2026-11-12 14:10")
    assert scene.shelf.has("print", f"{CODE}.pdf")
    assert scene.queued == {COUNTER.mailbox: NoticeKind.LETTER_RETURNED}
    (notice,) = scene.mails.written
    assert notice.attachments[0].content == scene.shelf.files["print", f"{CODE}.pdf"]
    assert list(letters.faults) == [f"bounce/letter/{CODE}"]
    assert APPLICANT.mailbox not in str(letters.faults)

    letters.read(at="2026-11-20 14:10")
    assert letters.faults
    mark_printed(scene.outside, CODE, at=vn("2026-11-20 15:00"))
    letters.read(at="2026-11-20 15:01")
    assert letters.faults == {}


def test_a_letter_to_a_mailbox_that_sent_one_back_goes_on_paper_at_once(
    store: SqlStore, tmp_path: Path
) -> None:
    scene = Scene(store)
    scene.approved()
    office = Returning(store, tmp_path / "maildir", office=scene.office)
    earlier = replace(HOA, key="letter/H99-1/1/citizen", recipient=APPLICANT.mailbox.upper())
    office.send(earlier)
    office.bounce(earlier.key)
    office.read()

    letter = scene.issue("2026-11-12 14:00")

    assert letter.delivery is Delivery.PRINT
    assert set(scene.queued) == {COUNTER.mailbox}


def test_a_letter_replaced_meanwhile_is_left_alone(scene: Scene, letters: Returning) -> None:
    key = citizen_key(scene.letter)
    with scene.store.writing() as work:
        work.letters.save(
            replace(scene.letter, delivery=Delivery.PRINT), was=LetterState.ISSUED
        )
    letters.bounce(key)

    letters.read(at="2026-11-12 14:10")

    assert scene.letter.returned_at is None
    assert list(letters.faults) == [f"bounce/mail/{key}"]


@pytest.mark.parametrize("why", ["no counter", "no mailbox", "no words"])
def test_a_counter_that_cannot_be_told_stops_nothing(
    scene: Scene, letters: Returning, why: str
) -> None:
    if why == "no words":
        scene.mails.mute.add(f"unit:{COUNTER.code}")
    else:
        units = dict(scene.office.directory.units)
        units[COUNTER.code] = replace(COUNTER, mailbox="")
        if why == "no counter":
            del units[COUNTER.code]
        directory = replace(scene.office.directory, units=units)
        letters.office = replace(scene.office, directory=directory)
    letters.bounce(citizen_key(scene.letter))

    letters.read(at="2026-11-12 14:10")

    assert scene.letter.delivery is Delivery.PRINT
    assert scene.queued == {}
    assert list(letters.faults) == [f"bounce/letter/{CODE}"]


def test_a_letter_of_a_dossier_that_is_gone_is_told_as_a_mail(office: Returning) -> None:
    gone = replace(HOA, key="letter/H99-gone/1763/2/citizen", recipient=OTHER.recipient)
    office.send(gone)
    office.bounce(gone.key)

    office.read()

    assert list(office.faults) == [f"bounce/mail/{gone.key}"]


# Trusting again ----------------------------------------------------------------------------


def test_a_citizens_mailbox_goes_by_the_dossier_and_is_not_shown(
    scene: Scene, letters: Returning
) -> None:
    letters.bounce(citizen_key(scene.letter))
    letters.read(at="2026-11-12 14:10")

    with scene.store.reading() as work:
        (marked,) = marked_mailboxes(work, DIRECTORY, operator=TELLING.operator_mailbox)

    assert marked.whose == (CODE,)
    assert marked.shown == "***@nguoidan.example"
    trust(scene.store, DIRECTORY, [CODE], operator=TELLING.operator_mailbox)
    assert letters.marked == []


def test_the_operators_own_mailbox_is_told_too(office: Returning) -> None:
    message = replace(HOA, key="operator/1", recipient=TELLING.operator_mailbox)
    office.send(message)
    office.bounce(message.key)

    office.read()

    assert list(office.faults) == ["bounce/mailbox/người vận hành"]


def test_all_are_trusted_at_once_or_none(office: Returning) -> None:
    office.send(HOA, OTHER)
    office.bounce(HOA.key)
    office.bounce(OTHER.key)
    office.read()

    with pytest.raises(UnmarkedMailboxError, match="la"):
        trust(office.store, DIRECTORY, ["hoa", "la"], operator=TELLING.operator_mailbox)
    assert len(office.marked) == 2

    with office.store.reading() as work:
        found = marked_mailboxes(work, DIRECTORY, operator=TELLING.operator_mailbox)
    assert {one.whose for one in found} == {("hoa",), ()}
    done = trust(office.store, DIRECTORY, None, operator=TELLING.operator_mailbox)
    assert len(done) == 2
    assert office.marked == []
