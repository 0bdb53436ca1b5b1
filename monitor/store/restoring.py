"""Putting a backup in the place of the present state, which is set aside and never deleted."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import is_zipfile

from monitor.domain.backup import Manifest
from monitor.domain.errors import RestoreError
from monitor.domain.instants import local
from monitor.store.backup_file import check_backup, unpack
from monitor.store.backups import newest_backup
from monitor.store.copying import look_at
from monitor.store.engine import open_engine
from monitor.store.identity import identify
from monitor.store.office_files import SHELVES, VAR, WORKBOOKS, OfficeFiles
from monitor.store.schema import is_known, upgrade
from monitor.store.work import SqlStore

STAGE = ".restore-"
ASIDE = "truoc-phuc-hoi-"
LOGS = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """What is to be put in place: a store at our schema, and the files.

    `source` is the file taken. `made_at` is when the backup was made, None of a bare
    database file. `schema` is the version that it had.
    """

    source: Path
    store: SqlStore
    made_at: datetime | None
    schema: str
    files: int
    place: "_Place"

    def put_in_place(self, *, at: datetime) -> Path:
        """Set the present state aside, lay this one down, and return where the other lies.

        The database comes last: killed half-way, there is none, which every command says.

        Raises:
            RestoreError: something could not be moved; all lies where it lay before, or the
                error names the folder where it is.
        """
        self.store.engine.dispose()
        return self.place.put(at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where staged files lie, and where they belong."""

    source: Path
    places: OfficeFiles
    database: Path
    var: Path

    def put(self, *, at: datetime) -> Path:
        home, var = self.places.database.parent, self.places.var
        aside = _fresh(home, at=at)
        beside = aside if var == home else _fresh(var, at=at)
        moves = _Moves()
        try:
            self._put(moves, aside, beside)
        except BaseException as error:
            left = moves.undo()
            for folder in {aside, beside}:
                with suppress(OSError):  # not empty, where something could not be put back
                    folder.rmdir()
            name = self.source.name
            if left:
                where = ", ".join(sorted({str(one.parent) for one in left}))
                raise RestoreError(
                    file=name, reason="half_moved", path=moves.place, aside=where
                ) from error
            if isinstance(error, OSError):
                raise RestoreError(file=name, reason="immovable", path=moves.place) from error
            raise
        if beside != aside and not any(beside.iterdir()):
            beside.rmdir()
        return aside

    def _put(self, moves: "_Moves", aside: Path, beside: Path) -> None:
        home, var = self.places.database, self.places.var
        for path in (home, *(home.with_name(f"{home.name}{end}") for end in LOGS)):
            if path.exists():
                moves.set_aside(path, aside)
        if (self.var / VAR).is_dir():
            for shelf in SHELVES:
                _swap(moves, self.var / VAR / shelf, var / shelf, beside)
        _add_missing(self.var / WORKBOOKS, self.places.workbooks)
        moves.lay(self.database, home)
        engine = open_engine(f"sqlite:///{home}")
        try:
            identify(engine, home)
        finally:
            engine.dispose()


@dataclass(slots=True)
class _Moves:
    """What was moved from where to where, so that it can be moved back.

    `place` is the file or folder of the office that was moved or laid down last.
    """

    done: list[tuple[Path, Path]] = field(default_factory=list)
    place: Path = Path()

    def set_aside(self, place: Path, aside: Path) -> None:
        """Set a file or folder aside."""
        self._move(place, aside / place.name, place=place)

    def lay(self, staged: Path, place: Path) -> None:
        """Lay a staged one down."""
        self._move(staged, place, place=place)

    def _move(self, path: Path, to: Path, *, place: Path) -> None:
        self.place = place
        path.replace(to)
        self.done.append((path, to))

    def undo(self) -> Sequence[Path]:
        """Move everything back, the last first; return where what could not be moved lies."""
        left: list[Path] = []
        for path, to in reversed(self.done):
            try:
                to.replace(path)
            except OSError:
                left.append(to)
        self.done.clear()
        return left


