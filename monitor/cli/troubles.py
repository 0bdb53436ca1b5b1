"""What is told when the machine, not the work, is at fault: disk and database."""

import errno

from sqlalchemy.exc import DBAPIError, OperationalError

from monitor.catalogues import load_catalogue
from monitor.catalogues.told import shown

OTHER = "other"


def disk_sentence(error: OSError) -> str:
    """Return one sentence on a file or folder that cannot be worked with."""
    words = load_catalogue("operator")["disk"]
    place = shown(str(error.filename)) if error.filename else words["nameless"]
    told: str = words["told"].format(place=place, why=disk_reason(error))
    return told


def disk_reason(error: OSError) -> str:
    """Return why a file or folder cannot be worked with, in some words."""
    words = load_catalogue("operator")["disk"]["why"]
    name = errno.errorcode.get(error.errno or 0, "")
    told: str = words.get(name, words[OTHER]).format(name=name or "?")
    return told


def database_sentence(error: DBAPIError) -> str | None:
    """Return one sentence on a database that cannot be worked with.

    None where the fault lies in our own statement: that is no trouble but a defect.
    """
    words: dict[str, str] = load_catalogue("operator")["database"]
    name = getattr(error.orig, "sqlite_errorname", "").removeprefix("SQLITE_")
    found = next((words[kind] for kind in words if name.startswith(kind)), None)
    return words[OTHER] if found is None and isinstance(error, OperationalError) else found
