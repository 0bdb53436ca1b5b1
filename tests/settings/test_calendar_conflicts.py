"""What calendar.toml says against itself is refused: rows, seasons, closures."""

from datetime import date
from pathlib import Path

import pytest

from monitor.settings import load_calendars
from tests.builders import vn
from tests.settings.test_calendar_hours import WINTER
from tests.settings.test_calendars import SAID, SMALLEST, refused, sentence, written

# Proposals

PROPOSED = SAID.replace("decided", "proposed")
OFF_FRIDAY = f'{{ day = 2026-11-06, kind = "off", {PROPOSED} }}'
WORKED = 'day = 2026-11-07, kind = "make_up"'


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            OFF_FRIDAY,
            f'{{ day = 2026-11-06, kind = "hours", hours = ["07:00-11:30"], {PROPOSED} }}',
            id="another kind",
        ),
        pytest.param(
            f'{{ {WORKED}, works_as = "monday", {PROPOSED} }}',
            f'{{ {WORKED}, hours = ["07:00-11:30"], {PROPOSED} }}',
            id="other hours",
        ),
    ],
)
def test_two_proposals_for_a_day_that_contradict_each_other_are_refused(
    tmp_path: Path, one: str, other: str
) -> None:
    decided = 'day = 2026-11-07, kind = "off"', 'day = 2026-11-06, kind = "off"'
    rows = ", ".join(f"{{ {day}, {SAID} }}" for day in decided)

    problems = refused(written(tmp_path, f"{SMALLEST}days = [ {one}, {rows}, {other} ]"))

    day = "2026-11-06" if one == OFF_FRIDAY else "2026-11-07"
    assert problems == {
        "calendars.test.days[4]": sentence("proposed_twice", day=day, first=1),
    }


def test_proposals_beside_what_is_decided_are_kept_and_do_not_count(tmp_path: Path) -> None:
    hours = f'{{ day = 2026-11-09, kind = "hours", hours = ["07:00-11:30"], {SAID} }}'
    off = f'{{ day = 2026-11-09, kind = "off", {PROPOSED} }}'

    loaded = load_calendars(written(tmp_path, f"{SMALLEST}days = [ {off}, {hours}, {off} ]"))

    assert loaded["test"].closing(date(2026, 11, 9)) == vn("2026-11-09 11:30")
    assert len(loaded["test"].rows) == 3


# Make-up days and the season they lie in

TUESDAYS = WINTER.replace("week.monday", "week.tuesday")


def worked(day: str, works_as: str) -> str:
    return f'days = [ {{ day = {day}, kind = "make_up", works_as = "{works_as}", {SAID} }} ]'


def test_a_make_up_day_takes_the_hours_of_the_season_it_lies_in(tmp_path: Path) -> None:
    text = f"{SMALLEST}{worked('2026-11-07', 'tuesday')}\n{TUESDAYS}"

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert calendar.opening(date(2026, 11, 7)) == vn("2026-11-07 07:30")


@pytest.mark.parametrize(
    ("day", "works_as", "season"),
    [
        pytest.param("2026-11-07", "monday", "winter", id="hours in the week alone"),
        pytest.param("2026-08-22", "tuesday", None, id="hours in the season alone"),
    ],
)
def test_a_make_up_day_of_no_hours_is_refused(
    tmp_path: Path, day: str, works_as: str, season: str | None
) -> None:
    text = f"{SMALLEST}{worked(day, works_as)}\n{TUESDAYS}"

    problems = refused(written(tmp_path, text))

    code = "no_hours_in_season" if season else "no_hours"
    told = sentence(code, day=day, weekday=works_as, season=season)
    assert problems == {"calendars.test.days[1]": told}


def test_a_season_that_can_never_be_is_refused(tmp_path: Path) -> None:
    text = WINTER.replace('["07:30-11:30", "13:00-17:00"]', "[]")
    years = "first_year = 2027\nlast_year = 2026\n"

    problems = refused(written(tmp_path, f"{SMALLEST}{text}{years}"))

    assert problems == {
        "calendars.test.seasons[1].week": sentence("no_sessions"),
        "calendars.test.seasons[1].last_year": sentence("years", first_year=2027),
    }


