"""Issue a letter: the signed file comes back, and the citizen is told."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.directory import Unit
from monitor.domain.dossier import Channel, Dossier, Promise, PromiseKind
from monitor.domain.errors import LetterError, MailboxError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import (
    SENT,
    ApologyLetter,
    Delivery,
    Letter,
    LetterState,
    check_move,
)
from monitor.domain.message import Message
from monitor.domain.office import Office
from monitor.flows.apologise import citizen_key, remove_papers
from monitor.flows.register import (
    check_present,
    existing_letter,
    is_entered,
    present_letter,
)
from monitor.notices.apology_letter import compose
from monitor.notices.letter_mails import citizen_letter, one_stop_notice
from monitor.ports.outside import Outside
from monitor.ports.store import Work

PDF_MARK = b"%PDF-"
MOST_BYTES = 20_000_000
MOST_LETTERS = 50
PRINT = "print"
SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What the clerk records: number and date as given by the document system, and the file."""

    number: str
    dated_on: date
    content: bytes


def issue(
    outside: Outside, office: Office, code: str, signed: Signed, *, at: datetime
) -> Letter:
    """Record the signed letter; from now on it is issued, and the date is moved.

    The citizen's mail, or the print queue where the dossier came on paper or no
    address is known, and the notice to the one-stop unit are fixed in the same
    transaction.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the letter is not approved, number, date or file do not fit, another
            letter bears the number, or it no longer says what is so: see `check_present`.

    Source:
        docs/law.md#apology-letter, docs/law.md#one-stop-notice
    """
    with outside.store.reading() as work:
        dossier, letter = present_letter(work, office, code, at=at)
        applicant = work.dossiers.applicant(code)
    check_move(letter, LetterState.ISSUED)
    _check(letter, signed, at=at)
    check_present(letter, dossier, office, at=at)
    issued = replace(
        letter,
        state=LetterState.ISSUED,
        number=signed.number.strip(),
        dated_on=signed.dated_on,
        issued_at=at,
    )
    facts = replace(
        compose(letter, dossier, applicant, office),
        number=issued.number,
        dated_on=issued.dated_on,
    )
    is_online = dossier.channel is Channel.ONLINE
    mail = _to_citizen(outside, letter, facts, signed.content, at=at) if is_online else None
    counter = office.directory.one_stop(dossier.unit)
    notice = _to_counter(outside, letter, facts, counter, signed, at=at)
    issued = replace(issued, delivery=Delivery.MAIL if mail else Delivery.PRINT)
    with outside.store.writing() as work:
        issued = replace(issued, signed_sha256=work.letters.put_pdf(signed.content))
        _check_number(work, issued, dossier, office)
        _keep(work, issued, dossier, at=at)
        work.outbox.add(message for message in (mail, notice) if message is not None)
        folder = SIGNED if mail else PRINT
        outside.shelf.put(folder, f"{code}.pdf", signed.content)
    remove_papers(outside.shelf, letter)
    return issued


def mark_printed(outside: Outside, code: str, *, at: datetime) -> Letter:
    """Say that an issued letter was handed over or posted on paper.

    That may also be one whose mail did not reach the citizen.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier has no letter that is issued and not yet delivered.
    """
    with outside.store.writing() as work:
        _, letter = existing_letter(work, code)
        check_move(letter, LetterState.DELIVERED)
        delivered = replace(
            letter, state=LetterState.DELIVERED, delivery=Delivery.PRINT, delivered_at=at
        )
        work.letters.save(delivered, was=LetterState.ISSUED)
        content = work.letters.pdf(letter.signed_sha256)
    outside.shelf.put(SIGNED, f"{code}.pdf", content)
    outside.shelf.remove(PRINT, f"{code}.pdf")
    return delivered


def _check(letter: Letter, signed: Signed, *, at: datetime) -> None:
    code, number = letter.dossier, signed.number.strip()
    if not number or not number.isprintable() or len(number) > MOST_LETTERS:
        raise LetterError(reason="number", dossier=code)
    if not signed.content.startswith(PDF_MARK) or len(signed.content) > MOST_BYTES:
        raise LetterError(reason="not_a_pdf", dossier=code)
    approved_on = vietnam_day(letter.approved_at or at)
    if not approved_on <= signed.dated_on <= vietnam_day(at):
        raise LetterError(reason="dated", dossier=code, day=signed.dated_on)
    if letter.new_due_at is None or letter.new_due_at <= at:
        day = vietnam_day(letter.new_due_at or letter.deadline)
        raise LetterError(reason="not_after", dossier=code, day=day)


def _check_number(work: Work, issued: Letter, dossier: Dossier, office: Office) -> None:
    """Refuse a number that another letter of the same issuer and year bears."""
    for other in work.letters.in_state(*SENT):
        if other.number != issued.number or _year(other) != _year(issued):
            continue
        theirs = work.dossiers.load([other.dossier])[other.dossier]
        issuers = (office.directory.issuer(one.unit) for one in (theirs, dossier))
        if len(set(issuers)) == 1:
            raise LetterError(
                reason="number_taken",
                dossier=issued.dossier,
                number=issued.number,
                other=other.dossier,
                year=_year(issued),
            )


def _year(letter: Letter) -> int | None:
    return letter.dated_on.year if letter.dated_on else None


def _keep(work: Work, issued: Letter, dossier: Dossier, *, at: datetime) -> None:
    """Keep an issued letter and the date it promises, and have the dossier judged anew."""
    work.letters.save(issued, was=LetterState.APPROVED)
    if not is_entered(issued, dossier):
        work.dossiers.add_promise(issued.dossier, _promise(issued, at=at))
    work.agenda.wake([issued.dossier], at=at)


def _to_citizen(
    outside: Outside, letter: Letter, facts: ApologyLetter, signed: bytes, *, at: datetime
) -> Message | None:
    """Return the mail to the citizen; None where no mail can go to the address."""
    if not facts.applicant.mailbox:
        return None
    notice = citizen_letter(facts, signed, key=citizen_key(letter))
    try:
        return outside.mails.message(notice, at=at)
    except MailboxError:
        return None


def _to_counter(  # noqa: PLR0913 - one mail, from what stands in the letter
    outside: Outside,
    letter: Letter,
    facts: ApologyLetter,
    counter: Unit | None,
    signed: Signed,
    *,
    at: datetime,
) -> Message | None:
    """Return the notice to the one-stop unit; None where it has no mailbox."""
    if counter is None or not counter.mailbox:
        return None
    key = f"{citizen_key(letter).removesuffix('/citizen')}/one-stop"
    return outside.mails.message(
        one_stop_notice(facts, signed.content, counter, key=key), at=at
    )


def _promise(issued: Letter, *, at: datetime) -> Promise:
    return Promise(
        promised_at=issued.new_due_at or issued.deadline,
        made_at=at,
        kind=PromiseKind.REAPPOINTMENT,
    )
