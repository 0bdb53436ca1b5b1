"""A province's report is the sum of its communes' own."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import Status
from monitor.domain.period import Period
from monitor.domain.record import Record
from monitor.flows.figures import figures
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from reports.month import MonthReport
from reports.sections.table06a import Table06a
from reports.sections.units import Units
from reports.table import COLUMNS
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.notices.office import DIRECTORY, OFFICE, TELLING
from tests.outbox import a_store

COMMUNES = ("A", "B", "C")
PROVINCE = Directory(
    units={
        "P": Unit(code="P", name="Tỉnh Ví Dụ", level=Level.PROVINCE, letterhead=("TỈNH",)),
        **{
            one: Unit(code=one, name="Xã Ví Dụ", level=Level.COMMUNE, parent="P")
            for one in COMMUNES
        },
        **{
            f"{one}-K": Unit(
                code=f"{one}-K", name="Phòng Kinh tế", level=Level.DEPARTMENT, parent=one
            )
            for one in COMMUNES
        },
    },
    procedures=DIRECTORY.procedures,
)
HERE = replace(OFFICE, directory=PROVINCE)
NOVEMBER = Period.month("2026-11")
MADE = vn("2026-12-01 13:45")
COUNTED = ("to_process", "resolved", "late", "overdue", "given_up", "letters_missing")

BEFORE = a_record(
    "H99.BEFORE",
    unit="A",
    handler="",
    received="2026-09-01 08:00",
    promised="2026-09-15 17:00",
    status=Status.RETURNED,
    finished="2026-09-02 08:00",
)

DAYS = st.integers(min_value=1, max_value=28)
DOSSIERS = st.tuples(
    st.sampled_from([*COMMUNES, *(f"{one}-K" for one in COMMUNES)]),
    st.sampled_from(["2026-10", "2026-11"]),
    DAYS,
    DAYS,
    st.none() | DAYS,
)


@settings(max_examples=4, deadline=None)
@given(dossiers=st.lists(DOSSIERS, max_size=20))
def test_a_province_counts_what_its_communes_count(
    dossiers: list[tuple[str, str, int, int, int | None]],
) -> None:
    with TemporaryDirectory() as folder, a_store(Path(folder)) as store:
        records = [_record(number, *one) for number, one in enumerate(dossiers)]
        _take(store, *records)
        whole = _report(store, "P")
        parts = {one: _report(store, one) for one in COMMUNES}

    lines = {line.code: line for line in whole.part(Units).lines}
    assert lines.keys() == set(COMMUNES)
    for code, part in parts.items():
        own = part.part(Units).total
        assert [getattr(lines[code], name) for name in COUNTED] == [
            getattr(own, name) for name in COUNTED
        ]
        assert lines[code].rate == own.rate
    for column in COLUMNS:
        summed = sum(part.part(Table06a).total.column(column) for part in parts.values())
        assert whole.part(Table06a).total.column(column) == summed
    assert not whole.part(Units).failures


def _record(  # noqa: PLR0913, PLR0917 - a dossier, as drawn
    number: int, unit: str, month: str, received: int, promised: int, finished: int | None
) -> Record:
    first, last = sorted((received, promised))
    done = None if finished is None or finished < first else f"{month}-{finished:02} 16:00"
    return a_record(
        f"H99.{number:04}",
        row=number + 2,
        unit=unit,
        handler="",
        received=f"{month}-{first:02} 08:00",
        promised=f"{month}-{last:02} 17:00",
        status=Status.RETURNED if done else Status.IN_PROGRESS,
        finished=done,
    )


def _take(store: SqlStore, *records: Record) -> None:
    for exported in ("2026-09-30 07:10", "2026-12-01 07:10"):
        some = (BEFORE, *records) if exported > "2026-10" else (BEFORE,)
        at = vn(exported)
        ingest(store, PROVINCE, a_file(*some, exported=exported), max_reject_share=0, at=at)
    scan(store, HERE, RULES, at=vn("2026-12-01 07:15"))


def _report(store: SqlStore, unit: str) -> MonthReport:
    with store.reading() as work:
        return figures(work, HERE, TELLING, PROVINCE.units[unit], NOVEMBER, at=MADE)
