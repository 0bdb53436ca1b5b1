"""An export is judged as a whole, then taken in; twice, late or half-way is as once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import Table, select

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import Carried, Status
from monitor.domain.errors import MassRejectError, SourceFileError
from monitor.domain.record import Record, Reject
from monitor.domain.step import StepSaid
from monitor.flows.ingest import fault_name, ingest
from monitor.flows.merging import GLANCE, STEP
from monitor.flows.names import Names
from monitor.flows.scan import scan
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import
from monitor.rules import RULES
from monitor.sources import open_export
from monitor.sources.options import SourceOptions
from monitor.store.engine import reading
from monitor.store.tables import changes, dossiers, pauses, promises, sightings, statements
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, LEDGER, NATIONAL, a_file, a_record, rejects
from tests.fakes import DyingStore, KilledError
from tests.notices.office import DIRECTORY, HANDLER, OFFICE, a_directory
from tests.shared import shared
from tests.store.taking import look_at, rows
from tests.stores import open_store

MONDAY, TUESDAY, WEDNESDAY = "2026-11-09 07:10", "2026-11-10 07:10", "2026-11-11 07:10"


def take(
    store: SqlStore | DyingStore,
    file: ExportFile,
    *,
    at: str | None = None,
    share: float = 0.1,
    directory: Directory = DIRECTORY,
) -> Import:
    """Take a file in at the instant it speaks of, unless told otherwise."""
    return ingest(
        store,
        directory,
        file,
        max_reject_share=share,
        at=vn(at) if at else file.exported_at,
    )


def kept(store: SqlStore, *tables: Table) -> list[list[dict[str, object]]]:
    """Return what tables hold, without the numbers of rows and imports.

    Dossiers by their codes: a server gives a number that was undone to none.
    """
    found: list[list[dict[str, object]]] = []
    with reading(store.engine) as connection:
        codes = dict[int, str](connection.execute(select(dossiers.c.id, dossiers.c.code)).all())
        for table in tables:
            query = select(
                *(one for one in table.columns if one.name not in {"id", "import_id"})
            )
            rows = [{**row} for row in connection.execute(query).mappings()]
            for row in rows:
                if "dossier_id" in row:
                    row["dossier_id"] = codes[row["dossier_id"]]
            found.append(sorted(rows, key=repr))
    return found


EVERYTHING = (dossiers, promises, pauses, sightings, changes)


def latest(store: SqlStore) -> Import:
    with store.reading() as work:
        return work.imports.latest(1)[0]


# One file


def test_a_file_is_taken_in_and_counted(store: SqlStore) -> None:
    bad = next(iter(rejects(1)))
    rows: Sequence[Record | Reject] = [*(a_record(f"{n:03}") for n in range(3)), bad]

    done = take(store, a_file(*rows, exported=MONDAY), share=0.25)

    assert (done.state, done.records, done.rejected) == ("merged", 3, 1)
    assert (done.added, done.changed) == (3, 0)
    assert done == latest(store)
    with store.reading() as work:
        assert work.imports.rejects(done.id) == [replace(bad, row=5)]
        assert list(work.dossiers.codes()) == ["000", "001", "002"]
        assert len(work.agenda.due(at=vn(MONDAY), limit=10)) == 3


def test_the_first_file_of_a_system_opens_its_baseline_and_later_ones_do_not(
    store: SqlStore,
) -> None:
    take(store, a_file(a_record(), exported=MONDAY))
    with store.writing() as work:
        assert work.imports.is_baseline("tinh")
        work.imports.baseline_told("tinh", at=vn(MONDAY))

    take(store, a_file(a_record(step="b"), exported=TUESDAY))
    take(store, a_file(a_record(), exported=TUESDAY, source="ledger"))
    take(store, a_file(a_record("other"), exported=TUESDAY, system="bo"))

    with store.reading() as work:
        assert not work.imports.is_baseline("tinh")
        assert work.imports.is_baseline("bo")


def test_more_records_than_one_step(store: SqlStore) -> None:
    records = [a_record(f"{number:04}") for number in range(2 * STEP + 1)]
    told: list[int] = []

    done = ingest(
        store,
        DIRECTORY,
        a_file(*records, exported=MONDAY),
        max_reject_share=0,
        at=vn(MONDAY),
        merged=told.append,
    )

    assert done.added == len(records)
    assert told == [STEP, STEP, 1]


# Again


def test_the_same_bytes_again_change_nothing(store: SqlStore) -> None:
    take(store, a_file(a_record(), exported=MONDAY))
    before = kept(store, *EVERYTHING)

    done = take(store, a_file(a_record(), exported=MONDAY), at=TUESDAY)

    assert done.state == "unchanged"
    assert kept(store, *EVERYTHING) == before


def test_the_same_bytes_at_a_newer_stated_instant_are_seen_anew(store: SqlStore) -> None:
    take(store, a_file(a_record(), exported=MONDAY, content="same"))

    done = take(store, a_file(a_record(), exported=TUESDAY, content="same"))

    with store.reading() as work:
        assert work.dossiers.load([CODE])[CODE].as_of == vn(TUESDAY)
    assert (done.state, done.changed) == ("merged", 0)


@pytest.mark.parametrize("between", [False, True], ids=["at once", "after another"])
def test_the_same_bytes_copied_later_say_nothing_new(store: SqlStore, *, between: bool) -> None:
    take(store, a_file(a_record(step="old"), exported=MONDAY, content="same"))
    if between:
        take(store, a_file(a_record(step="new"), exported=TUESDAY))

    copied = a_file(a_record(step="old"), exported=WEDNESDAY, content="same", is_stated=False)
    done = take(store, copied)

    with store.reading() as work:
        as_of = work.dossiers.load([CODE])[CODE].as_of
    assert done.state == "unchanged"
    assert as_of == vn(TUESDAY if between else MONDAY)


def test_a_newer_file_without_a_stated_instant_is_taken_in(store: SqlStore) -> None:
    take(store, a_file(a_record(step="old"), exported=MONDAY, is_stated=False))

    done = take(store, a_file(a_record(step="new"), exported=TUESDAY, is_stated=False))

    assert (done.state, done.changed) == ("merged", 1)


def test_an_older_export_is_kept_as_history(store: SqlStore) -> None:
    take(store, a_file(a_record(step="new"), exported=TUESDAY))
    before = kept(store, *EVERYTHING)

    done = take(store, a_file(a_record(step="old"), exported=MONDAY), at=TUESDAY)

    assert done.state == "older"
    assert kept(store, *EVERYTHING) == before
    assert latest(store) == done


def test_another_export_of_the_same_instant_is_taken_in(store: SqlStore) -> None:
    take(store, a_file(a_record(step="one"), exported=MONDAY))

    done = take(store, a_file(a_record(step="two"), exported=MONDAY))

    assert (done.state, done.changed) == ("merged", 1)


def test_absence_from_a_newer_export_closes_nothing(store: SqlStore) -> None:
    take(store, a_file(a_record(), a_record("other"), exported=MONDAY))

    take(store, a_file(a_record(), exported=TUESDAY))

    with store.reading() as work:
        found = work.dossiers.load([CODE, "other"])
    assert found["other"].is_open
    assert [one.as_of for one in found.values()] == [vn(TUESDAY), vn(MONDAY)]


# Refused


def test_too_many_rejects_stop_a_file_and_are_kept(store: SqlStore) -> None:
    rows: Sequence[Record | Reject] = [a_record(), *rejects(2)]

    with pytest.raises(MassRejectError) as caught:
        take(store, a_file(*rows, exported=MONDAY, name="ds.csv"), share=0.5)

    done = latest(store)
    assert caught.value.facts == {"file": "ds.csv", "rejected": 2, "rows": 3}
    assert (done.state, done.records, done.rejected) == ("refused", 1, 2)
    with store.reading() as work:
        assert len(work.imports.rejects(done.id)) == 2
        assert list(work.dossiers.codes()) == []


def test_more_rejects_than_one_transaction_holds_are_all_kept(store: SqlStore) -> None:
    bad = list(rejects(GLANCE + 5))
    rows: Sequence[Record | Reject] = [a_record(), *bad]

    done = take(store, a_file(*rows, exported=MONDAY), share=1)

    assert (done.records, done.rejected, done.added) == (1, len(bad), 1)
    with store.reading() as work:
        assert len(work.imports.rejects(done.id)) == len(bad)


@pytest.mark.parametrize("is_stated", [True, False])
def test_a_file_refused_is_taken_in_once_its_rejects_are_accepted(
    store: SqlStore, *, is_stated: bool
) -> None:
    take(store, a_file(a_record(step="old"), exported=MONDAY, is_stated=is_stated))
    rows: Sequence[Record | Reject] = [a_record(step="new"), *rejects(2)]
    with pytest.raises(MassRejectError):
        take(store, a_file(*rows, exported=TUESDAY, is_stated=is_stated))

    done = take(store, a_file(*rows, exported=TUESDAY, is_stated=is_stated), share=1)

    assert (done.state, done.changed) == ("merged", 1)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        pytest.param(a_file(exported=MONDAY), "no_rows", id="no row at all"),
        pytest.param(
            a_file(a_record(), exported="2026-11-09 08:11"), "from_the_future", id="tomorrow's"
        ),
    ],
)
def test_a_file_that_cannot_be_true_is_refused(
    store: SqlStore, file: ExportFile, reason: str
) -> None:
    with pytest.raises(SourceFileError) as caught:
        take(store, file, at=MONDAY)

    assert caught.value.facts["reason"] == reason
    with store.reading() as work:
        assert work.imports.latest(1) == []


def test_the_clocks_of_two_machines_may_differ_by_an_hour(store: SqlStore) -> None:
    done = take(store, a_file(a_record(), exported="2026-11-09 08:10"), at=MONDAY)

    assert done.state == "merged"


def test_a_code_that_another_system_owns_is_rejected_and_counted(store: SqlStore) -> None:
    take(store, a_file(a_record(), exported=MONDAY, system="tinh"))

    done = take(store, a_file(a_record("mine"), a_record(), exported=TUESDAY, system="bo"))

    assert done == latest(store)
    assert (done.records, done.rejected, done.added) == (1, 1, 1)
    with store.reading() as work:
        assert work.imports.rejects(done.id) == [
            Reject(row=3, column="code", value=CODE, reason="other_system")
        ]


def test_a_file_taken_in_cures_the_fault_of_its_name(store: SqlStore) -> None:
    names = [fault_name("tinh", "ds.csv"), fault_name("tinh", "so.csv")]
    for name in names:
        with store.writing() as work:
            work.done.fault(name, at=vn(MONDAY), detail="unreadable")

    take(store, a_file(a_record(), exported=TUESDAY, name="ds.csv"))
    take(store, a_file(a_record(), exported=TUESDAY, name="so.csv"))

    with store.reading() as work:
        assert work.done.faults() == {}


# Half-way


@pytest.mark.parametrize("write", [1, 2, 3, 4, 5])
def test_a_file_taken_in_again_after_a_kill_ends_as_if_once(
    store: SqlStore, tmp_path: Path, blank: Path, write: int
) -> None:
    """Killed while judging, in each of three steps, and while saying that all is done."""
    records = [a_record(f"{n:03}", step="new") for n in range(2 * STEP + 50)]
    before = [a_record(f"{n:03}", step="old", promised="2026-11-13") for n in range(0, 450, 2)]
    other = tmp_path / "other.db"
    other.write_bytes(blank.read_bytes())
    with open_store(other) as undisturbed:
        for one in (store, undisturbed):
            take(one, a_file(*before, exported=MONDAY))
        take(undisturbed, a_file(*records, exported=TUESDAY))

        with pytest.raises(KilledError):
            take(DyingStore(store, at=write), a_file(*records, exported=TUESDAY))
        done = take(store, a_file(*records, exported=TUESDAY))

        assert done.state == "merged"
        assert kept(store, *EVERYTHING) == kept(undisturbed, *EVERYTHING)


def test_an_older_file_that_comes_late_to_its_own_steps_overwrites_nothing(
    store: SqlStore,
) -> None:
    """Two hands at once: the newer file was taken in between two steps of the older."""
    with store.writing() as work:
        work.imports.begin_system("tinh", at=vn(MONDAY))
        older = work.imports.record(
            Import(
                system="tinh",
                source="list",
                file_name="old.csv",
                sha256="old",
                exported_at=vn(MONDAY),
                imported_at=vn(MONDAY),
                carries=frozenset(Carried),
            ),
            (),
        )
    take(store, a_file(a_record(step="new"), exported=TUESDAY))

    with store.writing() as work:
        merged = work.dossiers.merge([a_record(step="old")], older, at=vn(TUESDAY))

    with store.reading() as work:
        assert work.dossiers.load([CODE])[CODE].step == "new"
    assert merged.changed == 0


# Any order


def test_three_exports_of_one_system_agree_in_any_order(tmp_path: Path, blank: Path) -> None:
    told = {
        "ledger": (a_record(promised="2026-11-16", unit="KT"), MONDAY),
        "list": (a_record(step="Thẩm tra", status=Status.IN_PROGRESS), TUESDAY),
        "national": (a_record(status=Status.FINISHED, finished=WEDNESDAY), WEDNESDAY),
    }
    stated = []

    for number, order in enumerate(permutations(told)):
        path = tmp_path / f"{number}.db"
        path.write_bytes(blank.read_bytes())
        with open_store(path) as one:
            for source in order:
                record, exported = told[source]
                take(one, a_file(record, exported=exported, source=source), at=WEDNESDAY)
            stated.append(kept(one, dossiers, sightings))

    assert len(stated) == 6
    assert all(one == stated[0] for one in stated)


# Who is woken


def test_changed_dossiers_and_those_whose_deadline_lies_between_are_woken(
    store: SqlStore,
) -> None:
    """Due on Monday by the day: passed by Tuesday's export, whose other dossier changed."""
    known = a_record("due", promised="2026-11-09 17:00", procedure="tro-cap")
    far = replace(known, code="far", promised_at=vn("2026-11-20 17:00"))
    first = [known, far, replace(far, code="other")]
    second = [known, far, replace(far, code="other", step="b")]
    take(store, a_file(*first, exported=MONDAY))
    scan(store, OFFICE, RULES, at=vn(MONDAY))
    waiting = look_at(store, "far")

    take(store, a_file(*second, exported=TUESDAY), at="2026-11-10 07:30")

    assert look_at(store, "due") == look_at(store, "other") == vn("2026-11-10 07:30")
    assert look_at(store, "far") == waiting
    assert waiting is not None
    assert waiting > vn(TUESDAY)


