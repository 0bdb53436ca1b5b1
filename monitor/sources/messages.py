"""Messages of the national portal: a JSON file, or a folder of them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.domain.errors import SourceFileError
from monitor.sources.exported import name_instant
from monitor.sources.files import decode, open_plain, read_bytes
from monitor.sources.limits import MOST_JSON, MOST_JSON_FOLDER, MOST_MESSAGES
from monitor.sources.reasons import Reason

ENDING = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file: its messages, or why it has none."""

    file: str
    bodies: tuple[object, ...] = ()
    fault: Reason | None = None
    told_at: datetime | None = None  # from its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """What lies in a file or a folder, by name."""

    file: str
    is_folder: bool
    parts: tuple[Part, ...]


def is_messages(path: Path) -> bool:
    """Tell whether `path` is a folder or holds JSON."""
    if path.is_dir() or path.suffix.lower() == ENDING:
        return True
    try:
        with open_plain(path) as stream:
            start = stream.read(64)
    except OSError:
        return False
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"{", b"["))


def open_messages(path: Path) -> Messages:
    """Read a file, or every `.json` file of a folder.

    In a folder a file that cannot be read is told and takes no other along.

    Raises:
        SourceFileError: the one file cannot be read, or the folder holds none.
    """
    if not path.is_dir():
        return Messages(file=path.name, is_folder=False, parts=(_read(path),))
    files = sorted(one for one in path.iterdir() if one.suffix.lower() == ENDING)
    if not files:
        raise SourceFileError(file=path.name, reason=Reason.EMPTY_FOLDER)
    return Messages(file=path.name, is_folder=True, parts=tuple(_read_each(files)))


def _read_each(files: list[Path]) -> Iterator[Part]:
    room = MOST_JSON_FOLDER
    for path in files:
        try:
            yield _read(path, most=min(room, MOST_JSON))
            room -= path.stat().st_size
        except SourceFileError as error:
            yield Part(file=path.name, fault=Reason(str(error.facts["reason"])))


def _read(path: Path, *, most: int = MOST_JSON) -> Part:
    text = decode(read_bytes(path, most=most), file=path.name, otherwise=Reason.BAD_JSON)
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceFileError(file=path.name, reason=Reason.BAD_JSON) from error
    bodies = _bodies(body, path)
    if len(bodies) > MOST_MESSAGES:
        raise SourceFileError(file=path.name, reason=Reason.TOO_BIG)
    return Part(file=path.name, bodies=bodies, told_at=name_instant(path.stem))


def _bodies(body: object, path: Path) -> tuple[object, ...]:
    """Return the messages: a list, the `data` of an envelope, or the one object."""
    if isinstance(body, dict) and isinstance(body.get("data"), list):
        body = body["data"]
    if isinstance(body, list):
        return tuple(body)
    if isinstance(body, dict):
        return (body,)
    raise SourceFileError(file=path.name, reason=Reason.NOT_DOSSIERS)
