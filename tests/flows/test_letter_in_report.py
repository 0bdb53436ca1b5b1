"""What the month's report tells of a letter that was issued, whatever is said afterwards."""

from collections.abc import Callable
from datetime import date

import pytest

from monitor.domain.period import Period
from monitor.flows.answer import answer_has_result, answer_in_time
from monitor.flows.figures import figures
from monitor.store.work import SqlStore
from reports.letter_timing import LetterTiming
from reports.sections.late import LateDossiers
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import RECORD, Scene
from tests.notices.office import COMMUNE, TELLING

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
LATER = vn("2026-11-19 09:00")


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def timing(scene: Scene) -> LetterTiming:
    """Return how the report of November speaks of the letter."""
    with scene.store.reading() as work:
        unit = scene.office.directory.units[COMMUNE.code]
        report = figures(work, scene.office, TELLING, unit, NOVEMBER, at=vn("2026-12-31"))
    (line,) = report.part(LateDossiers).lines
    return line.letter


@pytest.mark.parametrize(
    "say",
    [
        pytest.param(lambda _: None, id="nothing"),
        pytest.param(
            lambda scene: answer_in_time(scene.store, scene.office, CODE, by="", at=LATER),
            id="in time for the new date",
        ),
        pytest.param(
            lambda scene: answer_has_result(scene.store, scene.office, CODE, by="", at=LATER),
            id="the result exists",
        ),
    ],
)
def test_a_later_answer_takes_no_letter_back(
    scene: Scene, say: Callable[[Scene], object]
) -> None:
    scene.approved()
    scene.issue("2026-11-12 14:00")
    say(scene)
    scene.take(RECORD, exported="2026-12-01 07:30")

    assert timing(scene) is LetterTiming.BEFORE
