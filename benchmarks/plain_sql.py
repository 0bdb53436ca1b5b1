"""What a scan writes, done by hand: rows read and written, nothing judged."""

import sqlite3
from collections import defaultdict
from typing import Any

from monitor.store.engine import SQLITE_PRAGMAS
from monitor.store.work import SqlStore

DUE = "SELECT dossier_id FROM agenda WHERE look_at <= ? ORDER BY look_at, dossier_id LIMIT ?"
READ = (
    "SELECT * FROM dossiers d JOIN agenda a ON a.dossier_id = d.id WHERE d.id IN ({})",
    "SELECT * FROM promises WHERE dossier_id IN ({}) ORDER BY made_at, id",
    "SELECT * FROM pauses WHERE dossier_id IN ({}) ORDER BY paused_at",
    "SELECT * FROM steps WHERE dossier_id IN ({})",
    "SELECT * FROM changes WHERE dossier_id IN ({}) ORDER BY id",
    "SELECT * FROM letters WHERE dossier_id IN ({}) ORDER BY id",
    "SELECT * FROM sightings s JOIN imports i ON i.id = s.import_id WHERE dossier_id IN ({})",
    "SELECT * FROM findings WHERE dossier_id IN ({})",
)
INSERT = "INSERT INTO findings ({}) VALUES ({})"
AGENDA = "UPDATE agenda SET look_at = ?, failures = 0, judged_at = ? WHERE dossier_id = ?"


class PlainScan:
    """Reads the rows that a scan has read and writes those that it has written."""

    def __init__(self, store: SqlStore, *, at: int) -> None:
        self._connection = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
        for name, value in SQLITE_PRAGMAS:
            self._connection.execute(f"PRAGMA {name}={value}")
        self._at = at
        self._insert, self._findings = self._found()
        query = "SELECT look_at, judged_at, dossier_id FROM agenda WHERE judged_at = ?"
        self._looks = {row[-1]: row for row in self._connection.execute(query, [at])}

    def _found(self) -> tuple[str, dict[int, list[tuple[Any, ...]]]]:
        rows = self._connection.execute("SELECT * FROM findings WHERE found_at = ?", [self._at])
        names = [column[0] for column in rows.description][1:]  # but for the id
        found: defaultdict[int, list[tuple[Any, ...]]] = defaultdict(list)
        for row in rows:
            found[row[1]].append(row[1:])
        blanks = ", ".join("?" for _ in names)
        return INSERT.format(", ".join(names), blanks), found

    def run(self, batch: int) -> int:
        """Do what is due, in transactions of a batch; return how many dossiers that was."""
        done = 0
        while True:
            self._connection.execute("BEGIN IMMEDIATE")
            ids = [row[0] for row in self._connection.execute(DUE, [self._at, batch])]
            if ids:
                self._step(ids)
            self._connection.execute("COMMIT")
            if not ids:
                return done
            done += len(ids)

    def _step(self, ids: list[int]) -> None:
        blanks = ", ".join("?" for _ in ids)
        for query in READ:
            self._connection.execute(query.format(blanks), ids).fetchall()
        rows = [row for id_ in ids for row in self._findings[id_]]
        self._connection.executemany(self._insert, rows)
        self._connection.executemany(AGENDA, [self._looks[id_] for id_ in ids])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
