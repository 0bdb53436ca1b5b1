"""An office whose database lies on a server: the commands, and what is told of the server."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import QueuePool, make_url, text

from monitor.daemon import LOCK, alone
from monitor.store.engine import open_engine
from tests.builders import vn
from tests.cli.conftest import MORNING
from tests.offices import CODE, FolderOffice, lay_messages, three_messages
from tests.postgres import Server, a_database
from tests.stores import NAME, postgres

__all__ = ["postgres"]

PASSWORD = "open-sesame"  # noqa: S105 - nobody's


@pytest.fixture
def url(postgres: Server) -> Iterator[str]:
    with a_database(postgres) as url:
        yield url


@pytest.fixture
def environ(url: str) -> Mapping[str, str]:
    """Return the environment of an office on a server; there the password opens nothing."""
    full = make_url(url).set(password=PASSWORD).render_as_string(hide_password=False)
    return {"DUNGHAN_STORE_URL": full}


def done(office: FolderOffice, environ: Mapping[str, str], *args: str | Path) -> str:
    result = office.call(*args, env=environ)
    assert result.exit_code == 0, (args, result.output, result.exception)
    assert PASSWORD not in result.output
    return result.stdout


def refused(office: FolderOffice, environ: Mapping[str, str], *args: str | Path) -> str:
    result: Result = office.call(*args, env=environ)
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 1, result.output
    assert PASSWORD not in result.output
    return result.stderr


def test_an_office_lives_on_a_server_by_its_commands(
    bare: FolderOffice, environ: Mapping[str, str]
) -> None:
    file = lay_messages(bare.inbox, three_messages())
    place = str(make_url(environ["DUNGHAN_STORE_URL"]).database)

    done(bare, environ, "ingest", file, "--at", MORNING)
    dry = json.loads(done(bare, environ, "scan", "--dry-run", "--at", MORNING, "--json"))
    done(bare, environ, "tick", "--at", MORNING)

    found = json.loads(done(bare, environ, "findings", "list", "--json", "--at", MORNING))
    assert len(dry["findings"]) == found["total"] > 0
    assert place in done(bare, environ, "status", "--at", MORNING)
    assert CODE in done(bare, environ, "explain", CODE, "--at", MORNING)
    done(bare, environ, "letters", "list")
    assert json.loads(done(bare, environ, "outbox", "list", "--json"))
    done(bare, environ, "notify", "--dry-run", "--at", MORNING)
    done(bare, environ, "reconcile", "--at", MORNING)
    done(bare, environ, "deliver")
    done(bare, environ, "export-dossier", CODE, bare.folder / "held.zip")
    assert bare.mails
    assert not (bare.var / NAME).exists()


def test_backups_are_the_servers_and_that_is_said(
    bare: FolderOffice, environ: Mapping[str, str]
) -> None:
    text_ = bare.settings.read_text(encoding="utf-8")
    backups = '\n[backup]\nfolder = "sao-luu"\nhour = "00:00"\n'
    bare.settings.write_text(text_ + backups, encoding="utf-8")
    done(bare, environ, "tick", "--at", MORNING)
    place = bare.folder / "dunghan.dump"
    place.touch()

    facts = json.loads(done(bare, environ, "status", "--json", "--at", MORNING))
    told = refused(bare, environ, "backup")

    assert (facts["backup"], facts["faults"]) == (None, {})
    assert "pg_dump --format=custom" in told
    assert "pg_dump --format=custom" in done(bare, environ, "status", "--at", MORNING)
    assert "pg_restore --clean" in refused(bare, environ, "restore", place)
    assert not (bare.folder / "sao-luu").exists()


def looked(office: FolderOffice, environ: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    told = office.call("check", "--json", env=environ)
    assert PASSWORD not in told.output
    return {one["what"]: (one["verdict"], one["remedy"]) for one in json.loads(told.stdout)}


def test_check_says_which_database_and_that_it_backs_none_up(
    bare: FolderOffice, environ: Mapping[str, str]
) -> None:
    done(bare, environ, "status")

    told = looked(bare, environ)

    (what,) = (one for one in told if one.startswith("Cơ sở dữ liệu postgresql://"))
    assert "(PostgreSQL 1" in what
    assert told[what] == ("ok", "")
    verdict, remedy = told["Cơ sở dữ liệu trên máy chủ không được chương trình sao lưu"]
    assert verdict == "warning"
    assert "pg_dump" in remedy


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        pytest.param({"database": "nowhere"}, "không có cơ sở dữ liệu tên này", id="database"),
        pytest.param({"username": "nobody_here"}, "máy chủ không cho vào", id="role"),
        pytest.param(
            {"query": {"host": "/nowhere"}}, "không có máy chủ PostgreSQL nào", id="server"
        ),
    ],
)
def test_a_server_that_cannot_be_used_is_told_in_one_sentence_and_nothing_is_made(
    bare: FolderOffice, environ: Mapping[str, str], parts: Mapping[str, object], told: str
) -> None:
    url = make_url(environ["DUNGHAN_STORE_URL"]).set(**parts)  # type: ignore[arg-type]
    environ = {"DUNGHAN_STORE_URL": url.render_as_string(hide_password=False)}

    for command in ("status", "init", "tick"):
        said = refused(bare, environ, command)
        assert told in said
        assert said.count("\n") == 1
    verdict, remedy = looked(bare, environ)["Cơ sở dữ liệu"]

    assert verdict == "problem"
    assert told in remedy
    assert not (bare.var / ".dunghan-postgresql").exists()


@pytest.mark.parametrize(
    ("version", "told"),
    [
        pytest.param("0001", "dunghan init", id="older"),
        pytest.param("9999", "9999", id="newer"),
    ],
)
def test_another_schema_is_told(
    bare: FolderOffice, environ: Mapping[str, str], version: str, told: str
) -> None:
    done(bare, environ, "status")
    execute(environ, "UPDATE alembic_version SET version_num = :version", version=version)

    assert told in refused(bare, environ, "status")
    assert told in looked(bare, environ)["Cơ sở dữ liệu"][1]


def execute(environ: Mapping[str, str], statement: str, **values: str) -> None:
    engine = open_engine(environ["DUNGHAN_STORE_URL"])
    with engine.begin() as connection:
        connection.execute(text(statement), values)
    engine.dispose()


def test_a_database_that_was_emptied_is_not_set_up_anew(
    bare: FolderOffice, environ: Mapping[str, str]
) -> None:
    done(bare, environ, "status")
    execute(environ, "DROP SCHEMA public CASCADE")
    execute(environ, "CREATE SCHEMA public")

    for command in ("status", "init", "tick"):
        told = refused(bare, environ, command)
        assert "không lập mới để khỏi gửi lại mọi thư" in told
        assert str(bare.var / ".dunghan-postgresql") in told


def test_an_office_moves_to_a_server_and_back(
    busy: FolderOffice, url: str, environ: Mapping[str, str]
) -> None:
    before = busy.json("findings", "list", "--at", MORNING)

    assert "không lập mới" in refused(busy, environ, "status")
    facts = json.loads(busy.done("copy", "--to", url, "--json"))
    assert (
        json.loads(done(busy, environ, "findings", "list", "--json", "--at", MORNING)) == before
    )
    done(busy, environ, "tick", "--at", MORNING)
    told = done(busy, environ, "copy", "--to", "sqlite:///back.db")

    assert facts["tables"]["dossiers"]["rows"] == 3
    assert len(facts["tables"]["dossiers"]["sha256"]) == 64
    assert f"sang {busy.folder / 'back.db'}; đã đọc lại và khớp từng bảng" in told
    back = {"DUNGHAN_STORE_URL": f"sqlite:///{busy.folder}/back.db"}
    assert json.loads(done(busy, back, "findings", "list", "--json", "--at", MORNING)) == before


@pytest.mark.parametrize(
    ("to", "told"),
    [
        pytest.param("nonsense", "không hiểu địa chỉ", id="no URL"),
        pytest.param("sqlite:///settings.toml", "đã có tệp", id="a file that is there"),
        pytest.param(
            "postgresql://me:open-sesame@127.0.0.1:1/x",
            "không có máy chủ PostgreSQL",
            id="nobody",
        ),
    ],
)
def test_a_copy_that_cannot_be_made_is_told(busy: FolderOffice, to: str, told: str) -> None:
    assert told in refused(busy, {}, "copy", "--to", to)


def test_a_copy_waits_for_the_daemon_to_be_stopped(busy: FolderOffice, url: str) -> None:
    with alone(busy.var, at=vn("2026-11-11 07:15"), name=LOCK):
        assert "chương trình đang chạy" in refused(busy, {}, "copy", "--to", url)
        busy.done("copy", "--to", url, "--while-running")
    assert "đã có dữ liệu (bảng" in refused(busy, {}, "copy", "--to", url)


def test_a_copy_that_fails_leaves_no_file(busy: FolderOffice) -> None:
    execute(
        {"DUNGHAN_STORE_URL": f"sqlite:///{busy.var / NAME}"}, "DROP TABLE supplied_figures"
    )

    result = busy.call("copy", "--to", "sqlite:///new/back.db")

    assert result.exit_code == 1
    assert not list((busy.folder / "new").iterdir())


def test_the_settings_say_how_many_connections_are_kept(bare: FolderOffice, url: str) -> None:
    text_ = bare.settings.read_text(encoding="utf-8")
    store = f'[store]\nurl = "{url}"\nconnections = 3\n'
    bare.settings.write_text(store + text_, encoding="utf-8")

    with bare.app("2026-11-11 07:15") as app:
        pool = app.store.engine.pool

    assert isinstance(pool, QueuePool)
    assert pool.size() == 3
