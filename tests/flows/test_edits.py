"""From exports that differ to what the unit is asked and the leader is told."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

import monitor.flows.merging
from monitor.domain.directory import Role
from monitor.domain.dossier import Carried, Status
from monitor.domain.note import Note, NoteKind
from monitor.domain.record import Record
from monitor.flows.gather import gather
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.flows.survey import survey
from monitor.notices.desk import desks
from monitor.notices.occasion import Matter
from monitor.ports.store import Standing
from monitor.rules import RULES, UNIT_RULES
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE, a_file, a_record
from tests.fakes import DyingStore, KilledError
from tests.notices.edited import SHOWN
from tests.notices.office import DIRECTORY, OFFICE, an_occasion

DUE = "2026-11-06 17:00"  # a Friday
MONDAY, THURSDAY = "2026-11-09 07:00", "2026-11-12 07:00"
CODES = [f"H99.01-261030-{number:04}" for number in range(1, 8)]


def a_late(code: str = CODE, **said: object) -> Record:
    values: dict[str, object] = {"received": "2026-10-30 08:00", "promised": DUE, **said}
    return a_record(code, **values)  # type: ignore[arg-type]


def a_backdated(code: str = CODE) -> Record:
    return a_late(code, status=Status.FINISHED, finished="2026-11-06 16:30")


def take(
    store: SqlStore,
    *records: Record,
    exported: str,
    read: str = "",
    source: str = "list",
    carries: frozenset[Carried] = frozenset(Carried),
) -> None:
    """Take in an export that carries everything, and look at what it says."""
    at = vn(read or exported)
    file = a_file(*records, exported=exported, source=source, carries=carries)
    ingest(store, DIRECTORY, file, max_reject_share=0, at=at)
    scan(store, OFFICE, RULES, at=at)


def standing(store: SqlStore, code: str = CODE) -> list[Standing]:
    with store.reading() as work:
        return [one for one in work.findings.of(code) if one.resolved_at is None]


def stages(store: SqlStore, rule: str, code: str = CODE) -> list[str]:
    return [one.finding.stage for one in standing(store, code) if one.finding.rule == rule]


def matters(store: SqlStore, at: str) -> Iterator[Matter]:
    with store.reading() as work:
        occasion = an_occasion(at)
        yield from gather(work, occasion, desks(DIRECTORY, occasion.routing)).matters


def test_a_backdated_finish_is_asked_then_told_with_the_explanation(store: SqlStore) -> None:
    take(store, a_late(), exported=MONDAY)
    take(store, a_backdated(), exported=THURSDAY)
    (asked,) = (one for one in standing(store) if one.finding.rule == "finish_backdated")
    said = Note(kind=NoteKind.EXPLAINED, by="ha", at=vn("2026-11-13 09:00"), text="nhập muộn")
    seen = Note(kind=NoteKind.ACKNOWLEDGED, by="ha", at=vn("2026-11-13 08:00"), text="đã biết")
    with store.writing() as work:
        work.findings.add_note(asked.id, seen)
        work.findings.add_note(asked.id, said)

    scan(store, OFFICE, RULES, at=vn("2026-11-17 07:30"))

    (told,) = (
        one
        for one in matters(store, "2026-11-17 07:40")
        if one.finding.rule == "finish_backdated"
    )
    assert told.finding.stage.replace("told", "asked") == asked.finding.stage
    assert Role.LEADER in told.finding.tells
    assert told.notes == (said,)
    assert not told.is_acknowledged


def test_the_first_import_of_a_system_asks_about_nothing(store: SqlStore) -> None:
    take(store, a_backdated(), exported=THURSDAY)

    assert stages(store, "finish_backdated") == []


def test_the_same_import_read_twice_asks_once(store: SqlStore) -> None:
    take(store, a_late(), exported=MONDAY)
    take(store, a_backdated(), exported=THURSDAY)
    before = stages(store, "finish_backdated")
    take(store, a_backdated(), exported=THURSDAY, read="2026-11-12 08:00")

    assert stages(store, "finish_backdated") == before == ["asked@2"]


def test_another_source_between_two_exports_hides_no_edit(store: SqlStore) -> None:
    take(store, a_late(), exported=MONDAY)
    take(store, a_late(), exported="2026-11-09 08:00", source="national")

    take(store, a_backdated(), exported=THURSDAY)

    assert stages(store, "finish_backdated") == ["asked@3"]
    with store.reading() as work:
        change = work.dossiers.changes([CODE])[CODE][-1]
    assert change.shown_before is not None
    assert (change.shown_before.source, change.shown_before.import_id) == ("list", 1)


def test_what_another_source_had_altered_meanwhile_it_had_shown(store: SqlStore) -> None:
    late = a_late(status=Status.FINISHED, finished="2026-11-09 07:30")
    take(store, a_late(), exported=MONDAY)
    take(store, late, exported="2026-11-09 08:00", source="national")

    take(store, a_backdated(), exported=THURSDAY)

    assert stages(store, "finish_backdated") == []
    with store.reading() as work:
        change = work.dossiers.changes([CODE])[CODE][-1]
    assert change.shown_before is not None
    assert (change.shown_before.source, change.shown_before.import_id) == ("national", 2)


def test_an_older_export_that_comes_late_asks_about_nothing(store: SqlStore) -> None:
    take(store, a_backdated(), exported=THURSDAY)
    take(store, a_late(), exported=MONDAY, read="2026-11-12 08:00")

    assert {one.finding.rule for one in standing(store)} & {
        "finish_backdated",
        "status_went_back",
    } == set()


def test_a_column_that_an_export_gains_asks_about_nothing(store: SqlStore) -> None:
    without = frozenset(Carried) - {Carried.FINISHED, Carried.COLLECTED}
    take(store, a_late(), exported=MONDAY, carries=without)
    take(store, a_backdated(), exported=THURSDAY)

    assert stages(store, "finish_backdated") == []


def test_a_pause_that_an_import_adds_is_kept_and_asked_about(store: SqlStore) -> None:
    pause = a_pause("2026-11-05 09:00", "2026-11-11 09:00")
    take(store, a_late(), exported=MONDAY, source="national")
    take(store, a_late(pauses=(pause,)), exported=THURSDAY, source="national")

    with store.reading() as work:
        (change,) = work.dossiers.changes([CODE])[CODE]

    assert change.field == "pause"
    assert change.pause_after == pause
    assert change.shown_before is not None
    assert change.shown_before.exported_at == SHOWN.exported_at
    assert stages(store, "paused_at_deadline") == ["asked@2"]


@pytest.mark.parametrize(
    ("count", "is_bulk"),
    [
        pytest.param(4, False, id="a few are asked about one by one"),
        pytest.param(5, True, id="many are one finding of the unit"),
    ],
)
def test_many_finishes_set_back_by_one_import_are_one_finding(
    store: SqlStore, count: int, is_bulk: bool
) -> None:
    mine = CODES[:count]
    take(store, *(a_late(code) for code in CODES), exported=MONDAY)
    take(store, *(a_backdated(code) for code in mine), exported=THURSDAY)

    with store.reading() as work:
        kept = work.edits.read_since(vn("2026-11-12"))
        earlier = work.edits.read_since(vn("2026-11-13"))
        unread = work.edits.unread([1, 2])

    spoken = [code for code in CODES if stages(store, "finish_backdated", code)]
    assert spoken == ([] if is_bulk else mine)
    assert [(one.unit, one.codes, one.import_id) for one in kept] == (
        [("VHXH", tuple(mine), 2)] if is_bulk else []
    )
    assert all(one.shown_before_at == SHOWN.exported_at for one in kept)
    assert (earlier, unread) == ((), [1])


@pytest.mark.parametrize("write", [1, 2, 3, 4, 5])
def test_an_import_killed_and_taken_in_again_is_one_edit(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, write: int
) -> None:
    monkeypatch.setattr(monitor.flows.merging, "STEP", 3)
    take(store, *(a_late(code) for code in CODES), exported=MONDAY)
    back = a_file(
        *(a_backdated(code) for code in CODES), exported=THURSDAY, carries=frozenset(Carried)
    )
    with pytest.raises(KilledError):
        ingest(
            DyingStore(store, at=write), DIRECTORY, back, max_reject_share=0, at=vn(THURSDAY)
        )
    scan(store, OFFICE, RULES, at=vn(THURSDAY))

    take(store, *(a_backdated(code) for code in CODES), exported=THURSDAY)

    with store.reading() as work:
        (kept,) = work.edits.read_since(vn("2026-11-12"))
    assert kept.codes == tuple(CODES)
    assert [code for code in CODES if stages(store, "finish_backdated", code)] == []


@pytest.mark.parametrize("unit", ["KHONGCO", "VPDK"])
def test_of_a_unit_that_is_not_surveyed_each_is_asked_about(store: SqlStore, unit: str) -> None:
    def there(record: Record) -> Record:
        return replace(record, unit=unit, handler="")

    take(store, *(there(a_late(code)) for code in CODES), exported=MONDAY)
    take(store, *(there(a_backdated(code)) for code in CODES), exported=THURSDAY)

    assert [code for code in CODES if stages(store, "finish_backdated", code)] == CODES


def test_an_edit_in_bulk_that_is_put_right_no_longer_stands(store: SqlStore) -> None:
    def listed(at: str) -> list[list[str]]:
        survey(store, OFFICE, UNIT_RULES, at=vn(at))
        with store.reading() as work:
            stands = work.findings.of_unit("VHXH")
        return [
            str(one.finding.facts["codes"]).split(", ")
            for one in stands
            if one.finding.rule == "bulk_edit" and one.resolved_at is None
        ]

    right = [
        a_late(code, status=Status.FINISHED, finished="2026-11-11 16:00") for code in CODES
    ]
    take(store, *(a_late(code) for code in CODES), exported=MONDAY)
    take(store, *(a_backdated(code) for code in CODES), exported=THURSDAY)
    whole = listed("2026-11-12 07:30")

    back = [a_backdated(code) for code in CODES[1:]]
    take(store, right[0], *back, exported="2026-11-12 12:00")
    rest = listed("2026-11-12 12:30")
    take(store, *right, exported="2026-11-12 15:00")
    none = listed("2026-11-12 15:30")
    take(store, *(a_backdated(code) for code in CODES), exported="2026-11-12 17:00")
    again = listed("2026-11-12 17:30")

    assert (whole, rest, none, again) == ([CODES], [CODES[1:]], [], [CODES])


def test_of_a_unit_nobody_knows_each_is_asked_about(store: SqlStore) -> None:
    def nowhere(record: Record) -> Record:
        return (
            a_late(record.code, unit="", handler="") if record.finished_at is None else record
        )

    take(store, *(nowhere(a_late(code)) for code in CODES), exported=MONDAY)
    take(
        store,
        *(
            a_late(
                code, unit="", handler="", status=Status.FINISHED, finished="2026-11-06 16:30"
            )
            for code in CODES
        ),
        exported=THURSDAY,
    )

    assert all(stages(store, "finish_backdated", code) == ["asked@2"] for code in CODES)
