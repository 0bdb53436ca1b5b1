"""Letters with nothing in them but the office's own names, to try templates with."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

from monitor.domain.directory import Unit
from monitor.domain.dossier import Applicant
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import LetterKind
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, Paper, UrgingSlip


def sample_papers(office: Office, *, at: datetime) -> tuple[Paper, ...]:
    """Return one paper of each form that the office writes: apology, urging slip, notice."""
    letter = sample_letter(office, at=at)
    shared = {field.name: getattr(letter, field.name) for field in fields(Paper)}
    slip = UrgingSlip(
        **{**shared, "form": office.letters.form_of(LetterKind.URGING)},
        agency="-",
        days_left=1,
        reply_by=letter.stated_on,
    )
    notice = office.letters.counter_form
    return (letter, slip) if notice is None else (letter, slip, replace(letter, form=notice))


def sample_letter(office: Office, *, at: datetime) -> ApologyLetter:
    """Return a complete letter of the first unit that issues any."""
    units = [unit for _, unit in sorted(office.directory.units.items())]
    issuer = next((unit for unit in units if unit.letterhead), None) or Unit(
        code="-", name="-", level=units[0].level, letterhead=("-",)
    )
    today = vietnam_day(at)
    return ApologyLetter(
        form=office.letters.apology_form,
        mark="-",
        dossier="-",
        procedure="-",
        letterhead=issuer.letterhead,
        issuer=issuer.name,
        issuer_short=issuer.name,
        one_stop=issuer.name,
        place=issuer.place,
        symbol=issuer.symbol,
        year=today.year,
        applicant=Applicant(name="-"),
        received_on=today,
        due_at=at,
        is_before_deadline=True,
        stated_on=today,
        days_late=0,
        step="",
        reason="-",
        new_due_at=at + timedelta(days=1),
        extension_days=1,
        contact=issuer.contact,
        signer_title="-",
        signer_name="-",
        signer_authority="",
        file_code="",
        has_qr=office.letters.has_qr,
        is_draft=True,
    )
