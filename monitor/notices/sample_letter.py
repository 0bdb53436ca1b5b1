"""A letter with nothing in it but the office's own names, to try templates with."""

from datetime import datetime, timedelta

from monitor.domain.directory import Unit
from monitor.domain.dossier import Applicant
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import ApologyLetter
from monitor.domain.office import Office


def sample_letter(office: Office, *, at: datetime) -> ApologyLetter:
    """Return a complete letter of the first unit that issues any."""
    units = [unit for _, unit in sorted(office.directory.units.items())]
    issuer = next((unit for unit in units if unit.letterhead), None) or Unit(
        code="-", name="-", level=units[0].level, letterhead=("-",)
    )
    today = vietnam_day(at)
    return ApologyLetter(
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
        is_draft=True,
    )
