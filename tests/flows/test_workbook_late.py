"""A dossier that is late without a letter is asked about until somebody has answered."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.letter import LetterState
from monitor.domain.workbook import Line, Part
from monitor.flows.answer import answer_has_result, answer_in_time, answer_late
from monitor.flows.workbook_answers import State
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import LATENESS, REASON, RECORD
from tests.flows.workbook_desk import UNIT, Desk
from tests.workbooks import HEAD

DAY, MORNING = "2026-11-17", "2026-11-17 07:40"
SHOWN_LATE = "2026-11-17 07:30"
LATE = {"answer": "không kịp", "cause": "B2", "reason": REASON, "new_date": date(2026, 11, 25)}


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    desk = Desk(store=store).asked()
    desk.take(RECORD, exported=SHOWN_LATE)
    return desk


def asked_of(desk: Desk, at: str = MORNING) -> list[Line]:
    made = desk.make(at)
    return list(desk.workbook(day=DAY).of(Part.ANSWERS)) if made.made else []


def states(desk: Desk, folder: Path, **cells: object) -> list[State]:
    clerk = desk.clerk(UNIT, DAY).writes(Part.ANSWERS, CODE, **cells)
    path = clerk.saved(folder / "tra.xlsx", at=f"{DAY} 08:30")
    return [row.state for row in desk.read(path, at=f"{DAY} 09:00").rows]


def test_one_that_is_late_is_asked_about_with_how_late_it_is(desk: Desk) -> None:
    (line,) = asked_of(desk)

    assert "overdue" in desk.rules
    assert line.target == CODE
    assert line.is_late
    assert line.facts["late"].startswith("đã quá hạn")


def test_one_late_for_days_is_shown_with_how_many(store: SqlStore) -> None:
    desk = Desk(store=store).asked()
    desk.take(RECORD, exported="2026-11-19 07:30")
    desk.make("2026-11-19 07:40")

    (line,) = desk.workbook(day="2026-11-19").of(Part.ANSWERS)
    assert line.facts["late"] == "đã quá hạn 02 ngày làm việc"
    assert line.offers == ("late", "has_result")


def test_one_whose_deadline_passed_unseen_is_asked_about_too(store: SqlStore) -> None:
    desk = Desk(store=store).asked()

    (line,) = asked_of(desk, "2026-11-17 08:40")

    assert "due_unconfirmed" in desk.rules
    assert line.facts["late"] == "đã qua ngày hẹn, chưa có số liệu mới"


def test_one_that_was_to_be_in_time_and_is_late_is_asked_about_again(desk: Desk) -> None:
    answer_in_time(desk.store, desk.office, CODE, by="ha", at=vn("2026-11-17 07:35"))

    assert [line.target for line in asked_of(desk)] == [CODE]


def test_one_whose_result_is_told_or_whose_letter_is_drafted_is_not(desk: Desk) -> None:
    answer_has_result(desk.store, desk.office, CODE, by="ha", at=vn("2026-11-17 07:35"))
    assert asked_of(desk) == []

    late = replace(LATENESS, new_due_on=date(2026, 11, 25))
    answer_late(desk.store, desk.office, CODE, late, at=vn("2026-11-18 07:35"))
    desk.make("2026-11-18 08:40")
    assert desk.workbook(day="2026-11-18").of(Part.ANSWERS) == ()


def test_the_cause_and_the_new_date_draft_the_letter(desk: Desk, tmp_path: Path) -> None:
    asked_of(desk)

    assert states(desk, tmp_path, **LATE) == [State.TAKEN]
    assert desk.letter.state is LetterState.DRAFT


def test_that_the_result_exists_is_taken(desk: Desk, tmp_path: Path) -> None:
    asked_of(desk)

    said = "đã có kết quả nhưng chưa kết thúc trên Hệ thống"
    assert states(desk, tmp_path, answer=said) == [State.TAKEN]
    assert desk.letter.says_result


def test_one_that_is_late_can_no_longer_be_in_time(desk: Desk, tmp_path: Path) -> None:
    asked_of(desk)

    assert states(desk, tmp_path, answer="kịp") == [State.WRONG]
    assert desk.letter.state is LetterState.ASKED
    told = desk.returned(UNIT, DAY).cell(Part.ANSWERS, CODE, "remark").value
    assert "đã qua ngày hẹn" in told


def test_its_list_offers_what_may_still_be_said(desk: Desk) -> None:
    asked_of(desk)
    clerk = desk.clerk(UNIT, DAY)

    sheet = clerk.sheet(Part.ANSWERS)
    place = clerk.cell(Part.ANSWERS, CODE, "answer").coordinate
    (rule,) = (one for one in sheet.data_validations.dataValidation if place in one.sqref)
    assert rule.formula1 == '"không kịp,đã có kết quả nhưng chưa kết thúc trên Hệ thống"'
    assert "đã qua ngày hẹn" in sheet.cell(2, 2).value
    assert sheet.cell(HEAD, clerk.column(Part.ANSWERS, "late")).value == "Tình trạng"


def test_another_agency_s_is_not_asked_about(store: SqlStore) -> None:
    desk = Desk(store=store)
    desk.take(replace(RECORD, procedure="dat-dai"), exported=SHOWN_LATE)

    assert asked_of(desk) == []
    assert "overdue" in desk.rules
