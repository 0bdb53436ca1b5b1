"""An issued letter on its way: to the citizen, the agency that decides, the counter."""

from dataclasses import dataclass

from monitor.domain.directory import Unit
from monitor.domain.letter import Delivery
from monitor.domain.notice import Attachment, Notice, NoticeKind, Recipient, thread_of
from monitor.domain.paper import ApologyLetter, Paper, UrgingSlip

FILE_NAME = "thu-xin-loi.pdf"
SLIP_NAME = "phieu-don-doc.pdf"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMailFacts:
    """What a mail that carries a letter says."""

    letter: Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFacts:
    """What a mail about a recalled letter says; `is_on_paper`: so the citizen has it."""

    letter: ApologyLetter
    why: str
    is_on_paper: bool


def citizen_letter(letter: ApologyLetter, signed: bytes, *, key: str) -> Notice:
    """Return the mail that carries a signed letter to the citizen.

    Source:
        docs/law.md#apology-letter
    """
    return Notice(
        kind=NoticeKind.CITIZEN_LETTER,
        key=key,
        recipient=Recipient(
            person="", name=letter.applicant.name, mailbox=letter.applicant.mailbox
        ),
        facts=LetterMailFacts(letter=letter),
        thread=thread_of(letter.dossier),
        attachments=(Attachment(name=FILE_NAME, media_type=PDF, content=signed),),
    )


def agency_slip(slip: UrgingSlip, agency: Unit, signed: bytes, *, key: str) -> Notice:
    """Return the mail that carries an urging slip to the agency that decides.

    Source:
        docs/law.md#deciding-agency
    """
    return Notice(
        kind=NoticeKind.AGENCY_SLIP,
        key=key,
        recipient=_desk(agency),
        facts=LetterMailFacts(letter=slip),
        thread=thread_of(slip.dossier),
        attachments=(Attachment(name=SLIP_NAME, media_type=PDF, content=signed),),
    )


def one_stop_notice(letter: ApologyLetter, signed: bytes, counter: Unit, *, key: str) -> Notice:
    """Return the mail to the one-stop unit: the letter, the date to enter.

    Source:
        docs/law.md#one-stop-notice
    """
    return Notice(
        kind=NoticeKind.ONE_STOP_NOTICE,
        key=key,
        recipient=_desk(counter),
        facts=LetterMailFacts(letter=letter),
        thread=thread_of(letter.dossier),
        attachments=(Attachment(name=FILE_NAME, media_type=PDF, content=signed),),
    )


def returned_notice(letter: ApologyLetter, signed: bytes, counter: Unit, *, key: str) -> Notice:
    """Return the mail to the one-stop unit that the citizen's mail came back: hand it over.

    Source:
        docs/law.md#apology-letter
    """
    return Notice(
        kind=NoticeKind.LETTER_RETURNED,
        key=f"{key}/returned",
        recipient=_desk(counter),
        facts=LetterMailFacts(letter=letter),
        thread=thread_of(letter.dossier),
        attachments=(Attachment(name=FILE_NAME, media_type=PDF, content=signed),),
    )


def recall_notices(
    letter: ApologyLetter,
    counter: Unit | None,
    *,
    why: str,
    had_by: Delivery | None,
    key: str,
) -> tuple[Notice, ...]:
    """Return the mails that a letter was taken back: to the citizen who has it, to the counter.

    `had_by` is how the letter came to the citizen, None where it never did.

    Source:
        docs/law.md#one-stop-notice
    """
    facts = RecallFacts(letter=letter, why=why, is_on_paper=had_by is Delivery.PRINT)
    readers = {}
    if had_by is Delivery.MAIL and letter.applicant.mailbox:
        readers["citizen"] = Recipient(
            person="", name=letter.applicant.name, mailbox=letter.applicant.mailbox
        )
    if counter is not None and counter.mailbox:
        readers["one-stop"] = _desk(counter)
    return tuple(
        Notice(
            kind=NoticeKind.LETTER_RECALLED,
            key=f"{key}/recall/{name}",
            recipient=reader,
            facts=facts,
            thread=thread_of(letter.dossier),
        )
        for name, reader in readers.items()
    )


def _desk(unit: Unit) -> Recipient:
    return Recipient(
        person=f"unit:{unit.code}",
        name=unit.name,
        mailbox=unit.mailbox,
        unit=unit.name,
        unit_code=unit.code,
        is_person=False,
    )
