"""What wants explaining is asked of the unit it lies with, and the explanation is kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.note import NoteKind, Way
from monitor.domain.rule import Rule
from monitor.domain.workbook import Part
from monitor.flows.scan import scan
from monitor.flows.workbook_answers import Answer, State, take
from monitor.flows.workbooks import make_workbook
from monitor.ports.store import Standing
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import REASON, RECORD
from tests.flows.workbook_desk import UNIT, Desk
from tests.notices.office import TELLING

AT, DAY = "2026-11-05 08:00", "2026-11-05"
WHY = "Chuyên viên ghi nhầm ngày kết thúc nên đã sửa lại theo sổ giấy ngày 04 tháng 11"
EDIT = Finding(
    rule="finish_backdated",
    dossier=CODE,
    stage="once",
    deadline=vn("2026-11-16 17:00"),
    severity=Severity.WARNING,
    tells=(Role.HEAD,),
    facts={
        "before": vn("2026-11-04"),
        "after": vn("2026-11-03"),
        "exported_before_at": vn("2026-11-04 07:10"),
        "exported_at": vn("2026-11-05 07:10"),
        "due_at": vn("2026-11-16 17:00"),
        "explain_by": date(2026, 11, 9),
    },
)


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.take(RECORD, exported="2026-11-05 07:30")
    judge(desk, EDIT)
    made = make_workbook(desk.outside, desk.office, TELLING, UNIT, at=vn(AT))
    assert made is not None
    return desk


def judge(desk: Desk, *findings: Finding, at: str = "2026-11-05 07:40") -> None:
    """Have these findings stand about the dossier, and no other."""
    rule = Rule(
        module="monitor.rules.finish_backdated",
        source="",
        in_force_from=date(2025, 7, 1),
        needs=frozenset(),
        check=lambda _: iter(findings),
        moments=lambda _: iter(()),
    )
    with desk.store.writing() as work:
        work.agenda.wake([CODE], at=vn(at))
    scan(desk.store, desk.office, [rule], at=vn(at))


def finding(desk: Desk) -> Standing:
    with desk.store.reading() as work:
        return work.findings.of(CODE)[-1]


def save(desk: Desk, folder: Path, *, at: str = "08:30", **cells: object) -> Path:
    shown = str(finding(desk).id)
    clerk = desk.clerk(UNIT, DAY).writes(Part.FINDINGS, shown, **cells)
    return clerk.saved(folder / f"{at[3:]}.xlsx", at=f"{DAY} {at}")


def states(desk: Desk, path: Path) -> list[State]:
    return [row.state for row in desk.read(path, at="2026-11-05 09:00").rows]


def test_it_is_asked_with_what_stood_before_and_after(desk: Desk) -> None:
    (line,) = (one for one in desk.workbook(day=DAY).lines if one.part is Part.FINDINGS)

    assert line.facts["dossier"] == CODE
    assert line.facts["detail"] == (
        "số liệu lúc 07:10 04/11/2026 ghi 04/11/2026; "
        "số liệu lúc 07:10 05/11/2026 ghi 03/11/2026; hẹn trả 17:00 16/11/2026"
    )
    assert line.facts["explain_by"] == "2026-11-09"


def test_an_explanation_is_kept_with_who_and_how(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, manner="giải trình", text=WHY, by="Bùi Thị Hà")

    assert states(desk, path) == [State.TAKEN]
    (note,) = finding(desk).notes
    assert (note.kind, note.by, note.text) == (NoteKind.EXPLAINED, "ha", WHY)
    assert (note.way, note.at) == (Way.WORKBOOK, vn("2026-11-05 09:00"))
    assert states(desk, path) == [State.ALREADY]
    assert len(finding(desk).notes) == 1


def test_that_it_is_known_is_kept_too(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, manner="đã biết", text="sẽ xem", by="Bùi Thị Hà")

    assert states(desk, path) == [State.TAKEN]
    assert [note.kind for note in finding(desk).notes] == [NoteKind.ACKNOWLEDGED]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({"text": "do khách quan"}, "text", id="a hollow explanation"),
        pytest.param({"by": None}, "by", id="nobody named"),
        pytest.param({"manner": None}, "manner", id="explained or known?"),
    ],
)
def test_what_explains_nothing_comes_back(
    desk: Desk, tmp_path: Path, cells: dict[str, Any], wrong: str
) -> None:
    said: dict[str, Any] = {"manner": "giải trình", "text": WHY, "by": "Bùi Thị Hà", **cells}

    assert states(desk, save(desk, tmp_path, **said)) == [State.WRONG]
    cell = desk.returned(UNIT, DAY).cell(Part.FINDINGS, str(finding(desk).id), wrong)
    assert cell.comment is not None
    assert finding(desk).notes == ()


def test_one_that_has_ended_since_is_passed_by(desk: Desk, tmp_path: Path) -> None:
    path = save(desk, tmp_path, manner="giải trình", text=WHY, by="Bùi Thị Hà")
    judge(desk, at="2026-11-05 08:40")

    assert states(desk, path) == [State.PASSED_BY]
    assert finding(desk).notes == ()


def test_a_status_is_told_in_words_and_what_was_not_there_too(desk: Desk) -> None:
    facts = {**EDIT.facts, "before": None, "after": "withdrawn"}
    judge(desk, replace(EDIT, facts=facts), at="2026-11-05 08:10")
    made = make_workbook(desk.outside, desk.office, TELLING, UNIT, at=vn("2026-11-06 08:00"))

    assert made is not None
    (line,) = made.lines
    assert "ghi (chưa ghi); " in line.facts["detail"]
    assert "ghi đã rút; " in line.facts["detail"]


def test_whom_nobody_knows_explains_nothing(desk: Desk) -> None:
    workbook = desk.workbook(day="2026-11-05")
    line = next(one for one in workbook.lines if one.part is Part.FINDINGS)
    said = {"manner": "explained", "text": REASON, "by": "khong-ai"}
    answer = Answer(workbook=workbook, line=line, said=said, saved_at=vn(AT))

    outcome = take(desk.outside, desk.office, answer, at=vn(AT))

    assert (outcome.state, outcome.cell) == (State.WRONG, "by")
