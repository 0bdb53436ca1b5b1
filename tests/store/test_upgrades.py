"""Whatever version an office comes from: nothing is lost, the work goes on, figures stay."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.domain.period import Period
from monitor.flows.figures import figures
from monitor.flows.tick import tick
from monitor.store.copying import look_at
from reports.canonical import canonical
from tests.builders import vn
from tests.offices import FolderOffice, an_office
from tests.store.older import VERSIONS, brought_to
from tests.stores import NAME

MORNING, MONTH_OVER = "2026-11-11 08:00", "2026-12-02 08:00"
NOVEMBER = Period.month("2026-11")
# What a version did away with, or filled in otherwise, on purpose.
ALTERED = {
    *(("dossiers", name) for name in ("look_at", "failures")),
    *(("agenda", name) for name in ("look_at", "judged_at", "failures")),
    *(("reports", name) for name in ("xlsx", "basis")),
}


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return {
            table: [dict(row) for row in connection.execute(f'SELECT * FROM "{table}"')]  # noqa: S608
            for table in look_at(path).rows
            if table != "alembic_version"
        }


def older(folder: Path, version: str) -> FolderOffice:
    office = an_office(folder / version)
    brought_to(office.var / NAME, version)
    return office


@pytest.mark.parametrize("version", VERSIONS)
def test_every_row_of_every_version_is_there_afterwards(tmp_path: Path, version: str) -> None:
    office = older(tmp_path, version)
    before = rows(office.var / NAME)

    office.done("init")

    after = rows(office.var / NAME)
    saved = list(office.var.glob("truoc-nang-cap-*.db"))
    assert look_at(office.var / NAME).schema == VERSIONS[-1]
    assert len(saved) == (version != VERSIONS[-1])
    assert not saved or rows(saved[0]) == before
    for table, kept in before.items():
        for row, now in zip(kept, after[table], strict=True):
            same = {name: value for name, value in row.items() if (table, name) not in ALTERED}
            assert {name: now[name] for name in same} == same, table


@pytest.fixture(scope="module")
def today(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return the figures of the same rows where no upgrade came between."""
    return worked(older(tmp_path_factory.mktemp("today"), VERSIONS[-1]))


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_the_work_goes_on_and_figures_are_those_of_today(
    tmp_path: Path, today: bytes, version: str
) -> None:
    assert worked(older(tmp_path, version)) == today


def worked(office: FolderOffice) -> bytes:
    """Let an office work for a morning, and return the month's figures."""
    office.done("init")
    with office.app(MORNING) as app:
        tick(app.outside, app.plan, at=vn(MORNING))
        unit = app.office.directory.units["TBA"]
        with app.outside.store.reading() as work:
            assert work.agenda.failing() == []
            report = figures(
                work, app.office, app.plan.telling, unit, NOVEMBER, at=vn(MONTH_OVER)
            )
    return canonical(report)
