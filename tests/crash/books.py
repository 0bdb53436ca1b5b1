"""All that an office holds, to be compared."""

import sqlite3
from contextlib import closing
from hashlib import sha256

from tests.offices import FolderOffice

UNSIGNED = "var/letters/"  # papers of a letter just issued go with the next tick

Books = dict[str, list[str]]


def books(office: FolderOffice) -> Books:
    """Return all that an office holds: its tables, and the files that it has laid down."""
    found: Books = {}
    with closing(sqlite3.connect(office.var / "monitor.db")) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (name,) in names.fetchall():
            rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
            found[name] = sorted(map(repr, rows))
    places = {
        path.relative_to(office.folder).as_posix(): path
        for folder in (office.var, office.inbox)
        for path in folder.rglob("*")
        if path.is_file() and path.name[0] != "." and not path.name.startswith("monitor.db")
    }
    found["files"] = sorted(
        f"{name} {sha256(path.read_bytes()).hexdigest()}"
        for name, path in places.items()
        if not name.startswith(UNSIGNED)
    )
    return found
