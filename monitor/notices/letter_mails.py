"""An issued apology letter on its way: to the citizen, and to the one-stop unit."""

from dataclasses import dataclass

from monitor.domain.directory import Unit
from monitor.domain.letter import ApologyLetter
from monitor.domain.notice import Attachment, Notice, NoticeKind, Recipient

FILE_NAME = "thu-xin-loi.pdf"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMailFacts:
    """What a mail that carries a letter says."""

    letter: ApologyLetter


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
        attachments=(_attached(signed),),
    )


def one_stop_notice(letter: ApologyLetter, signed: bytes, counter: Unit, *, key: str) -> Notice:
    """Return the written notice to the one-stop unit: the letter, and the date to enter.

    Source:
        docs/law.md#one-stop-notice
    """
    return Notice(
        kind=NoticeKind.ONE_STOP_NOTICE,
        key=key,
        recipient=Recipient(
            person=f"unit:{counter.code}",
            name=counter.name,
            mailbox=counter.mailbox,
            unit=counter.name,
            unit_code=counter.code,
            is_person=False,
        ),
        facts=LetterMailFacts(letter=letter),
        thread=_thread(letter),
        attachments=(_attached(signed),),
    )


def _thread(letter: ApologyLetter) -> str:
    return f"dossier/{letter.dossier}"


def _attached(signed: bytes) -> Attachment:
    return Attachment(name=FILE_NAME, media_type=PDF, content=signed)
