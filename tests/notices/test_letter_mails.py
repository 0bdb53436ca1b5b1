"""An issued letter goes to the citizen, and the counter has its written notice."""

from monitor.notices.letter_mails import citizen_letter, one_stop_notice
from tests.notices.office import COUNTER
from tests.render.sample_letters import BEFORE

SIGNED = b"%PDF-1.7 signed"


def test_the_citizen_has_the_signed_file_itself() -> None:
    notice = citizen_letter(BEFORE, SIGNED, key="letter/1/citizen")

    assert notice.recipient.mailbox == "tuong@nguoidan.example"
    assert notice.recipient.person == ""
    assert [one.content for one in notice.attachments] == [SIGNED]
    assert notice.key == "letter/1/citizen"


def test_the_counter_has_it_too_in_the_same_thread() -> None:
    citizen = citizen_letter(BEFORE, SIGNED, key="letter/1/citizen")
    counter = one_stop_notice(BEFORE, SIGNED, COUNTER, key="letter/1/one-stop")

    assert counter.recipient.mailbox == COUNTER.mailbox
    assert counter.recipient.person == "unit:TT"
    assert counter.thread == citizen.thread == "dossier/H99.10.27-260915-0042"
    assert counter.attachments == citizen.attachments
