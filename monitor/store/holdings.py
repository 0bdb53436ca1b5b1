"""Everything held on one dossier: rows of all tables, with the files behind them."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection, RowMapping, String, Table, and_, cast, or_, select

from monitor.domain.errors import UnknownDossierError
from monitor.domain.instants import VIETNAM
from monitor.domain.workbook import Part
from monitor.store.tables import (
    agenda,
    answers,
    applicants,
    attempts,
    bounces,
    bulk_edits,
    changes,
    dossiers,
    findings,
    handed,
    held,
    imports,
    letters,
    message_bytes,
    messages,
    moved,
    notes,
    numbers,
    pauses,
    pdf_bytes,
    print_batches,
    promises,
    sightings,
    statements,
    steps,
    told,
    workbook_answers,
    workbook_lines,
)

OF_DOSSIERS = (
    *(applicants, agenda, promises, pauses, steps, sightings, statements, changes, moved),
    *(findings, answers, letters, handed),
)
OF_FINDINGS = (notes, told, held)
ROWS = "ho-so.json"
PAPERS = ("pdf_sha256", "signed_sha256", "notice_sha256")


@dataclass(slots=True)
class Holdings:
    """`rows` by table, as JSON takes them; `files` by name."""

    rows: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def holdings_of(connection: Connection, code: str) -> Holdings:
    """Return everything that is held on a dossier; officials' digests name their keys only.

    Raises:
        UnknownDossierError: no dossier has this code.
    """
    found = Holdings()
    is_it = dossiers.c.code == code
    rows = _take(connection, found, dossiers, is_it)
    if not rows:
        raise UnknownDossierError(dossier=code)
    id_ = rows[0]["id"]
    kept = {
        table.name: _take(connection, found, table, table.c.dossier_id == id_)
        for table in OF_DOSSIERS
    }
    for table in OF_FINDINGS:
        ids = [row["id"] for row in kept["findings"]]
        kept[table.name] = _take(connection, found, table, table.c.finding_id.in_(ids))
    _add_letters(connection, found, code, kept["letters"])
    _add_messages(connection, found, code, kept)
    _add_workbooks(connection, found, code, kept["findings"])
    _add_imports(connection, found, code, kept)
    return found


def _take(
    connection: Connection, found: Holdings, table: Table, *conditions: Any
) -> list[RowMapping]:
    """Read the rows of a table, keep them, and return them."""
    query = select(table).where(*conditions).order_by(*table.primary_key)
    rows = list(connection.execute(query).mappings())
    found.rows[table.name] = [
        {name: _plain(value) for name, value in row.items()} for row in rows
    ]
    return rows


def _add_letters(
    connection: Connection, found: Holdings, code: str, register: Sequence[RowMapping]
) -> None:
    ids = [row["id"] for row in register]
    _take(connection, found, print_batches, print_batches.c.letter_id.in_(ids))
    _take(connection, found, numbers, _below(numbers.c.mark, code))
    shas = {row[name] for row in register for name in PAPERS if row[name]}
    papers = select(pdf_bytes).where(pdf_bytes.c.sha256.in_(shas))
    for row in connection.execute(papers):
        if row.bytes:
            found.files[f"van-ban/{row.sha256}.pdf"] = row.bytes


def _add_messages(
    connection: Connection,
    found: Holdings,
    code: str,
    kept: dict[str, list[RowMapping]],
) -> None:
    """Add the mails that carry its letters, whole; those that list it, by their rows."""
    keys = {row["message_key"] for row in kept["told"]}
    ids = {row["message_id"] for row in kept["held"]}
    is_own = _below(messages.c.key, f"letter/{code}")
    is_of_it = or_(is_own, messages.c.key.in_(keys), messages.c.id.in_(ids))
    rows = _take(connection, found, messages, is_of_it)
    them = [row["id"] for row in rows]
    _take(connection, found, attempts, attempts.c.message_id.in_(them))
    _take(connection, found, bounces, bounces.c.message_id.in_(them))
    own = {row["id"] for row in rows if row["key"].startswith(f"letter/{code}/")}
    mails = select(message_bytes).where(message_bytes.c.message_id.in_(own))
    for row in connection.execute(mails):
        if row.bytes:
            found.files[f"thu/{row.message_id}.eml"] = row.bytes


def _add_workbooks(
    connection: Connection, found: Holdings, code: str, spoken: Sequence[RowMapping]
) -> None:
    numbers_of = [str(row["id"]) for row in spoken]
    for table in (workbook_lines, workbook_answers):
        target, part = table.c.target, table.c.part
        is_finding = part == Part.FINDINGS.value
        is_named = or_(target == code, _below(target, code))
        is_its = or_(
            and_(is_finding, target.in_(numbers_of)),
            and_(~is_finding, part != Part.FIGURES.value, is_named),
        )
        _take(connection, found, table, is_its)


def _add_imports(
    connection: Connection,
    found: Holdings,
    code: str,
    kept: dict[str, list[RowMapping]],
) -> None:
    """Add the exports that told of it, and edits in bulk that it was among."""
    ids = {
        row["import_id"]
        for name in ("sightings", "statements", "changes")
        for row in kept[name]
    }
    ids |= {row["import_before_id"] for row in kept["changes"]} - {None}
    _take(connection, found, imports, imports.c.id.in_(ids))
    is_near = cast(bulk_edits.c.codes, String).contains(code, autoescape=True)
    rows = _take(connection, found, bulk_edits, is_near)
    found.rows["bulk_edits"] = [
        {**one, "codes": [code]}
        for one, row in zip(found.rows["bulk_edits"], rows, strict=True)
        if code in row["codes"]
    ]


def _below(column: Any, stem: str) -> Any:
    return and_(column >= f"{stem}/", column < f"{stem}0")


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def write_holdings(path: Path, found: Holdings, *, code: str, at: datetime) -> None:
    """Write it all into a new archive, for its owner alone; half of one is taken away.

    Raises:
        OSError: the file is there already, or disk or folder would not take it.
    """
    told = {"dossier": code, "exported_at": _plain(at), "tables": found.rows}
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(handle, "w+b") as file, ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.writestr(ROWS, json.dumps(told, ensure_ascii=False, indent=1))
            for name, content in sorted(found.files.items()):
                archive.writestr(name, content)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
