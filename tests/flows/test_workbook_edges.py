"""Where a workbook meets what has changed beneath it: letters void, dossiers waiting."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.directory import Role
from monitor.domain.dossier import Pause, PauseKind, Status
from monitor.domain.finding import Finding, Severity
from monitor.domain.supplied import FIGURES, supplied
from monitor.domain.workbook import Part
from monitor.flows.workbook_answers import Answer, State, take
from monitor.flows.workbook_lines import _details, figure_text
from monitor.flows.workbooks import workbooks_due
from monitor.settings import load_causes
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import ASKED, REASON, RECORD
from tests.flows.test_workbook_torn import RATINGS, drop_column
from tests.flows.workbook_desk import UNIT, Desk
from tests.notices.office import OFFICE, TELLING, a_directory

LATE = {"answer": "không kịp", "cause": "B2", "reason": REASON, "new_date": "2026-11-20"}


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store).asked()


def answered(desk: Desk, **changed: object) -> Answer:
    """Return the row of the asked dossier as it was answered."""
    workbook = desk.workbook()
    line = next(one for one in workbook.lines if one.part is Part.ANSWERS)
    said = {"answer": "in_time"}
    return replace(
        Answer(workbook=workbook, line=line, said=said, saved_at=vn("2026-11-11 09:00")),
        **changed,  # type: ignore[arg-type]
    )


def taken(desk: Desk, answer: Answer, *, at: str = "2026-11-11 10:00") -> State:
    return take(desk.outside, desk.office, answer, at=vn(at)).state


def test_a_dossier_that_nobody_knows_is_passed_by(desk: Desk) -> None:
    answer = answered(desk)

    state = taken(desk, replace(answer, line=replace(answer.line, target="H99-0")))

    assert state is State.PASSED_BY


def test_one_that_waits_for_the_citizen_meanwhile_is_not_refused_for_its_letter(
    desk: Desk,
) -> None:
    answer = answered(desk)
    waits = Pause(paused_at=vn("2026-11-11 08:30"), resumed_at=None, kind=PauseKind.SUPPLEMENT)
    paused = replace(RECORD, status=Status.PAUSED_SUPPLEMENT, pauses=(waits,))
    desk.take(paused, exported="2026-11-11 09:30")

    assert taken(desk, answer) is not State.TAKEN


def test_one_that_ended_and_is_open_again_may_be_answered_again(desk: Desk) -> None:
    answer = answered(desk)
    ended = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-11 08:00"))
    desk.take(ended, exported="2026-11-11 08:10")
    desk.apologise("2026-11-11 08:15")
    desk.take(RECORD, exported="2026-11-11 09:30")

    assert taken(desk, answer) is State.TAKEN


def test_a_letter_that_is_void_asks_as_if_there_were_none(desk: Desk) -> None:
    ended = replace(RECORD, status=Status.FINISHED, finished_at=vn("2026-11-11 08:00"))
    desk.take(ended, exported="2026-11-11 08:10")
    desk.apologise("2026-11-11 08:15")
    desk.take(RECORD, exported="2026-11-12 08:30")

    workbooks_due(desk.outside, desk.office, TELLING, at=vn("2026-11-12 08:35"))

    assert CODE in desk.clerk(day="2026-11-12").rows(Part.ANSWERS)


def test_an_answer_whose_date_leaves_the_calendar_is_refused(desk: Desk) -> None:
    said = {"answer": "late", "cause": "B2", "reason": REASON, "new_date": "2031-11-20"}

    assert taken(desk, answered(desk, said=said)) is State.WRONG


def test_a_new_date_beyond_the_calendar_is_marked(desk: Desk, tmp_path: Path) -> None:
    late = {**LATE, "new_date": "20/11/2031"}
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **late)

    back = desk.read(clerk.saved(tmp_path / "a.xlsx", at="2026-11-11 09:30"))

    assert [row.state for row in back.rows] == [State.WRONG]


def test_drafts_go_only_to_units_that_have_somebody_to_approve(store: SqlStore) -> None:
    directory = a_directory(without=frozenset({"ha"}))
    office = replace(OFFICE, directory=directory, causes=load_causes())
    desk = Desk(store=store, office=office)
    desk.drafted()

    desk.make("2026-11-12 08:35")

    assert ("XA", "so-viec-XA-2026-11-12.xlsx") in desk.laid.files


def test_a_row_that_fits_nothing_in_a_torn_sheet_is_a_row_added(
    store: SqlStore, tmp_path: Path
) -> None:
    counter = Desk(store=store)
    counter.take(RECORD, exported="2026-11-02 07:30")
    counter.make("2026-11-02 07:40")
    clerk = counter.clerk("TT", "2026-11-02").writes(Part.FIGURES, RATINGS, value=143)
    clerk.cell(Part.FIGURES, RATINGS, "shown").value = "Không có"
    drop_column(clerk, Part.FIGURES)

    path = clerk.saved(tmp_path / "a.xlsx", at="2026-11-02 09:30")
    back = counter.read(path, at="2026-11-02 15:00")

    assert [(row.token, row.state) for row in back.rows] == [("", State.WRONG)]


def test_what_only_one_export_showed_is_told_alone() -> None:
    finding = Finding(
        rule="due_moved",
        stage="asked@2",
        deadline=None,
        severity=Severity.NOTICE,
        tells=(Role.HEAD,),
        dossier=CODE,
        facts={"exported_at": vn(ASKED), "after": vn("2026-11-20 17:00")},
    )

    assert len(list(_details(finding))) == 1


@pytest.mark.parametrize(
    ("name", "said", "text"),
    [
        pytest.param("portal_on_time", "-", "", id="taken back"),
        pytest.param("portal_on_time", "9870", "98,70", id="a share"),
        pytest.param("digitised", "12345", "12.345", id="a number"),
        pytest.param("spot_least", "1", "0,5", id="half a day"),
        pytest.param("spot_most", "4", "2", id="days"),
        pytest.param("portal_reason", "theo giờ", "theo giờ", id="words"),
        pytest.param("portal_reason", "-", "", id="words taken back"),
    ],
)
def test_a_figure_is_written_as_officials_do(name: str, said: str, text: str) -> None:
    figure = supplied("XA", date(2026, 10, 1), name, said, by="", at=vn(ASKED))

    assert figure_text(figure, FIGURES[name]) == text
    assert figure_text(None, FIGURES[name]) == ""


def test_the_desk_is_that_of_the_unit(desk: Desk) -> None:
    assert answered(desk).by == f"unit:{UNIT}"
