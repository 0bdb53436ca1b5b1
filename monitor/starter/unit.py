"""The systemd unit file, filled for one office."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SETTINGS = "settings.toml"
PASSWORDS = "mat-khau.env"
UNIT = "dunghan.service"
SIMPLE = re.compile(r"[\w./+-]+", re.ASCII)  # nothing in it means anything to systemd
HOMES = ("/home", "/root", "/run/user")  # what ProtectHome= hides


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Whose office it is, and where things are; every path is absolute.

    `python` is the interpreter that the program is installed for, `written` are folders
    that the settings name, `read` whatever else must be seen.
    """

    folder: Path
    user: str
    python: Path
    written: tuple[Path, ...] = ()
    read: tuple[Path, ...] = ()


def fill(template: str, places: Places) -> str:
    """Return the unit file of an office."""
    folder = places.folder
    seen = (folder, places.python, *places.written, *places.read)
    in_home = any(path.is_relative_to(home) for path in seen for home in HOMES)
    return template.format(
        description=_plain(folder),
        user=places.user,
        python=_quoted(str(places.python)),
        settings=_quoted(str(folder / SETTINGS), variables=True),
        passwords=_plain(folder / PASSWORDS),
        home="read-only" if in_home else "yes",
        writable=" ".join(_writable(folder, places.written)),
    )


def _writable(folder: Path, written: Iterable[Path]) -> Iterable[str]:
    """Name the folders written to; one beside the office's own may be missing today."""
    yield _quoted(str(folder))
    for path in sorted(set(written)):
        if not path.is_relative_to(folder):
            yield _quoted(f"-{path}")


def _plain(path: Path) -> str:
    """Write a path that takes the rest of its line."""
    return str(path).replace("%", "%%")


def _quoted(text: str, *, variables: bool = False) -> str:
    """Write one word of several; where systemd knows `variables`, a $ is none."""
    if SIMPLE.fullmatch(text):
        return text
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%")):
        text = text.replace(sign, written)
    return f'"{text.replace("$", "$$") if variables else text}"'
