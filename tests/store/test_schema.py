"""A database is at our schema, is brought to it, or is refused."""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from subprocess import Popen

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import TEXT, Connection, Engine, String, inspect, text

from monitor.domain.errors import SchemaError
from monitor.store.engine import SQLITE, open_engine, reading, writing
from monitor.store.schema import MIGRATIONS, check, prepare, upgrade
from monitor.store.tables import metadata
from monitor.store.work import SqlStore
from tests.postgres import Server, a_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Yield an empty file."""
    opened = open_engine(f"sqlite:///{tmp_path / 'per%cent' / 'monitor.db'}")
    yield opened
    opened.dispose()


def tables(engine: Engine) -> set[str]:
    with reading(engine) as connection:
        return set(inspect(connection).get_table_names())


def version(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))


def stamp(engine: Engine, name: str) -> None:
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": name})


@pytest.mark.parametrize("bring", [upgrade, prepare])
def test_an_empty_file_is_brought_to_the_schema(
    engine: Engine, bring: Callable[[Engine], None]
) -> None:
    bring(engine)

    check(engine)
    assert tables(engine) == {*metadata.tables, "alembic_version"}


@pytest.mark.parametrize("bring", [upgrade, prepare])
def test_a_second_time_changes_nothing(engine: Engine, bring: Callable[[Engine], None]) -> None:
    upgrade(engine)
    with writing(engine) as connection:
        connection.execute(text("INSERT INTO done VALUES ('one', 0)"))
    before = version(engine)

    bring(engine)

    with reading(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM done")).scalar_one() == 1
    assert version(engine) == before


def test_the_migrations_make_the_tables_that_the_program_knows(store: SqlStore) -> None:
    with reading(store.engine) as connection:
        opts = {"compare_type": _is_of_another_type, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []


def _is_of_another_type(
    context: MigrationContext, _: object, __: object, now: object, wanted: object
) -> bool | None:
    """Leave to the library all but what SQLite cannot tell: it knows no type of texts.

    And of PostgreSQL's order of texts the library looks at nothing.
    """
    if not (isinstance(now, String) and isinstance(wanted, String)):
        return None
    if context.dialect.name == SQLITE:
        return False
    return not isinstance(now, TEXT) or now.collation != "C"


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leave out the tables of the engine that calls our jobs."""
    return kind != "table" or not str(name).startswith("procrastinate_")


def test_an_upgrade_keeps_what_is_there_and_has_all_counted_anew(engine: Engine) -> None:
    with writing(engine) as connection:
        bring_to(connection, "0001")
        connection.execute(
            text(
                "INSERT INTO dossiers (system, code, procedure_name, step, as_of, is_open,"
                " unknown, look_at, failures) VALUES ('tinh', 'H1', '', '', 1, 1, '', 7, 2)"
            )
        )
        connection.execute(text("INSERT INTO heartbeats VALUES ('binding', 1, 'x')"))

    upgrade(engine)

    check(engine)
    with reading(engine) as connection:
        row = connection.execute(text("SELECT code, counted_by, due_at FROM dossiers")).one()
        assert tuple(row) == ("H1", "", None)
        assert tuple(connection.execute(text("SELECT * FROM agenda")).one()) == (
            1,
            7,
            2,
            "",
            None,
        )
        assert connection.execute(text("SELECT count(*) FROM heartbeats")).scalar_one() == 0


def test_an_upgrade_keeps_of_a_report_the_code_and_the_size_of_its_workbook(
    engine: Engine,
) -> None:
    with writing(engine) as connection:
        bring_to(connection, "0007")
        connection.execute(
            text(
                "INSERT INTO reports"
                " (unit, first_on, last_on, made_at, sha256, figures, pdf, xlsx)"
                " VALUES ('XA', '2026-11-01', '2026-11-30', 1, 'c', x'7b7d', x'25', x'504b')"
            )
        )

    upgrade(engine)

    with SqlStore(engine).reading() as work:
        kept = work.reports.find("XA", date(2026, 11, 1), date(2026, 11, 30))
    assert kept is not None
    assert (kept.revision, kept.basis, kept.cover, kept.annexes) == (1, b"{}", None, ())
    assert (kept.workbook_size, kept.workbook_sha256) == (2, sha256(b"PK").hexdigest())


def bring_to(connection: Connection, version: str) -> None:
    """Bring an empty database to an older version."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def test_a_database_never_set_up_is_refused(engine: Engine) -> None:
    with pytest.raises(SchemaError) as caught:
        check(engine)

    assert caught.value.facts["found"] == "-"


@pytest.mark.parametrize("judge", [check, prepare])
@pytest.mark.parametrize("other", ["0000", "9999"], ids=["older", "newer"])
def test_another_schema_is_refused(
    engine: Engine, other: str, judge: Callable[[Engine], None]
) -> None:
    upgrade(engine)
    wanted = version(engine)[0]
    stamp(engine, other)

    with pytest.raises(SchemaError) as caught:
        judge(engine)

    assert caught.value.facts == {"found": other, "wanted": wanted}


def test_a_database_of_a_newer_program_is_not_brought_back(engine: Engine) -> None:
    upgrade(engine)
    stamp(engine, "9999")

    with pytest.raises(SchemaError) as caught:
        upgrade(engine)

    assert caught.value.facts["found"] == "9999"
    assert version(engine) == ["9999"]


def test_two_processes_set_a_new_database_up_at_once(postgres: Server) -> None:
    with a_database(postgres) as url:
        command = [sys.executable, "-m", "tests.store.upgrader", url]
        both = [Popen(command) for _ in range(2)]  # noqa: S603 - our own words

        assert [one.wait(60) for one in both] == [0, 0]

        engine = open_engine(url)
        check(engine)
        assert tables(engine) == {*metadata.tables, "alembic_version"}
        engine.dispose()


def test_an_upgrade_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with writing(engine) as connection:
        connection.execute(text("CREATE TABLE systems (code TEXT)"))

    with pytest.raises(Exception, match="already exists"):
        upgrade(engine)

    assert tables(engine) == {"systems"}
