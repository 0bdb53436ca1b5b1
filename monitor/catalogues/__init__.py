"""The words that live outside the code, one file a reader: read here, and nowhere else."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def load_catalogue(name: str) -> Mapping[str, Any]:
    """Return the tables of one catalogue file, read once."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
