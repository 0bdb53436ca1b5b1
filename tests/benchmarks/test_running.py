"""A run prints a line a row and fails when a target is missed."""

import json
from collections.abc import Iterator

import pytest

from benchmarks import building, explaining
from benchmarks.measuring import Measurement, Sense
from benchmarks.running import run


def rows(*ratios: float) -> Iterator[Measurement]:
    for number, ratio in enumerate(ratios):
        yield Measurement(
            name=f"row {number}", ours=1.0, ratio=ratio, sense=Sense.AT_LEAST, target=5
        )


@pytest.mark.parametrize(
    ("ratios", "code"),
    [
        pytest.param((5.0, 6.0), 0, id="every target reached"),
        pytest.param((4.0, 6.0), 1, id="one missed, not the last"),
    ],
)
def test_a_missed_target_fails_the_run(
    ratios: tuple[float, ...], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([lambda: rows(*ratios)]) == code

    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["ratio"] for line in lines] == list(ratios)


def test_the_table_says_what_was_missed(capsys: pytest.CaptureFixture[str]) -> None:
    run([lambda: rows(6.0, 4.0)])

    told = capsys.readouterr().err.splitlines()
    assert [line.split()[-1] for line in told] == ["ok", "MISSED"]


def test_an_explanation_is_measured_where_it_ends_with_the_plain_call() -> None:
    measured = list(explaining.measure(turns=1))

    assert len(measured) == len(explaining.TERMS)
    assert all(row.ratio is not None and row.sense is Sense.AT_MOST for row in measured)


def test_units_share_the_tables_of_their_calendars_whatever_closures_they_have() -> None:
    *_, shared, overlaid = building.measure(units=50, turns=1)

    assert shared.ok
    assert overlaid.ok
    assert shared.ours < overlaid.ours < 2 * shared.ours
