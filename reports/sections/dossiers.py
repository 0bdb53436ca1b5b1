"""Every dossier behind the figures, so that each of them can be counted again."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.dossier import Channel
from reports.judged import Judged, Outcome
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One dossier: its dates, how it was judged, and which figures count it.

    `is_in_table`: it was to be processed in the period. `is_due`: it is in the
    denominator of the headline rate.
    """

    code: str
    unit: str
    unit_name: str
    field: str
    procedure: str
    channel: Channel | None
    received_at: datetime
    first_due_at: datetime | None
    second_due_at: datetime | None
    ended_at: datetime | None
    outcome: Outcome
    days_late: int | None
    is_in_table: bool
    is_carried: bool
    is_due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierList(Figures):
    """The dossiers in order of their codes."""

    lines: tuple[DossierLine, ...]


def make(month: Month) -> DossierList:
    """List what was counted."""
    return DossierList(lines=tuple(_line(case) for case in month.cases))


def _line(case: Judged) -> DossierLine:
    snapshot = case.snapshot
    return DossierLine(
        code=snapshot.code,
        unit=snapshot.unit,
        unit_name=snapshot.unit_name,
        field=snapshot.field,
        procedure=snapshot.procedure,
        channel=snapshot.channel,
        received_at=snapshot.received_at,
        first_due_at=snapshot.first_due_at,
        second_due_at=snapshot.second_due_at,
        ended_at=case.ended_at,
        outcome=case.outcome,
        days_late=case.days_late,
        is_in_table=case.is_counted,
        is_carried=case.is_carried,
        is_due=case.is_due,
    )


SECTION = Section(module=__name__, make=make)
