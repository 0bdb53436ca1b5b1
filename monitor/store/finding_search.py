"""Looking for findings: by unit, rule, severity, age and what became of them."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Select, exists, or_, select

from monitor.domain.message import MessageState
from monitor.domain.note import NoteKind
from monitor.ports.store import FindingState, HeardBy, Wanted
from monitor.store.among import among
from monitor.store.tables import dossiers, findings, messages, notes, told

Query = TypeVar("Query", bound=Select[tuple[object, ...]])

NOTED = {
    FindingState.ACKNOWLEDGED: NoteKind.ACKNOWLEDGED,
    FindingState.EXPLAINED: NoteKind.EXPLAINED,
}


def narrowed(query: Query, wanted: Wanted) -> Query:
    """Return a question about findings, with their dossiers joined, asked of fewer."""
    query = query.where(*_conditions(wanted))
    return query if wanted.units is None else query.params(units=sorted(wanted.units))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.state is not None:
        yield from _in_state(wanted.state)
    if wanted.units is not None:
        yield or_(among(findings.c.unit, "units"), among(dossiers.c.unit, "units"))
    if wanted.rule is not None:
        yield findings.c.rule == wanted.rule
    if wanted.severity is not None:
        yield findings.c.severity == wanted.severity.value
    if wanted.found_from is not None:
        yield findings.c.found_at >= wanted.found_from
    if wanted.found_before is not None:
        yield findings.c.found_at < wanted.found_before
    if wanted.after_id is not None:
        yield findings.c.id > wanted.after_id


def _in_state(state: FindingState) -> Iterator[ColumnElement[bool]]:
    if state not in {FindingState.STANDING, *NOTED}:
        yield findings.c.ending == state.value
        return
    yield findings.c.resolved_at.is_(None)
    if kind := NOTED.get(state):
        yield exists().where(notes.c.finding_id == findings.c.id, notes.c.kind == kind.value)


def of_the_same(query: Query, finding_id: int) -> Query:
    """Ask for what one finding's rule said of its dossier or unit, oldest first."""
    one = findings.alias("one")
    matching = or_(
        findings.c.dossier_id == one.c.dossier_id,
        findings.c.unit == one.c.unit,
    )
    return (
        query.join(one, (one.c.rule == findings.c.rule) & matching)
        .where(one.c.id == finding_id)
        .order_by(findings.c.found_at, findings.c.id)
    )


def heard_by(connection: Connection, finding_id: int) -> list[HeardBy]:
    """Return who was told of a finding, and by which message, in order."""
    query = (
        select(
            told.c.person,
            told.c.message_key,
            messages.c.state,
            messages.c.created_at,
            messages.c.sent_at,
        )
        .outerjoin(messages, messages.c.key == told.c.message_key)
        .where(told.c.finding_id == finding_id)
        .order_by(messages.c.created_at.nulls_first(), told.c.person)
    )
    return [
        HeardBy(
            person=row["person"],
            message_key=row["message_key"],
            state=MessageState(row["state"]) if row["state"] else None,
            created_at=row["created_at"],
            sent_at=row["sent_at"],
        )
        for row in connection.execute(query).mappings()
    ]
