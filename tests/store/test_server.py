"""A database on a server is looked at before it is worked with, and what is wrong is told."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from monitor.domain.errors import LostDatabaseError, ServerError
from monitor.store.engine import open_engine, writing
from monitor.store.identity import check_server_identity, check_server_sign, mark_of
from monitor.store.server import look_at_server, place_of, server_fault
from tests.postgres import Server, a_database, a_server

PLACE = "postgresql://server/office"


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with a_database(postgres) as url:
        yield url


@pytest.fixture
def ready(postgres: Server, model: str) -> Iterator[str]:
    """Yield the URL of a database that was set up."""
    with a_database(postgres, like=model) as url:
        yield url


@pytest.fixture
def role(postgres: Server, url: str, ready: str) -> Iterator[str]:
    """Yield the name of a role that owns nothing."""
    name = sql.Identifier("dunghan_guest")
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
    yield "dunghan_guest"
    for place in (url, ready, postgres.url):
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP OWNED BY {}").format(name))
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP ROLE {}").format(name))


def other(url: str, **parts: str) -> str:
    changed = make_url(url).set(**parts)  # type: ignore[arg-type]
    return changed.render_as_string(hide_password=False)


def fault_at(url: str, *, oldest: int = 15) -> ServerError:
    engine = open_engine(url)
    try:
        with pytest.raises(ServerError) as raised:
            look_at_server(engine, oldest=oldest)
    finally:
        engine.dispose()
    return raised.value


def execute(url: str, *statements: str) -> None:
    """Run some statements as the owner."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def test_a_new_one_is_well_and_so_is_one_set_up(url: str, ready: str) -> None:
    for place, is_new in ((url, True), (ready, False)):
        engine = open_engine(place)
        seen = look_at_server(engine)
        engine.dispose()

        assert seen.is_new == is_new
        assert seen.version.split(".")[0].isdigit()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        pytest.param({"database": "nowhere"}, "missing", id="an unknown database"),
        pytest.param({"username": "nobody_here"}, "refused", id="an unknown role"),
    ],
)
def test_who_is_not_let_in_is_told_why(url: str, parts: dict[str, str], reason: str) -> None:
    fault = fault_at(other(url, password="open-sesame", **parts))  # noqa: S106 - nobody's

    assert fault.facts["reason"] == reason
    assert "open-sesame" not in f"{fault} {fault.facts}"


def test_a_wrong_port_is_told() -> None:
    fault = fault_at("postgresql://monitor@127.0.0.1:1/monitor?connect_timeout=2")

    assert fault.facts == {
        "place": "postgresql://monitor@127.0.0.1:1/monitor?connect_timeout=2",
        "reason": "unreachable",
    }


def test_an_option_that_nobody_knows_is_told(url: str) -> None:
    assert fault_at(f"{url}&sesame=open").facts["reason"] == "url"


def test_an_older_server_is_told(url: str) -> None:
    fault = fault_at(url, oldest=99)

    assert (fault.facts["reason"], fault.facts["oldest"]) == ("old", 99)
    assert str(fault.facts["version"])[0].isdigit()


def test_another_encoding_is_told(postgres: Server) -> None:
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(
            "CREATE DATABASE dunghan_latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
        )
        try:
            fault = fault_at(other(postgres.url, database="dunghan_latin"))
        finally:
            connection.execute("DROP DATABASE dunghan_latin")

    assert (fault.facts["reason"], fault.facts["encoding"]) == ("encoding", "LATIN1")


def test_who_may_make_no_table_is_told(url: str, role: str) -> None:
    assert fault_at(other(url, username=role)).facts["reason"] == "no_create"


@pytest.mark.parametrize(
    ("granted", "reason"),
    [
        pytest.param((), "forbidden", id="nothing"),
        pytest.param(
            ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO dunghan_guest",),
            "forbidden",
            id="reading",
        ),
        pytest.param(
            (
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO dunghan_guest",
                "GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO dunghan_guest",
                "ALTER ROLE dunghan_guest SET default_transaction_read_only = on",
            ),
            "read_only",
            id="writing, but not now",
        ),
        pytest.param(
            ("GRANT ALL ON ALL TABLES IN SCHEMA public TO dunghan_guest",),
            "forbidden",
            id="no number for what is new",
        ),
    ],
)
def test_who_may_not_write_is_told(
    ready: str, role: str, granted: tuple[str, ...], reason: str
) -> None:
    execute(ready, *granted)

    assert fault_at(other(ready, username=role)).facts["reason"] == reason


def test_who_may_write_is_let_in(ready: str, role: str) -> None:
    kinds = ("TABLES", "SEQUENCES")
    execute(ready, *(f"GRANT ALL ON ALL {one} IN SCHEMA public TO {role}" for one in kinds))
    engine = open_engine(other(ready, username=role))

    assert not look_at_server(engine).is_new
    engine.dispose()


def test_a_server_that_stops_is_told_and_so_is_one_that_does_not_run() -> None:
    with a_server() as server:
        engine = open_engine(server.url)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            server.stop()
            with pytest.raises(DBAPIError) as raised:
                connection.execute(text("SELECT 1"))
        cut = server_fault(engine.url, raised.value)
        engine.dispose()
        stopped = fault_at(server.url)

    assert cut is not None
    assert cut.facts["reason"] == "gone"
    assert stopped.facts["reason"] == "unreachable"


def test_a_defect_of_ours_is_none_of_the_server(url: str) -> None:
    engine = open_engine(url)
    with engine.connect() as connection, pytest.raises(ProgrammingError) as raised:
        connection.execute(text("SELECT nonsense"))
    engine.dispose()

    assert server_fault(engine.url, raised.value) is None


def test_a_place_is_told_without_its_password() -> None:
    url = make_url(
        "postgresql+psycopg://a:open-sesame@h:1/d?password=open-sesame&sslmode=require"
    )

    assert place_of(url) == "postgresql://a@h:1/d?sslmode=require"


@pytest.fixture
def engine(ready: str) -> Iterator[Engine]:
    engine = open_engine(ready)
    yield engine
    engine.dispose()


def test_a_database_is_numbered_once_and_marked_on_each_machine(
    engine: Engine, tmp_path: Path
) -> None:
    for machine in ("one", "other", "one"):
        check_server_identity(engine, tmp_path / machine, place=PLACE)

    one, two = (
        mark_of(tmp_path / name / "postgresql").read_text("ascii") for name in ("one", "other")
    )
    assert one == two
    assert len(one.strip()) == 8


def test_one_that_was_emptied_or_exchanged_is_refused(engine: Engine, tmp_path: Path) -> None:
    check_server_identity(engine, tmp_path, place=PLACE)
    for change in (
        "DELETE FROM secrets",
        "INSERT INTO secrets VALUES ('database', '00000001')",
    ):
        with writing(engine) as connection:
            connection.execute(text(change))
        with pytest.raises(LostDatabaseError) as raised:
            check_server_identity(engine, tmp_path, place=PLACE)

    assert raised.value.facts["sign"] == str(tmp_path / ".dunghan-postgresql")


@pytest.mark.parametrize("name", [".dunghan-postgresql", ".dunghan-monitor.db"])
def test_none_is_set_up_where_the_office_has_had_one(tmp_path: Path, name: str) -> None:
    check_server_sign(tmp_path / "none", place=PLACE)
    check_server_sign(tmp_path, place=PLACE)
    (tmp_path / name).touch()

    with pytest.raises(LostDatabaseError) as raised:
        check_server_sign(tmp_path, place=PLACE)

    assert raised.value.facts["sign"] == str(tmp_path / name)
