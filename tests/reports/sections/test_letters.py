"""The office's own duty: letters before, after and missing; other agencies' apart."""

from monitor.domain.letter import Delivery, LetterState
from monitor.domain.month_letters import LetterRegister
from reports.sections.letters import Deliveries, LetterCounts, OtherAgency, Timings
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    LAND_BRANCH,
    OFFICE_NOVEMBER,
    a_letter,
    a_report,
    a_snapshot,
)


def test_the_office_in_november() -> None:
    letters = a_report(*OFFICE_NOVEMBER).part(LetterCounts)

    assert letters.longer == Timings(before=1, after=1, missing=3, not_ours=1)
    assert letters.short == Timings(before=1)
    assert (letters.before, letters.after, letters.missing, letters.not_ours) == (2, 1, 3, 1)
    assert (letters.owed, letters.rate.numerator, letters.rate.denominator) == (6, 2, 6)


def test_a_letter_about_a_dossier_that_ended_in_time_owes_nothing() -> None:
    report = a_report(a_snapshot(letter=a_letter("2026-11-10 09:00"), ended="2026-11-12 09:00"))

    letters = report.part(LetterCounts)

    assert (letters.owed, letters.total, letters.by_unit) == (0, 0, ())
    assert letters.rate.hundredths is None


def test_letters_come_so_many_working_days_before_the_deadline_or_after() -> None:
    letters = a_report(
        a_snapshot("one day", letter=a_letter("2026-11-11 09:00")),
        a_snapshot("four days", letter=a_letter("2026-11-06 09:00")),
        a_snapshot("on the due day", letter=a_letter("2026-11-12 09:00")),
        a_snapshot("over a weekend", letter=a_letter("2026-11-16 09:00")),
        a_snapshot("short", short=True, letter=a_letter("2026-11-02 09:00")),
    ).part(LetterCounts)

    assert (letters.days_before, letters.days_after) == (25, 10)


def test_where_no_letter_was_issued_there_is_no_average() -> None:
    letters = a_report(a_snapshot()).part(LetterCounts)

    assert (letters.days_before, letters.days_after) == (None, None)


def test_a_letter_from_before_the_calendar_has_no_distance() -> None:
    letters = a_report(a_snapshot(letter=a_letter("2019-01-02 09:00"))).part(LetterCounts)

    assert (letters.before, letters.days_before) == (1, None)


def test_letters_went_out_by_mail_or_on_paper_and_some_came_back() -> None:
    letters = a_report(
        a_snapshot("m1", letter=a_letter("2026-11-11 09:00", delivery=Delivery.MAIL)),
        a_snapshot(
            "m2", letter=a_letter("2026-11-13 09:00", delivery=Delivery.MAIL, returned=True)
        ),
        a_snapshot("p1", letter=a_letter("2026-11-11 09:00", delivery=Delivery.PRINT)),
        a_snapshot("u1", letter=a_letter("2026-11-11 09:00")),
        a_snapshot("not issued", letter=a_letter(state=LetterState.APPROVED)),
    ).part(LetterCounts)

    assert letters.deliveries == Deliveries(mail=2, paper=1, unknown=1, returned=1)


def test_each_unit_owes_and_sends_its_own() -> None:
    letters = a_report(
        a_snapshot("c1", letter=a_letter("2026-11-11 09:00")),
        a_snapshot("c2"),
        a_snapshot("e1", unit=ECONOMY, letter=a_letter(state=LetterState.NO_LETTER)),
        a_snapshot("e2", unit=ECONOMY, agency=LAND_BRANCH, urged=True),
        a_snapshot("e3", unit=ECONOMY, agency=LAND_BRANCH),
        register=LetterRegister(issued=1),
    ).part(LetterCounts)

    assert [(one.name, one.timings) for one in letters.by_unit] == [
        (CULTURE[1], Timings(before=1, missing=1)),
        (ECONOMY[1], Timings(not_owed=1, not_ours=2, urged=1)),
    ]
    assert letters.others == (OtherAgency(name=LAND_BRANCH, late=2, urged=1),)
    assert letters.register.issued == 1


def test_a_date_put_off_twice_is_told_where_the_dossier_is_ours() -> None:
    letters = a_report(
        a_snapshot("ours", put_off_again=True),
        a_snapshot("theirs", put_off_again=True, agency=LAND_BRANCH),
    ).part(LetterCounts)

    assert letters.put_off_again == 1
