"""What lines of a workbook share: what they say of a dossier, and who decides about it."""

from datetime import datetime

from monitor.domain.directory import Official
from monitor.domain.dossier import Dossier
from monitor.domain.instants import local
from monitor.domain.office import Office
from monitor.flows.answer import APPROVERS
from monitor.notices.desk import place_of


def dossier_facts(dossier: Dossier, deadline: datetime, office: Office) -> dict[str, str]:
    """Return what every line about a dossier shows."""
    procedure = office.directory.procedures.get(dossier.procedure or "")
    return {
        "shown": dossier.code,
        "procedure": one_line(procedure.name if procedure else dossier.procedure_name),
        "due_at": local(deadline).isoformat(),
    }


def one_line(text: str) -> str:
    """Return an export's words as one line."""
    return " ".join(text.split())


def approvers(office: Office, unit: str) -> list[Official]:
    """Return those of a unit who may approve a letter, by code."""
    return [one for one in office.directory.staff(unit) if one.role in APPROVERS]


def deciding_units(office: Office, dossier: Dossier) -> list[str]:
    """Return the units, from where a dossier lies upward, that have somebody to approve."""
    upward = office.directory.upward(place_of(dossier, office.directory))
    return [unit.code for unit in upward if approvers(office, unit.code)]
