"""Numbers run without a gap or a twin, whoever else takes one and whoever dies meanwhile."""

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.domain.numbering import BoundNumber, Series, written
from monitor.store.work import SqlStore
from tests.fakes import DyingStore, KilledError
from tests.store.numbered import BOUND, SERIES

ROOT = Path(__file__).parents[2]


def bind(store: SqlStore | DyingStore, mark: str, series: Series = SERIES) -> int:
    with store.writing() as work:
        return work.numbers.bind(series, mark, at=BOUND)


def numbers(store: SqlStore, year: int = 2026) -> list[BoundNumber]:
    with store.reading() as work:
        return work.numbers.list(year=year)


def start(store: SqlStore, name: str, count: int, *more: str) -> subprocess.Popen[bytes]:
    """Start a process that numbers letters on the same file."""
    url = store.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.store.numberer", url, name, str(count), *more], cwd=ROOT
    )


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "01"), (9, "09"), (10, "10"), (99, "99"), (100, "100")]
)
def test_a_number_below_ten_has_a_leading_zero(number: int, shown: str) -> None:
    assert written(number) == shown


def test_numbers_follow_one_another_from_one(store: SqlStore) -> None:
    assert [bind(store, mark) for mark in ("a", "b", "c")] == [1, 2, 3]


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(SERIES, issuer="HUYEN"), id="another issuer"),
        pytest.param(replace(SERIES, year=2027), id="another year"),
        pytest.param(replace(SERIES, symbol="PXL-KT"), id="another symbol"),
    ],
)
def test_each_series_runs_by_itself(store: SqlStore, other: Series) -> None:
    bind(store, "a")
    bind(store, "b")

    assert bind(store, "c", other) == 1
    assert bind(store, "d") == 3


def test_a_letter_that_is_numbered_again_keeps_its_number(store: SqlStore) -> None:
    assert [bind(store, "a"), bind(store, "b"), bind(store, "a")] == [1, 2, 1]


def test_a_number_of_another_series_is_not_taken_along(store: SqlStore) -> None:
    bind(store, "a")
    bind(store, "b")

    assert bind(store, "b", replace(SERIES, year=2027)) == 1


def test_a_void_number_stays_on_record_and_is_never_given_again(store: SqlStore) -> None:
    bind(store, "a")
    with store.writing() as work:
        work.numbers.void("a", why="thu hồi phê duyệt")
        work.numbers.void("nobody's", why="thu hồi phê duyệt")
        held = work.numbers.held("a")

    again = bind(store, "a")

    void = BoundNumber(
        series=SERIES, number=1, mark="a", bound_at=BOUND, void_for="thu hồi phê duyệt"
    )
    assert (held, again) == (None, 2)
    assert numbers(store) == [void, replace(void, number=2, void_for="")]
    with store.reading() as work:
        assert work.numbers.held("a") == replace(void, number=2, void_for="")


def test_a_year_is_listed_by_series_and_number(store: SqlStore) -> None:
    later = replace(SERIES, symbol="UBND")
    bind(store, "a", later)
    bind(store, "b")
    bind(store, "c", replace(SERIES, year=2027))
    bind(store, "d")

    found = [(one.series.symbol, one.number) for one in numbers(store)]
    assert found == [("PXL-VHXH", 1), ("PXL-VHXH", 2), ("UBND", 1)]
    assert [one.mark for one in numbers(store, 2027)] == ["c"]


def test_what_is_undone_has_taken_no_number(store: SqlStore) -> None:
    with pytest.raises(KilledError):
        bind(DyingStore(store, at=1), "a")

    assert bind(store, "b") == 1


def test_processes_that_number_at_once_leave_no_gap_and_no_twin(store: SqlStore) -> None:
    each = 20
    at_once = [start(store, name, each) for name in ("one", "two")]

    assert [process.wait(30) for process in at_once] == [0, 0]

    found = numbers(store)
    assert [one.number for one in found] == list(range(1, 2 * each + 1))
    assert len({one.mark for one in found}) == 2 * each


def test_a_process_killed_within_the_transaction_has_taken_no_number(store: SqlStore) -> None:
    living, dying = start(store, "living", 10), start(store, "dying", 10, "die")

    assert (living.wait(30), dying.wait(30)) == (0, -signal.SIGKILL)

    found = numbers(store)
    assert [one.number for one in found] == list(range(1, 20))
    assert "dying-9" not in {one.mark for one in found}
    assert bind(store, "next") == 20
