"""Changes of pauses are told by their begin, and read back as they were."""

import pytest

from monitor.domain.change import PAUSE, Change, pause_changes
from monitor.domain.dossier import Pause, PauseKind
from tests.builders import a_pause
from tests.rules.edits import BEFORE, BY, a_change

WAIT = a_pause("2026-11-05 09:00", "2026-11-09 09:00")
OPEN = a_pause("2026-11-05 09:00")


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        pytest.param((), (WAIT,), 1, id="added"),
        pytest.param((WAIT,), (), 1, id="taken back"),
        pytest.param((OPEN,), (WAIT,), 1, id="ended"),
        pytest.param((WAIT,), (WAIT,), 0, id="the same"),
        pytest.param(
            (WAIT,), (a_pause("2026-11-05 09:00:21", "2026-11-09 09:00:40"),), 0, id="seconds"
        ),
        pytest.param(
            (OPEN,), (a_pause("2026-11-05 09:00", kind=PauseKind.FINANCE),), 1, id="its kind"
        ),
    ],
)
def test_pauses_that_differ_are_told(
    before: tuple[Pause, ...], after: tuple[Pause, ...], count: int
) -> None:
    told = list(pause_changes(before, after))

    assert [field for field, *_ in told] == [PAUSE] * count


@pytest.mark.parametrize("pause", [WAIT, OPEN], ids=["ended", "open"])
def test_a_pause_is_read_back_as_it_was(pause: Pause) -> None:
    ((field, before, after),) = pause_changes((), (pause,))

    change = Change(field=field, before=before, after=after, shown_by=BY, shown_before=BEFORE)

    assert change.pause_after == pause


def test_where_no_pause_stands_none_is_read() -> None:
    assert a_change(PAUSE, None, None).pause_after is None
    assert a_change("finished_at", None, None).instant_after is None
