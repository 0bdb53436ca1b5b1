"""The dossiers by which a report's identities fail are named, as the store has them."""

from monitor.domain.dossier import Status
from monitor.domain.period import Period
from monitor.flows.figures import figures
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from reports.identities import Block, Identity
from reports.month import MonthReport
from reports.sections.table06a import Table06a
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.notices.office import COMMUNE, DIRECTORY, OFFICE, TELLING

EXPORTED = "2026-12-02 07:10"


def reported(store: SqlStore, *lives: tuple[str, str, str | None]) -> MonthReport:
    """Return November's report of dossiers by code, receipt and end."""
    records = [
        a_record(
            code,
            received=received,
            finished=finished,
            status=Status.FINISHED if finished else Status.IN_PROGRESS,
            unit="KT",
        )
        for code, received, finished in lives
    ]
    file = a_file(*records, exported=EXPORTED)
    ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(EXPORTED))
    scan(store, OFFICE, RULES, at=vn(EXPORTED))
    with store.reading() as work:
        period = Period.month("2026-11")
        return figures(work, OFFICE, TELLING, COMMUNE, period, at=vn(EXPORTED))


def test_what_ended_before_it_came_in_stands_behind_the_failures(store: SqlStore) -> None:
    report = reported(
        store,
        ("came", "2026-11-10 08:00", "2026-10-20 09:00"),
        ("left", "2026-12-01 08:00", "2026-11-20 09:00"),
        ("both in it", "2026-11-20 08:00", "2026-11-10 09:00"),
        ("neither", "2026-12-01 08:00", "2026-10-20 09:00"),
        ("open", "2026-11-10 08:00", None),
    )

    behind = {
        check.identity: check.dossiers
        for check in report.part(Table06a).failures
        if check.block is Block.UNIT
    }
    assert behind == {Identity.BALANCE: ("came",), Identity.TO_PROCESS: ("left",)}


def test_where_nothing_fails_nobody_is_looked_for(store: SqlStore) -> None:
    report = reported(store, ("both in it", "2026-11-20 08:00", "2026-11-10 09:00"))

    assert report.part(Table06a).failures == ()
