"""What each message said of a dossier, kept so that a late one can be set in its place."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select

from monitor.domain.dossier import (
    Carried,
    Channel,
    Pause,
    PauseKind,
    Promise,
    PromiseKind,
    Status,
)
from monitor.domain.merging import Stated
from monitor.domain.record import Record
from monitor.domain.retelling import Statement
from monitor.store.insert import insert_new
from monitor.store.tables import dossiers, imports, statements

INSTANTS = (
    *("submitted_at", "received_at", "promised_at", "first_promised_at"),
    *("finished_at", "collected_at"),
)


def statements_of(
    connection: Connection, ids: Sequence[int]
) -> defaultdict[int, list[Statement]]:
    """Return the messages about dossiers by their id, oldest first."""
    query = (
        select(statements, dossiers.c.code, imports.c.source)
        .join(dossiers, dossiers.c.id == statements.c.dossier_id)
        .join(imports, imports.c.id == statements.c.import_id)
        .where(statements.c.dossier_id.in_(ids))
        .order_by(statements.c.said_at, statements.c.digest)
    )
    found: defaultdict[int, list[Statement]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        found[row["dossier_id"]].append(
            Statement(
                record=_read(row["code"], row["body"]),
                carries=frozenset(Carried(field) for field in row["says"]),
                said_at=row["said_at"],
                source=row["source"],
                mark=row["digest"],
            )
        )
    return found


def keep_statements(
    connection: Connection, messages: Sequence[Statement], *, import_id: int
) -> None:
    """Keep what messages about known dossiers say, without personal data."""
    codes = {one.record.code for one in messages}
    query = select(dossiers.c.code, dossiers.c.id).where(dossiers.c.code.in_(codes))
    ids = dict[str, int](connection.execute(query).all())
    rows = [_row(one, ids[one.record.code], import_id) for one in messages]
    insert_new(connection, statements, rows)


def digest_of(record: Record, carries: frozenset[Carried]) -> str:
    """Return a fingerprint of all that a message says, but for who applied."""
    text = json.dumps([_written(record), sorted(carries)], ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _row(message: Statement, dossier_id: int, import_id: int) -> dict[str, object]:
    body, says = _written(message.record), sorted(message.carries)
    return {
        "dossier_id": dossier_id,
        "said_at": message.said_at,
        "digest": message.mark,
        "import_id": import_id,
        "says": says,
        "body": body,
    }


def _written(record: Record) -> dict[str, object]:
    """Return what a record states as JSON; what it leaves out is left out."""
    stated = {one.name: getattr(record, one.name) for one in fields(Stated)}
    body: dict[str, object] = {name: _plain(value) for name, value in stated.items() if value}
    if record.said_late is not None:
        body["said_late"] = record.said_late
    body["promises"] = [
        [_plain(one.promised_at), _plain(one.made_at), one.kind] for one in record.promises
    ]
    body["pauses"] = [
        [_plain(one.paused_at), _plain(one.resumed_at), one.kind] for one in record.pauses
    ]
    return body


def _read(code: str, body: dict[str, Any]) -> Record:
    texts = ("unit", "handler", "procedure", "procedure_name", "step")
    values: dict[str, Any] = {name: body.get(name, "") for name in texts}
    values.update({name: _at(body[name]) for name in INSTANTS if name in body})
    return Record(
        row=0,
        code=code,
        status=Status(body["status"]) if "status" in body else None,
        channel=Channel(body["channel"]) if "channel" in body else None,
        said_late=body.get("said_late"),
        promises=tuple(
            Promise(promised_at=_at(told), made_at=_at(made), kind=PromiseKind(kind))
            for told, made, kind in body["promises"]
        ),
        pauses=tuple(
            Pause(
                paused_at=_at(since),
                resumed_at=_at(until) if until else None,
                kind=PauseKind(kind),
            )
            for since, until, kind in body["pauses"]
        ),
        **values,
    )


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
