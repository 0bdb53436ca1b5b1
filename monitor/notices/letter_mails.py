"""An issued letter on its way: to the citizen, the agency that decides, the counter."""

from dataclasses import dataclass

from monitor.domain.directory import Unit
from monitor.domain.notice import Attachment, Notice, NoticeKind, Recipient
from monitor.domain.paper import ApologyLetter, Paper, UrgingSlip

FILE_NAME = "thu-xin-loi.pdf"
NOTICE_NAME = "thong-bao.pdf"
SLIP_NAME = "phieu-don-doc.pdf"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMailFacts:
    """What a mail that carries a letter says."""

    letter: Paper


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
        thread=_thread(letter),
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
        thread=_thread(slip),
        attachments=(Attachment(name=SLIP_NAME, media_type=PDF, content=signed),),
    )


def one_stop_notice(
    letter: ApologyLetter,
    signed: bytes,
    counter: Unit,
    *,
    notice: bytes | None = None,
    key: str,
) -> Notice:
    """Return the mail to the one-stop unit: the letter, the date to enter.

    `notice` is the written one, where the letter itself is not addressed to the unit.

    Source:
        docs/law.md#one-stop-notice
    """
    return Notice(
        kind=NoticeKind.ONE_STOP_NOTICE,
        key=key,
        recipient=_desk(counter),
        facts=LetterMailFacts(letter=letter),
        thread=_thread(letter),
        attachments=(
            Attachment(name=FILE_NAME, media_type=PDF, content=signed),
            *(
                (Attachment(name=NOTICE_NAME, media_type=PDF, content=notice),)
                if notice
                else ()
            ),
        ),
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


def _thread(letter: Paper) -> str:
    return f"dossier/{letter.dossier}"