# Closures


def closures(*spans: str) -> str:
    """Return closures: `04-01/04-22` shuts the counter, `04-01/04-22!` stops terms too."""
    rows = []
    for span in spans:
        first, last = span.rstrip("!?").split("/")
        said = SAID.replace("decided", "proposed") if span.endswith("?") else SAID
        stops = ", suspends_terms = true" if "!" in span else ""
        rows.append(f"{{ first = 2026-{first}, last = 2026-{last}, {said}{stops} }}")
    return f"closures = [ {', '.join(rows)} ]"


@pytest.mark.parametrize(
    ("spans", "number", "day"),
    [
        pytest.param(["04-01/04-22", "04-22/04-30!"], 2, "2026-04-22", id="one day"),
        pytest.param(["04-01/04-22!", "03-01/05-30"], 2, "2026-04-01", id="within"),
        pytest.param(
            ["04-01/04-02!", "04-10/04-20", "04-05/04-15!"], 3, "2026-04-10", id="a third"
        ),
    ],
)
def test_closures_that_contradict_each_other_on_a_day_are_refused(
    tmp_path: Path, spans: list[str], number: int, day: str
) -> None:
    problems = refused(written(tmp_path, SMALLEST + closures(*spans)))

    other = f"calendars.test.closures[{number - 1}]"
    told = sentence("closures_at_odds", day=day, other=other, title="t")
    assert problems == {f"calendars.test.closures[{number}]": told}


@pytest.mark.parametrize(
    "spans",
    [
        pytest.param(["04-01/04-22", "04-23/04-30!"], id="one after the other"),
        pytest.param(["04-01/04-22", "04-20/04-30"], id="neither stops terms"),
        pytest.param(["04-01/04-22!", "04-20/04-30!"], id="both stop terms"),
        pytest.param(["04-01/04-22", "04-20/04-30!?"], id="one is only proposed"),
    ],
)
def test_closures_that_do_not_are_not(tmp_path: Path, spans: list[str]) -> None:
    assert load_calendars(written(tmp_path, SMALLEST + closures(*spans)))


def test_a_closure_of_no_loaded_day_is_refused(tmp_path: Path) -> None:
    rows = [f"{{ first = {year}-04-01, last = {year}-04-22, {SAID} }}" for year in (2025, 2027)]
    over = f"{{ first = 2025-12-28, last = 2026-01-03, {SAID} }}"
    text = f"{SMALLEST}closures = [ {', '.join([over, *rows])} ]"

    problems = refused(written(tmp_path, text))

    years = {"first_year": 2026, "last_year": 2026}
    assert problems == {
        f"calendars.test.closures[{number}]": sentence(
            "closure_outside", first=f"{year}-04-01", last=f"{year}-04-22", **years
        )
        for number, year in ((2, 2025), (3, 2027))
    }


def test_closures_of_a_twin_are_looked_at_with_those_of_its_calendar(tmp_path: Path) -> None:
    more = closures("04-20/04-30!", "06-01/06-02").replace("2026-06", "2027-06")
    text = f"{SMALLEST}{closures('04-01/04-22')}\n[calendars.centre]\nsame_as = 'test'\n{more}"

    problems = refused(written(tmp_path, text))

    assert problems == {
        "calendars.centre.closures[1]": sentence(
            "closures_at_odds",
            day="2026-04-20",
            other="calendars.test.closures[1]",
            title="t",
        ),
        "calendars.centre.closures[2]": sentence(
            "closure_outside",
            first="2027-06-01",
            last="2027-06-02",
            first_year=2026,
            last_year=2026,
        ),
    }


def test_a_suspension_over_a_day_worked_in_exchange_is_no_contradiction(
    tmp_path: Path,
) -> None:
    text = f"{SMALLEST}{worked('2026-04-04', 'monday')}\n{closures('04-01/04-22!')}"

    calendar = load_calendars(written(tmp_path, text))["test"]

    assert not calendar.is_working_day(date(2026, 4, 4))
