"""A signed letter is issued once: citizen, one-stop unit and deadline hear of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.dossier import Channel, PromiseKind, Status
from monitor.domain.errors import LetterError, MailboxError, RenderError, UnknownDossierError
from monitor.domain.letter import Delivery, Letter, LetterState
from monitor.domain.message import Message
from monitor.domain.notice import Notice, NoticeKind
from monitor.domain.record import Record
from monitor.flows.answer import refuse
from monitor.flows.issue import MOST_BYTES, MOST_LETTERS, Signed, issue, mark_printed
from monitor.notices.letter_mails import LetterMailFacts
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE
from tests.fakes import PlainMails
from tests.flows.scene import APPLICANT, RECORD, SIGNED, Scene
from tests.notices.office import COUNTER, a_directory

ISSUED, PRINTED = "2026-11-12 14:00", "2026-11-12 16:00"
NEW_DUE = "2026-11-20 17:00"
PDF = f"{CODE}.pdf"
CITIZEN, ONE_STOP = "tuong@nguoidan.example", COUNTER.mailbox
ON_PAPER = replace(RECORD, channel=Channel.IN_PERSON)


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def reason_of(caught: pytest.ExceptionInfo[LetterError]) -> object:
    return caught.value.facts["reason"]


# Issued


def test_the_whole_life_of_a_letter_to_a_citizen_online(scene: Scene) -> None:
    scene.approved()

    issued = scene.issue(ISSUED)
    scene.look(ISSUED)

    assert issued == scene.letter
    assert (issued.state, issued.delivery) == (LetterState.ISSUED, Delivery.MAIL)
    assert (issued.shown_number, issued.dated_on) == (SIGNED.number, SIGNED.dated_on)
    assert issued.issued_at == vn(ISSUED)
    assert scene.queued == {CITIZEN: "citizen_letter", ONE_STOP: "one_stop_notice"}
    assert scene.shelf.files == {("signed", PDF): SIGNED.content}
    with scene.store.reading() as work:
        assert work.letters.pdf(issued.signed_sha256) == SIGNED.content


def test_the_mails_carry_the_signed_file_and_what_the_document_system_gave(
    scene: Scene,
) -> None:
    scene.approved()
    scene.issue(ISSUED, signed=replace(SIGNED, number=" 118/UBND-VHXH "))

    assert [notice.kind for notice in scene.mails.written] == [
        NoticeKind.CITIZEN_LETTER,
        NoticeKind.ONE_STOP_NOTICE,
    ]
    for notice in scene.mails.written:
        assert isinstance(notice.facts, LetterMailFacts)
        shown = notice.facts.letter.shown_number
        assert shown == scene.letter.shown_number == "118/UBND-VHXH"
        assert notice.facts.letter.dated_on == SIGNED.dated_on
        assert notice.attachments[0].content == SIGNED.content


def test_the_new_date_is_promised_so_the_dossier_is_not_overdue(scene: Scene) -> None:
    scene.approved()
    scene.issue(ISSUED)

    scene.take(RECORD, exported="2026-11-17 07:30")
    between = scene.rules
    scene.take(RECORD, exported="2026-11-23 07:30")

    assert scene.dossier.promises[-1].promised_at == vn("2026-11-20 17:00")
    assert scene.dossier.promises[-1].kind is PromiseKind.REAPPOINTMENT
    assert not between & {"overdue", "apology_missing", "apology_ask", "apology_due"}
    assert "overdue" in scene.rules
    assert "apology_missing" not in scene.rules


def test_a_letter_issued_after_the_deadline_ends_the_lateness(scene: Scene) -> None:
    scene.take(RECORD, exported="2026-11-17 07:30")
    scene.answer("2026-11-17 08:00")
    scene.approve("2026-11-17 08:30")
    late = scene.rules

    scene.issue("2026-11-17 09:00", signed=replace(SIGNED, dated_on=date(2026, 11, 17)))
    scene.look("2026-11-17 09:00")

    assert {"overdue", "apology_missing"} <= late
    assert not scene.rules & {"overdue", "apology_missing"}


def test_a_new_date_entered_before_the_signed_file_came_back_is_no_second_one(
    scene: Scene,
) -> None:
    scene.approved()
    scene.take(replace(RECORD, promised_at=vn("2026-11-20")), exported="2026-11-12 12:00")

    issued = scene.issue(ISSUED)

    assert issued.state is LetterState.ISSUED
    assert [one.kind for one in scene.dossier.promises] == [
        PromiseKind.SLIP,
        PromiseKind.REAPPOINTMENT,
    ]


def test_the_one_stop_units_entry_of_our_date_is_no_second_one(scene: Scene) -> None:
    scene.approved()
    scene.issue(ISSUED)

    entered = replace(RECORD, promised_at=vn("2026-11-20 17:00"))
    scene.take(entered, exported="2026-11-13 07:30")

    assert len(scene.dossier.promises) == 2


# To whom


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(ON_PAPER, id="filed on paper"),
        pytest.param(replace(RECORD, channel=Channel.POST), id="filed by post"),
        pytest.param(replace(RECORD, channel=None), id="nobody knows how it was filed"),
        pytest.param(
            replace(RECORD, applicant=replace(APPLICANT, mailbox="")), id="no address"
        ),
        pytest.param(
            replace(RECORD, applicant=replace(APPLICANT, mailbox="tuong at example")),
            id="an address that mail cannot go to",
        ),
    ],
)
def test_where_no_mail_can_go_the_letter_waits_in_the_print_queue(
    scene: Scene, record: Record
) -> None:
    scene.approved(record)

    issued = scene.issue(ISSUED)

    assert issued.delivery is Delivery.PRINT
    assert scene.queued == {ONE_STOP: "one_stop_notice"}
    assert scene.shelf.files == {("print", PDF): SIGNED.content}


@pytest.mark.parametrize(
    "counter",
    [replace(COUNTER, mailbox=""), None],
    ids=["no mailbox", "no one-stop unit"],
)
def test_without_a_counter_to_tell_the_letter_is_issued_all_the_same(
    scene: Scene, counter: object
) -> None:
    changed = (replace(COUNTER, mailbox=""),) if counter else ()
    without = frozenset() if counter else frozenset({"TT"})
    scene.office = replace(
        scene.office, directory=a_directory(*changed, without=frozenset(without))
    )
    scene.approved()

    scene.issue(ISSUED)

    assert scene.queued == {CITIZEN: "citizen_letter"}


def test_a_counter_whose_mailbox_is_wrong_is_said_before_anything_is_issued(
    scene: Scene,
) -> None:
    scene.office = replace(
        scene.office, directory=a_directory(replace(COUNTER, mailbox="tt at example"))
    )
    scene.approved()

    with pytest.raises(MailboxError):
        scene.issue(ISSUED)

    assert scene.letter.state is LetterState.APPROVED
    assert scene.queued == {}


def test_words_that_cannot_be_set_leave_the_letter_as_it_was(scene: Scene) -> None:
    scene.approved()
    scene.mails.mute.add("")

    with pytest.raises(RenderError):
        scene.issue(ISSUED)

    assert scene.letter.state is LetterState.APPROVED
    assert scene.shelf.names("signed") == scene.shelf.names("print") == []


# Refused


@pytest.mark.parametrize(
    ("signed", "reason"),
    [
        pytest.param(replace(SIGNED, number="  "), "number", id="no number"),
        pytest.param(replace(SIGNED, number="1\r\nBcc: x"), "number", id="two lines"),
        pytest.param(replace(SIGNED, number="1" * (MOST_LETTERS + 1)), "number", id="too long"),
        pytest.param(replace(SIGNED, content=b"PK docx"), "not_a_pdf", id="another file"),
        pytest.param(replace(SIGNED, content=b""), "not_a_pdf", id="an empty file"),
        pytest.param(
            replace(SIGNED, content=b"%PDF-" + bytes(MOST_BYTES)), "not_a_pdf", id="too large"
        ),
        pytest.param(
            replace(SIGNED, dated_on=date(2026, 11, 11)), "dated", id="before the approval"
        ),
        pytest.param(replace(SIGNED, dated_on=date(2026, 11, 13)), "dated", id="tomorrow"),
    ],
)
def test_a_signed_file_that_does_not_fit_is_refused(
    scene: Scene, signed: Signed, reason: str
) -> None:
    scene.approved()

    with pytest.raises(LetterError) as caught:
        scene.issue(ISSUED, signed=signed)

    assert reason_of(caught) == reason
    assert scene.letter.state is LetterState.APPROVED
    assert scene.queued == {}


def test_a_letter_whose_new_date_is_over_is_refused_with_that_date(scene: Scene) -> None:
    scene.approved()

    with pytest.raises(LetterError) as caught:
        scene.issue("2026-11-20 17:00")

    assert reason_of(caught) == "not_after"
    assert caught.value.facts["day"] == date(2026, 11, 20)


def test_a_date_that_moved_elsewhere_meanwhile_is_a_second_one(scene: Scene) -> None:
    scene.approved()
    scene.take(replace(RECORD, promised_at=vn("2026-11-18 17:00")), exported="2026-11-12 12:00")

    with pytest.raises(LetterError) as caught:
        scene.issue(ISSUED)

    assert reason_of(caught) == "second"


@pytest.mark.parametrize(
    ("record", "exported", "facts"),
    [
        pytest.param(
            replace(
                RECORD,
                promised_at=vn("2026-11-23 17:00"),
                pauses=(a_pause("2026-11-11 10:00", "2026-11-12 11:00"),),
            ),
            "2026-11-12 12:00",
            {"reason": "moved_deadline", "dossier": CODE, "day": date(2026, 11, 23)},
            id="moved by a supplement",
        ),
        pytest.param(
            replace(
                RECORD, status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause("2026-11-12 10:00"),)
            ),
            "2026-11-12 12:00",
            {"reason": "no_deadline", "dossier": CODE},
            id="paused",
        ),
        pytest.param(
            replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-17 10:00")),
            "2026-11-17 12:00",
            {"reason": "finished", "dossier": CODE},
            id="a late result is there",
        ),
    ],
)
def test_a_letter_that_no_longer_says_what_is_so_is_not_issued(
    scene: Scene, record: Record, exported: str, facts: dict[str, object]
) -> None:
    scene.approved()
    scene.take(record, exported=exported)

    with pytest.raises(LetterError) as caught:
        scene.issue(exported)

    assert caught.value.facts == facts
    assert scene.letter.state is LetterState.APPROVED
    assert scene.queued == {}
    assert not [one for one in scene.dossier.promises if one.promised_at == vn(NEW_DUE)]


def test_a_dossier_that_ended_in_time_meanwhile_gets_no_letter(scene: Scene) -> None:
    """Its end has come in, but the register has not been kept since."""
    scene.approved()
    ended = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-12 10:00"))
    scene.take(ended, exported="2026-11-12 12:00")

    with pytest.raises(LetterError) as caught:
        scene.issue(ISSUED)

    assert reason_of(caught) == "ended"


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        pytest.param(lambda scene: scene.take(RECORD, exported=ISSUED), "no_letter", id="none"),
        pytest.param(lambda scene: scene.drafted(), "state", id="not approved"),
        pytest.param(
            lambda scene: (scene.approved(), scene.issue(ISSUED)), "state", id="issued already"
        ),
    ],
)
def test_only_an_approved_letter_is_issued(
    scene: Scene, before: Callable[[Scene], object], reason: str
) -> None:
    before(scene)

    with pytest.raises(LetterError) as caught:
        scene.issue("2026-11-12 15:00")

    assert reason_of(caught) == reason


def test_an_unknown_dossier_is_said(scene: Scene) -> None:
    with pytest.raises(UnknownDossierError):
        issue(scene.outside, scene.office, "nobody's", SIGNED, at=vn(ISSUED))
    with pytest.raises(UnknownDossierError):
        mark_printed(scene.outside, "nobody's", at=vn(ISSUED))


def test_a_letter_that_another_hand_moved_meanwhile_is_not_issued(scene: Scene) -> None:
    scene.approved()

    class Slow(PlainMails):
        def message(self, notice: Notice, *, at: object) -> Message:
            if not self.written:
                refuse(
                    scene.store, scene.office, CODE, by="thanh", why="chưa rõ", at=vn(ISSUED)
                )
            return super().message(notice, at=vn(ISSUED))

    scene.outside = replace(scene.outside, mails=Slow())
    with pytest.raises(LetterError) as caught:
        scene.issue(ISSUED)

    assert reason_of(caught) == "moved"
    assert scene.letter.state is LetterState.REFUSED
    assert scene.shelf.names("signed") == scene.shelf.names("print") == []
    assert scene.queued == {}
    assert len(scene.dossier.promises) == 1


# Printed


def test_a_printed_letter_is_delivered_once_it_was_handed_over(scene: Scene) -> None:
    scene.approved(ON_PAPER)
    scene.issue(ISSUED)

    delivered = mark_printed(scene.outside, CODE, at=vn(PRINTED))

    assert delivered == scene.letter
    assert delivered.state is LetterState.DELIVERED
    assert delivered.delivered_at == vn(PRINTED)
    assert scene.shelf.files == {("signed", PDF): SIGNED.content}


def test_a_letter_whose_mail_did_not_arrive_may_be_handed_over(scene: Scene) -> None:
    scene.approved()
    scene.issue(ISSUED)

    delivered = mark_printed(scene.outside, CODE, at=vn(PRINTED))
    scene.send("2026-11-12 16:30")
    later = scene.apologise("2026-11-12 17:00")

    assert delivered.delivery is Delivery.PRINT
    assert later.delivered == 0
    assert scene.letter == delivered


@pytest.mark.parametrize("state", ["approved", "delivered"])
def test_only_an_issued_letter_is_handed_over(scene: Scene, state: str) -> None:
    scene.approved(ON_PAPER)
    if state == "delivered":
        scene.issue(ISSUED)
        mark_printed(scene.outside, CODE, at=vn(PRINTED))

    with pytest.raises(LetterError) as caught:
        mark_printed(scene.outside, CODE, at=vn(PRINTED))

    assert reason_of(caught) == "state"


# Numbers


OTHER = "H99.01-261102-0777"


def another_letter(scene: Scene, *, number: str, dated_on: date, unit: str = "VHXH") -> None:
    """Have another dossier whose letter is out."""
    scene.take(RECORD, replace(RECORD, code=OTHER, unit=unit), exported="2026-11-11 07:20")
    bare, _, symbol = number.partition("/")
    with scene.store.writing() as work:
        work.letters.open(
            Letter(
                dossier=OTHER,
                deadline=vn("2026-11-13 17:00"),
                state=LetterState.ISSUED,
                number=bare,
                symbol=symbol,
                dated_on=dated_on,
            )
        )


def test_a_number_is_given_once_an_issuer_and_year(scene: Scene) -> None:
    another_letter(scene, number=SIGNED.number, dated_on=date(2026, 3, 2))
    scene.approved()

    with pytest.raises(LetterError) as caught:
        scene.issue(ISSUED)

    assert reason_of(caught) == "number_taken"
    assert caught.value.facts["other"] == OTHER
    assert scene.letter.state is LetterState.APPROVED
    names = [name for name in scene.shelf.names("letters") if name.startswith(CODE)]
    assert names == [f"{CODE}-trinh-ky.docx", f"{CODE}-trinh-ky.pdf"]


@pytest.mark.parametrize(
    ("number", "dated_on", "unit"),
    [
        pytest.param("117/UBND-VHXH", date(2026, 3, 2), "VHXH", id="another number"),
        pytest.param(SIGNED.number, date(2025, 3, 2), "VHXH", id="another year"),
        pytest.param(SIGNED.number, date(2026, 3, 2), "elsewhere", id="another issuer"),
    ],
)
def test_a_number_may_stand_elsewhere(
    scene: Scene, number: str, dated_on: date, unit: str
) -> None:
    another_letter(scene, number=number, dated_on=dated_on, unit=unit)
    scene.approved()

    assert scene.issue(ISSUED).state is LetterState.ISSUED
