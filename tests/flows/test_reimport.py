"""A file that shows most rows as before: they are only seen, and nothing is lost by that."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from monitor.domain.directory import Directory
from monitor.domain.dossier import Carried
from monitor.domain.record import Alike, Contents
from monitor.flows.ingest import ingest
from monitor.flows.merging import GLANCE
from monitor.flows.scan import scan
from monitor.ports.sources import ExportFile
from monitor.ports.store import Import
from monitor.rules import RULES
from monitor.sources import SourceOptions
from monitor.sources.inbox import open_file
from monitor.store.engine import reading, writing
from monitor.store.tables import (
    agenda,
    applicants,
    changes,
    dossiers,
    pauses,
    promises,
    sightings,
)
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_file, a_record
from tests.fakes import DyingStore, KilledError
from tests.flows.test_ingest import kept
from tests.notices.office import HANDLER, OFFICE, a_directory
from tests.sources.files import Line, a_list_line, write_csv
from tests.store.taking import look_at, rows
from tests.stores import open_store

MONDAY, TUESDAY, WEDNESDAY = "2026-11-09 07:10", "2026-11-10 07:10", "2026-11-11 07:10"
HEADER = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Người xử lý")
DIRECTORY = OFFICE.directory
EVERYTHING = (dossiers, promises, pauses, applicants, changes)


def a_line(code: str = "A-1", *, promised: str = "20/11/2026", handler: str = "") -> Line:
    return (*a_list_line(code, promised=promised), handler or HANDLER.source_name)


class Office:
    """A store, and a folder into which exports of one system are laid."""

    def __init__(self, store: SqlStore, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def lay(self, exported: str, lines: Sequence[Line], header: Line = HEADER) -> ExportFile:
        title = f"Kết xuất lúc {vn(exported):%H:%M ngày %d/%m/%Y}"
        path = write_csv(self.folder / "ds.csv", [(title,), header, *lines])
        return open_file(path, system="tinh", options=SourceOptions())

    def take(
        self,
        exported: str,
        *lines: Line,
        header: Line = HEADER,
        directory: Directory = DIRECTORY,
        dies_at: int = 0,
    ) -> Import:
        """Take an export in at the instant it speaks of."""
        file = self.lay(exported, lines, header)
        store = DyingStore(self.store, at=dies_at) if dies_at else self.store
        return ingest(store, directory, file, max_reject_share=0.5, at=file.exported_at)

    def forget(self) -> None:
        """Have every row be read again, as if none had been marked."""
        with writing(self.store.engine) as connection:
            connection.execute(update(sightings).values(mark=None))

    def seen(self, code: str = "A-1") -> tuple[int, str]:
        """Return by which import and as of when a dossier was last seen."""
        query = (
            select(sightings.c.import_id, sightings.c.seen_at)
            .join(dossiers, dossiers.c.id == sightings.c.dossier_id)
            .where(dossiers.c.code == code, sightings.c.source == "list")
        )
        with reading(self.store.engine) as connection:
            import_id, seen_at = connection.execute(query).one()
        return import_id, f"{seen_at.astimezone(vn(MONDAY).tzinfo):%Y-%m-%d %H:%M}"


@pytest.fixture
def office(store: SqlStore, tmp_path: Path) -> Office:
    return Office(store, tmp_path)


def test_a_row_shown_again_moves_on_when_it_was_seen_and_nothing_else(office: Office) -> None:
    office.take(MONDAY, a_line())
    scan(office.store, OFFICE, RULES, at=vn(MONDAY))
    before = [rows(office.store, one) for one in (*EVERYTHING, agenda)]

    done = office.take(TUESDAY, a_line())

    after = [rows(office.store, one) for one in (*EVERYTHING, agenda)]
    assert (done.state, done.records, done.added, done.changed) == ("merged", 1, 0, 0)
    assert {**after[0][0]} == {**before[0][0], "as_of": vn(TUESDAY)}
    assert after[1:] == before[1:]
    assert office.seen() == (done.id, TUESDAY)


def test_the_same_file_is_not_even_read(office: Office) -> None:
    bad = a_line("A-2", promised="?")
    first = office.take(MONDAY, a_line(), bad)
    laid = office.lay(MONDAY, [a_line(), bad])
    file = replace(laid, export=replace(laid.export, stage=Unread()))

    done = ingest(office.store, DIRECTORY, file, max_reject_share=0.5, at=vn(TUESDAY))

    assert (done.state, done.records, done.rejected) == ("unchanged", 1, 1)
    with office.store.reading() as work:
        assert work.imports.rejects(done.id) == work.imports.rejects(first.id)
        assert work.imports.latest(1) == [done]


def test_a_row_that_differs_is_merged_and_the_others_are_seen(office: Office) -> None:
    office.take(MONDAY, a_line("A-1"), a_line("A-2"))

    done = office.take(TUESDAY, a_line("A-1"), a_line("A-2", promised="23/11/2026"))

    assert (done.added, done.changed) == (0, 1)
    assert office.seen("A-1") == office.seen("A-2") == (done.id, TUESDAY)


def test_a_changed_name_in_the_directory_is_not_hidden(office: Office) -> None:
    office.take(MONDAY, a_line())

    moved = a_directory(replace(HANDLER, unit="KT"))
    done = office.take(TUESDAY, a_line(), directory=moved)

    with office.store.reading() as work:
        assert work.dossiers.load(["A-1"])["A-1"].unit == "KT"
    assert done.changed == 1


def test_what_a_file_carries_further_is_not_hidden(office: Office) -> None:
    office.take(MONDAY, a_line())
    scan(office.store, OFFICE, RULES, at=vn(MONDAY))

    office.take(TUESDAY, (*a_line(), ""), header=(*HEADER, "Ngày kết thúc xử lý"))

    with office.store.reading() as work:
        assert Carried.FINISHED in work.dossiers.load(["A-1"])["A-1"].carries
    assert look_at(office.store, "A-1") == vn(TUESDAY)


def test_a_deadline_that_passed_between_two_exports_wakes(office: Office) -> None:
    office.take(MONDAY, a_line("due", promised="09/11/2026"), a_line("far"))
    scan(office.store, OFFICE, RULES, at=vn(MONDAY))
    waiting = look_at(office.store, "far")

    office.take(TUESDAY, a_line("due", promised="09/11/2026"), a_line("far"))

    assert look_at(office.store, "due") == vn(TUESDAY)
    assert look_at(office.store, "far") == waiting


def test_what_another_source_said_since_is_said_over_again(office: Office) -> None:
    office.take(MONDAY, a_line())
    told = a_record("A-1", promised="2026-11-25 17:00", handler="dung")
    file = a_file(told, exported=TUESDAY, source="national", carries=frozenset(Carried))
    ingest(office.store, DIRECTORY, file, max_reject_share=0, at=vn(TUESDAY))

    done = office.take(WEDNESDAY, a_line())

    with office.store.reading() as work:
        assert work.dossiers.load(["A-1"])["A-1"].handler == "hoa"
    assert done.changed == 1


def test_an_unmarked_row_is_merged_again(office: Office) -> None:
    blank = (*a_list_line("A-1", status=""), HANDLER.source_name)
    office.take(MONDAY, blank)

    done = office.take(TUESDAY, blank)

    assert rows(office.store, sightings)[0]["mark"] is None
    assert office.seen() == (done.id, TUESDAY)


def test_a_code_that_another_system_has_taken_over_is_still_refused(office: Office) -> None:
    office.take(MONDAY, a_line())
    with writing(office.store.engine) as connection:
        connection.execute(update(dossiers).values(system="bo"))

    done = office.take(TUESDAY, a_line())

    assert (done.records, done.rejected) == (0, 1)


@pytest.mark.parametrize("write", [1, 2, 3, 4, 5])
def test_stopped_half_way_the_same_file_ends_as_if_once(
    office: Office, tmp_path: Path, blank: Path, write: int
) -> None:
    """Killed while judging, while seeing two lots of rows, merging, and at the end."""
    before = [a_line(f"A-{number:05}") for number in range(GLANCE + 1)]
    after = [*before[:-1], a_line("A-new")]
    after[0] = a_line("A-00000", promised="23/11/2026")
    with undisturbed(tmp_path / "other", blank) as other:
        for one in (office, other):
            one.take(MONDAY, *before)
        other.take(TUESDAY, *after)

        with pytest.raises(KilledError):
            office.take(TUESDAY, *after, dies_at=write)
        done = office.take(TUESDAY, *after)

        assert done.state == "merged"
        found, expected = (kept(one.store, *EVERYTHING) for one in (office, other))
        assert found == expected


def test_marks_save_work_and_change_nothing(
    office: Office, tmp_path: Path, blank: Path
) -> None:
    """Beside a store that reads every row each time, over days of two sources."""
    days = [f"2026-11-{day:02} 07:10" for day in range(9, 15)]
    with undisturbed(tmp_path / "other", blank) as other:
        for number, day in enumerate(days):
            lines = [
                a_line("A-1"),
                a_line("A-2", promised="10/11/2026" if number < 3 else "20/11/2026"),
                *([a_line(f"B-{number // 2}")] if number % 2 else []),
            ]
            for one in (office, other):
                one.take(day, *lines)
                if number == 2:
                    file = a_file(a_record("A-1"), exported=day, source="ledger")
                    ingest(one.store, DIRECTORY, file, max_reject_share=0, at=vn(day))
                scan(one.store, OFFICE, RULES, at=vn(day))
            other.forget()

            compared = (*EVERYTHING, agenda)
            assert kept(office.store, *compared) == kept(other.store, *compared)
    with reading(office.store.engine) as connection:
        marked = select(func.count()).where(sightings.c.mark.is_not(None))
        assert connection.execute(marked).scalar_one() == 5


@contextmanager
def undisturbed(folder: Path, blank: Path) -> Iterator[Office]:
    """Yield another office, in a folder of its own."""
    folder.mkdir()
    (folder / "monitor.db").write_bytes(blank.read_bytes())
    with open_store(folder / "monitor.db") as store:
        yield Office(store, folder)


class Unread:
    """An export that nobody may read."""

    def __call__(self, alike: Alike, salt: str) -> AbstractContextManager[Contents]:
        raise AssertionError
