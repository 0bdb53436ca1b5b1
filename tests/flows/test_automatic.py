"""Letters drafted after silence, and those that an office lets go out without an approval."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.dossier import Applicant, ApplicantKind, Channel
from monitor.domain.errors import LetterError
from monitor.domain.figures import LetterFacts, Snapshot
from monitor.domain.letter import Delivery, Letter, LetterState
from monitor.domain.letter_choices import Issuing, Numbering
from monitor.domain.numbering import BoundNumber
from monitor.domain.paper import ApologyLetter
from monitor.domain.period import Period
from monitor.flows.answer import answer_in_time, refuse
from monitor.flows.apologise import Apologised, apologise
from monitor.flows.automatic import APPROVAL, ISSUE
from monitor.flows.suggest import suggest
from monitor.store.work import SqlStore
from reports.letter_timing import LetterTiming, letter_timing
from tests.builders import a_pause, vn
from tests.exports import CODE
from tests.fakes import DyingStore, KilledError, PlainSigner
from tests.flows.scene import ASKED, DUE, LATENESS, RECORD, Scene

SILENT, AGAIN = "2026-11-13 13:30", "2026-11-13 13:35"
PASSED = "2026-11-17 07:30"
CITIZEN, ONE_STOP = "tuong@nguoidan.example", "ttpvhcc@tanbinhan.example"
FIRST = "01"


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    """Return the office of the default: silence makes a draft, and people decide."""
    return Scene(store)


@pytest.fixture
def automatic(store: SqlStore) -> Scene:
    """Return an office that numbers and issues by itself, with a certificate of its own."""
    return an_automatic(store, PlainSigner())


def an_automatic(store: SqlStore, signer: PlainSigner | None) -> Scene:
    scene = Scene(store, signer=signer)
    scene.choose(
        numbering=Numbering.OWN,
        numbering_decision="QD 12/QD-UBND",
        issuing=Issuing.AUTOMATIC,
        issuing_decision="QD 13/QD-UBND",
    )
    return scene


def silent(scene: Scene) -> Apologised:
    """Ask, hear nothing, and come to where silence counts."""
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    scene.take(RECORD, exported="2026-11-13 07:30")
    return scene.apologise(SILENT)


def every(scene: Scene) -> list[Letter]:
    with scene.store.reading() as work:
        return work.letters.of([CODE])


def numbers(scene: Scene) -> list[BoundNumber]:
    with scene.store.reading() as work:
        return work.numbers.list(year=2026)


def reason_of(caught: pytest.ExceptionInfo[LetterError]) -> object:
    return caught.value.facts["reason"]


# Drafted after silence


def test_silence_makes_a_draft_of_where_the_dossier_lies(scene: Scene) -> None:
    done = silent(scene)

    with scene.store.reading() as work:
        told = suggest(work, scene.office, CODE, at=vn(SILENT))
    letter = scene.letter
    assert done.printed == 1
    assert (letter.state, letter.cause, letter.answered_by) == (LetterState.DRAFT, "", "")
    assert (letter.reason, letter.answered_at) == (told.reason, vn(SILENT))
    assert letter.new_due_at == vn(f"{told.new_due_on} 17:00")
    assert letter.is_unconfirmed
    assert f"{CODE}-du-thao.pdf" in scene.shelf.names("letters")


def test_to_the_rules_it_is_still_a_question(scene: Scene) -> None:
    silent(scene)
    scene.look(AGAIN)

    assert ("apology_due", "silent") in scene.said
    assert ("apology_due", "answered") not in scene.said
    assert "apology_ask" in scene.rules


def test_it_is_drafted_once(scene: Scene) -> None:
    silent(scene)
    before = scene.letter

    again = scene.apologise(AGAIN)

    assert again == Apologised()
    assert scene.letter == before


def test_it_is_not_approved_until_somebody_names_a_cause(scene: Scene) -> None:
    silent(scene)

    with pytest.raises(LetterError) as caught:
        scene.approve("2026-11-13 14:00")
    named = scene.answer("2026-11-13 14:10")
    approved = scene.approve("2026-11-13 14:20")

    assert reason_of(caught) == "unconfirmed"
    assert (named.cause, named.is_unconfirmed) == (LATENESS.cause, False)
    assert approved.state is LetterState.APPROVED


def test_who_says_that_he_will_be_in_time_takes_it_back(scene: Scene) -> None:
    silent(scene)

    answer_in_time(scene.store, scene.office, CODE, by="hoa", at=vn("2026-11-13 14:00"))
    scene.apologise("2026-11-13 14:05")

    assert scene.letter.state is LetterState.IN_TIME
    assert scene.shelf.names("letters") == []


def test_who_has_answered_is_not_silent(scene: Scene) -> None:
    scene.take(RECORD, exported=ASKED)
    scene.apologise(ASKED)
    answered = scene.answer("2026-11-11 09:00")

    scene.apologise(SILENT)

    assert scene.letter.reason == answered.reason
    assert not scene.letter.is_unconfirmed


def test_after_the_deadline_it_is_for_people_to_say_what_is_so(scene: Scene) -> None:
    scene.take(RECORD, exported=PASSED)
    scene.apologise(PASSED)

    assert every(scene) == []


def test_where_no_date_can_be_proposed_nothing_is_drafted(scene: Scene) -> None:
    """The calendar of the office ends with the year."""
    due = "2026-12-30 17:00"
    record = replace(RECORD, promised_at=vn(due))
    scene.take(record, exported="2026-12-25 07:30")
    scene.apologise("2026-12-25 07:30")
    scene.take(record, exported="2026-12-29 07:30")

    scene.apologise("2026-12-29 13:30")

    assert ("apology_due", "silent") in scene.said
    assert scene.letter.state is LetterState.ASKED


# Issued without an approval


def test_silence_is_enough_where_the_office_has_decided_so(automatic: Scene) -> None:
    done = silent(automatic)

    letter = automatic.letter
    assert (done.printed, done.issued, done.failed) == (1, 1, 0)
    assert (letter.state, letter.delivery) == (LetterState.ISSUED, Delivery.MAIL)
    assert (letter.number, letter.dated_on) == (FIRST, date(2026, 11, 13))
    assert (letter.approved_by, letter.approved_at) == ("", vn(SILENT))
    assert automatic.queued == {CITIZEN: "citizen_letter", ONE_STOP: "one_stop_notice"}
    assert automatic.shelf.names("letters") == []
    with automatic.store.reading() as work:
        kept = work.letters.pdf(letter.signed_sha256)
    assert automatic.signer is not None
    (paper,) = automatic.signer.signed
    assert kept == paper + b" signed 1"
    assert [one.void_for for one in numbers(automatic)] == [""]


def test_it_is_signed_once_however_often_it_is_looked_at(automatic: Scene) -> None:
    silent(automatic)
    before = automatic.letter

    automatic.send(AGAIN)
    again = automatic.apologise(AGAIN)
    later = automatic.apologise("2026-11-13 13:40")

    assert automatic.signer is not None
    assert len(automatic.signer.signed) == 1
    assert (again, later) == (Apologised(delivered=1), Apologised())
    assert automatic.letter == replace(
        before, state=LetterState.DELIVERED, delivered_at=automatic.letter.delivered_at
    )


def test_the_paper_says_what_the_register_says(automatic: Scene) -> None:
    silent(automatic)

    _, paper = [one for one in automatic.letters.set_ if isinstance(one, ApologyLetter)]
    assert (paper.number, paper.dated_on) == (FIRST, date(2026, 11, 13))
    assert paper.reason == automatic.letter.reason
    assert not paper.is_draft


def test_what_a_person_answered_goes_out_in_his_words(automatic: Scene) -> None:
    automatic.take(RECORD, exported=ASKED)
    automatic.apologise(ASKED)
    automatic.answer("2026-11-11 09:00")

    done = automatic.apologise("2026-11-11 09:05")

    assert done.issued == 1
    assert (automatic.letter.reason, automatic.letter.cause) == (
        LATENESS.reason,
        LATENESS.cause,
    )


def test_who_says_that_he_will_be_in_time_is_believed_until_the_deadline(
    automatic: Scene,
) -> None:
    automatic.take(RECORD, exported=ASKED)
    automatic.apologise(ASKED)
    answer_in_time(automatic.store, automatic.office, CODE, by="hoa", at=vn("2026-11-11 09:00"))
    before = automatic.apologise(SILENT)

    automatic.take(RECORD, exported=PASSED)
    after = automatic.apologise(PASSED)

    assert (before.issued, after.issued) == (0, 1)


def test_a_late_dossier_that_nobody_was_asked_about_gets_its_letter(automatic: Scene) -> None:
    automatic.take(RECORD, exported=PASSED)
    before = automatic.rules

    done = automatic.apologise(PASSED)
    automatic.look(PASSED)

    assert {"overdue", "apology_missing"} <= before
    assert (done.printed, done.issued) == (1, 1)
    assert not automatic.rules & {"overdue", "apology_missing"}
    letter = automatic.letter
    assert letter.new_due_at is not None
    assert letter.new_due_at > vn(PASSED)
    assert _timing(letter) is LetterTiming.AFTER


def test_one_drafted_before_the_deadline_counts_as_in_time(automatic: Scene) -> None:
    silent(automatic)

    assert _timing(automatic.letter) is LetterTiming.BEFORE


def _timing(letter: Letter) -> LetterTiming:
    late = Snapshot(
        code=CODE,
        unit="VHXH",
        unit_name="",
        procedure_name="",
        procedure="",
        channel=None,
        received_at=vn("2026-11-02 08:00"),
        first_due_at=vn(DUE),
        letter=LetterFacts(state=letter.state, issued_at=letter.told_at),
    )
    return letter_timing(late, Period.month("2026-11"))


def test_a_result_that_may_be_there_is_not_apologised_for_by_itself(automatic: Scene) -> None:
    """The dossier was last seen before its deadline."""
    automatic.take(RECORD, exported="2026-11-16 15:00")

    automatic.apologise(PASSED)

    assert not [one for one in every(automatic) if one.state is LetterState.ISSUED]


def test_a_letter_that_somebody_stops_waits_for_an_answer(store: SqlStore) -> None:
    scene = an_automatic(store, None)
    silent(scene)

    refuse(
        scene.store, scene.office, CODE, by="thanh", why="xem lại", at=vn("2026-11-13 14:00")
    )
    scene.apologise("2026-11-13 14:05")

    assert scene.letter.state is LetterState.REFUSED
    assert [one.void_for for one in numbers(scene)] == ["xem lại"]


def test_without_a_certificate_it_waits_for_the_signer(store: SqlStore) -> None:
    scene = an_automatic(store, None)

    done = silent(scene)
    later = scene.apologise(AGAIN)

    assert (done.printed, done.issued, later) == (1, 0, Apologised())
    assert (scene.letter.state, scene.letter.number) == (LetterState.APPROVED, FIRST)
    assert f"{CODE}-trinh-ky.pdf" in scene.shelf.names("letters")
    assert scene.faults == {}


def test_an_office_that_approves_its_letters_signs_none(store: SqlStore) -> None:
    signer = PlainSigner()
    scene = Scene(store, signer=signer)
    scene.approved()

    assert scene.apologise("2026-11-12 08:10").issued == 0
    assert signer.signed == []


# What goes wrong


def test_a_certificate_that_cannot_sign_is_told_until_it_can(automatic: Scene) -> None:
    assert automatic.signer is not None
    automatic.signer.is_closed = True
    done = silent(automatic)
    told = automatic.faults
    automatic.apologise(AGAIN)
    still = automatic.faults

    automatic.signer.is_closed = False
    later = automatic.apologise("2026-11-13 13:40")

    assert (done.printed, done.issued) == (1, 0)
    assert list(told) == list(still) == [f"{ISSUE}/{CODE}"]
    assert later.issued == 1
    assert automatic.faults == {}
    assert [one.number for one in numbers(automatic)] == [1]
    assert automatic.letter.number == FIRST


def test_a_fault_ends_with_the_decision_that_letters_go_out_by_themselves(
    automatic: Scene,
) -> None:
    assert automatic.signer is not None
    automatic.signer.is_closed = True
    silent(automatic)

    automatic.choose(issuing=Issuing.AFTER_APPROVAL)
    automatic.apologise(AGAIN)

    assert automatic.faults == {}
    assert automatic.letter.state is LetterState.APPROVED


def test_a_draft_that_no_longer_says_what_is_so_is_told(automatic: Scene) -> None:
    """Its new date is over before the office decides that letters go out by themselves."""
    automatic.choose(issuing=Issuing.AFTER_APPROVAL)
    automatic.drafted()
    automatic.choose(issuing=Issuing.AUTOMATIC)

    done = automatic.apologise("2026-11-20 17:00")
    told = automatic.faults
    automatic.apologise("2026-11-20 17:05")

    assert done.issued == 0
    assert list(told) == list(automatic.faults) == [f"{APPROVAL}/{CODE}"]
    assert automatic.letter.state is LetterState.DRAFT
    assert numbers(automatic) == []


def test_a_draft_about_a_date_that_has_moved_is_left_to_lie(automatic: Scene) -> None:
    """Another letter is asked about; only that one goes out."""
    automatic.choose(issuing=Issuing.AFTER_APPROVAL)
    automatic.drafted()
    supplemented = replace(
        RECORD,
        promised_at=vn("2026-11-18 17:00"),
        pauses=(a_pause("2026-11-09 09:00", "2026-11-11 09:00"),),
    )
    automatic.take(supplemented, exported="2026-11-13 07:30")
    automatic.apologise("2026-11-13 07:30")
    automatic.choose(issuing=Issuing.AUTOMATIC)

    done = automatic.apologise("2026-11-13 07:35")

    assert done.issued == 0
    assert automatic.faults == {}
    assert [one.state for one in every(automatic)] == [LetterState.DRAFT, LetterState.ASKED]


def test_words_that_cannot_be_written_leave_the_letter_to_be_tried_again(
    automatic: Scene,
) -> None:
    automatic.mails.mute.add("")
    silent(automatic)
    told = list(automatic.faults)
    automatic.mails.mute.clear()

    done = automatic.apologise(AGAIN)

    assert told == [f"{ISSUE}/{CODE}"]
    assert done.issued == 1
    assert len(automatic.queued) == 2


@pytest.mark.parametrize(
    "applicant",
    [
        Applicant(name="Hộ kinh doanh Ví Dụ", kind=ApplicantKind.ORGANISATION),
        Applicant(name="Phạm Hữu Tường", kind=ApplicantKind.PERSON, address="Thôn 4"),
    ],
    ids=["organisation", "person"],
)
def test_without_an_address_it_waits_to_be_printed(
    automatic: Scene, applicant: Applicant
) -> None:
    record = replace(RECORD, applicant=applicant, channel=Channel.IN_PERSON)
    automatic.take(record, exported=PASSED)

    automatic.apologise(PASSED)

    assert automatic.letter.delivery is Delivery.PRINT
    assert automatic.shelf.names("print") == [f"{CODE}.pdf"]


class DyingSigner(PlainSigner):
    """Signs, and is killed before anybody keeps what it signed."""

    def sign(self, pdf: bytes, *, at: datetime) -> bytes:
        super().sign(pdf, at=at)
        raise KilledError


def test_killed_after_signing_it_is_signed_anew_under_the_same_number(
    store: SqlStore,
) -> None:
    dead = DyingSigner()
    scene = an_automatic(store, dead)
    with pytest.raises(KilledError):
        silent(scene)
    between = scene.letter
    living = an_automatic(store, PlainSigner())

    done = living.apologise(AGAIN)

    assert (between.state, between.number) == (LetterState.APPROVED, FIRST)
    assert done.issued == 1
    assert living.signer is not None
    assert living.signer.signed == dead.signed
    assert_one_letter(living)


@pytest.mark.parametrize("write", range(1, 12))
def test_killed_at_any_write_no_number_and_no_letter_is_doubled(
    store: SqlStore, write: int
) -> None:
    scene = an_automatic(store, PlainSigner())
    scene.take(RECORD, exported=PASSED)
    outside = replace(scene.outside, store=DyingStore(store, at=write))

    try:
        apologise(outside, scene.office, at=vn(PASSED))
    except KilledError:
        was_killed = True
    else:
        was_killed = False
    for at in ("2026-11-17 08:35", "2026-11-17 08:40"):
        scene.apologise(at)

    assert was_killed == (write <= WRITES)
    assert_one_letter(scene)


WRITES = 6
"""How often a round that issues one letter writes."""


def assert_one_letter(scene: Scene) -> None:
    assert [(one.number, one.void_for) for one in numbers(scene)] == [(1, "")]
    assert [(one.state, one.number) for one in every(scene)] == [(LetterState.ISSUED, FIRST)]
    assert scene.queued == {CITIZEN: "citizen_letter", ONE_STOP: "one_stop_notice"}
    assert scene.faults == {}


def test_one_letter_that_fails_keeps_no_other_from_going_out(automatic: Scene) -> None:
    other = replace(RECORD, code="H99.01-261102-0777")
    automatic.letters.torn.add(CODE)
    automatic.take(RECORD, other, exported=PASSED)

    done = automatic.apologise(PASSED)

    assert (done.issued, done.failed) == (1, 1)
    assert automatic.letter.state is LetterState.DRAFT
    assert len(numbers(automatic)) == 1
    assert list(automatic.faults) == [f"letter/{CODE}"]