@contextmanager
def stage(source: Path, places: OfficeFiles, *, at: datetime) -> Iterator[Staged]:
    """Verify a backup, lay it out beside the present state, and bring it to our schema.

    `source` is a backup, a folder of them (the newest made by `at` is taken, as in
    `newest_backup`), or a bare database file.
    Nothing of the present state is touched until `put_in_place`.

    Raises:
        RestoreError: it is no backup, is not whole, is one of a newer program, or another
            program writes to the present database.
        OSError: it cannot be read, or the disk is full.
    """
    if source.is_dir():
        found = newest_backup(source, at=at)
        if found is None:
            raise RestoreError(file=source.name, reason="none")
        source = found
    home, var = places.database.parent, places.var
    for folder in (home, var):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _check_idle(places.database)
    with (
        TemporaryDirectory(prefix=STAGE, dir=home) as work,
        TemporaryDirectory(prefix=STAGE, dir=var) as files,
    ):
        database, beside = Path(work) / "monitor.db", Path(files)
        manifest = check_backup(source) if is_zipfile(source) else None
        if manifest is None:
            _take_bare(source, database)
            count = 0
        else:
            count = _take_out(source, manifest, database, beside)
        held = look_at(database)
        _check_content(source, held.schema, held.rows, manifest)
        engine = open_engine(f"sqlite:///{database}")
        try:
            upgrade(engine)
            yield Staged(
                source=source,
                store=SqlStore(engine),
                made_at=manifest.made_at if manifest else None,
                schema=held.schema,
                files=count,
                place=_Place(source=source, places=places, database=database, var=beside),
            )
        finally:
            engine.dispose()


def _take_out(source: Path, manifest: Manifest, database: Path, beside: Path) -> int:
    """Lay out the files of a backup, and return how many lie beside its database."""
    for part in unpack(source, manifest, database.parent, within="database"):
        if part.name != database.name:
            raise RestoreError(file=source.name, reason="not_a_backup")
    if not database.exists():
        raise RestoreError(file=source.name, reason="not_a_backup")
    return sum(
        1
        for within in (VAR, WORKBOOKS)
        for _ in unpack(source, manifest, beside / within, within=within)
    )


def _take_bare(source: Path, database: Path) -> None:
    """Copy a database file, with what its log still holds."""
    for end in ("", "-wal"):
        path = source.with_name(f"{source.name}{end}")
        if not end or path.exists():
            shutil.copyfile(path, f"{database}{end}")
    database.chmod(0o600)
    try:
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        raise RestoreError(file=source.name, reason="not_a_backup") from error


def _check_content(
    source: Path, schema: str, rows: Mapping[str, int], manifest: Manifest | None
) -> None:
    if manifest is not None and (manifest.schema, dict(manifest.rows)) != (schema, dict(rows)):
        raise RestoreError(file=source.name, reason="broken")
    if not is_known(schema):
        raise RestoreError(file=source.name, reason="newer")


def _check_idle(database: Path) -> None:
    """Refuse while another program writes; a file that is no database keeps nobody away.

    Raises:
        RestoreError: one does.
    """
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise RestoreError(file=database.name, reason="busy") from error


def _fresh(folder: Path, *, at: datetime) -> Path:
    """Make a folder to set things aside in, of a name that is free."""
    name, turn = f"{ASIDE}{local(at):%Y%m%dT%H%M%S}", 1
    while (place := folder / (name if turn == 1 else f"{name}-{turn}")).exists():
        turn += 1
    place.mkdir(mode=0o700)
    return place


def _swap(moves: _Moves, staged: Path, place: Path, aside: Path) -> None:
    """Set a shelf aside, and lay the staged one down, if there is one."""
    if place.exists():
        moves.set_aside(place, aside)
    if staged.exists():
        moves.lay(staged, place)


def _add_missing(staged: Path, folder: Path) -> None:
    """Lay workbooks down that are no longer there; units may be writing in the others."""
    for path in sorted(staged.rglob("*")) if staged.is_dir() else ():
        place = folder / path.relative_to(staged)
        if path.is_dir():
            place.mkdir(parents=True, exist_ok=True, mode=0o770)
        elif not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o770)
            shutil.copyfile(path, place)
            place.chmod(0o660)
