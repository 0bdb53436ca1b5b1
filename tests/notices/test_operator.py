"""The operator's line says whether anything wants a hand."""

from dataclasses import replace

import pytest

from monitor.domain.calendar_spec import RowStatus
from monitor.domain.notice import Notice
from monitor.notices.operator import (
    BackupDue,
    Health,
    Mailed,
    OperatorFacts,
    WorkbookNews,
    backup_due,
    operator_notice,
)
from monitor.notices.route import Gap, Lack
from tests.builders import DAYS_2026, a_calendar, a_day_off, vn
from tests.notices.office import a_directory, an_occasion, an_office
from tests.notices.scenes import LONG_CALENDAR, WELL, of_a_first_import, of_the_handler

LACK = Lack(gap=Gap.HEAD, where="Phòng Kinh tế")


def facts_of(notice: Notice) -> OperatorFacts:
    assert isinstance(notice.facts, OperatorFacts)
    return notice.facts


def line(health: Health = WELL, *lacks: Lack) -> OperatorFacts:
    occasion = an_occasion(office=an_office(calendar=LONG_CALENDAR))
    return facts_of(operator_notice(health, (), lacks, occasion))


def test_a_quiet_day_wants_nothing() -> None:
    assert line().is_well


@pytest.mark.parametrize(
    "health",
    [
        pytest.param(replace(WELL, failing=("H99-1",)), id="a dossier that cannot be judged"),
        pytest.param(replace(WELL, faults=("letter/H99-1",)), id="a thing that did not work"),
        pytest.param(replace(WELL, mailed=Mailed(parked=1)), id="a mail nobody takes"),
        pytest.param(
            replace(WELL, mailed=Mailed(waiting=1, waiting_since=vn("2026-11-12 06:00"))),
            id="a mail that waits for long",
        ),
    ],
)
def test_trouble_wants_a_hand(health: Health) -> None:
    assert not line(health).is_well


def test_what_the_directory_lacks_is_told_once() -> None:
    facts = line(WELL, LACK, LACK)

    assert facts.lacks == (LACK,)
    assert facts.is_well  # nothing went wrong for it


def test_dossiers_that_rules_cannot_know_are_told_but_no_alarm() -> None:
    assert line(replace(WELL, unknown=(("overdue", 6),))).is_well


def test_workbooks_are_told_but_no_alarm() -> None:
    news = WorkbookNews(since=vn("2026-11-11 07:40"), made=3, answers=12, refused=1)

    facts = line(replace(WELL, workbooks=news))

    assert facts.health.workbooks == news
    assert facts.is_well  # what is wrong with a file stands among the faults


def test_a_backup_that_is_due_is_told_but_no_alarm() -> None:
    assert line(replace(WELL, backup=BackupDue())).is_well


@pytest.mark.parametrize(
    ("last", "told"),
    [
        pytest.param(None, BackupDue(), id="there never was one"),
        pytest.param("2026-11-04 07:40", None, id="eight days ago"),
        pytest.param("2026-11-04 07:39", BackupDue(days=8), id="a minute more"),
        pytest.param("2026-10-13 07:40", BackupDue(days=30), id="a month ago"),
    ],
)
def test_a_backup_is_due_after_eight_days(last: str | None, told: BackupDue | None) -> None:
    at = vn("2026-11-12 07:40")

    assert backup_due(vn(last) if last else None, at=at) == told


def test_the_mails_of_the_slot_are_counted_by_whom_they_are_for() -> None:
    occasion = an_occasion()
    told = (of_the_handler(), of_a_first_import())

    facts = facts_of(operator_notice(WELL, told, (), occasion))

    assert (facts.digests, facts.leaders) == (2, 0)


@pytest.mark.parametrize(
    ("at", "last_year", "short", "estimated"),
    [
        pytest.param("2026-09-02 07:40", 2026, False, False, id="120 days ahead"),
        pytest.param("2026-09-03 07:40", 2026, True, False, id="119 days ahead"),
        pytest.param("2026-11-12 07:40", 2027, False, True, id="an estimate within them"),
    ],
)
def test_a_calendar_that_ends_soon_or_is_not_sure_is_told(
    at: str, last_year: int, *, short: bool, estimated: bool
) -> None:
    estimate = a_day_off("2027-02-08", status=RowStatus.ESTIMATED)
    days = (*DAYS_2026, estimate) if last_year > 2026 else DAYS_2026
    calendar = a_calendar(*days, last_year=last_year)
    occasion = an_occasion(at, office=an_office(calendar=calendar))

    calendars = facts_of(operator_notice(WELL, (), (), occasion)).calendars

    told = [(one.is_short, one.is_estimated) for one in calendars]
    assert told == ([(short, estimated)] if short or estimated else [])


def test_every_calendar_of_the_office_is_looked_at_once() -> None:
    office = replace(
        an_office(a_directory(), calendar=LONG_CALENDAR),
        calendars={"a": LONG_CALENDAR, "b": a_calendar()},
    )
    occasion = an_occasion("2026-11-12 07:40", office=office)

    facts = facts_of(operator_notice(WELL, (), (), occasion))

    assert [one.name for one in facts.calendars] == ["test"]


def test_the_line_is_the_days() -> None:
    notice = operator_notice(WELL, (), (), an_occasion())

    assert notice.key == "operator/2026-11-12"
    assert notice.recipient.mailbox == "vanhanh@tanbinhan.example"
    assert WELL.since == vn("2026-11-11")
