"""What holds for every test: how many examples are drawn, what counts, which come first."""

import gc
from collections.abc import Iterator

import pytest
from coverage import Coverage
from hypothesis import is_hypothesis_test, settings

from tests.domain.strategies import drawing

settings.register_profile("drawn", drawing(40))  # a slow machine is no failure
settings.load_profile("drawn")

# They wait for processes of their own. Begun last, each leaves the other workers idle.
WAITING = (
    "tests/same",
    "tests/daemon/test_privacy.py",
    "tests/daemon/test_running.py",
    "tests/daemon/test_stopping.py",
    "tests/daemon/test_reloading.py",
    "tests/daemon/test_ticking.py",
    "tests/daemon/test_workers.py",
    "tests/demo/test_play.py",
    "tests/test_wheel.py",
    "tests/render/test_pdf.py",
    "tests/render/test_children.py",
    "tests/render/test_signing.py",
    "tests/cli/test_letter_signing.py",
    "tests/cli/test_letter_printing.py",
    "tests/cli/test_letter_ending.py",
)
# They look at paper: what the libraries below it do costs twice the time when counted.
PAPER = ("tests/render/test_letter", "tests/render/test_paper_check.py", "tests/benchmarks")
# They live through days of an office; of what they pass, shorter tests prove every line.
DAYS = (
    "tests/flows/test_edits_of_true_lives.py",
    "tests/flows/test_two_offices.py",
    "tests/flows/test_workbook_order.py",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Count nothing more in the process that runs no test and hears of thousands."""
    if counting := Coverage.current():
        counting.stop()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Look for no garbage while tests are collected, nor ever among what that leaves."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that wait longest first; the others keep their order."""
    items.sort(key=lambda one: not one.nodeid.startswith(WAITING))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count no line as tested that chance led through, a whole month of an office, or paper.

    Such tests run twice as fast uncounted. Processes that tests start are never counted.
    """
    if not is_uncounted(item):
        return (yield)
    stopped = []
    while counting := Coverage.current():  # a worker has several, one below the other
        counting.stop()
        stopped.append(counting)
    try:
        return (yield)
    finally:
        for one in reversed(stopped):
            one.start()


def is_uncounted(item: pytest.Item) -> bool:
    is_drawn = isinstance(item, pytest.Function) and is_hypothesis_test(item.function)
    return is_drawn or item.nodeid.startswith((*WAITING, *PAPER, *DAYS))
