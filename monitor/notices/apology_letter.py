"""The facts of an apology, put together from the register, the dossier and the office."""

from typing import TypeVar

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.directory import Role, Unit
from monitor.domain.dossier import Applicant, Dossier, PauseKind, PromiseKind
from monitor.domain.errors import LetterError
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import ApologyLetter, DueBasis, Letter, LetterState
from monitor.domain.merged_promises import same_promise
from monitor.domain.office import Office

T = TypeVar("T")


def compose(
    letter: Letter, dossier: Dossier, applicant: Applicant | None, office: Office
) -> ApologyLetter:
    """Return what the letter states; number, date and signature stay blank.

    The deadline counts as passed by the day of approval, or of the answer while the
    letter is a draft.

    Raises:
        LetterError: the unit has no issuer or signer, the applicant is not known, or
            the answer behind the letter is missing.
        CalendarGapError: a date lies outside the loaded years.

    Source:
        docs/law.md#apology-letter, docs/law.md#deciding-agency
    """
    directory = office.directory
    issuer = _found(directory.issuer(dossier.unit), "no_issuer", letter)
    one_stop = directory.one_stop(dossier.unit) or issuer
    signers = directory.nearest(issuer.code, Role.SIGNER)
    signer = _found(signers[0] if signers else None, "no_signer", letter)
    new_due_at = _found(letter.new_due_at, "no_answer", letter)
    stated_on = vietnam_day(
        _found(letter.approved_at or letter.answered_at, "no_answer", letter)
    )
    calendar, due_on = office.policy_of(dossier.unit).calendar, vietnam_day(letter.deadline)
    keeper = directory.units.get(dossier.unit or "", issuer)
    return ApologyLetter(
        dossier=dossier.code,
        procedure=procedure_name(dossier, office),
        letterhead=issuer.letterhead,
        issuer=issuer.name,
        issuer_short=issuer.name,
        one_stop=one_stop.name,
        place=issuer.place,
        symbol="-".join(part for part in (issuer.symbol, _file_code(keeper, issuer)) if part),
        year=stated_on.year,
        applicant=_found(applicant, "no_applicant", letter),
        received_on=vietnam_day(_found(dossier.received_at, "no_receipt", letter)),
        due_at=letter.deadline,
        is_before_deadline=stated_on <= due_on,
        stated_on=stated_on,
        days_late=max(0, calendar.days_between(due_on, stated_on)),
        step=dossier.step,
        reason=letter.reason,
        new_due_at=new_due_at,
        extension_days=calendar.days_between(due_on, vietnam_day(new_due_at)),
        contact=one_stop.contact,
        signer_title=issuer.signature[-1] if issuer.signature else signer.title,
        signer_name=signer.source_name,
        signer_authority=issuer.signature[0] if len(issuer.signature) > 1 else "",
        file_code=_file_code(keeper, issuer),
        is_draft=letter.state is LetterState.DRAFT,
        basis=_basis(letter, dossier, calendar),
    )


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


def _file_code(keeper: Unit, issuer: Unit) -> str:
    return keeper.symbol if keeper.code != issuer.code else ""


def _found(value: T | None, reason: str, letter: Letter) -> T:
    if value is None:
        raise LetterError(reason=reason, dossier=letter.dossier)
    return value
