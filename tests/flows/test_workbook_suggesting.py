"""A line that asks shows what could be said: a new date, what it rests on, and a reason."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.letter import LetterState
from monitor.domain.workbook import Line, Part
from monitor.flows.suggest import suggest
from monitor.flows.workbook_answers import State
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import REASON, RECORD
from tests.flows.workbook_desk import MORNING, UNIT, Desk

EDIT = "2026-11-11 09:30"
LATE = {"answer": "không kịp", "cause": "B2", "reason": REASON}
PROPOSED = date(2026, 11, 23)


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store).asked()


def line_of(desk: Desk, day: str = "2026-11-11") -> Line:
    (line,) = desk.workbook(UNIT, day).of(Part.ANSWERS)
    return line


def states(
    desk: Desk, folder: Path, *, at: str = "2026-11-11 10:00", **cells: object
) -> list[State]:
    path = desk.clerk().writes(Part.ANSWERS, CODE, **cells).saved(folder / "tra.xlsx", at=EDIT)
    return [row.state for row in desk.read(path, at=at).rows]


def test_the_new_date_its_ground_and_a_reason_are_shown_and_closed(desk: Desk) -> None:
    line, clerk = line_of(desk), desk.clerk()
    with desk.store.reading() as work:
        found = suggest(work, desk.office, CODE, at=vn(MORNING))

    assert line.facts["proposed"] == found.new_due_on.isoformat() == PROPOSED.isoformat()
    assert line.facts["proposed_by"].startswith("theo số ngày mặc định")
    assert line.facts["suggested"] == found.reason
    cells = {name: clerk.cell(Part.ANSWERS, CODE, name) for name in ("proposed", "suggested")}
    assert cells["proposed"].value.date() == PROPOSED
    assert cells["suggested"].value == found.reason
    assert all(cell.protection.locked for cell in cells.values())


def test_a_new_date_left_blank_is_the_one_that_the_line_shows(
    desk: Desk, tmp_path: Path
) -> None:
    assert states(desk, tmp_path, **LATE) == [State.TAKEN]
    assert desk.letter.state is LetterState.DRAFT
    assert desk.letter.new_due_at == vn("2026-11-23 17:00")
    assert states(desk, tmp_path, **LATE, new_date=PROPOSED) == [State.ALREADY]


def test_it_is_never_another_one_than_was_shown(desk: Desk, tmp_path: Path) -> None:
    later = "2026-11-18 09:00"
    desk.take(RECORD, exported="2026-11-18 08:00")
    with desk.store.reading() as work:
        now = suggest(work, desk.office, CODE, at=vn(later))
    assert now.new_due_on > PROPOSED

    assert states(desk, tmp_path, at=later, **LATE) == [State.TAKEN]
    assert desk.letter.new_due_at == vn("2026-11-23 17:00")


def test_one_that_is_over_when_it_is_read_is_marked(desk: Desk, tmp_path: Path) -> None:
    assert states(desk, tmp_path, at="2026-11-24 09:00", **LATE) == [State.WRONG]

    assert desk.returned().cell(Part.ANSWERS, CODE, "new_date").comment is not None


def test_a_reason_left_blank_is_nobody_s(desk: Desk, tmp_path: Path) -> None:
    assert states(desk, tmp_path, answer=LATE["answer"], cause=LATE["cause"]) == [State.WRONG]

    assert desk.returned().cell(Part.ANSWERS, CODE, "reason").comment is not None
    assert desk.letter.state is LetterState.ASKED


def test_a_suggestion_copied_without_what_its_cause_must_state_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    suggested = line_of(desk).facts["suggested"]

    assert states(desk, tmp_path, **{**LATE, "reason": suggested}) == [State.WRONG]
    assert states(desk, tmp_path, **{**LATE, "cause": "A2", "reason": suggested}) == [
        State.TAKEN
    ]
    assert desk.letter.reason == suggested


def test_where_no_date_can_be_proposed_one_has_to_be_named(store: SqlStore) -> None:
    desk = Desk(store=store)
    days = desk.office.policy.calendar.spec
    only_2026 = WorkingCalendar(replace(days, last_year=2026))
    policy = replace(desk.office.policy, calendar=only_2026)
    desk.office = replace(desk.office, policy=policy, calendars={only_2026.name: only_2026})
    desk.take(replace(RECORD, promised_at=vn("2026-12-30 17:00")), exported="2026-12-25 07:30")
    desk.make("2026-12-25 07:40")

    line = line_of(desk, "2026-12-25")

    assert {"proposed", "proposed_by", "suggested"}.isdisjoint(line.facts)


def test_the_causes_end_with_the_words_that_go_on(desk: Desk) -> None:
    sheet = desk.clerk().book["Nguyên nhân"]
    causes = {row[0].value: row[3].value for row in sheet.iter_rows(min_row=6)}

    assert causes["A1"] == desk.office.causes["A1"].tail
    assert "…" in causes["A3"]
