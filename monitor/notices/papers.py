"""The facts of letters, put together from the register, the dossier and the office."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypedDict, TypeVar

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Role, Unit
from monitor.domain.dossier import Applicant, Dossier, PauseKind, PromiseKind
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter, LetterKind, LetterState
from monitor.domain.merged_promises import same_promise
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, DueBasis, Form, Paper, UrgingSlip

T = TypeVar("T")

REPLY_DAYS = 3
"""How many working days an agency that is urged is asked to answer within."""


def compose(
    letter: Letter,
    dossier: Dossier,
    applicant: Applicant | None,
    office: Office,
    *,
    before: Letter | None = None,
) -> Paper:
    """Return what a letter states; number, date and signature stay blank until there are any.

    The deadline counts as passed by the day of approval, or of the answer while the
    letter is a draft.

    Args:
        letter: The row of the register.
        dossier: The dossier it is about.
        applicant: Whom an apology is addressed to.
        office: Who issues, signs and receives.
        before: The issued letter that this one replaces.

    Raises:
        LetterError: the unit has no issuer or signer, the applicant is not known, or
            the answer behind the letter is missing.
        CalendarGapError: a date lies outside the loaded years.

    Source:
        docs/law.md#apology-letter, docs/law.md#deciding-agency
    """
    if letter.kind is LetterKind.URGING:
        return _urging_slip(letter, dossier, office)
    return compose_apology(letter, dossier, applicant, office, before=before)


def compose_apology(
    letter: Letter,
    dossier: Dossier,
    applicant: Applicant | None,
    office: Office,
    *,
    before: Letter | None = None,
) -> ApologyLetter:
    """Return what an apology states; see `compose`."""
    facts = _facts(letter, dossier, office)
    new_due_at = _found(letter.new_due_at, "no_answer", letter)
    calendar = office.policy_of(dossier.unit).calendar
    due_on = vietnam_day(letter.deadline)
    return ApologyLetter(
        **facts,
        applicant=_found(applicant, "no_applicant", letter),
        reason=letter.reason,
        new_due_at=new_due_at,
        extension_days=calendar.days_between(due_on, vietnam_day(new_due_at)),
        replaces=before.shown_number if before else "",
        replaces_on=before.dated_on if before else None,
    )


def counter_notice(
    letter: ApologyLetter, dossier: Dossier, office: Office
) -> ApologyLetter | None:
    """Return the notice to the one-stop unit; None where the letter itself is one.

    Source:
        docs/law.md#one-stop-notice
    """
    form = office.letters.counter_form
    if form is None:
        return None
    issuer = office.directory.issuer(dossier.unit)
    symbol = symbol_of(form, issuer=issuer.symbol if issuer else "", keeper=letter.file_code)
    mark = f"{letter.mark}/{form.name}"
    return replace(letter, form=form, mark=mark, symbol=symbol, number=None, dated_on=None)


def _urging_slip(letter: Letter, dossier: Dossier, office: Office) -> UrgingSlip:
    facts = _facts(letter, dossier, office)
    calendar, stated_on = office.policy_of(dossier.unit).calendar, facts["stated_on"]
    due_on = vietnam_day(letter.deadline)
    yesterday = stated_on - timedelta(days=1)
    return UrgingSlip(
        **facts,
        agency=letter.deciding_agency,
        days_left=max(0, calendar.days_between(yesterday, due_on)),
        reply_by=calendar.working_day_after(stated_on, days=REPLY_DAYS),
    )


class _Facts(TypedDict):
    """What every letter states, by the names of `Paper`."""

    form: Form
    mark: str
    dossier: str
    procedure: str
    letterhead: tuple[str, ...]
    issuer: str
    issuer_short: str
    one_stop: str
    place: str
    symbol: str
    year: int
    received_on: date
    due_at: datetime
    is_before_deadline: bool
    stated_on: date
    days_late: int
    step: str
    contact: str
    signer_title: str
    signer_name: str
    signer_authority: str
    file_code: str
    is_draft: bool
    basis: DueBasis
    recipients: tuple[str, ...]
    has_qr: bool
    number: str | None
    dated_on: date | None


def _facts(letter: Letter, dossier: Dossier, office: Office) -> _Facts:
    directory = office.directory
    issuer = _found(directory.issuer(dossier.unit), "no_issuer", letter)
    one_stop = directory.one_stop(dossier.unit) or issuer
    signers = directory.nearest(issuer.code, Role.SIGNER)
    signer = _found(signers[0] if signers else None, "no_signer", letter)
    stated_on = vietnam_day(
        _found(letter.approved_at or letter.answered_at, "no_answer", letter)
    )
    calendar, due_on = office.policy_of(dossier.unit).calendar, vietnam_day(letter.deadline)
    form = office.letters.form_of(letter.kind)
    return _Facts(
        form=form,
        mark=letter.mark,
        dossier=dossier.code,
        procedure=procedure_name(dossier, office),
        letterhead=issuer.letterhead,
        issuer=issuer.name,
        issuer_short=issuer.short_name or issuer.name,
        one_stop=one_stop.name,
        place=issuer.place,
        symbol=letter.symbol or own_symbol(letter, dossier, office),
        year=(letter.dated_on or stated_on).year,
        received_on=vietnam_day(_found(dossier.received_at, "no_receipt", letter)),
        due_at=letter.deadline,
        is_before_deadline=stated_on <= due_on,
        stated_on=stated_on,
        days_late=max(0, calendar.days_between(due_on, stated_on)),
        step=dossier.step,
        contact=one_stop.contact,
        signer_title=issuer.signature[-1] if issuer.signature else signer.title,
        signer_name=signer.source_name,
        signer_authority=issuer.signature[0] if len(issuer.signature) > 1 else "",
        file_code=_file_code(dossier, issuer, office),
        is_draft=letter.state is LetterState.DRAFT,
        basis=_basis(letter, dossier, calendar),
        recipients=issuer.recipients,
        has_qr=office.letters.has_qr,
        number=letter.number or None,
        dated_on=letter.dated_on,
    )


def own_symbol(letter: Letter, dossier: Dossier, office: Office) -> str:
    """Return what stands behind the number of a letter.

    Raises:
        LetterError: the dossier's unit has no issuer.
    """
    issuer = _found(office.directory.issuer(dossier.unit), "no_issuer", letter)
    keeper = _file_code(dossier, issuer, office)
    return symbol_of(office.letters.form_of(letter.kind), issuer=issuer.symbol, keeper=keeper)


def symbol_of(form: Form, *, issuer: str, keeper: str) -> str:
    """Return a form's symbol; parts that are blank leave no hyphen."""
    text = form.symbol.format(issuer=issuer, keeper=keeper)
    return "-".join(part for part in text.split("-") if part)


