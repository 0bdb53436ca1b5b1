"""All that an office holds, whatever the database: rows by what they say, not by their ids.

An id stands for the row that it names: for that one's own words. Who counted first differs
between one process and many; nothing that anybody reads may.
"""

import email
import re
from collections.abc import Container, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Table, func, select, union

from monitor.store.engine import reading
from monitor.store.tables import attempts, message_bytes, messages, metadata
from monitor.store.work import SqlStore
from tests.offices import FolderOffice

Books = dict[str, list[str]]

FORGOTTEN = frozenset({"secrets", "heartbeats", "attempts"})  # its own, and who did what
ON_THE_WAY = ("claimed_at", "attempts", "is_uncertain", "sent_at", "reply")
UNSAID = {"messages": frozenset(ON_THE_WAY), "letters": frozenset({"delivered_at"})}
"""When mails went out is compared by itself: those that a worker dies with go later."""
UNCOMPARED = frozenset({"settings.toml", "clock", "journal", "mail.book"})
DATABASE = "monitor.db"
HURRY = re.compile(r"(?:đã gửi|Đang chờ gửi) \d+ thư")
SHORT = 60  # characters of a row in another's line; all of it is there as a sum


def books(office: FolderOffice, store: SqlStore) -> Books:
    """Return all that an office holds: its tables, its files, and the mails that arrived."""
    with reading(store.engine) as connection:
        found = _tables(connection)
        letters = _letters(connection)
    found["files"] = _files(office)
    copies = [line.rsplit(maxsplit=1) for line in arrived(office)]
    found["mails"] = sorted({what for what, _ in copies})
    assert all(code == letters[what.split()[0]] for what, code in copies)
    return found


def _letters(connection: Connection) -> dict[str, str]:
    """Return the SHA-256 of what each message says, by key."""
    asked = select(messages.c.key, message_bytes.c.bytes).join_from(messages, message_bytes)
    return {key: sha256(content).hexdigest() for key, content in connection.execute(asked)}


def arrived(office: FolderOffice) -> list[str]:
    """Return what the mail server took, each copy: key, recipient, and SHA-256."""
    book = office.folder / "mail.book"
    return book.read_text(encoding="utf-8").splitlines() if book.exists() else []


def differing(one: Books, other: Books) -> list[str]:
    """Return what one of two offices has and the other has not, line by line."""
    lines = []
    for name in sorted(one.keys() | other.keys()):
        ours, theirs = one.get(name, []), other.get(name, [])
        lines += [f"- {name}: {line}" for line in sorted(set(ours) - set(theirs))]
        lines += [f"+ {name}: {line}" for line in sorted(set(theirs) - set(ours))]
        if len(ours) != len(theirs):
            lines.append(f"  {name}: {len(ours)} lines, and {len(theirs)}")
    return lines


def _tables(connection: Connection) -> Books:
    found: Books = {}
    names: dict[str, dict[Any, str]] = {}  # a table's rows by their ids
    for table in metadata.sorted_tables:  # each behind those that it names
        rows = [dict(one) for one in connection.execute(select(table)).mappings()]
        if table is messages:
            found["delivery"] = sorted(_delivery(one) for one in rows)
        if table is message_bytes:
            rows = [{**one, "bytes": _unhurried(one["bytes"])} for one in rows]
        said = [_said(table, one, names) for one in rows]
        if "id" in table.c:
            names[table.name] = {one["id"]: text for one, text in zip(rows, said, strict=True)}
        if table.name not in FORGOTTEN:
            found[table.name] = sorted(said)
    return found


def _said(table: Table, row: Mapping[str, Any], names: Mapping[str, Mapping[Any, str]]) -> str:
    return " ".join(
        f"{column.name}={_shown(column, row[column.name], names)}"
        for column in table.columns
        if not (column.name == "id" and _is_count(column))
        and column.name not in UNSAID.get(table.name, ())
    )


def interrupted(store: SqlStore) -> frozenset[str]:
    """Return the keys of the mails that a worker died with: they went out later, or again."""
    counted = (
        select(messages.c.key)
        .join(attempts, attempts.c.message_id == messages.c.id, isouter=True)
        .group_by(messages.c.id, messages.c.key)
        .having(func.count(attempts.c.id) < messages.c.attempts)
    )
    doubted = select(messages.c.key).where(messages.c.is_uncertain)
    with reading(store.engine) as connection:
        return frozenset(connection.scalars(union(counted, doubted)))


def without(book: Books, keys: Container[str]) -> Books:
    """Return the same, but for when some mails went out."""
    delivery = [line for line in book["delivery"] if line.split()[0] not in keys]
    return {**book, "delivery": delivery}


def _delivery(row: Mapping[str, Any]) -> str:
    return " ".join((row["key"], *(f"{name}={row[name]!r}" for name in ON_THE_WAY)))


def _unhurried(content: bytes) -> bytes:
    """Return a mail without how many others had left while it was written: chance, anywhere."""
    mail = email.message_from_bytes(content)
    said = repr(mail.items())
    for part in mail.walk():
        body = part.get_payload(decode=True)
        said += HURRY.sub("", body.decode(errors="replace")) if isinstance(body, bytes) else ""
    return said.encode()


def _is_count(column: Column[Any]) -> bool:
    return column.type.python_type is int


def _shown(column: Column[Any], value: Any, names: Mapping[str, Mapping[Any, str]]) -> str:
    for key in column.foreign_keys:
        if value is not None and _is_count(column):
            text = names[key.column.table.name][value]
            return f"<{text[:SHORT]} {sha256(text.encode()).hexdigest()[:8]}>"
    return sha256(value).hexdigest() if isinstance(value, bytes) else repr(value)


def _files(office: FolderOffice) -> list[str]:
    """Return the files that people see, with what they hold."""
    places = {
        path.relative_to(office.folder).as_posix(): path
        for path in office.folder.rglob("*")
        if path.is_file() and path.name[0] != "." and not path.name.startswith(DATABASE)
    }
    return sorted(
        f"{name} {sha256(path.read_bytes()).hexdigest()}"
        for name, path in places.items()
        if name not in UNCOMPARED
    )
