"""A report as canonical JSON, and the code by which its figures are known."""

import json
from dataclasses import fields
from datetime import date, datetime
from hashlib import sha256

from monitor.domain.instants import local
from reports.month import MonthReport

FORMAT = 2  # of the JSON: a new number where a key has another meaning


def canonical(report: MonthReport) -> bytes:
    """Return the report as JSON: the same figures always give the same bytes.

    Keys are sorted, text is UTF-8, instants stand on the Vietnam clock, and codes
    stand for words.
    """
    content = {
        "format": FORMAT,
        "is_provisional": report.is_provisional,
        "period": plain(report.period),
        "revised": plain(report.revised),
        "scope": plain(report.scope),
        "sections": {part.code: plain(part.figures) for part in report.parts},
    }
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def figures_code(content: bytes) -> str:
    """Return the SHA-256 of a report's JSON, in hexadecimal."""
    return sha256(content).hexdigest()


def plain(value: object) -> object:
    """Return what JSON can hold: frozen dataclasses become objects, tuples arrays."""
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, datetime):
        return local(value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return {one.name: plain(getattr(value, one.name)) for one in fields(value)}  # type: ignore[arg-type]


def closing(content: bytes) -> int:
    """Return how many dossiers were pending at the end of a report, read from its JSON."""
    total: int = json.loads(content)["sections"]["table06a"]["total"]["pending"]
    return total
