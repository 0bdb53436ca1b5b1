"""The files that the program carries for an office, as they are laid out.

What people edit lies at the top of the repository. A wheel has a copy of it in `files`
beside this module (setup.py); a checkout is read where it is.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from monitor.domain.laid_out import Carried, Kind
from monitor.starter.unit import PASSWORDS, SETTINGS, UNIT, Places, fill

HERE = Path(__file__).parent
INSTALLED = HERE / "files"
SOURCE = INSTALLED if INSTALLED.is_dir() else HERE.parents[1]
CALENDAR = "calendar.toml"
TEMPLATES = "templates"
SAMPLES = ("units.csv", "officials.csv", "procedures.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file as it is laid out."""

    content: bytes
    kind: Kind = Kind.FOLLOWED

    @property
    def carried(self) -> Carried:
        """How the plan knows it."""
        return Carried(mark=sha256(self.content).hexdigest(), kind=self.kind)


def carried_files(places: Places) -> Mapping[str, File]:
    """Return what is laid out, by path; the unit file is filled with `places`."""
    unit = fill((HERE / UNIT).read_text(encoding="utf-8"), places)
    files = {
        SETTINGS: File(content=_settings().encode(), kind=Kind.NEEDED),
        CALENDAR: File(content=(SOURCE / CALENDAR).read_bytes(), kind=Kind.NEEDED),
        UNIT: File(content=unit.encode(), kind=Kind.NEEDED),
        PASSWORDS: File(content=(HERE / PASSWORDS).read_bytes(), kind=Kind.STARTING),
    }
    for name in SAMPLES:
        files[name] = File(content=(HERE / name).read_bytes(), kind=Kind.SAMPLE)
    for path in sorted((SOURCE / TEMPLATES).rglob("*")):
        if path.is_file():
            name = path.relative_to(SOURCE).as_posix()
            files[name] = File(content=path.read_bytes())
    return files


def _settings() -> str:
    """Return the settings that an office begins with, from those of the program."""
    text = (SOURCE / SETTINGS).read_text(encoding="utf-8")
    changes = tomllib.loads((HERE / "starting.toml").read_text(encoding="utf-8"))
    for change in changes["settings"]:
        text = text.replace(change["old"], change["new"])
    return text