# Names

SISTERS = a_directory(
    Unit(code="A", name="Bộ phận Một cửa", level=Level.ONE_STOP),
    Unit(code="B", name="BỘ PHẬN MỘT CỬA", level=Level.ONE_STOP),
    replace(HANDLER, code="hoa2", source_name="Võ Văn Dũng"),
)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        pytest.param("VHXH", "VHXH", id="a code"),
        pytest.param("Phòng Văn hóa - Xã hội", "VHXH", id="a name"),
        pytest.param("PHONG  VAN HOA - XA HOI", "VHXH", id="without marks"),
        pytest.param("Phòng Văn thư", "Phòng Văn thư", id="an unknown name stays"),
        pytest.param("Bộ phận Một cửa", "Bộ phận Một cửa", id="a name that two bear stays"),
    ],
)
def test_units_are_known_by_code_or_name(said: str, unit: str) -> None:
    assert Names(SISTERS).resolve(a_record(unit=said)).unit == unit


def test_who_has_a_step_is_known_by_name_and_his_unit_with_him() -> None:
    said = StepSaid(said_at=vn(MONDAY), name="Thẩm định", handler="hoa")
    unknown = replace(said, handler="Ai đó", unit="Phòng Văn hóa - Xã hội")

    found = Names(DIRECTORY).resolve(replace(a_record(), steps=(said, unknown))).steps

    assert [(one.handler, one.unit) for one in found] == [("hoa", "VHXH"), ("Ai đó", "VHXH")]


