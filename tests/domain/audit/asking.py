"""One dossier, one procedure, one calendar: what the audit makes of them."""

from dataclasses import replace

from monitor.domain.audit.audited import Audited, Difference
from monitor.domain.audit.calendars import Calendars
from monitor.domain.audit.judging import audit_dossier
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import DatedDay, DayKind, RowStatus
from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import Dossier, Pause
from monitor.domain.office import Office
from monitor.domain.policy import Policy
from monitor.domain.procedure import OnSupplement, Procedure
from monitor.domain.term import Term, TermUnit
from tests.builders import CALENDAR_2026, a_dossier, a_procedure, vn

UNITS = {
    "XA": Unit(code="XA", name="The commune", level=Level.COMMUNE),
    "VHXH": Unit(code="VHXH", name="Culture", level=Level.DEPARTMENT, parent="XA"),
}
TEN_DAYS = Term(10, TermUnit.WORKING_DAYS)


def days(amount: int) -> Term:
    return Term(amount, TermUnit.WORKING_DAYS)


def calendar_days(amount: int) -> Term:
    return Term(amount, TermUnit.CALENDAR_DAYS)


def hours(amount: int) -> Term:
    return Term(amount, TermUnit.WORKING_HOURS)


def months(amount: int) -> Term:
    return Term(amount, TermUnit.MONTHS)


def a_proposal(day: str, kind: DayKind = DayKind.OFF) -> DatedDay:
    return replace(
        next(row for row in CALENDAR_2026.rows if row.status is RowStatus.PROPOSED),
        day=vn(day).date(),
        kind=kind,
        works_as=0 if kind is DayKind.MAKE_UP else None,
    )


def an_office(
    term: Term | None = TEN_DAYS,
    *,
    rule: OnSupplement = OnSupplement.RESUME,
    calendar: WorkingCalendar = CALENDAR_2026,
) -> Office:
    """Return an office with one procedure."""
    procedure: Procedure = replace(a_procedure(on_supplement=rule), term=term)
    return Office(
        directory=Directory(units=UNITS, procedures={procedure.code: procedure}),
        calendars={},
        policy=Policy(calendar=calendar),
        causes={},
    )


def audited(dossier: Dossier, office: Office | None = None) -> Audited:
    return audit_dossier(dossier, office or an_office(), Calendars())


def differences(  # noqa: PLR0913 - all that a date may rest on
    received: str,
    promised: str,
    term: Term = TEN_DAYS,
    *,
    submitted: str | None = None,
    pauses: tuple[Pause, ...] = (),
    rule: OnSupplement = OnSupplement.RESUME,
    calendar: WorkingCalendar = CALENDAR_2026,
) -> tuple[Difference, ...]:
    """Return how a date promised on receipt differs from the lawful one."""
    dossier = replace(
        a_dossier(received=received, promised=promised, pauses=pauses),
        submitted_at=vn(submitted) if submitted else None,
    )
    return audited(dossier, an_office(term, rule=rule, calendar=calendar)).differences
