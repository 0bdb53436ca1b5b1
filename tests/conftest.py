"""What holds for every test: how many examples are drawn, what counts, which come first."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import is_hypothesis_test, settings

from tests.domain.strategies import drawing

settings.register_profile("drawn", drawing(40))  # a slow machine is no failure
settings.load_profile("drawn")

# They wait for processes of their own. Begun last, each leaves the other workers idle.
WAITING = (
    "tests/test_daemon.py",
    "tests/demo/test_play.py",
    "tests/render/test_pdf.py",
    "tests/render/test_children.py",
    "tests/render/test_signing.py",
    "tests/cli/test_letter_signing.py",
    "tests/cli/test_letter_printing.py",
    "tests/cli/test_letter_ending.py",
)
# They look at paper: what the libraries below it do costs twice the time when counted.
PAPER = ("tests/render/test_letter", "tests/render/test_paper_check.py", "tests/benchmarks")
CHILDREN = "COVERAGE_PROCESS_CONFIG"  # by which coverage finds the processes of a test


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that wait longest first; the others keep their order."""
    items.sort(key=lambda one: not one.nodeid.startswith(WAITING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count no line as tested that chance led through, a whole month of an office, or paper.

    Such tests run twice as fast uncounted, and so do the processes they start.
    """
    coverage = getattr(item.config.pluginmanager.get_plugin("_cov"), "cov_controller", None)
    if coverage is None or not is_uncounted(item):
        return (yield)
    told = os.environ.pop(CHILDREN, None)
    coverage.pause()
    try:
        return (yield)
    finally:
        coverage.resume()
        if told is not None:
            os.environ[CHILDREN] = told


def is_uncounted(item: pytest.Item) -> bool:
    is_drawn = isinstance(item, pytest.Function) and is_hypothesis_test(item.function)
    return is_drawn or item.nodeid.startswith((*WAITING, *PAPER))