@pytest.mark.parametrize(
    ("said", "handler", "unit"),
    [
        pytest.param("Nguyễn Thị Minh Hoa", "hoa", "VHXH", id="as exports write it"),
        pytest.param("NGUYỄN THỊ  MINH HOA", "hoa", "VHXH", id="in capitals"),
        pytest.param("hoa", "hoa", "VHXH", id="a code"),
        pytest.param("Nguyen Thi Minh Hoa", "Nguyen Thi Minh Hoa", "", id="no marks: unsure"),
        pytest.param("Võ Văn Dũng", "Võ Văn Dũng", "", id="a name that two bear"),
        pytest.param("", "", "", id="nobody"),
    ],
)
def test_handlers_are_known_by_name_and_name_their_unit(
    said: str, handler: str, unit: str
) -> None:
    found = Names(SISTERS).resolve(a_record(unit="", handler=said))

    assert (found.handler, found.unit) == (handler, unit)


def test_the_unit_that_an_export_names_goes_before_the_handlers() -> None:
    found = Names(DIRECTORY).resolve(a_record(unit="KT", handler="hoa"))

    assert found.unit == "KT"


@pytest.mark.parametrize(
    ("code", "name", "procedure"),
    [
        pytest.param("tro-cap", "whatever", "tro-cap", id="a code"),
        pytest.param("", "Chứng thực chữ ký", "chung-thuc", id="a name"),
        pytest.param("", "chung thuc  CHU KY", "chung-thuc", id="without marks"),
        pytest.param("Chứng thực chữ ký", "", "chung-thuc", id="a name in place of the code"),
        pytest.param("1.99", "Chứng thực chữ ký", "chung-thuc", id="a code nobody knows"),
        pytest.param("1.99", "unknown", "1.99", id="neither is known"),
        pytest.param("", "", "", id="nothing said"),
    ],
)
def test_procedures_are_known_by_code_or_name(code: str, name: str, procedure: str) -> None:
    found = Names(DIRECTORY).resolve(a_record(procedure=code, procedure_name=name))

    assert found.procedure == procedure


