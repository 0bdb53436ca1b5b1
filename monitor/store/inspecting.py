"""Looking at a database before the work begins: whole, ours, writable, on a disk of its own."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, inspect, text
from sqlalchemy.engine import make_url

from monitor.store.engine import open_engine, reading, writing
from monitor.store.schema import check

MOUNTS = Path("/proc/self/mounts")
NETWORK = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.sshfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4"}
    | {"prl_fs", "smb3", "smbfs", "vboxsf", "virtiofs"}
)
WHOLE = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What was seen.

    `is_whole` when every page can be read; `network` is the kind of the network that the file
    lies on, "" for none. Of a database on a server, `server` is the version of that, and
    `place` where it lies.
    """

    is_whole: bool
    network: str
    server: str = ""
    place: str = ""


def inspect_database(url: str, *, mounts: Path = MOUNTS) -> Inspected:
    """Read every page, and write without keeping it: nothing is changed, nothing is made.

    A database that is not there yet, or was never set up, is whole.

    Raises:
        SchemaError: it is older or newer than this program.
        DBAPIError: it cannot be opened, read or written.
    """
    place = Path(str(make_url(url).database)).resolve()
    is_whole = not place.exists()
    if place.exists():
        engine = open_engine(url)
        try:
            is_whole = _is_whole(engine)
        finally:
            engine.dispose()
    return Inspected(is_whole=is_whole, network=_network(place, mounts))


def _is_whole(engine: Engine) -> bool:
    with reading(engine) as connection:
        told = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        is_new = not inspect(connection).get_table_names()
    if not is_new:
        check(engine)
        try_writing(engine)
    return bool(told == WHOLE)


def try_writing(engine: Engine) -> None:
    """Write to a database that was set up, and keep nothing of it.

    Raises:
        DBAPIError: it cannot be written.
    """
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        connection.rollback()


def _network(place: Path, mounts: Path) -> str:
    """Return the kind of the network that a file lies on, "" for none or where none can say."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    kinds = {_unescaped(at): kind for _, at, kind, *_ in (line.split(" ") for line in lines)}
    holder = next((one for one in place.parents if str(one) in kinds), None)
    kind = kinds.get(str(holder), "")
    return kind if kind in NETWORK else ""


def _unescaped(text_: str) -> str:
    """Return a place as it is: blanks stand in the table as octal numbers."""
    return text_.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
