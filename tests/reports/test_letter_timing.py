"""A letter counts as in time when it was issued before the due day."""

import pytest

from monitor.domain.figures import Snapshot
from monitor.domain.letter import LetterState
from reports.letter_timing import LetterTiming, letter_timing
from tests.reports.snapshots import NOVEMBER, a_letter, a_snapshot


@pytest.mark.parametrize(
    ("snapshot", "timing"),
    [
        pytest.param(a_snapshot(), LetterTiming.MISSING, id="no letter"),
        pytest.param(
            a_snapshot(letter=a_letter(state=LetterState.DRAFT)),
            LetterTiming.MISSING,
            id="a draft is no letter",
        ),
        pytest.param(
            a_snapshot(letter=a_letter("2026-11-11 23:00")),
            LetterTiming.BEFORE,
            id="the day before",
        ),
        pytest.param(
            a_snapshot(letter=a_letter("2026-11-12 07:00")),
            LetterTiming.AFTER,
            id="on the due day: not a day before it",
        ),
        pytest.param(
            a_snapshot(letter=a_letter("2026-12-01")),
            LetterTiming.MISSING,
            id="issued when the period was over",
        ),
        pytest.param(
            a_snapshot(by_minute=True, letter=a_letter("2026-11-12 16:59")),
            LetterTiming.BEFORE,
            id="terms of hours: before the hour",
        ),
        pytest.param(
            a_snapshot(by_minute=True, letter=a_letter("2026-11-12 17:00")),
            LetterTiming.AFTER,
            id="terms of hours: at the hour",
        ),
        pytest.param(
            a_snapshot(agency="Land office", letter=a_letter("2026-11-10 09:00")),
            LetterTiming.NOT_OURS,
            id="another agency decides",
        ),
    ],
)
def test_timing(snapshot: Snapshot, timing: LetterTiming) -> None:
    assert letter_timing(snapshot, NOVEMBER) is timing
