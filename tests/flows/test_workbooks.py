"""A workbook is made once a morning for a unit that is asked something; it names no citizen."""

import io
from dataclasses import replace

import openpyxl
import pytest

from monitor.domain.errors import UnknownUnitError
from monitor.domain.workbook import Line, Part
from monitor.flows.workbooks import WorkbooksMade, _is_worth_it, make_workbook
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.fakes import PlainWorkbooks
from tests.flows.scene import ASKED, RECORD
from tests.flows.workbook_desk import UNIT, Desk
from tests.notices.office import CULTURE, TELLING, a_directory


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store)


def test_the_unit_of_the_handler_is_asked_in_the_morning(desk: Desk) -> None:
    desk.take(RECORD, exported=ASKED)

    assert desk.make() == WorkbooksMade(made=1)

    (line,) = desk.workbook().lines
    assert (line.part, line.target) == (Part.ANSWERS, CODE)
    assert line.facts["shown"] == CODE
    assert line.facts["handler"] == "Nguyễn Thị Minh Hoa"
    assert line.facts["issue_by"] == "2026-11-13"
    assert [name for _, name in desk.laid.files] == ["so-viec-VHXH-2026-11-11.xlsx"]
    (mail,) = [one for one in desk.mails.written if one.kind == "workbook"]
    assert mail.recipient.mailbox == "vhxh@tanbinhan.example"
    assert mail.attachments[0].content == desk.content()


def test_a_second_round_makes_nothing(desk: Desk) -> None:
    desk.asked()

    assert desk.make("2026-11-11 09:00") == WorkbooksMade()
    assert list(desk.queued.values()).count("workbook") == 1


def test_nobody_is_asked_before_the_morning_or_outside_hours(desk: Desk) -> None:
    desk.take(RECORD, exported="2026-11-10 16:00")

    assert desk.make("2026-11-11 06:30") == WorkbooksMade()
    assert desk.make("2026-11-11 07:10") == WorkbooksMade()
    assert desk.make("2026-11-11 08:30") == WorkbooksMade(made=1)


def test_a_unit_that_is_asked_nothing_gets_none(desk: Desk) -> None:
    desk.take(RECORD, exported="2026-11-05 07:30")

    assert desk.make("2026-11-05 07:40") == WorkbooksMade()
    assert desk.laid.files == {}


def test_the_first_working_day_of_a_month_asks_for_figures(desk: Desk) -> None:
    desk.take(RECORD, exported="2026-11-02 07:30")

    assert desk.make("2026-11-02 07:40") == WorkbooksMade(made=1)

    workbook = desk.workbook("TT", "2026-11-02")
    assert {line.part for line in workbook.lines} == {Part.FIGURES}
    assert workbook.lines[0].target == "XA/2026-10/portal_on_time"
    assert workbook.lines[0].facts["month"] == "10/2026"


def test_a_draft_is_shown_to_every_unit_that_may_approve_it(desk: Desk) -> None:
    desk.drafted()
    desk.make("2026-11-12 08:30")

    for unit in ("VHXH", "XA"):
        (line,) = desk.workbook(unit, "2026-11-12").lines
        assert (line.part, line.target) == (Part.LETTERS, CODE)
    assert dict(desk.workbook("XA", "2026-11-12").approvers) == {
        "phuc": "Hồ Đức Phúc",
        "thanh": "Lê Quang Thạnh",
    }


def test_a_workbook_names_no_citizen(desk: Desk) -> None:
    desk.drafted()
    desk.make("2026-11-12 08:30")

    for content in desk.laid.files.values():
        book = openpyxl.load_workbook(io.BytesIO(content))
        texts = " ".join(
            str(cell.value) for sheet in book for row in sheet.rows for cell in row
        )
        assert "Phạm Hữu Tường" not in texts
        assert "Thôn 4" not in texts
        assert "tuong@" not in texts


def test_one_that_cannot_be_set_is_told_and_tried_again(desk: Desk) -> None:
    desk.take(RECORD, exported=ASKED)
    whole = desk.outside
    desk.outside = replace(whole, workbooks=PlainWorkbooks(is_torn=True))

    assert desk.make() == WorkbooksMade(failed=1)
    assert "workbook/VHXH" in desk.faults

    desk.outside = whole
    assert desk.make() == WorkbooksMade(made=1)
    assert desk.faults == {}


def test_a_unit_without_a_mailbox_has_its_head_read_it(desk: Desk) -> None:
    silent = replace(CULTURE, mailbox="")
    desk.office = replace(desk.office, directory=a_directory(silent))

    desk.asked()

    (mail,) = [one for one in desk.mails.written if one.kind == "workbook"]
    assert mail.recipient.person == "ha"


def test_a_unit_with_nobody_to_read_it_has_those_above(desk: Desk) -> None:
    silent = replace(CULTURE, mailbox="")
    directory = a_directory(silent, without=frozenset({"ha"}))
    desk.office = replace(desk.office, directory=directory)

    desk.asked()

    (mail,) = [one for one in desk.mails.written if one.kind == "workbook"]
    assert mail.recipient.mailbox == "vanthu@tanbinhan.example"


def test_a_dossier_of_a_unit_that_nobody_knows_is_asked_of_nobody(desk: Desk) -> None:
    desk.take(replace(RECORD, unit="XX", handler=""), exported=ASKED)

    assert desk.make() == WorkbooksMade()
    assert "apology_ask" in desk.rules


def test_one_made_by_hand_before_the_morning_is_not_made_again(desk: Desk) -> None:
    desk.take(RECORD, exported=ASKED)
    desk.apologise("2026-11-11 07:32")
    desk.look("2026-11-11 07:32")
    make_workbook(desk.outside, desk.office, TELLING, UNIT, at=vn("2026-11-11 07:33"))

    assert desk.make() == WorkbooksMade()
    assert list(desk.queued.values()).count("workbook") == 1


def test_issued_letters_alone_make_none_on_a_month_s_first_day(desk: Desk) -> None:
    line = Line(part=Part.ISSUED, target=f"{CODE}/xin_loi/1/1", facts={"offers": "recall"})

    assert not _is_worth_it([line], desk.office, at=vn("2026-11-02 07:40"))


def test_one_made_by_hand_is_the_morning_s_own(desk: Desk) -> None:
    desk.asked()

    again = make_workbook(desk.outside, desk.office, TELLING, UNIT, at=vn("2026-11-11 14:00"))

    assert again == desk.workbook()
    with pytest.raises(UnknownUnitError):
        make_workbook(desk.outside, desk.office, TELLING, "XX", at=vn("2026-11-11 14:00"))
