"""Where the office's data lie: what a backup takes, and what a restore lays down again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SHELVES = ("letters", "signed", "print", "reports", "ban-giao")
VAR, WORKBOOKS, OFFICE = "var", "so-viec", "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFiles:
    """The files of one office.

    `database` is the SQLite file, `var` the folder of the shelves, `workbooks` that of the
    units' workbooks; `office` names, below `office/` in a backup, the files and folders that
    people wrote: settings, calendar, directory, templates.
    """

    database: Path
    var: Path
    workbooks: Path
    office: Mapping[str, Path] = field(default_factory=dict)

    def files(self) -> dict[str, Path]:
        """Return all files beside the database by their names in a backup, in order."""
        named = {
            f"{VAR}/{shelf}/{name}": path
            for shelf in SHELVES
            for name, path in _below(self.var / shelf)
        }
        named |= {f"{WORKBOOKS}/{name}": path for name, path in _below(self.workbooks)}
        for name, place in self.office.items():
            if place.is_dir():
                named |= {f"{OFFICE}/{name}/{one}": path for one, path in _below(place)}
            else:
                named[f"{OFFICE}/{name}"] = place
        return named


def _below(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files below a folder: neither links nor what is still being made."""
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        is_hidden = any(part.startswith(".") for part in name.parts)
        if path.is_file() and not path.is_symlink() and not is_hidden:
            yield name.as_posix(), path
