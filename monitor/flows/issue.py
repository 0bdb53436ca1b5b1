"""Issue a letter: the signed file comes back, and it goes to whom it is addressed."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.domain.directory import Unit
from monitor.domain.dossier import Channel, Dossier
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import (
    SENT,
    Delivery,
    Letter,
    LetterKind,
    LetterState,
    check_move,
    promise_of,
)
from monitor.domain.notice import Notice
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, Paper, UrgingSlip
from monitor.flows.letter_paper import citizen_key, counter_key, paper_of, remove_papers
from monitor.flows.reachable import dead_mailboxes
from monitor.flows.register import check_present, existing_letter, is_entered, present_letter
from monitor.flows.stopping import stop_mails
from monitor.flows.writing import reach
from monitor.notices.letter_mails import agency_slip, citizen_letter, one_stop_notice
from monitor.notices.papers import own_symbol
from monitor.ports.outside import Outside
from monitor.ports.paper import Shelf
from monitor.ports.store import Work

PDF_MARK = b"%PDF-"
MOST_BYTES = 20_000_000
MOST_LETTERS = 50
PRINT = "print"
SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What comes back: number and date as the letter bears them, and the file.

    `number` with or without its symbol. `is_scan`: the file is a picture of signed paper.
    """

    number: str
    dated_on: date
    content: bytes
    is_scan: bool = False


def issue(
    outside: Outside, office: Office, code: str, signed: Signed, *, at: datetime
) -> Letter:
    """Record the signed letter; from now on it is issued, and the date is moved.

    The mail to whom it is addressed, or the print queue where the dossier came on paper or no
    address is known that takes mail, and the notice to the one-stop unit are fixed in the
    same transaction.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the letter is not approved, number, date or file do not fit, another
            letter bears the number, or it no longer says what is so: see `check_present`.

    Source:
        docs/law.md#apology-letter, docs/law.md#one-stop-notice
    """
    with outside.store.reading() as work:
        dossier, letter = present_letter(work, office, code, at=at)
        check_move(letter, LetterState.ISSUED)
        _check(letter, signed, at=at)
        check_present(letter, dossier, office, at=at)
        issued = _issued(letter, dossier, office, signed, at=at)
        paper = paper_of(work, issued, office)
        dead = dead_mailboxes(work)
    addressed = _addressed(issued, paper, dossier, office, signed.content)
    if addressed and addressed.recipient.mailbox.lower() in dead:
        addressed = None
    counter = office.directory.one_stop(dossier.unit)
    to_counter = _to_counter(issued, paper, counter, signed.content)
    mail = reach(outside.mails, addressed, at=at) if addressed else None  # else on paper
    told = outside.mails.message(to_counter, at=at) if to_counter else None
    issued = replace(issued, delivery=Delivery.MAIL if mail else Delivery.PRINT)
    with outside.store.writing() as work:
        issued = replace(issued, signed_sha256=work.letters.put_pdf(signed.content))
        _check_number(work, issued, dossier, office)
        issued = _keep(work, issued, dossier, at=at)
        work.outbox.add(message for message in (mail, told) if message is not None)
        outside.shelf.remove(PRINT, f"{code}.pdf")  # that of a letter replaced
        outside.shelf.put(SIGNED if mail else PRINT, f"{code}.pdf", signed.content)
    remove_papers(outside.shelf, letter)
    return issued


def mark_printed(outside: Outside, code: str, *, at: datetime) -> Letter:
    """Say that an issued letter was handed over or posted on paper.

    That may also be one whose mail did not reach the citizen.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier has no letter that is issued and not yet delivered.
    """
    with outside.store.reading() as work:
        letter = _issued_letter(work, code)
    return mark_letter_printed(outside, letter, at=at)


def mark_letter_printed(outside: Outside, letter: Letter, *, at: datetime) -> Letter:
    """Say the same of one letter, be it the one of its dossier that counts or not.

    Raises:
        LetterError: it is not issued, or delivered already.
    """
    with outside.store.writing() as work:
        return take_printed(work, outside.shelf, letter, at=at)


def take_printed(work: Work, shelf: Shelf, letter: Letter, *, at: datetime) -> Letter:
    """Do the same within a transaction."""
    check_move(letter, LetterState.DELIVERED)
    work.outbox.supersede([citizen_key(letter)], at=at)  # he has it now
    delivered = replace(
        letter, state=LetterState.DELIVERED, delivery=Delivery.PRINT, delivered_at=at
    )
    work.letters.save(delivered, was=LetterState.ISSUED)
    shelf.put(SIGNED, f"{letter.dossier}.pdf", work.letters.pdf(letter.signed_sha256))
    shelf.remove(PRINT, f"{letter.dossier}.pdf")
    name = max(work.batches.names(""), key=_day_and_count, default="")  # older files are gone
    if name and not any(map(waits_for_print, work.batches.of(name))):
        shelf.remove(PRINT, batch_file(name))
    return delivered


def _day_and_count(batch: str) -> tuple[str, int]:
    day, _, count = batch.partition("-")
    return day, int(count)


def waits_for_print(letter: Letter) -> bool:
    """Tell whether an issued letter is still to go out on paper."""
    return letter.state is LetterState.ISSUED and letter.delivery is Delivery.PRINT


def batch_file(name: str) -> str:
    """Return the name of the file of letters printed together."""
    return f"in-{name}.pdf"


def mark_returned(outside: Outside, code: str, *, at: datetime) -> Letter:
    """Say that the mail with a letter came back: from now on it waits to be printed.

    Raises:
        UnknownDossierError: no dossier has this code.
        LetterError: the dossier has no letter that went out by mail.
    """
    with outside.store.writing() as work:
        return take_returned(work, outside.shelf, code, at=at)


