"""What was reported stays as it was; what has moved since makes a report of its own."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import OpenPeriodError, UnknownDaysError
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.since import Since
from monitor.domain.supplied import supplied
from monitor.flows.freezing import file_names
from monitor.notices.report_mails import FileKind, ReportMailFacts
from monitor.ports.store import StoredReport
from monitor.store.work import SqlStore
from reports.moved import Why
from reports.sections.outlook import Outlook
from reports.sections.trend import Trend
from tests.builders import DAYS_2026, a_calendar, vn
from tests.fakes import PlainFiles, PlainReports
from tests.flows.bureau import KNOWN, NOVEMBER, OCTOBER, ON_TIME, Bureau
from tests.notices.office import COMMUNE, TELLING, a_directory, an_office

BASE = "bao-cao-2026-11-XA"
LATER = "2026-12-04 08:00"
MISSED = replace(KNOWN, code="missed", row=3)  # told of only after the report was made


@pytest.fixture
def bureau(store: SqlStore) -> Bureau:
    """Return an office that has read one dossier of November, and nothing since."""
    made = Bureau(store)
    made.take(KNOWN, exported="2026-11-20 07:10")
    return made


def basis(stored: StoredReport) -> dict[str, object]:
    told: dict[str, object] = json.loads(stored.basis)
    return told


# Kept


def test_a_report_is_frozen_with_what_it_rests_on_and_laid_on_the_shelf(
    bureau: Bureau,
) -> None:
    stored = bureau.make()
    bureau.take(MISSED, KNOWN, exported="2026-12-02 07:10")
    again = bureau.make(at="2026-12-03 08:00")

    assert again == stored
    assert len(bureau.reports.set_) == 1
    assert (stored.made_at, stored.revision) == (vn(ON_TIME), 1)
    assert (stored.first_on, stored.last_on) == (date(2026, 11, 1), date(2026, 11, 30))
    workbook = bureau.shelf.files["reports", f"{BASE}.xlsx"]
    assert bureau.shelf.files == {
        ("reports", f"{BASE}.pdf"): stored.pdf,
        ("reports", f"{BASE}.docx"): stored.cover,
        ("reports", f"{BASE}.json"): stored.figures,
        ("reports", f"{BASE}.xlsx"): workbook,
    }
    assert stored.workbook_sha256 == sha256(workbook).hexdigest()
    assert stored.workbook_size == len(workbook)
    assert b"['known']" in workbook
    assert set(basis(stored)) == {
        *("program", "calendars", "settings", "settings_sha256", "directory_sha256")
    }


def test_annexes_are_kept_beside_their_report(bureau: Bureau) -> None:
    parts = (b"%PDF one", b"%PDF two")

    class Long(PlainReports):
        def render(self, report: object) -> PlainFiles:
            return replace(super().render(report), annexes=parts)  # type: ignore[arg-type]

    bureau.outside = replace(bureau.outside, reports=Long())

    stored = bureau.make()

    assert stored.annexes == parts
    endings = ["-phu-luc-1.pdf", "-phu-luc-2.pdf"]
    assert [bureau.shelf.files["reports", f"{BASE}{one}"] for one in endings] == [*parts]
    ahead = bureau.freezer(Period.month("2026-11")).look(at=vn("2026-11-20 08:00"))
    assert [bureau.shelf.files["reports", ahead[one]] for one in endings] == [*parts]


@pytest.mark.parametrize("ending", [".pdf", ".docx", ".json", ".xlsx"])
def test_a_file_that_the_shelf_has_lost_is_laid_there_again(
    bureau: Bureau, ending: str
) -> None:
    bureau.make()
    before = dict(bureau.shelf.files)
    bureau.shelf.remove("reports", f"{BASE}{ending}")
    bureau.take(replace(KNOWN, code="next", received_at=vn(ON_TIME)), exported=LATER)

    made = bureau.freezer().make(at=vn(LATER))

    assert bureau.shelf.files == before
    assert (made.is_new, made.is_lost) == (False, False)


def test_a_workbook_that_would_be_another_is_said_to_be_lost(bureau: Bureau) -> None:
    bureau.make()
    bureau.shelf.remove("reports", f"{BASE}.xlsx")
    bureau.take(MISSED, KNOWN, exported="2026-12-02 07:10")

    made = bureau.freezer().make(at=vn(LATER))

    assert made.is_lost
    assert ("reports", f"{BASE}.xlsx") not in bureau.shelf.files


def test_a_mail_carries_as_much_as_has_room_and_names_the_folder(bureau: Bureau) -> None:
    bureau.telling = replace(TELLING, attach_bytes=150, report_folder="var/reports")

    bureau.make()

    (notice,) = bureau.mails.written
    assert isinstance(notice.facts, ReportMailFacts)
    assert notice.facts.kinds == ("pdf", "cover")
    assert notice.facts.folder == "var/reports"
    sizes = [len(one.content) for one in notice.attachments]
    assert len(bureau.shelf.files["reports", f"{BASE}.xlsx"]) > 150 - sum(sizes) > 0


# Revised


def test_what_has_moved_makes_a_revision_that_says_what_and_why(bureau: Bureau) -> None:
    first = bureau.make()
    bureau.take(MISSED, KNOWN, exported="2026-12-02 07:10")

    made = bureau.revise(at=LATER)

    assert (made.is_new, made.stored.revision) == (True, 2)
    report = bureau.reports.set_[-1]
    assert report.revised is not None
    assert report.revised.replaced_at == first.made_at
    assert made.moved == len(report.revised.moved)
    why = report.revised.why
    assert why == Why(since=Since(imports=1, imported_at=vn("2026-12-02 07:10")))
    totals = [
        (one.before, one.after) for one in report.revised.moved if one.figure == "total.total"
    ]
    assert (1, 2) in totals
    assert f"{BASE}-ban-2.pdf" in bureau.shelf.names("reports")
    assert bureau.shelf.files["reports", f"{BASE}.pdf"] == first.pdf
    assert [key for key, _ in bureau.queued] == [
        "report/XA/2026-11/thanh",
        "report/XA/2026-11/thanh/2",
    ]
    facts = bureau.mails.written[-1].facts
    assert isinstance(facts, ReportMailFacts)
    assert facts.revision is not None
    assert (facts.revision.number, facts.revision.moved) == (2, made.moved)


def test_a_revision_says_that_figures_were_typed_in(bureau: Bureau) -> None:
    bureau.make()
    at = vn("2026-12-02 09:00")
    with bureau.store.writing() as work:
        for name, said in (("digitised", "1"), ("payments", "5")):
            figure = supplied("XA", date(2026, 11, 1), name, said, by="thanh", at=at)
            work.workbooks.supply(figure)

    bureau.revise(at=LATER)

    revised = bureau.reports.set_[-1].revised
    assert revised is not None
    assert revised.why == Why(since=Since(figures=2))
    facts = bureau.mails.written[-1].facts
    assert isinstance(facts, ReportMailFacts)
    assert facts.revision is not None
    assert facts.revision.since == Since(figures=2)


def test_a_revision_is_made_again_as_it_was(bureau: Bureau) -> None:
    bureau.make()
    bureau.take(MISSED, KNOWN, exported="2026-12-02 07:10")
    stored = bureau.revise(at=LATER).stored
    before = dict(bureau.shelf.files)
    bureau.shelf.remove("reports", f"{BASE}-ban-2.xlsx")

    made = bureau.freezer().make(at=vn("2026-12-05 08:00"))

    assert (made.stored, made.is_lost) == (stored, False)
    assert bureau.shelf.files == before


def test_where_nothing_moved_there_is_no_revision(bureau: Bureau) -> None:
    bureau.take(KNOWN, exported="2026-12-01 07:10")
    first = bureau.make()
    bureau.take(KNOWN, exported="2026-12-02 07:10")  # newer data, the same figures
    bureau.shelf.remove("reports", f"{BASE}.pdf")

    made = bureau.revise(at=LATER)

    assert (made.stored, made.is_new, made.moved) == (first, False, 0)
    assert len(bureau.queued) == 1
    assert bureau.shelf.files["reports", f"{BASE}.pdf"] == first.pdf


def test_a_revision_of_what_was_never_made_is_the_first(bureau: Bureau) -> None:
    made = bureau.revise(at=LATER)

    assert (made.is_new, made.stored.revision, made.moved) == (True, 1, 0)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(
            lambda office: replace(office, policy=replace(office.policy, on_time_target=0.5)),
            "has_other_settings",
            id="settings",
        ),
        pytest.param(
            lambda _: an_office(a_directory(replace(COMMUNE, name="UBND xã khác"))),
            "has_other_directory",
            id="directory",
        ),
        pytest.param(
            lambda _: an_office(calendar=a_calendar(*DAYS_2026[1:])),
            "has_other_calendar",
            id="calendar",
        ),
    ],
)
def test_a_revision_names_what_else_has_changed(
    bureau: Bureau, change: object, expected: str
) -> None:
    bureau.make()
    bureau.take(MISSED, KNOWN, exported="2026-12-02 07:10")
    assert callable(change)
    office = change(bureau.office)
    assert isinstance(office, Office)
    bureau.office = office

    bureau.revise(at=LATER)

    revised = bureau.reports.set_[-1].revised
    assert revised is not None
    names = ("has_other_settings", "has_other_directory", "has_other_calendar")
    assert [name for name in names if getattr(revised.why, name)] == [expected]


def test_no_revision_of_a_month_that_has_not_ended(bureau: Bureau) -> None:
    with pytest.raises(OpenPeriodError):
        bureau.revise(at="2026-11-30 23:59")


# Ahead of its end


def test_a_provisional_report_is_looked_at_and_not_kept(bureau: Bureau) -> None:
    files = bureau.freezer().look(at=vn("2026-11-20 08:00"))

    (report,) = bureau.reports.set_
    assert report.is_provisional
    assert report.period == Period(first=date(2026, 11, 1), last=date(2026, 11, 19))
    assert report.scope.whole == NOVEMBER
    before, year_before = report.part(Trend).before, report.part(Trend).year_before
    assert before is not None
    assert year_before is not None
    assert before.period == OCTOBER
    assert (year_before.period.first.month, year_before.period.last.day) == (11, 30)
    assert report.part(Outlook).until == date(2026, 12, 31)
    assert files == {
        kind: f"bao-cao-2026-11-01..2026-11-19-XA-tam-tinh{kind}"
        for kind in (FileKind.PDF, FileKind.COVER, FileKind.JSON, FileKind.XLSX)
    }
    assert bureau.shelf.names("reports") == sorted(files.values())
    assert bureau.made(NOVEMBER, report.period) == [False, False]
    assert bureau.queued == []
    assert bureau.due(ON_TIME).made == 1


@pytest.mark.parametrize("exported", [None, "2026-11-01 23:59"])
def test_without_a_whole_day_there_is_nothing_to_look_at(
    store: SqlStore, exported: str | None
) -> None:
    bureau = Bureau(store)
    if exported:
        bureau.take(KNOWN, exported=exported)

    with pytest.raises(UnknownDaysError):
        bureau.freezer().look(at=vn("2026-11-20 08:00"))


def test_of_an_older_report_only_what_was_recorded_since_is_known(bureau: Bureau) -> None:
    old = replace(bureau.make(), unit="KT", basis=b"{}", revision=1)
    finished = replace(KNOWN, status=Status.FINISHED, finished_at=vn("2026-11-18 09:00"))
    with bureau.store.writing() as work:
        assert work.reports.keep(old)
    bureau.take(finished, exported="2026-12-02 07:10")
    unit = bureau.office.directory.units["KT"]

    made = replace(bureau.freezer(), unit=unit).revise(at=vn(LATER))

    revised = bureau.reports.set_[-1].revised
    assert made.stored.revision == 2
    assert revised is not None
    assert revised.why.program is None
    assert file_names(made.stored)[FileKind.PDF] == "bao-cao-2026-11-KT-ban-2.pdf"
