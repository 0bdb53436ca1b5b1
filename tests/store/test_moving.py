"""A store is copied whole between the two databases, value by value, or not at all."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Engine, event, insert, inspect, select, text
from sqlalchemy import types as generic
from sqlalchemy.exc import DBAPIError, OperationalError

from monitor.domain.errors import CopyError, SchemaError, ServerError
from monitor.store.engine import open_engine, reading, writing
from monitor.store.moving import TABLES, copy_state, copy_store, count_rows
from monitor.store.plain import Row, plain_rows
from monitor.store.rehearsal import rehearse
from monitor.store.server import server_fault
from monitor.store.tables import dossiers, findings, metadata
from monitor.store.types import UtcDateTime
from tests.postgres import Server, a_database
from tests.stores import NAME, an_engine
from tests.stores import copy_store as copy_file

ODD = (
    "Nguyễn Thị Ví Dụ",
    "\\N",
    "",
    "tab\tline\nreturn\rback\\slash 'quoted' \"twice\"",
    "\ufffe \U0001f600 e\u0301",
)
INSTANTS = (
    datetime(1970, 1, 1, tzinfo=UTC),
    datetime(1945, 9, 2, 7, tzinfo=UTC),
    datetime(2026, 11, 12, 1, 2, 3, tzinfo=UTC),
    datetime(9999, 12, 31, tzinfo=UTC),
)
ROWS = 4


JSONS: tuple[Any, ...] = (None, {"ô": [ODD[3], 1.5e300, True]}, "x", [])
KINDS: tuple[tuple[type[Any], Callable[[int], object]], ...] = (
    (UtcDateTime, INSTANTS.__getitem__),
    (generic.Boolean, lambda row: row % 2 == 0),
    (generic.Integer, lambda row: 2**31 - 1 - row),
    (generic.Date, lambda row: date(2026, 11, 1 + row)),
    (generic.LargeBinary, lambda row: bytes(range(256)) * row),
    (generic.JSON, JSONS.__getitem__),
    (object, ODD.__getitem__),
)


def value(column: Column[Any], row: int) -> object:
    """Return an odd value for a column; those of one column differ."""
    if named := next(iter(column.foreign_keys), None):
        return value(named.column, row)
    if column.primary_key and isinstance(column.type, generic.Integer):
        return row + 1
    if column.nullable and row == 1:
        return None
    return next(make for kind, make in KINDS if isinstance(column.type, kind))(row)


def fill(engine: Engine) -> None:
    """Write some rows into every table."""
    with writing(engine) as connection:
        for table in TABLES:
            rows = [
                {column.name: value(column, row) for column in table.columns}
                for row in range(ROWS)
            ]
            connection.execute(insert(table), rows)


def held(engine: Engine) -> dict[str, list[Row]]:
    with reading(engine) as connection:
        return {
            table.name: [row for batch in plain_rows(connection, table) for row in batch]
            for table in TABLES
        }


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Iterator[Engine]:
    """Yield a store with odd values in every table, that nobody writes to."""
    engine = an_engine(copy_file(blank, tmp_path_factory.mktemp("full") / NAME))
    fill(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def target(postgres: Server, model: str) -> Iterator[Engine]:
    """Yield a database on a server that was set up, and is empty."""
    with a_database(postgres, like=model) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def bare(postgres: Server) -> Iterator[Engine]:
    """Yield a database on a server that was never set up."""
    with a_database(postgres) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


def is_bare(engine: Engine) -> bool:
    with engine.connect() as connection:
        return not inspect(connection).get_table_names()


def test_every_table_is_there_and_back_value_by_value(
    full: Engine, bare: Engine, tmp_path: Path
) -> None:
    target = bare
    back = an_engine(tmp_path / NAME)
    steps: list[int] = []

    there = copy_store(full, target, place="there", step=lambda _, rows: steps.append(rows))
    again = copy_store(target, back, place="back")

    assert held(full) == held(target) == held(back)
    assert there == again
    assert there.rows == {table.name: ROWS for table in TABLES}
    assert sum(steps) == 2 * count_rows(full)
    for table in TABLES:
        with full.connect() as one, target.connect() as two, back.connect() as three:
            first, *others = (
                one_.execute(select(table).order_by(*table.primary_key)).all()
                for one_ in (one, two, three)
            )
        assert others == [first, first]
    back.dispose()


def test_what_is_new_there_is_numbered_on(full: Engine, target: Engine) -> None:
    copy_store(full, target, place="there")

    with writing(target) as connection:
        row = {column.name: value(column, 0) for column in dossiers.columns} | {"code": "new"}
        del row["id"]
        made = connection.execute(insert(dossiers).returning(dossiers.c.id), row).scalar_one()

    assert made == ROWS + 1


def test_an_empty_store_leaves_one_that_numbers_from_one(blank: Path, target: Engine) -> None:
    source = an_engine(blank)

    assert set(copy_store(source, target, place="there").rows.values()) == {0}
    source.dispose()
    with writing(target) as connection:
        row = {column.name: value(column, 0) for column in dossiers.columns}
        del row["id"]
        assert connection.execute(insert(dossiers).returning(dossiers.c.id), row).scalar() == 1


def test_a_target_that_holds_something_is_refused_and_stays(
    full: Engine, target: Engine
) -> None:
    with writing(target) as connection:
        connection.execute(text("INSERT INTO done VALUES ('x', now())"))

    with pytest.raises(CopyError) as raised:
        copy_store(full, target, place="there")

    assert raised.value.facts == {"place": "there", "reason": "filled", "table": "done"}
    assert count_rows(target) == 1


def test_a_store_of_another_version_is_refused(tmp_path: Path, target: Engine) -> None:
    source = an_engine(tmp_path / NAME)

    with pytest.raises(SchemaError):
        copy_store(source, target, place="there")

    source.dispose()
    assert count_rows(target) == 0


@pytest.mark.parametrize(
    ("change", "table"),
    [
        pytest.param(
            "UPDATE applicants SET name = 'a' || char(0) || 'b' WHERE dossier_id = 2",
            "applicants",
            id="a letter that texts there cannot hold",
        ),
        pytest.param(
            "UPDATE dossiers SET as_of = 'soon' WHERE id = 2", "dossiers", id="no instant"
        ),
        pytest.param("UPDATE findings SET tells = '[' WHERE id = 2", "findings", id="no JSON"),
        pytest.param(
            "UPDATE dossiers SET as_of = 9999999999999 WHERE id = 2", "dossiers", id="no year"
        ),
    ],
)
def test_what_cannot_be_there_is_told_by_its_table_and_nothing_is_copied(
    full: Engine, target: Engine, tmp_path: Path, change: str, table: str
) -> None:
    source = an_engine(tmp_path / NAME)
    copy_state(full, source, place="here")
    with source.begin() as connection:
        connection.exec_driver_sql(change)

    with pytest.raises(CopyError) as raised:
        copy_store(source, target, place="there")

    source.dispose()
    assert raised.value.facts == {"place": "there", "reason": "unfit", "table": table}
    assert count_rows(target) == 0


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(
            "UPDATE applicants SET name = name || ' ' WHERE dossier_id = 1", id="a text"
        ),
        pytest.param("DELETE FROM held", id="rows that are gone"),
        pytest.param(
            "UPDATE dossiers SET as_of = as_of + interval '1 second' WHERE id = 2",
            id="a second",
        ),
        pytest.param("UPDATE letters SET is_scan = NOT is_scan WHERE id = 1", id="yes and no"),
        pytest.param("UPDATE pdf_bytes SET bytes = 'x' WHERE length(bytes) = 256", id="bytes"),
        pytest.param("UPDATE findings SET facts = '{ }' WHERE id = 1", id="JSON"),
    ],
)
def test_a_damaged_value_is_found_and_all_is_undone(
    full: Engine, target: Engine, damage: str
) -> None:
    begun: list[Connection] = []
    event.listen(target, "begin", begun.append)

    def spoil(table: str, _: int) -> None:
        if table == TABLES[-1].name:  # the last one written
            begun[-1].execute(text(damage))

    with pytest.raises(CopyError) as raised:
        copy_store(full, target, place="there", step=spoil)

    assert raised.value.facts["reason"] == "differs"
    assert count_rows(target) == 0


class Interruption(BaseException):
    """Somebody pulls the plug."""


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
def test_one_that_is_interrupted_leaves_no_table(
    full: Engine, bare: Engine, tmp_path: Path, to: str
) -> None:
    file = an_engine(tmp_path / NAME)
    there = bare if to == "postgresql" else file

    def interrupt(table: str, _: int) -> None:
        if table == findings.name:
            raise Interruption

    with pytest.raises(Interruption):
        copy_store(full, there, place="there", step=interrupt)

    assert is_bare(there)
    file.dispose()


def test_a_server_that_ends_the_copy_is_told_and_leaves_nothing(
    full: Engine, target: Engine
) -> None:
    def cut(table: str, _: int) -> None:
        if table == findings.name:
            other = open_engine(target.url.render_as_string(hide_password=False))
            with other.connect() as connection:
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
                )
            other.dispose()

    with pytest.raises(DBAPIError) as raised:
        copy_store(full, target, place="there", step=cut)

    fault = server_fault(target.url, raised.value)
    assert isinstance(fault, ServerError)
    assert fault.facts["reason"] == "gone"
    assert count_rows(target) == 0


def test_nobody_writes_meanwhile_and_all_may_read(full: Engine, target: Engine) -> None:
    hurried = open_engine(full.url.render_as_string())
    event.listen(hurried, "connect", lambda one, _: one.execute("PRAGMA busy_timeout=0"))
    tried: list[str] = []

    def write(_: str, __: int) -> None:
        assert count_rows(hurried) > 0
        with pytest.raises(OperationalError) as raised, hurried.begin():
            pass
        tried.append(getattr(raised.value.orig, "sqlite_errorname", ""))

    copy_store(full, target, place="there", step=write)

    hurried.dispose()
    assert set(tried) == {"SQLITE_BUSY"}


def test_a_rehearsal_of_a_store_on_a_server_is_played_on_a_file(
    full: Engine, target: Engine, tmp_path: Path
) -> None:
    copy_store(full, target, place="there")
    before = held(target)

    with rehearse(target, beside=tmp_path) as rehearsal:
        assert rehearsal.engine.dialect.name == "sqlite"
        assert held(rehearsal.engine) == before
        with rehearsal.writing() as work:
            work.done.mark("x", at=INSTANTS[2])
        (folder,) = tmp_path.iterdir()
        assert folder.stat().st_mode & 0o077 == 0

    assert held(target) == before
    assert not list(tmp_path.iterdir())


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@settings(
    max_examples=3,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(names=st.lists(TEXTS, max_size=50), keys=st.sets(TEXTS, max_size=50))
def test_any_text_arrives_as_it_was_and_in_the_same_order(
    blank: Path,
    postgres_engine: Engine,
    tmp_path: Path,
    names: list[str],
    keys: set[str],
) -> None:
    path = tmp_path / NAME
    path.unlink(missing_ok=True)
    source = an_engine(copy_file(blank, path))
    with writing(postgres_engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    with writing(source) as connection:
        for key in keys:
            row = {"name": key, "at": INSTANTS[2], "detail": "".join(names)}
            connection.execute(insert(metadata.tables["heartbeats"]), row)

    copy_store(source, postgres_engine, place="there")

    assert held(source) == held(postgres_engine)
    source.dispose()
