"""Reports stay as they were made; marks, beats and faults say what the program did."""

from dataclasses import replace
from datetime import date

from monitor.ports.store import StoredReport
from monitor.store.work import SqlStore
from tests.builders import vn

FIRST, SECOND = vn("2026-12-01 08:00"), vn("2026-12-01 08:01")
REPORT = StoredReport(
    unit="XA",
    first_on=date(2026, 11, 1),
    last_on=date(2026, 11, 30),
    made_at=FIRST,
    sha256="c" * 64,
    figures=b"{}",
    basis=b"{}",
    workbook_sha256="d" * 64,
    workbook_size=100_000_000,
    pdf=b"%PDF-1.7",
    cover=b"PK",
)


def test_a_report_is_frozen_when_it_is_made(store: SqlStore) -> None:
    with store.writing() as work:
        assert work.reports.keep(REPORT)
        assert not work.reports.keep(replace(REPORT, pdf=b"%PDF-1.7 other"))
        assert work.reports.keep(replace(REPORT, unit="KT"))

    with store.reading() as work:
        assert work.reports.find("XA", date(2026, 11, 1), date(2026, 11, 30)) == REPORT
        assert work.reports.find("XA", date(2026, 11, 1), date(2026, 11, 29)) is None


def test_the_last_revision_is_the_one_that_is_found(store: SqlStore) -> None:
    second = replace(REPORT, revision=2, made_at=SECOND, annexes=(b"%PDF 1", b"%PDF 2"))
    quarter = replace(REPORT, first_on=date(2026, 9, 1))
    with store.writing() as work:
        assert [work.reports.keep(one) for one in (quarter, REPORT, second)] == [True] * 3

    with store.reading() as work:
        assert work.reports.find("XA", date(2026, 11, 1), date(2026, 11, 30)) == second
        assert work.reports.ending("XA", date(2026, 11, 30)) == second
        assert work.reports.ending("XA", date(2026, 10, 31)) is None
        assert work.reports.made() == {
            ("XA", one.first_on, one.last_on) for one in (REPORT, quarter)
        }


def test_what_is_done_is_done_once(store: SqlStore) -> None:
    with store.writing() as work:
        assert not work.done.has("digest/2026-11-12/morning")
        work.done.mark("digest/2026-11-12/morning", at=FIRST)
        work.done.mark("digest/2026-11-12/morning", at=SECOND)

        assert work.done.has("digest/2026-11-12/morning")
        assert not work.done.has("digest/2026-11-12/afternoon")


def test_the_last_sign_of_life_counts(store: SqlStore) -> None:
    with store.writing() as work:
        work.done.beat("tick", at=FIRST, detail="first")
        work.done.beat("deliver", at=FIRST)
        work.done.beat("tick", at=SECOND, detail="second")

    with store.reading() as work:
        assert work.done.beats() == {"deliver": (FIRST, ""), "tick": (SECOND, "second")}


def test_a_fault_stands_until_it_is_cured(store: SqlStore) -> None:
    with store.writing() as work:
        work.done.fault("letter/1", at=FIRST, detail="no signer")
        work.done.fault("letter/1", at=SECOND, detail="still no signer")
        work.done.fault("letter/2", at=FIRST, detail="no signer")
        work.done.cured("letter/2")
        work.done.cured("letter/3")

    with store.reading() as work:
        assert work.done.faults() == {"letter/1": (SECOND, "still no signer")}
