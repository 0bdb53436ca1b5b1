"""Looking for messages: by state, kind and age, and by the units that they are about."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select, union_all

from monitor.domain.message import MessageState
from monitor.ports.outbox import Place
from monitor.store.among import among
from monitor.store.tables import dossiers, findings, held, letters, messages, told

Query = TypeVar("Query", bound=Select[Any])

LETTERS = "letter/"  # so the keys of a letter's messages begin, before its dossier's code
AFTER_SLASH = "0"  # the sign that follows "/": where the keys of one dossier end


def chosen(
    query: Query,
    states: Sequence[MessageState],
    kind: str,
    until: datetime | None,
    place: Place | None,
) -> Query:
    """Return a question about messages asked of fewer, as people ask it."""
    query = query.where(*_conditions(states, kind, until))
    if place is None:
        return query
    return query.where(IN_PLACE).params(
        units=sorted(place.units), mailboxes=sorted(place.mailboxes)
    )


def _conditions(
    states: Sequence[MessageState], kind: str, until: datetime | None
) -> Iterator[ColumnElement[bool]]:
    if states:
        yield messages.c.state.in_(states)
    if kind:
        yield messages.c.kind == kind
    if until is not None:
        yield messages.c.created_at <= until


def _in_place() -> ColumnElement[bool]:
    """Tell whether a message goes to, or speaks of a dossier or a finding of, some units."""
    found = (
        select(findings.c.id)
        .outerjoin(dossiers, dossiers.c.id == findings.c.dossier_id)
        .where(or_(among(dossiers.c.unit, "units"), among(findings.c.unit, "units")))
    )
    one = messages.alias("one")
    begins = LETTERS + dossiers.c.code
    about = union_all(
        select(one.c.id)
        .join(told, told.c.message_key == one.c.key)
        .where(told.c.finding_id.in_(found)),
        select(held.c.message_id).where(held.c.finding_id.in_(found)),
        select(one.c.id)
        .select_from(letters)
        .join(dossiers, dossiers.c.id == letters.c.dossier_id)
        .join(one, (one.c.key >= begins + "/") & (one.c.key < begins + AFTER_SLASH))
        .where(among(dossiers.c.unit, "units")),
    )
    is_reader = among(messages.c.recipient, "mailboxes")
    return or_(is_reader, messages.c.id.in_(about))


IN_PLACE = _in_place()
