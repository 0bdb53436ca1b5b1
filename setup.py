"""Puts into the wheel what an office is set up with.

It lies at the top of the repository, where people edit it; all else is in pyproject.toml.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = ("templates", "examples/directory", "calendar.toml", "settings.toml")


class BuildWithStarter(build_py):
    """Copies it beside monitor/starter; an editable install reads it where it lies."""

    def run(self) -> None:
        """Build the packages, then copy."""
        super().run()
        if self.editable_mode:
            return
        for place in map(Path, CARRIED):
            for path in [place] if place.is_file() else sorted(place.rglob("*")):
                if path.is_file():
                    target = Path(self.build_lib, "monitor/starter/files", path)
                    self.mkpath(str(target.parent))
                    self.copy_file(str(path), str(target))


setup(cmdclass={"build_py": BuildWithStarter})
