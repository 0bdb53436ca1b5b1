"""On a full disk, or beside somebody who holds the database, work fails plainly and goes on."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from monitor.bootstrap import App
from tests.builders import vn
from tests.crash.books import Books, books
from tests.crash.deaths import Points
from tests.crash.life import LIFE, Step, an_office_in, deadly, open_app
from tests.offices import FolderOffice

BASELINE, ASKED = LIFE[:2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An office whose first export was taken in, and that has just got the second."""

    office: FolderOffice
    app: App
    aside: Path
    limits: list[str]

    @property
    def database(self) -> Path:
        return self.office.var / "monitor.db"

    def take(self, step: Step) -> None:
        step.act(deadly(self.app, Points()), vn(step.at))

    def go_back(self) -> None:
        """Put the office as it was before the second export was taken in."""
        self.app.store.engine.dispose()
        shutil.rmtree(self.office.folder)
        shutil.copytree(self.aside, self.office.folder)

    def limit(self, *pragmas: str) -> None:
        """Bind every connection from now on."""
        self.limits[:] = pragmas
        self.app.store.engine.dispose()

    def books(self) -> Books:
        self.app.store.engine.dispose()
        return books(self.office)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    office = an_office_in(tmp_path_factory.mktemp("disk") / "office")
    app = open_app(office)
    desk = Desk(office=office, app=app, aside=office.folder.with_name("aside"), limits=[])

    def bind(connection: sqlite3.Connection, _: object) -> None:
        for pragma in desk.limits:
            connection.execute(f"PRAGMA {pragma}").close()

    event.listen(app.store.engine, "connect", bind)
    BASELINE.begin(office)
    desk.take(BASELINE)
    app.store.engine.dispose()
    ASKED.begin(office)
    shutil.copytree(office.folder, desk.aside)
    yield desk
    app.close()


@pytest.fixture(scope="module")
def undisturbed(desk: Desk) -> Books:
    """Return what the office holds once the second export was taken in, twice looked at."""
    desk.go_back()
    desk.take(ASKED)
    desk.take(ASKED)
    return desk.books()


@contextmanager
def full(desk: Desk, *, free_pages: int) -> Iterator[None]:
    """Leave the database so many pages of 4 KiB to grow by."""
    with closing(sqlite3.connect(desk.database)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    desk.limit(f"max_page_count={pages + free_pages}")
    try:
        yield
    finally:
        desk.limit()


@contextmanager
def held(desk: Desk) -> Iterator[None]:
    """Have another hold the database for longer than anybody waits."""
    desk.limit("busy_timeout=20")
    with closing(sqlite3.connect(desk.database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            desk.limit()


@pytest.mark.parametrize("free_pages", [0, 1, 3])
def test_a_full_disk_loses_nothing_and_once_there_is_room_the_work_goes_on(
    desk: Desk, undisturbed: Books, free_pages: int
) -> None:
    desk.go_back()

    with full(desk, free_pages=free_pages), pytest.raises(OperationalError, match="full"):
        desk.take(ASKED)
    desk.take(ASKED)
    desk.take(ASKED)

    assert desk.books() == undisturbed


@contextmanager
def read_only(desk: Desk) -> Iterator[None]:
    """Let the database be read and not be written."""
    engine = desk.app.store.engine
    engine.dispose()

    def connect(*_: object) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{desk.database}?mode=ro", uri=True)

    event.listen(engine, "do_connect", connect)
    try:
        yield
    finally:
        event.remove(engine, "do_connect", connect)
        engine.dispose()


def test_a_database_that_can_only_be_read_loses_nothing(desk: Desk, undisturbed: Books) -> None:
    desk.go_back()

    with read_only(desk), pytest.raises(OperationalError, match="readonly"):
        desk.take(ASKED)
    desk.take(ASKED)
    desk.take(ASKED)

    assert desk.books() == undisturbed


def test_a_database_that_another_holds_loses_nothing(desk: Desk, undisturbed: Books) -> None:
    desk.go_back()

    with held(desk), pytest.raises(OperationalError, match="locked"):
        desk.take(ASKED)
    desk.take(ASKED)
    desk.take(ASKED)

    assert desk.books() == undisturbed
