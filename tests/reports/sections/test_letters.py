"""The office's own duty: letters before, after and missing; other agencies' apart."""

from reports.sections.letters import LetterCounts
from tests.reports.snapshots import OFFICE_NOVEMBER, a_letter, a_report, a_snapshot


def test_the_office_in_november() -> None:
    letters = a_report(*OFFICE_NOVEMBER).part(LetterCounts)

    assert letters == LetterCounts(before=2, after=1, missing=3, not_ours=1)
    assert (letters.owed, letters.rate.numerator, letters.rate.denominator) == (6, 2, 6)


def test_a_letter_about_a_dossier_that_ended_in_time_owes_nothing() -> None:
    report = a_report(a_snapshot(letter=a_letter("2026-11-10 09:00"), ended="2026-11-12 09:00"))

    letters = report.part(LetterCounts)

    assert letters.owed == 0
    assert letters.rate.hundredths is None
