"""The file of a backup: a ZIP archive with a list of its own contents."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo, is_zipfile
from zlib import error as ZlibError  # noqa: N812 - the library's own name is no class name

from monitor.domain.backup import FORMAT, Kept, Manifest
from monitor.domain.errors import RestoreError
from monitor.domain.instants import local

MANIFEST = "manifest.json"
DATABASE = "database/monitor.db"
PACKED = frozenset(
    {".pdf", ".docx", ".xlsx", ".png", ".zip"}
)  # nothing is won by packing again
FAST = 1
CHUNK = 1 << 20
FIRST_YEAR = 1980  # that a ZIP archive can name
MOST_MANIFEST = 1 << 28


def write_backup(
    path: Path, sources: Mapping[str, Path], manifest: Manifest, *, at: datetime
) -> Manifest:
    """Write a backup into a new file, for its owner alone, and have it on the disk.

    A file that went away meanwhile is left out. Returns the manifest with what was written.

    Raises:
        OSError: disk or folder would not take it.
    """
    files: dict[str, Kept] = {}
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(handle, "w+b") as file:
        with ZipFile(file, "w", compresslevel=FAST) as archive:
            for name, source in sources.items():
                try:
                    with source.open("rb") as opened:
                        files[name] = _add(archive, name, opened, at=at)
                except FileNotFoundError:
                    continue
            told = replace(manifest, files=files)
            archive.writestr(_entry(MANIFEST, at=at), _as_json(told))
        file.flush()
        os.fsync(file.fileno())
    return told


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        RestoreError: it is no backup, or one of a newer program.
    """
    with _opened(path) as archive:
        return _manifest(archive, path)


def check_backup(path: Path) -> Manifest:
    """Read a whole backup back, and hold every file against its code.

    Raises:
        RestoreError: a file is missing, is not as it was, or is not in the list.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        for name in manifest.files:
            with archive.open(name) as file:
                _hold_against(manifest, name, _measured(file), path)
    return manifest


def unpack(path: Path, manifest: Manifest, folder: Path, *, within: str) -> Iterator[Path]:
    """Lay the files of one part of a backup into a folder, for their owner alone.

    Yields their paths below the folder.

    Raises:
        RestoreError: a file is not as it was when the backup was made.
        OSError: disk or folder would not take it.
    """
    with _opened(path) as archive:
        for name in manifest.files:
            if not name.startswith(f"{within}/"):
                continue
            place = folder / PurePosixPath(name).relative_to(within)
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            with archive.open(name) as packed, os.fdopen(handle, "wb") as file:
                found = _measured(packed, into=file)
                file.flush()
                os.fsync(file.fileno())
            _hold_against(manifest, name, found, path)
            yield place.relative_to(folder)


def _add(archive: ZipFile, name: str, opened: IO[bytes], *, at: datetime) -> Kept:
    with archive.open(_entry(name, at=at), "w", force_zip64=True) as entry:
        return _measured(opened, into=entry)


def _measured(file: IO[bytes], into: IO[bytes] | None = None) -> Kept:
    """Return size and code of what is read, written elsewhere on the way if so asked."""
    digest, size = sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if into is not None:
            into.write(chunk)
    return Kept(size=size, sha256=digest.hexdigest())


def _entry(name: str, *, at: datetime) -> ZipInfo:
    clock = local(at)
    entry = ZipInfo(name, (max(clock.year, FIRST_YEAR), *clock.timetuple()[1:6]))
    entry.compress_type = ZIP_STORED if PurePosixPath(name).suffix in PACKED else ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """Open an archive whose faults are told as ours."""
    if not is_zipfile(path):
        raise RestoreError(file=path.name, reason="not_a_backup")
    try:
        with ZipFile(path) as archive:
            yield archive
    except (BadZipFile, ZlibError, EOFError, KeyError, RuntimeError) as error:
        raise RestoreError(file=path.name, reason="broken") from error


def _manifest(archive: ZipFile, path: Path) -> Manifest:
    try:
        entry = archive.getinfo(MANIFEST)
    except KeyError as error:
        raise RestoreError(file=path.name, reason="not_a_backup") from error
    if entry.file_size > MOST_MANIFEST:
        raise RestoreError(file=path.name, reason="broken")
    try:
        told = json.loads(archive.read(MANIFEST))
        if told["format"] > FORMAT:
            raise RestoreError(file=path.name, reason="newer")
        manifest = Manifest(
            made_at=datetime.fromisoformat(told["made_at"]),
            program=str(told["program"]),
            schema=str(told["schema"]),
            rows={str(name): int(count) for name, count in told["rows"].items()},
            files={str(name): Kept(**one) for name, one in told["files"].items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise RestoreError(file=path.name, reason="broken") from error
    named = {one.filename for one in archive.infolist()} - {MANIFEST}
    if named != set(manifest.files) or not all(map(_is_plain, named)):
        raise RestoreError(file=path.name, reason="broken")
    return manifest


def _is_plain(name: str) -> bool:
    """Tell whether a name leads nowhere but below the folder that it is laid into."""
    parts = name.split("/")
    return "\\" not in name and not any(one in {"", ".", ".."} for one in parts)


def _hold_against(manifest: Manifest, name: str, found: Kept, path: Path) -> None:
    if found != manifest.files[name]:
        raise RestoreError(file=path.name, reason="broken")


def _as_json(manifest: Manifest) -> bytes:
    told = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "program": manifest.program,
        "schema": manifest.schema,
        "rows": dict(manifest.rows),
        "files": {name: asdict(one) for name, one in manifest.files.items()},
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
