"""Drafts of both kinds are approved, sent back, or found not to be owed, in a workbook."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.letter import LetterKind, LetterState
from monitor.domain.letter_choices import Numbering
from monitor.domain.workbook import Line, Part
from monitor.domain.workbook_cells import GROUNDS
from monitor.flows.letter_ends import Ground, Ruling, owe_none
from monitor.flows.workbook_answers import State
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import RECORD
from tests.flows.workbook_desk import UNIT, Desk

DAY, READ = "2026-11-12", "2026-11-12 10:00"
BOSS, HEAD = "Lê Quang Thạnh", "Bùi Thị Hà"
WHY = "Đường vào xã bị lũ cắt từ ngày 05 tháng 11"
YES = {"verdict": "duyệt", "by": BOSS}
NO = {"verdict": "không duyệt", "note": "Ghi rõ ngày", "by": HEAD}
NONE = {"verdict": "không phải gửi", "ground": "bất khả kháng", "note": WHY, "by": HEAD}


@pytest.fixture
def drafted(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.drafted()
    desk.make("2026-11-12 08:30")
    return desk


def line_of(desk: Desk, unit: str, day: str = DAY) -> Line:
    (line,) = desk.workbook(unit, day).of(Part.LETTERS)
    return line


def said(
    desk: Desk, folder: Path, unit: str = UNIT, *, at: str = "09:00", **cells: Any
) -> Path:
    clerk = desk.clerk(unit, DAY).writes(Part.LETTERS, CODE, **cells)
    return clerk.saved(folder / f"{unit}-{at[:2]}{at[3:]}.xlsx", at=f"{DAY} {at}")


def states(desk: Desk, path: Path, *, at: str = READ) -> list[State]:
    return [row.state for row in desk.read(path, at=at).rows]


def test_the_grounds_of_the_list_are_those_that_are_kept() -> None:
    assert set(GROUNDS) == set(Ground)


# Not owed


def test_that_no_letter_is_owed_is_kept_with_ground_and_reason(
    drafted: Desk, tmp_path: Path
) -> None:
    path = said(drafted, tmp_path, **NONE)

    assert states(drafted, path) == [State.TAKEN]
    letter = drafted.letter
    assert (letter.state, letter.cause) == (LetterState.NO_LETTER, "force_majeure")
    assert (letter.ended_for, letter.approved_by) == (WHY, "ha")
    assert states(drafted, path, at="2026-11-12 11:00") == [State.ALREADY]
    assert drafted.letter == letter


def test_two_who_find_that_none_is_owed_are_one(drafted: Desk, tmp_path: Path) -> None:
    owe_none(
        drafted.store,
        drafted.office,
        CODE,
        Ground.FORCE_MAJEURE,
        Ruling(by="thanh", why=WHY),
        at=vn("2026-11-12 09:00"),
    )

    assert states(drafted, said(drafted, tmp_path, **NONE)) == [State.ALREADY]
    assert drafted.letter.approved_by == "thanh"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({**NONE, "ground": None}, {"ground"}, id="on no ground"),
        pytest.param({**NONE, "ground": "vì bận"}, {"ground"}, id="a ground of his own"),
        pytest.param({**NONE, "note": None}, {"note"}, id="no reason"),
        pytest.param({**NONE, "by": None}, {"by"}, id="nobody named"),
        pytest.param({**NONE, "by": "Nguyễn Thị Minh Hoa"}, {"by"}, id="one who may not"),
        pytest.param({**NO, "ground": "bất khả kháng"}, {"ground"}, id="sent back on a ground"),
    ],
)
def test_what_is_no_decision_comes_back_marked(
    drafted: Desk, tmp_path: Path, cells: dict[str, Any], wrong: set[str]
) -> None:
    assert states(drafted, said(drafted, tmp_path, **cells)) == [State.WRONG]

    copy = drafted.returned(UNIT, DAY)
    names = ("verdict", "ground", "note", "by")
    assert {name for name in names if copy.cell(Part.LETTERS, CODE, name).comment} == wrong
    assert drafted.letter.state is LetterState.DRAFT


def test_one_who_decides_no_longer_is_told_at_his_name(drafted: Desk, tmp_path: Path) -> None:
    path = said(drafted, tmp_path, **NONE)
    officials = dict(drafted.office.directory.officials)
    del officials["ha"]
    directory = replace(drafted.office.directory, officials=officials)
    drafted.office = replace(drafted.office, directory=directory)

    assert states(drafted, path) == [State.WRONG]
    assert drafted.letter.state is LetterState.DRAFT


@pytest.mark.parametrize(
    ("sayings", "end"),
    [
        pytest.param((YES, NONE), LetterState.NO_LETTER, id="approved, not owed"),
        pytest.param((NONE, YES), LetterState.NO_LETTER, id="not owed, approved"),
        pytest.param((NO, YES), LetterState.REFUSED, id="sent back, approved"),
        pytest.param((NO, NONE), LetterState.NO_LETTER, id="sent back, not owed"),
        pytest.param((NONE, NO), LetterState.NO_LETTER, id="not owed, sent back"),
    ],
)
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_in_whatever_order_two_are_read_all_ends_the_same(
    drafted: Desk,
    tmp_path: Path,
    sayings: tuple[dict[str, str], dict[str, str]],
    end: LetterState,
    order: tuple[int, int],
) -> None:
    files = [
        said(drafted, tmp_path, unit, at=at, **{**cells, "by": by})
        for unit, at, by, cells in zip(
            (UNIT, "XA"), ("09:00", "09:30"), (HEAD, BOSS), sayings, strict=True
        )
    ]
    for place in order:
        drafted.read(files[place], at=READ)

    assert drafted.letter.state is end


def test_a_letter_not_owed_after_its_approval_has_its_number_void(
    store: SqlStore, tmp_path: Path
) -> None:
    desk = Desk(store=store)
    desk.choose(numbering=Numbering.OWN, numbering_decision="Quyết định số 01/QĐ-UBND")
    desk.drafted()
    desk.make("2026-11-12 08:30")
    desk.approve("2026-11-12 08:40")
    assert desk.letter.number

    assert states(desk, said(desk, tmp_path, **NONE)) == [State.TAKEN]
    assert (desk.letter.state, desk.letter.number) == (LetterState.NO_LETTER, "")
    with desk.store.reading() as work:
        (bound,) = work.numbers.list(year=2026)
    assert bound.void_for == WHY


# Which drafts, and what may be said of them


def test_a_draft_after_silence_is_asked_about_and_not_to_be_approved(store: SqlStore) -> None:
    desk = Desk(store=store).asked()
    desk.make("2026-11-13 08:30")
    assert desk.letter.is_unconfirmed

    workbook = desk.workbook(UNIT, "2026-11-13")

    assert workbook.of(Part.LETTERS) == ()
    assert [line.target for line in workbook.of(Part.ANSWERS)] == [CODE]
    with desk.store.reading() as work:
        assert work.workbooks.of_day("XA", vn("2026-11-13").date()) is None


def test_a_slip_to_another_agency_is_shown_as_one_and_approved(
    store: SqlStore, tmp_path: Path
) -> None:
    desk = Desk(store=store)
    desk.take(
        replace(RECORD, procedure="dat-dai", promised_at=vn("2026-11-10 17:00")),
        exported=f"{DAY} 07:30",
    )
    desk.make("2026-11-12 08:30")
    assert desk.letter.kind is LetterKind.URGING

    line = line_of(desk, "XA")
    assert (line.facts["kind"], line.offers) == ("phiếu đôn đốc", ("approve", "refuse"))
    none = said(desk, tmp_path, "XA", at="08:50", **{**NONE, "by": BOSS})
    assert states(desk, none) == [State.WRONG]
    assert states(desk, said(desk, tmp_path, "XA", **YES)) == [State.TAKEN]
    assert desk.letter.state is LetterState.APPROVED


def test_a_slip_is_sent_back(store: SqlStore, tmp_path: Path) -> None:
    desk = Desk(store=store)
    desk.take(
        replace(RECORD, procedure="dat-dai", promised_at=vn("2026-11-10 17:00")),
        exported=f"{DAY} 07:30",
    )
    desk.make("2026-11-12 08:30")

    assert states(desk, said(desk, tmp_path, **NO)) == [State.TAKEN]
    assert desk.letter.state is LetterState.REFUSED


def test_a_draft_names_its_kind_and_may_be_not_owed(drafted: Desk) -> None:
    line = line_of(drafted, UNIT)

    assert line.facts["kind"] == "văn bản xin lỗi"
    assert line.offers == ("approve", "refuse", "none")
