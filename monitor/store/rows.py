"""Rows into domain values, and back."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import RowMapping

from monitor.domain.directory import Role
from monitor.domain.dossier import (
    Applicant,
    ApplicantKind,
    Channel,
    Status,
)
from monitor.domain.finding import Fact, Finding, Severity
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.merging import Stated
from monitor.domain.note import Note, NoteKind, Way
from monitor.domain.step import StepSaid

NO_DEADLINE = datetime.fromtimestamp(0, UTC)  # a unique key needs a value where none exists


def to_stated(row: RowMapping) -> Stated:
    """Read the fields that exports state."""
    return Stated(
        unit=row["unit"],
        handler=row["handler"],
        procedure=row["procedure"],
        procedure_name=row["procedure_name"],
        channel=Channel(row["channel"]) if row["channel"] else None,
        status=Status(row["status"]) if row["status"] else None,
        said_late=row["said_late"],
        step=row["step"],
        submitted_at=row["submitted_at"],
        received_at=row["received_at"],
        promised_at=row["promised_at"],
        first_promised_at=row["first_promised_at"],
        finished_at=row["finished_at"],
        collected_at=row["collected_at"],
    )


def to_applicant(row: RowMapping) -> Applicant:
    """Read the personal data of one dossier."""
    return Applicant(
        name=row["name"],
        kind=ApplicantKind(row["kind"]),
        address=row["address"],
        phone=row["phone"],
        mailbox=row["mailbox"],
    )


def to_step_said(row: RowMapping) -> StepSaid:
    """Read what one message of progress says."""
    return StepSaid(
        said_at=row["said_at"],
        name=row["name"],
        unit=row["unit"],
        handler=row["handler"],
        began_at=row["began_at"],
        due_at=row["due_at"],
        status=Status(row["status"]) if row["status"] else None,
    )


def to_finding(row: RowMapping) -> Finding:
    """Read one finding; the row carries its dossier's code, if any, as `code`."""
    return Finding(
        rule=row["rule"],
        dossier=row["code"] or "",
        unit=row["unit"] or "",
        stage=row["stage"],
        deadline=None if row["deadline"] == NO_DEADLINE else row["deadline"],
        severity=Severity(row["severity"]),
        tells=tuple(Role(role) for role in row["tells"]),
        facts={name: _read_fact(fact) for name, fact in row["facts"].items()},
    )


def to_note(row: RowMapping) -> Note:
    """Read what somebody said of a finding."""
    return Note(
        kind=NoteKind(row["kind"]),
        by=row["by"],
        at=row["at"],
        text=row["text"],
        way=Way(row["way"]),
    )


def from_fact(fact: Fact) -> object:
    """Write a fact as JSON: dates and instants keep their kind."""
    if isinstance(fact, datetime):
        return {"instant": _instant(fact)}
    if isinstance(fact, date):
        return {"date": fact.isoformat()}
    return fact


@lru_cache(maxsize=16_384)
def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _read_fact(value: Any) -> Fact:
    if isinstance(value, dict):
        if "instant" in value:
            return datetime.fromisoformat(value["instant"])
        return date.fromisoformat(value["date"])
    fact: Fact = value
    return fact


def to_letter(row: RowMapping) -> Letter:
    """Read one letter; the row carries its dossier's code as `code`."""
    return Letter(
        dossier=row["code"],
        deadline=row["deadline"],
        state=LetterState(row["state"]),
        kind=LetterKind(row["kind"]),
        version=row["version"],
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        cause=row["cause"],
        reason=row["reason"],
        new_due_at=row["new_due_at"],
        approved_at=row["approved_at"],
        approved_by=row["approved_by"],
        refused_for=row["refused_for"],
        ended_for=row["ended_for"],
        deciding_agency=row["deciding_agency"],
        number=row["number"],
        symbol=row["symbol"],
        dated_on=row["dated_on"],
        issued_at=row["issued_at"],
        first_issued_at=row["first_issued_at"],
        first_dated_on=row["first_dated_on"],
        delivery=Delivery(row["delivery"]) if row["delivery"] else None,
        delivered_at=row["delivered_at"],
        returned_at=row["returned_at"],
        is_scan=row["is_scan"],
        pdf_sha256=row["pdf_sha256"],
        signed_sha256=row["signed_sha256"],
        notice_sha256=row["notice_sha256"],
    )
