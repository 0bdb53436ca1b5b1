"""The list holds every dossier that a figure counts, and no other."""

from reports.judged import Outcome
from reports.sections.dossiers import DossierList
from tests.reports.snapshots import OFFICE_NOVEMBER, a_report

LINES = a_report(*OFFICE_NOVEMBER).part(DossierList).lines


def test_the_office_in_november() -> None:
    assert len(LINES) == 18
    assert sum(line.is_in_table for line in LINES) == 17
    assert sum(line.is_carried for line in LINES) == 3
    assert sum(line.is_due for line in LINES) == 11


def test_dossiers_stand_in_order_of_their_codes() -> None:
    assert [line.code for line in LINES] == sorted(line.code for line in LINES)


def test_what_ended_before_the_period_but_fell_due_in_it_is_listed() -> None:
    line = next(line for line in LINES if line.code.endswith("0015"))

    assert (line.outcome, line.is_in_table, line.is_due) == (Outcome.EARLY, False, True)


def test_what_ended_after_the_period_is_listed_as_open() -> None:
    line = next(line for line in LINES if line.code.endswith("0016"))

    assert (line.outcome, line.ended_at) == (Outcome.OVERDUE, None)
