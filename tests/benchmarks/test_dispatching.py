"""What the benchmark of the dispatchers measures."""

from benchmarks.dispatching import measure


def test_both_dispatchers_are_measured() -> None:
    empty, long = measure(empty_jobs=3, long_jobs=2)

    assert empty.peer_value is not None
    assert empty.peer_value > 0
    assert empty.ours > 0
    assert (empty.unit, long.unit) == ("ms", "%")