def procedure_name(dossier: Dossier, office: Office) -> str:
    """Return the procedure's name: the directory's, else the export's own words."""
    known = office.directory.procedures.get(dossier.procedure or "")
    return known.name if known else dossier.procedure_name


def _basis(letter: Letter, dossier: Dossier, calendar: WorkingCalendar) -> DueBasis:
    """Tell what the letter's deadline rests on: the slip's own date, or what moved it."""
    promise, new_due_at = dossier.first_promise, letter.new_due_at
    if promise is None or (new_due_at and same_promise(promise.promised_at, new_due_at)):
        return DueBasis.COUNTED
    due_on, promised_on = vietnam_day(letter.deadline), vietnam_day(promise.promised_at)
    if promise.kind is PromiseKind.SLIP and promised_on == due_on:
        return DueBasis.PROMISED
    if (
        promise.kind is PromiseKind.SLIP
        and calendar.last_working_day_until(promised_on) == due_on
    ):
        return DueBasis.REST_DAY
    if any(pause.kind is PauseKind.FINANCE for pause in dossier.pauses):
        return DueBasis.WAITED
    return DueBasis.SUPPLEMENTED


def _file_code(dossier: Dossier, issuer: Unit, office: Office) -> str:
    keeper = office.directory.units.get(dossier.unit or "", issuer)
    return keeper.symbol if keeper.code != issuer.code else ""


def _found(value: T | None, reason: str, letter: Letter) -> T:
    if value is None:
        raise LetterError(reason=reason, dossier=letter.dossier)
    return value
