"""Where the data that this repository does not ship may lie beside it."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """Return a file of the shared data, or skip the test that needs it."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"{path} is not beside this clone")
    return found
