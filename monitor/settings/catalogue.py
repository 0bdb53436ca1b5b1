"""The catalogues that settings are read with, from `monitor/catalogues`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).resolve().parents[1] / "catalogues"


@cache
def load_catalogue(name: str) -> Mapping[str, Any]:
    """Return the tables of one catalogue file, read once."""
    return tomllib.loads((CATALOGUES / f"{name}.toml").read_text(encoding="utf-8"))
