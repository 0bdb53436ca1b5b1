"""Late dossiers: the open ones first, each with its two dates, its cause and its letter."""

from dataclasses import replace

import pytest

from monitor.domain.letter import LetterState
from reports.letter_timing import LetterTiming
from reports.sections.late import BANDS, LateDossiers
from tests.builders import vn
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    LAND_BRANCH,
    OFFICE,
    OFFICE_NOVEMBER,
    a_report,
    a_snapshot,
)

LATE = a_report(*OFFICE_NOVEMBER).part(LateDossiers)


def test_the_office_in_november() -> None:
    assert [(line.code[-4:], line.days_late, line.letter) for line in LATE.lines] == [
        ("0006", 22, LetterTiming.MISSING),
        ("0012", 12, LetterTiming.MISSING),
        ("0007", 2, LetterTiming.NOT_OURS),
        ("0016", 0, LetterTiming.MISSING),
        ("0005", 4, LetterTiming.AFTER),
        ("0004", 2, LetterTiming.BEFORE),
        ("0017", 0, LetterTiming.BEFORE),
    ]
    assert (LATE.resolved, LATE.overdue) == (3, 4)


def test_both_promises_are_told_and_lateness_is_against_the_first() -> None:
    line = next(line for line in LATE.lines if line.code.endswith("0004"))

    assert line.first_due_at == vn("2026-11-12 17:00")
    assert line.second_due_at == vn("2026-11-18 17:00")
    assert line.ended_at == vn("2026-11-16 10:00")


def test_what_ended_after_the_period_stands_open_with_its_letter() -> None:
    line = next(line for line in LATE.lines if line.code.endswith("0016"))

    assert line.ended_at is None
    assert line.letter_state is LetterState.ISSUED
    assert line.letter_issued_at == vn("2026-12-01 07:30")


def test_no_letter_has_no_letter_facts() -> None:
    line = next(line for line in LATE.lines if line.code.endswith("0012"))

    assert replace(line, letter_state=None) == line
    assert line.letter_issued_at is None


def test_without_late_dossiers_the_list_is_empty() -> None:
    assert a_report().part(LateDossiers).lines == ()


def test_resolved_dossiers_stand_longest_late_first_too() -> None:
    late = a_report(
        a_snapshot("short", due="2026-11-03 17:00", ended="2026-11-04 09:00"),
        a_snapshot("long", due="2026-11-05 17:00", ended="2026-11-20 09:00"),
        a_snapshot("very old", received="2012-01-05 08:00", due="2012-02-01 17:00"),
        a_snapshot("open", due="2026-11-27 17:00"),
    ).part(LateDossiers)

    assert [line.code for line in late.lines] == ["very old", "open", "long", "short"]


@pytest.mark.parametrize(
    ("due", "band"),
    [
        pytest.param("2026-11-30 17:00", "under_1", id="none"),
        pytest.param("2026-11-25 17:00", "to_3", id="three"),
        pytest.param("2026-11-23 17:00", "to_10", id="four"),
        pytest.param("2026-11-13 17:00", "to_10", id="ten"),
        pytest.param("2026-11-12 17:00", "to_30", id="eleven"),
        pytest.param("2026-10-16 17:00", "to_30", id="thirty"),
        pytest.param("2026-10-15 17:00", "more", id="thirty-one"),
        pytest.param("2012-02-01 17:00", "unknown", id="outside the calendar"),
    ],
)
def test_days_late_fall_into_bands(due: str, band: str) -> None:
    ended = "2026-12-01 09:00" if band == "under_1" else None

    late = a_report(a_snapshot(received="2012-01-05 08:00", due=due, ended=ended))

    days = late.part(LateDossiers).days
    assert {name: getattr(days, name) for name in BANDS} == dict.fromkeys(BANDS, 0) | {band: 1}


def test_each_agency_has_its_own_row_and_all_add_up() -> None:
    assert [(row.name, row.is_outside, row.total) for row in LATE.by_agency] == [
        (OFFICE[1], False, 3),
        (CULTURE[1], False, 2),
        (LAND_BRANCH, True, 1),
        (ECONOMY[1], False, 1),
    ]
    assert LATE.days.total == len(LATE.lines)
