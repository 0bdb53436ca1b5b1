"""How the database goes about a question, on tables that hold as much as makes it think.

PostgreSQL reads a small table whole, whatever its indexes: so it is filled, and counted.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, event, text

from monitor.domain.message import MessageState
from monitor.store.engine import SQLITE, writing
from monitor.store.insert import insert_all
from monitor.store.tables import (
    agenda,
    dossiers,
    findings,
    message_bytes,
    messages,
    unit_agenda,
)
from monitor.store.work import SqlStore
from tests.builders import vn

ROWS = 3_000
SOME = 10  # of so many, one is open, is due, or is to go out
PROCEDURES = 100
LONG_AGO = vn("2024-01-02 08:00")
AHEAD = vn("2027-01-04 08:00")


def plan_of(store: SqlStore, ask: Callable[[Connection], object]) -> str:
    """Return what the database says it does for the last question that `ask` puts."""
    told: list[tuple[str, Any]] = []

    def listen(*args: Any) -> None:
        told.append((args[2], args[3]))

    with writing(store.engine) as connection:
        event.listen(connection, "before_cursor_execute", listen)
        ask(connection)
        event.remove(connection, "before_cursor_execute", listen)
        is_sqlite = store.engine.dialect.name == SQLITE
        explain = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN (COSTS OFF)"
        statement, values = told[-1]
        rows = connection.exec_driver_sql(f"{explain} {statement}", values).all()
    return "\n".join(str(row[-1]) for row in rows)


def has_step(plan: str, *steps: str) -> bool:
    """Tell whether a plan has one of these steps: each database has its own words."""
    return any(one.strip().removeprefix("->  ") in steps for one in plan.splitlines())


def fill(store: SqlStore, *tables: Table) -> None:
    """Keep many rows in these tables and those that they name; have the database count them."""
    with writing(store.engine) as connection:
        for table in tables:
            row = ROW[table]
            insert_all(connection, table, [row(number) for number in range(1, ROWS + 1)])
            connection.exec_driver_sql(f"ANALYZE {table.name}")


def index_as_made(store: SqlStore, name: str) -> str:
    """Return the statement that makes an index of the database again."""
    query = "SELECT sql FROM sqlite_schema WHERE name = :name"
    if store.engine.dialect.name != SQLITE:
        query = "SELECT indexdef FROM pg_indexes WHERE indexname = :name"
    with store.engine.connect() as connection:
        return str(connection.scalar(text(query), {"name": name}))


def _waits_since(number: int) -> datetime | None:
    return LONG_AGO + timedelta(minutes=number) if number % SOME == 0 else None


def _dossier(number: int) -> dict[str, object]:
    return {
        "id": number,
        "system": "tinh",
        "code": f"H{number}",
        "procedure": f"1.{number % PROCEDURES:06}",
        "status": "finished",
        "received_at": LONG_AGO,
        "finished_at": LONG_AGO + timedelta(hours=number),
        "as_of": LONG_AGO,
        "is_open": number % SOME == 0,
    }


def _look(number: int) -> dict[str, object]:
    return {"dossier_id": number, "look_at": _waits_since(number)}


def _unit_look(number: int) -> dict[str, object]:
    return {"unit": f"U{number}", "look_at": AHEAD if number % SOME else LONG_AGO}


def _finding(number: int) -> dict[str, object]:
    """Return one of a dossier and one of a unit by turns."""
    return {
        "dossier_id": number if number % 2 else None,
        "unit": None if number % 2 else f"U{number}",
        "rule": "overdue",
        "stage": "0d",
        "deadline": LONG_AGO,
        "severity": "breach",
        "tells": [],
        "facts": {},
        "is_baseline": False,
        "found_at": LONG_AGO,
    }


def _message(number: int) -> dict[str, object]:
    since = _waits_since(number)
    return {
        "id": number,
        "key": f"digest/{number}",
        "kind": "digest",
        "recipient": "one@office.example",
        "domain": "office.example",
        "message_id": f"<{number}@office.example>",
        "state": MessageState.READY if since else MessageState.SENT,
        "claimable_at": since,
        "created_at": LONG_AGO,
    }


def _bytes(number: int) -> dict[str, object]:
    return {"message_id": number, "bytes": b"."}


ROW: dict[Table, Callable[[int], dict[str, object]]] = {
    dossiers: _dossier,
    agenda: _look,
    unit_agenda: _unit_look,
    findings: _finding,
    messages: _message,
    message_bytes: _bytes,
}
