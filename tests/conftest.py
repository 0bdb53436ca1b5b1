"""What holds for every test: a slow machine is no failure, and the long waits come first."""

import pytest
from hypothesis import settings

from tests.domain.strategies import drawing

settings.register_profile("drawn", drawing(40))
settings.load_profile("drawn")

# They wait for processes of their own. Begun last, each leaves the other workers idle.
WAITING = ("tests/test_daemon.py", "tests/demo/test_play.py", "tests/render/test_pdf.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that wait longest first; the others keep their order."""
    items.sort(key=lambda one: not one.nodeid.startswith(WAITING))
