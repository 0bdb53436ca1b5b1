"""Letters with nothing in them but the office's own names, to try templates with."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from monitor.domain.directory import Unit
from monitor.domain.dossier import Applicant, ApplicantKind
from monitor.domain.instants import vietnam_day
from monitor.domain.office import Office
from monitor.domain.paper import ApologyLetter, Cover, CoverLine, DueBasis, Paper, UrgingSlip

SHARED = tuple(field.name for field in fields(Paper))


def sample_papers(office: Office, *, names: Sequence[str], at: datetime) -> tuple[Paper, ...]:
    """Return papers that together take every way through the templates of all forms.

    The first ones are the apology on the office's own form, the urging slip, the notice and
    the apology on each other form; the rest differ from these in a few facts.

    Args:
        office: Whose names stand on them.
        names: Applicants, one for each way of addressing people.
        at: Now.
    """
    letter = sample_letter(office, at=at)
    forms = office.letters.forms.values()
    urging, notice = office.letters.urging_form, office.letters.forms["thong_bao"]
    slip = UrgingSlip(
        **{**{name: getattr(letter, name) for name in SHARED}, "form": urging},
        agency="-",
        days_left=1,
        reply_by=letter.stated_on,
    )
    others = [form for form in forms if form not in (letter.form, urging, notice)]
    apologies = (letter, *(replace(letter, form=form) for form in others))
    return (
        letter,
        slip,
        replace(letter, form=notice),
        *apologies[1:],
        *(replace(one, **facts) for one in apologies for facts in _turns(letter)),
        *(replace(letter, form=notice, **facts) for facts in _late(letter)),
        *(
            replace(letter, basis=basis, applicant=Applicant(name=name))
            for basis, name in zip(cycle(DueBasis), names, strict=False)
        ),
        replace(
            slip, days_left=0, days_late=1, is_before_deadline=False, step="-", contact="-"
        ),
        replace(slip, days_left=0, contact="", basis=DueBasis.COUNTED),
    )


def _late(letter: ApologyLetter) -> tuple[dict[str, Any], ...]:
    """Return what an apology states once its day has passed, and that it replaces another."""
    late = {
        "is_before_deadline": False,
        "days_late": 1,
        "step": "-",
        "basis": DueBasis.REST_DAY,
        "replaces": "1/-",
        "replaces_on": letter.stated_on,
    }
    return late, {"basis": DueBasis.COUNTED, "is_before_deadline": False, "replaces": "1/-"}


def _turns(letter: ApologyLetter) -> tuple[dict[str, Any], ...]:
    """Return facts that between them turn every condition of an apology the other way."""
    late, counted = _late(letter)
    final = {"is_draft": False, "number": "1", "dated_on": letter.stated_on}
    company = Applicant(name="-", kind=ApplicantKind.ORGANISATION, address="-")
    return (
        {
            **late,
            **final,
            "applicant": company,
            "one_stop": "--",
            "contact": "-",
            "letterhead": ("-", "", "-"),
            "signer_authority": "-",
            "file_code": "-",
        },
        {**counted, "contact": "", "recipients": ("-",), "has_qr": not letter.has_qr},
    )


def sample_cover(letter: ApologyLetter, *, at: datetime) -> Cover:
    """Return the list on top of two letters: one complete, one with nothing but its code."""
    full = CoverLine(
        dossier="-", number="1/-", dated_on=letter.stated_on, addressee="-", address="-"
    )
    bare = CoverLine(dossier="-", number="", dated_on=None, addressee="", address="")
    return Cover(batch="-", made_at=at, issuer=letter.issuer, lines=(full, bare))


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
