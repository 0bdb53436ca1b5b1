"""Whatever the order in which a set of answered workbooks is read, all ends the same."""

import shutil
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.letter import LetterState
from monitor.domain.workbook import Part
from monitor.store.tables import answers
from tests.domain.strategies import drawing
from tests.exports import CODE
from tests.flows.scene import REASON
from tests.flows.workbook_desk import Desk
from tests.store.taking import rows
from tests.stores import NAME, open_store
from tests.workbooks import Clerk

DAYS = ("2026-11-11", "2026-11-12")
READ = "2026-11-12 15:00"
KIP = {"answer": "kịp"}
SAYINGS = (
    {},
    KIP,
    {"answer": "kịp", "by": "hoa"},
    *(
        {"answer": "không kịp", "cause": cause, "reason": REASON, "new_date": day}
        for cause, day in (("B2", "20/11/2026"), ("A1", "25/11/2026"))
    ),
    {"answer": "không kịp", "cause": "B2", "reason": "do khách quan", "new_date": "20/11/2026"},
    {"answer": "không kịp", "cause": "B2", "reason": REASON, "new_date": "22/11/2026"},
    {"answer": "kịp", "cause": "B2"},
)

Saved = tuple[str, int, int]  # the workbook's day, the minute of saving, what was said


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> tuple[Path, list[bytes]]:
    """Return a store in which two workbooks ask about one dossier, and these."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(blank, folder / NAME)
    with open_store(folder / NAME) as store:
        desk = Desk(store=store).asked()
        desk.make("2026-11-12 08:30")
        return folder / NAME, [desk.content(day=day) for day in DAYS]


def files(made: tuple[Path, list[bytes]], saved: list[Saved], folder: Path) -> list[Path]:
    """Return the workbooks as they were saved, each once."""
    found: dict[Path, Path] = {}
    for day, minute, said in saved:
        clerk = Clerk.opens(made[1][DAYS.index(day)])
        clerk.writes(Part.ANSWERS, CODE, **SAYINGS[said])
        path = folder / f"{day}-{minute}-{said}.xlsx"
        found[path] = clerk.saved(path, at=f"2026-11-12 09:{minute:02}")
    return list(found)


def state_after(made: tuple[Path, list[bytes]], read: list[Path], folder: Path) -> object:
    """Return how the letter stands after the files were read in this order."""
    shutil.copy(made[0], folder / NAME)
    with open_store(folder / NAME) as store:
        desk = Desk(store=store)
        desk.laid.files.update({("VHXH", "x"): b""})
        for path in read:
            desk.read(path, at=READ)
        letter = desk.letter
        said = (letter.state, letter.cause, letter.reason, letter.new_due_at)
        return said, letter.answered_by


def saves() -> st.SearchStrategy[list[Saved]]:
    one = st.tuples(st.sampled_from(DAYS), st.integers(1, 3), st.integers(0, len(SAYINGS) - 1))
    return st.lists(one, min_size=2, max_size=4, unique=True)


@given(saved=saves(), data=st.data())
@settings(drawing(4), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_reading_ends_the_same(
    made: tuple[Path, list[bytes]],
    tmp_path_factory: pytest.TempPathFactory,
    saved: list[Saved],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("read")
    read = files(made, saved, folder)
    other = data.draw(st.permutations(read), label="another order")

    assert state_after(made, list(other), folder) == state_after(made, read, folder)


def test_each_of_six_orders_ends_with_what_was_said_last(
    made: tuple[Path, list[bytes]], tmp_path: Path
) -> None:
    saved = [(DAYS[0], 1, 3), (DAYS[0], 2, 1), (DAYS[1], 1, 4)]
    read = files(made, saved, tmp_path)

    ends = {repr(state_after(made, list(order), tmp_path)) for order in permutations(read)}

    assert len(ends) == 1
    assert "A1" in ends.pop()


def test_reading_all_of_it_twice_keeps_each_answer_once(
    made: tuple[Path, list[bytes]], tmp_path: Path
) -> None:
    read = files(made, [(DAYS[0], 1, 3), (DAYS[1], 1, 1)], tmp_path)

    shutil.copy(made[0], tmp_path / NAME)
    with open_store(tmp_path / NAME) as store:
        desk = Desk(store=store)
        for path in (*read, *read):
            desk.read(path, at=READ)

        assert desk.letter.state is LetterState.IN_TIME
        assert len(rows(store, answers)) == 2
