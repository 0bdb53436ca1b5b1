"""A month's report is made once, when it is due, and what should exist is never forgotten."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.dossier import Status
from monitor.domain.errors import CalendarGapError, OpenPeriodError, RenderError
from monitor.domain.notice import NoticeKind
from monitor.domain.period import MonthScheme
from monitor.flows.freezing import file_names
from monitor.flows.report import Reported, reporting_units
from monitor.notices.report_mails import FileKind, ReportMailFacts
from monitor.store.work import SqlStore
from reports.month import MonthReport
from reports.sections.table06a import Table06a
from tests.builders import DAYS_2026, a_calendar, vn
from tests.fakes import DyingStore, KilledError, PlainFiles, PlainReports
from tests.flows.bureau import KNOWN, NOVEMBER, OCTOBER, ON_TIME, Bureau
from tests.notices.office import COMMUNE, LEADER, SIGNER, TELLING, a_directory, an_office

OVER_NEW_YEAR = an_office(calendar=a_calendar(*DAYS_2026, last_year=2027))


@pytest.fixture
def bureau(store: SqlStore) -> Bureau:
    return Bureau(store)


# When


def test_it_is_made_on_the_first_working_day_at_its_hour_and_once(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    early = bureau.due("2026-12-01 13:44")
    first = bureau.due(ON_TIME)
    again = bureau.due("2026-12-01 13:46")
    later = bureau.due("2026-12-31 16:00")

    assert (early, first, again, later) == (
        Reported(),
        Reported(made=1),
        Reported(),
        Reported(),
    )
    assert bureau.made(NOVEMBER, OCTOBER) == [True, False]
    assert len(bureau.reports.set_) == 1


def test_an_export_of_the_whole_month_is_not_waited_past(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    bureau.take(KNOWN, exported="2026-12-01 07:10")

    assert bureau.due("2026-12-01 07:59") == Reported()
    assert bureau.due("2026-12-01 08:00") == Reported(made=1)


def test_an_office_reports_by_months_of_its_own(bureau: Bureau) -> None:
    bureau.office = replace(bureau.office, months=MonthScheme(15))
    bureau.take(KNOWN, exported="2026-10-20 07:10")
    bureau.take(KNOWN, exported="2026-11-16 07:10")  # a Monday: the month ended on Saturday

    early = bureau.due("2026-11-14 09:00")
    done = bureau.due("2026-11-16 08:00")

    assert (early, done) == (Reported(), Reported(made=1))
    assert bureau.made(bureau.office.months.month("2026-11"), NOVEMBER) == [True, False]


def test_nothing_is_made_outside_working_hours(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    bureau.take(KNOWN, exported="2026-12-01 07:10")

    assert bureau.due("2026-12-01 19:00") == Reported()
    assert bureau.due("2026-12-02 07:00") == Reported(made=1)


def test_after_a_weekend_it_is_made_on_monday(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-10-20 07:10")

    assert bureau.due("2026-11-01 09:00") == Reported()
    assert bureau.due("2026-11-02 13:44") == Reported()
    assert bureau.due("2026-11-02 13:45") == Reported(made=1)


def test_without_any_import_there_is_none(bureau: Bureau) -> None:
    assert bureau.due(ON_TIME) == Reported()


@pytest.mark.parametrize(
    ("exported", "made"),
    [
        pytest.param("2026-11-30 23:59", 1, id="the first import speaks of the month"),
        pytest.param("2026-12-01 00:00", 0, id="the month had ended before it"),
    ],
)
def test_a_month_before_the_first_import_has_none(
    bureau: Bureau, exported: str, made: int
) -> None:
    bureau.take(KNOWN, exported=exported)

    assert bureau.due(ON_TIME) == Reported(made=made)


def test_every_month_of_an_outage_is_made_once_the_oldest_first(bureau: Bureau) -> None:
    bureau.office = OVER_NEW_YEAR
    bureau.take(KNOWN, exported="2026-09-10 07:10")
    bureau.take(KNOWN, exported="2027-01-04 07:10")

    done = bureau.due("2027-01-04 08:00")
    again = bureau.due("2027-01-04 08:01")

    assert (done, again) == (Reported(made=4), Reported())
    assert [one.period.code for one in bureau.reports.set_] == [
        "2026-09",
        "2026-10",
        "2026-11",
        "2026-12",
    ]


def test_of_months_that_no_export_has_spoken_of_since_only_the_last_is_made(
    bureau: Bureau,
) -> None:
    bureau.take(KNOWN, exported="2026-07-10 07:10")

    bureau.due(ON_TIME)

    assert [one.period.code for one in bureau.reports.set_] == ["2026-07", "2026-11"]


def test_a_calendar_that_does_not_reach_is_an_error(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-12-20 07:10")

    with pytest.raises(CalendarGapError):
        bureau.due("2027-01-04 08:00")


# For whom


def test_every_unit_with_a_leader_of_its_own_has_one(bureau: Bureau) -> None:
    head = replace(LEADER, code="kien2", unit="KT", mailbox="kien2@tanbinhan.example")
    bureau.office = an_office(a_directory(head))
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    done = bureau.due(ON_TIME)

    assert [unit.code for unit in reporting_units(bureau.office)] == ["KT", "XA"]
    assert done == Reported(made=2)
    assert bureau.queued == [
        ("report/KT/2026-11/kien2", "kien2@tanbinhan.example"),
        ("report/XA/2026-11/thanh", LEADER.mailbox),
    ]


def test_the_mail_carries_the_papers_and_the_headline(bureau: Bureau) -> None:
    late = replace(KNOWN, status=Status.FINISHED, finished_at=vn("2026-11-18 09:00"))
    bureau.take(late, exported="2026-11-30 16:30")

    stored = bureau.make()

    (notice,) = bureau.mails.written
    facts = notice.facts
    assert isinstance(facts, ReportMailFacts)
    assert notice.kind is NoticeKind.REPORT
    workbook = bureau.shelf.files["reports", file_names(stored)[FileKind.XLSX]]
    assert [one.content for one in notice.attachments] == [stored.pdf, stored.cover, workbook]
    assert (facts.folder, facts.revision) == ("", None)
    assert (facts.late, facts.exported_at) == (1, vn("2026-11-30 16:30"))
    assert (facts.on_time.numerator, facts.on_time.denominator) == (0, 1)


def test_a_mail_that_cannot_be_written_is_told_and_the_report_stands(bureau: Bureau) -> None:
    bureau.office = an_office(
        a_directory(
            replace(LEADER, mailbox=""),
            replace(SIGNER, role=LEADER.role),
            replace(COMMUNE, mailbox=""),
        )
    )
    bureau.telling = replace(TELLING, operator_mailbox="")
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    done = bureau.due(ON_TIME)

    assert done == Reported(made=1)
    assert bureau.queued == [("report/XA/2026-11/phuc", SIGNER.mailbox)]
    assert list(bureau.faults) == ["mail/report/operator"]
    assert bureau.due(ON_TIME) == Reported()


# What


def test_a_month_that_has_not_ended_is_refused(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    with pytest.raises(OpenPeriodError) as caught:
        bureau.make(at="2026-11-30 23:59")

    assert caught.value.facts == {"period": "2026-11", "ends_on": date(2026, 11, 30)}
    assert bureau.make(at="2026-12-01 00:00").unit == "XA"


def test_the_topmost_unit_answers_for_units_that_nobody_knows(bureau: Bureau) -> None:
    strange = replace(KNOWN, code="strange", unit="Phòng Lạ")
    nowhere = replace(KNOWN, code="nowhere", unit="", handler="")
    bureau.take(KNOWN, strange, nowhere, exported="2026-11-20 07:10")

    table = bureau.figures().part(Table06a)

    assert table.total.total == 3
    assert {row.name for row in table.by_unit} >= {"Phòng Lạ", ""}


def test_what_ended_before_anything_was_known_stands_outside(bureau: Bureau) -> None:
    old = replace(KNOWN, code="old", received_at=vn("2025-03-03 08:00"))
    withdrawn = replace(old, code="withdrawn", status=Status.WITHDRAWN)
    bureau.take(KNOWN, withdrawn, exported="2026-11-02 07:10")
    later = replace(KNOWN, code="later", status=Status.WITHDRAWN)
    bureau.take(KNOWN, withdrawn, later, exported="2026-11-09 07:10")

    report = bureau.figures()

    assert report.scope.without_end == 1
    assert (report.part(Table06a).total.total, report.part(Table06a).total.given_up) == (2, 1)


def test_the_figures_hold_the_unit_and_all_below_it(bureau: Bureau) -> None:
    outside = replace(KNOWN, code="outside", unit="VPDK")
    undated = replace(KNOWN, code="undated", received_at=None)
    economy = replace(KNOWN, code="economy", unit="KT")
    bureau.take(KNOWN, outside, undated, economy, exported="2026-11-20 07:10")

    report = bureau.figures()

    assert report.part(Table06a).total.total == 2
    assert report.scope.without_receipt == 1
    assert (report.scope.unit, report.scope.letterhead) == ("XA", COMMUNE.letterhead)
    assert report.scope.not_covered == TELLING.not_covered
    assert [(one.name, one.exported_at) for one in report.scope.sources] == [
        ("tinh", vn("2026-11-20 07:10"))
    ]


def test_a_system_goes_by_the_name_of_the_settings(bureau: Bureau) -> None:
    bureau.telling = replace(TELLING, system_names={"tinh": "Hệ thống tỉnh"})
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    assert [one.name for one in bureau.figures().scope.sources] == ["Hệ thống tỉnh"]


def test_a_unit_without_letterhead_above_it_goes_by_its_name(bureau: Bureau) -> None:
    bureau.office = an_office(a_directory(replace(COMMUNE, letterhead=())))
    bureau.take(KNOWN, exported="2026-11-20 07:10")

    assert bureau.figures().scope.letterhead == (COMMUNE.name,)


def test_figures_are_as_of_the_months_end_whenever_they_are_made(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    before = bureau.figures()

    finished = replace(KNOWN, status=Status.FINISHED, finished_at=vn("2026-12-02 09:00"))
    bureau.take(finished, exported="2026-12-02 12:00")
    after = bureau.figures()

    assert before.part(Table06a).total.pending == after.part(Table06a).total.pending == 1
    assert after.part(Table06a).total.overdue == 1


def test_the_closing_of_the_month_before_is_held_against_the_opening(bureau: Bureau) -> None:
    old = replace(KNOWN, code="old", received_at=vn("2026-10-05 08:00"))
    bureau.take(old, exported="2026-10-20 07:10")
    none = bureau.figures(OCTOBER)
    bureau.make(OCTOBER, at="2026-11-02 08:00")

    bureau.take(old, KNOWN, exported="2026-11-20 07:10")
    report = bureau.figures()

    assert none.scope.closing_before is None
    assert report.scope.closing_before == 1
    assert report.part(Table06a).total.carried == 1


def test_an_opening_that_differs_names_the_dossiers_behind_it(bureau: Bureau) -> None:
    old, gone = (
        replace(KNOWN, code=code, received_at=vn("2026-10-05 08:00"))
        for code in ("old", "gone")
    )
    bureau.take(old, gone, exported="2026-10-20 07:10")
    bureau.make(OCTOBER, at="2026-11-02 08:00")

    late = replace(old, code="entered late")
    finished = replace(gone, status=Status.FINISHED, finished_at=vn("2026-10-30 09:00"))
    unjudged = replace(old, code="entered late, too")
    bureau.take(old, finished, late, unjudged, exported="2026-11-20 07:10")
    failures = bureau.figures().part(Table06a).failures

    assert [(one.left, one.right, one.dossiers) for one in failures] == [
        (3, 2, ("entered late", "entered late, too", "gone"))
    ]


def test_a_report_from_before_codes_were_kept_names_none(bureau: Bureau) -> None:
    old = replace(KNOWN, code="old", received_at=vn("2026-10-05 08:00"))
    bureau.take(old, exported="2026-10-20 07:10")
    bureau.make(OCTOBER, at="2026-11-02 08:00")
    with bureau.store.writing() as work:
        stored = work.reports.find(COMMUNE.code, OCTOBER.first, OCTOBER.last)
        assert stored is not None
        work.reports.keep(replace(stored, revision=2, pending=b""))

    bureau.take(old, replace(old, code="late"), exported="2026-11-20 07:10")
    [failure] = bureau.figures().part(Table06a).failures

    assert (failure.difference, failure.dossiers) == (1, ())


def test_more_dossiers_than_one_question_holds(bureau: Bureau) -> None:
    bureau.take(
        *(replace(KNOWN, code=f"{number:04}") for number in range(501)),
        exported="2026-11-20 07:10",
    )

    stored = bureau.make()

    assert json.loads(stored.figures)["sections"]["table06a"]["total"]["total"] == 501


# What goes wrong


def test_a_report_that_cannot_be_set_is_told_and_tried_again(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    bureau.reports.is_torn = True

    failed = bureau.due(ON_TIME)
    told = bureau.faults
    bureau.reports.is_torn = False
    done = bureau.due("2026-12-01 13:46")

    assert (failed, done) == (Reported(failed=1), Reported(made=1))
    assert told == {
        "report/XA/2026-11": sentence(RenderError(document="2026-11", reason="torn"))
    }
    assert bureau.faults == {}


def test_a_report_made_by_hand_ends_the_fault_of_the_one_that_failed(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    bureau.reports.is_torn = True
    bureau.due(ON_TIME)
    bureau.reports.is_torn = False

    bureau.make(at="2026-12-01 08:01")

    assert bureau.faults == {}


def test_a_mail_that_was_not_written_last_month_and_is_now_ends_its_fault(
    bureau: Bureau,
) -> None:
    bureau.take(KNOWN, exported="2026-10-20 07:10")
    bureau.mails.mute.add(LEADER.code)
    bureau.make(OCTOBER)
    told = set(bureau.faults)
    bureau.mails.mute.clear()

    bureau.make(NOVEMBER)

    assert told == {"mail/report/thanh"}
    assert bureau.faults == {}


def test_a_kill_before_the_commit_leads_to_one_report_and_one_mail(store: SqlStore) -> None:
    bureau = Bureau(store)
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    with pytest.raises(KilledError):
        Bureau(DyingStore(store, at=1)).due(ON_TIME)
    between = bureau.queued, bureau.made(NOVEMBER)

    done = bureau.due(ON_TIME)

    assert between == ([], [False])
    assert done == Reported(made=1)
    assert len(bureau.queued) == 1


def test_of_two_hands_the_first_one_reports(bureau: Bureau) -> None:
    """The other makes its report while this one is being set, and has read more."""
    bureau.take(KNOWN, exported="2026-11-20 07:10")
    other = Bureau(bureau.store, shelf=bureau.shelf)

    class Slow(PlainReports):
        def render(self, report: MonthReport) -> PlainFiles:
            other.take(replace(KNOWN, code="more"), exported="2026-11-30 07:10")
            other.make(at="2026-12-01 08:00")
            return super().render(report)

    bureau.outside = replace(bureau.outside, reports=Slow())
    returned = bureau.make(at="2026-12-01 08:01")

    with bureau.store.reading() as work:
        kept = work.reports.find("XA", NOVEMBER.first, NOVEMBER.last)
    assert kept is not None
    assert kept == returned
    assert kept.made_at == vn("2026-12-01 08:00")
    workbook = bureau.shelf.files["reports", file_names(kept)[FileKind.XLSX]]
    assert sha256(workbook).hexdigest() == kept.workbook_sha256
    assert bureau.shelf.files["reports", file_names(kept)[FileKind.PDF]] == kept.pdf
    assert len(bureau.queued) == 1
