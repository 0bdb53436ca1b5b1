"""What was taken in, from where, as of when, and what was refused of it."""

from dataclasses import replace

import pytest

from monitor.domain.record import Reject
from monitor.ports.store import Import, Merged
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_record
from tests.store.taking import an_import, take

MONDAY, TUESDAY, WEDNESDAY = "2026-11-09 07:10", "2026-11-10 07:10", "2026-11-11 07:10"
BAD_DATE = Reject(row=7, column="Ngày hẹn trả", value="mai", reason="bad_date")


def record(store: SqlStore, *imports: Import) -> list[int]:
    with store.writing() as work:
        return [work.imports.record(one, ()) for one in imports]


def merged(source: str = "list", *, exported: str, system: str = "tinh") -> Import:
    return an_import(source, exported=exported, state="merged", system=system)


def test_an_import_comes_back_as_it_was_recorded(store: SqlStore) -> None:
    done = replace(an_import("national"), records=3, rejected=1)

    with store.writing() as work:
        import_id = work.imports.record(done, [BAD_DATE])
        work.imports.refuse(import_id, [replace(BAD_DATE, row=2)])

    with store.reading() as work:
        assert work.imports.latest(10) == [replace(done, id=import_id)]
        assert work.imports.rejects(import_id) == [replace(BAD_DATE, row=2), BAD_DATE]


def test_an_import_ends_with_its_counts(store: SqlStore) -> None:
    with store.writing() as work:
        import_id = work.imports.record(replace(an_import(), records=5, rejected=1), ())

        for merged in (Merged(added=2), Merged(added=1, changed=1)):
            work.imports.count(import_id, merged)
        ended = work.imports.finish(import_id, state="merged", foreign=2)

    with store.reading() as work:
        done = work.imports.latest(1)[0]
    assert done == ended
    assert (done.state, done.added, done.changed) == ("merged", 3, 1)
    assert (done.records, done.rejected) == (3, 3)


def test_the_newest_of_a_source_is_the_one_that_speaks_of_the_latest_instant(
    store: SqlStore,
) -> None:
    record(
        store,
        merged(exported=TUESDAY),
        merged(exported=MONDAY),
        merged("ledger", exported=WEDNESDAY),
        merged(exported=WEDNESDAY, system="bo"),
        an_import(exported=WEDNESDAY, state="refused"),
        an_import(exported=WEDNESDAY, state="merging"),
    )

    with store.reading() as work:
        newest = work.imports.newest("tinh", "list")
        none = work.imports.newest("tinh", "national")
    assert newest is not None
    assert newest.exported_at == vn(TUESDAY)
    assert none is None


def test_the_first_instant_that_anything_speaks_of(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.imports.first_exported_at() is None

    record(
        store,
        merged(exported=TUESDAY),
        merged("ledger", exported=MONDAY),
        an_import(exported="2026-11-01 07:10", state="refused"),
    )

    with store.reading() as work:
        assert work.imports.first_exported_at() == vn(MONDAY)


@pytest.mark.parametrize(
    ("told", "newest"),
    [
        pytest.param([("ledger", MONDAY), ("ledger", TUESDAY)], TUESDAY, id="of ledgers alone"),
        pytest.param([("list", MONDAY), ("ledger", TUESDAY)], MONDAY, id="the one with ends"),
        pytest.param([("ledger", TUESDAY), ("list", MONDAY)], MONDAY, id="in any order"),
        pytest.param([("ledger", MONDAY), ("list", TUESDAY)], TUESDAY, id="a list after it"),
        pytest.param([("national", TUESDAY), ("list", MONDAY)], TUESDAY, id="of two with ends"),
    ],
)
def test_a_system_is_as_fresh_as_the_newest_import_that_could_show_an_end(
    store: SqlStore, told: list[tuple[str, str]], newest: str
) -> None:
    record(store, *(merged(source, exported=exported) for source, exported in told))
    record(store, an_import(exported=WEDNESDAY, state="older"))

    with store.reading() as work:
        found = work.imports.newest_of_systems()
    assert {system: one.exported_at for system, one in found.items()} == {"tinh": vn(newest)}


@pytest.mark.parametrize(
    ("state", "is_known"),
    [
        ("merged", True),
        ("unchanged", True),
        ("older", True),
        ("refused", False),
        ("merging", False),
    ],
)
def test_a_file_is_known_once_it_was_taken_in(
    store: SqlStore, state: str, *, is_known: bool
) -> None:
    record(store, an_import(state=state, sha256="abc"))

    with store.reading() as work:
        assert work.imports.knows("tinh", "abc") is is_known
        assert not work.imports.knows("bo", "abc")
        assert not work.imports.knows("tinh", "other")


def test_the_same_bytes_under_a_new_name_may_speak_of_a_new_instant(store: SqlStore) -> None:
    record(store, replace(an_import(state="merged", sha256="abc"), file_name="ds-0911.csv"))

    with store.reading() as work:
        assert work.imports.knows("tinh", "abc", name="ds-0911.csv")
        assert not work.imports.knows("tinh", "abc", name="ds-1011.csv")


def test_a_baseline_is_opened_once_and_closed_once(store: SqlStore) -> None:
    with store.writing() as work:
        work.imports.begin_system("tinh", at=vn(MONDAY))
        work.imports.begin_system("tinh", at=vn(TUESDAY))
        assert work.imports.is_baseline("tinh")

        work.imports.baseline_told("tinh", at=vn(TUESDAY))

        assert not work.imports.is_baseline("tinh")
        assert work.imports.is_baseline("bo")


@pytest.mark.parametrize(
    ("start", "end", "is_within"),
    [
        pytest.param("2026-11-09 07:30", "2026-11-09 07:31", True, id="from its instant on"),
        pytest.param("2026-11-09 07:00", "2026-11-09 07:30", False, id="not at the end"),
        pytest.param("2026-11-09 07:31", "2026-11-09 08:00", False, id="not before"),
    ],
)
def test_whether_anything_was_merged_in_an_interval(
    store: SqlStore, start: str, end: str, *, is_within: bool
) -> None:
    take(store, a_record(), at="2026-11-09 07:30")
    record(store, an_import(imported="2026-11-09 07:59", state="refused"))

    with store.reading() as work:
        assert work.imports.merged_between(vn(start), vn(end)) is is_within


def test_the_latest_imports_come_first(store: SqlStore) -> None:
    ids = record(
        store, merged(exported=MONDAY), an_import(state="refused"), merged(exported=TUESDAY)
    )

    with store.reading() as work:
        assert [one.id for one in work.imports.latest(2)] == ids[:0:-1]
