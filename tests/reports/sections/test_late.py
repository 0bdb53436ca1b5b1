"""Late dossiers: the open ones first, each with its two dates, its cause and its letter."""

from dataclasses import replace

from monitor.domain.letter import LetterState
from reports.letter_timing import LetterTiming
from reports.sections.late import LateDossiers
from tests.builders import vn
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

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