def test_a_ledger_without_codes_is_judged_by_the_directory(store: SqlStore) -> None:
    bare = LEDGER - {Carried.UNIT}
    record = a_record(
        unit="", handler="", procedure="", procedure_name="Chứng thực chữ ký", status=None
    )

    take(store, a_file(record, exported=MONDAY, source="ledger", carries=bare))

    with store.reading() as work:
        assert work.dossiers.load([CODE])[CODE].procedure == "chung-thuc"


# The real list


def test_the_real_list_of_1434_dossiers_is_read_whole(store: SqlStore) -> None:
    path = shared("data/receipt/list_vn_headers.csv")

    def opened() -> ExportFile:
        return ExportFile(
            system="tinh",
            name=path.name,
            sha256="of the real list",
            export=open_export(path, options=SourceOptions()),
            exported_at=vn("2012-02-01"),
        )

    done = take(store, opened(), at=MONDAY, share=0)
    scanned = scan(store, OFFICE, RULES, at=vn(MONDAY))
    again = take(store, opened(), at=TUESDAY, share=0)

    assert (done.state, done.records, done.rejected, done.added) == ("merged", 1_434, 0, 1_434)
    assert (scanned.judged, scanned.found, scanned.failed) == (1_434, 0, 0)
    assert again.state == "unchanged"
    with store.reading() as work:
        found = work.dossiers.load(work.dossiers.codes())
        unknown = work.dossiers.unknown_counts()
        open_ones = sum(one.is_open for one in found.values())
        assert work.findings.standing() == []
        assert work.agenda.due(at=vn("2030-01-01"), limit=1) == []
    assert len(found) == 1_434
    assert open_ones == 105
    assert unknown["calendar"] == open_ones
    assert sum(one.finished_at is not None for one in found.values()) == 1_329


def test_messages_of_the_same_bytes_speak_of_an_older_instant_too(store: SqlStore) -> None:
    told = replace(a_record(), carries=NATIONAL)
    states = []

    for exported in ("2026-11-06 08:00", "2026-11-03 08:00", "2026-11-03 08:00"):
        file = a_file(told, exported=exported, source="national", content="same")
        file = replace(file, export=replace(file.export, is_messages=True))
        done = ingest(store, DIRECTORY, file, max_reject_share=0, at=vn("2026-11-09 08:00"))
        states.append((done.state, done.changed))

    assert states == [("merged", 0), ("merged", 0), ("merged", 0)]
    assert [one["said_at"] for one in rows(store, statements)] == [
        vn("2026-11-03 08:00"),
        vn("2026-11-06 08:00"),
    ]