def take_returned(work: Work, shelf: Shelf, code: str, *, at: datetime) -> Letter:
    """Do the same within a transaction."""
    letter = _issued_letter(work, code)
    if letter.state not in SENT or letter.delivery is not Delivery.MAIL:
        raise LetterError(reason="not_mailed", dossier=code)
    returned = replace(
        letter,
        state=LetterState.ISSUED,
        delivery=Delivery.PRINT,
        delivered_at=None,
        returned_at=at,
    )
    work.letters.save(returned, was=letter.state)
    shelf.put(PRINT, f"{code}.pdf", work.letters.pdf(letter.signed_sha256))
    return returned


def _issued_letter(work: Work, code: str) -> Letter:
    """Return the letter of a dossier that counts: one to replace it is not issued yet."""
    existing_letter(work, code)
    return work.letters.newest([code])[code]


def _check(letter: Letter, signed: Signed, *, at: datetime) -> None:
    code, number = letter.dossier, signed.number.strip()
    if not number or not number.isprintable() or len(number) > MOST_LETTERS:
        raise LetterError(reason="number", dossier=code)
    if letter.number and number not in {letter.number, letter.shown_number}:
        raise LetterError(reason="bound_number", dossier=code, number=letter.shown_number)
    if letter.dated_on and signed.dated_on != letter.dated_on:
        raise LetterError(reason="bound_date", dossier=code, day=letter.dated_on)
    if not signed.content.startswith(PDF_MARK) or len(signed.content) > MOST_BYTES:
        raise LetterError(reason="not_a_pdf", dossier=code)
    approved_on = vietnam_day(letter.approved_at or at)
    if not approved_on <= signed.dated_on <= vietnam_day(at):
        raise LetterError(reason="dated", dossier=code, day=signed.dated_on)
    if letter.kind is LetterKind.URGING:
        return
    if letter.new_due_at is None or letter.new_due_at <= at:
        day = vietnam_day(letter.new_due_at or letter.deadline)
        raise LetterError(reason="not_after", dossier=code, day=day)


def _issued(
    letter: Letter, dossier: Dossier, office: Office, signed: Signed, *, at: datetime
) -> Letter:
    number, _, symbol = signed.number.strip().partition("/")
    return replace(
        letter,
        state=LetterState.ISSUED,
        number=number,
        symbol=symbol or own_symbol(letter, dossier, office),
        dated_on=signed.dated_on,
        issued_at=at,
        is_scan=signed.is_scan,
    )


def _check_number(work: Work, issued: Letter, dossier: Dossier, office: Office) -> None:
    """Refuse a number that another letter of the same issuer and year bears."""
    for other in work.letters.in_state(*SENT, LetterState.REPLACED, LetterState.RECALLED):
        if other.shown_number != issued.shown_number or _year(other) != _year(issued):
            continue
        theirs = work.dossiers.load([other.dossier])[other.dossier]
        issuers = (office.directory.issuer(one.unit) for one in (theirs, dossier))
        if len(set(issuers)) == 1:
            raise LetterError(
                reason="number_taken",
                dossier=issued.dossier,
                number=issued.shown_number,
                other=other.dossier,
                year=_year(issued),
            )


def _year(letter: Letter) -> int | None:
    return letter.dated_on.year if letter.dated_on else None


def _keep(work: Work, issued: Letter, dossier: Dossier, *, at: datetime) -> Letter:
    """Keep an issued letter and the date it promises, and have the dossier judged anew.

    The letter in whose place it stands is replaced from now on; its unsent mail is stopped.
    """
    before = work.letters.newest([issued.dossier]).get(issued.dossier)
    if before is not None and before.state in SENT and before.version < issued.version:
        stopped = stop_mails(work, before, at=at)
        work.letters.save(replace(stopped, state=LetterState.REPLACED), was=before.state)
        issued = _in_place_of(stopped, issued)
    work.letters.save(issued, was=LetterState.APPROVED)
    promise = promise_of(issued)
    if promise is not None and not is_entered(issued, dossier):
        work.dossiers.add_promise(issued.dossier, promise)
    work.agenda.wake([issued.dossier], at=at)
    return issued


def _in_place_of(before: Letter, issued: Letter) -> Letter:
    """Return a letter with when the first of those before it was issued that went out."""
    if before.delivery is None:
        first_at, first_on = before.first_issued_at, before.first_dated_on
    else:
        first_at, first_on = before.told_at, before.told_on
    return replace(issued, first_issued_at=first_at, first_dated_on=first_on)


def _addressed(
    issued: Letter, paper: Paper, dossier: Dossier, office: Office, signed: bytes
) -> Notice | None:
    """Return the mail to whom a letter is addressed; None where it goes on paper."""
    key = citizen_key(issued)
    if isinstance(paper, UrgingSlip):
        agency = office.outside_decider(dossier.procedure)
        return agency_slip(paper, agency, signed, key=key) if agency else None
    if isinstance(paper, ApologyLetter) and dossier.channel is Channel.ONLINE:
        return citizen_letter(paper, signed, key=key)
    return None


def _to_counter(
    issued: Letter, paper: Paper, counter: Unit | None, signed: bytes
) -> Notice | None:
    """Return the notice to the one-stop unit; None where nobody has to tell it."""
    if not isinstance(paper, ApologyLetter) or counter is None or not counter.mailbox:
        return None
    key = counter_key(issued)
    return one_stop_notice(paper, signed, counter, key=key)
