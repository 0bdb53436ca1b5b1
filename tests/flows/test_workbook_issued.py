"""What becomes of approved and issued letters is said in a workbook, once, of that very one."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.dossier import Channel, Status
from monitor.domain.letter import Delivery, LetterState
from monitor.domain.record import Record
from monitor.domain.workbook import Line, Part
from monitor.flows.answer import answer_late, approve
from monitor.flows.issue import mark_printed
from monitor.flows.letter_ends import Ruling, recall, replace_letter
from monitor.flows.workbook_answers import State
from monitor.flows.workbooks import WorkbooksMade, make_workbook
from monitor.store.tables import workbook_answers
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.remembering import remembered
from tests.flows.scene import LATENESS, RECORD, SIGNED
from tests.flows.workbook_desk import UNIT, Desk
from tests.notices.office import TELLING
from tests.store.taking import rows

ON_PAPER = replace(RECORD, channel=Channel.IN_PERSON)
ISSUED, DAY, READ = "2026-11-12 14:00", "2026-11-13", "2026-11-13 10:00"
MORNING = f"{DAY} 08:30"
BOSS, HEAD, HANDLER = "Lê Quang Thạnh", "Bùi Thị Hà", "Nguyễn Thị Minh Hoa"
GIVEN = {"deed": "đã giao bản giấy"}
BACK = {"deed": "thư bị trả lại"}
WHY = "Ghi nhầm số ngày"
PDF = f"{CODE}.pdf"


def decision(deed: str, by: str = BOSS) -> dict[str, str]:
    return {"deed": deed, "why": WHY, "by": by}


def an_issued(store: SqlStore, record: Record = ON_PAPER) -> Desk:
    """Come to an issued letter, and to the workbooks of the morning after."""
    desk = Desk(store=store)
    come_to_issued(desk, record)
    return desk


@remembered
def come_to_issued(desk: Desk, record: Record) -> None:
    desk.approved(record)
    desk.issue(ISSUED)
    desk.make(MORNING)


@pytest.fixture
def on_paper(store: SqlStore) -> Desk:
    return an_issued(store)


@pytest.fixture
def mailed(store: SqlStore) -> Desk:
    return an_issued(store, RECORD)


@pytest.fixture
def approved(store: SqlStore) -> Desk:
    desk = Desk(store=store)
    desk.approved()
    desk.make(MORNING)
    return desk


def lines(desk: Desk, unit: str = UNIT, day: str = DAY) -> tuple[Line, ...]:
    return desk.workbook(unit, day).of(Part.ISSUED)


def made_by_hand(desk: Desk, at: str, unit: str = UNIT) -> tuple[Line, ...]:
    """Return what a workbook shows that somebody asks for."""
    made = make_workbook(desk.outside, desk.office, TELLING, unit, at=vn(at))
    return made.of(Part.ISSUED) if made else ()


def said(
    desk: Desk,
    folder: Path,
    unit: str = UNIT,
    *,
    at: str = "09:00",
    day: str = DAY,
    **cells: Any,
) -> Path:
    clerk = desk.clerk(unit, day).writes(Part.ISSUED, CODE, **cells)
    return clerk.saved(folder / f"{unit}-{at[:2]}{at[3:]}.xlsx", at=f"{day} {at}")


def states(desk: Desk, path: Path, *, at: str = READ) -> list[State]:
    return [row.state for row in desk.read(path, at=at).rows]


def told(desk: Desk, unit: str = UNIT) -> str:
    text: str = desk.returned(unit, DAY).cell(Part.ISSUED, CODE, "remark").value
    return text


# What is shown


def test_an_issued_letter_is_shown_to_its_unit_and_to_those_who_decide(on_paper: Desk) -> None:
    for unit in (UNIT, "XA"):
        (line,) = lines(on_paper, unit)
        assert line.target == on_paper.letter.mark
        assert line.facts == {
            "shown": CODE,
            "procedure": "Thực hiện trợ cấp xã hội hằng tháng",
            "due_at": "2026-11-16T17:00:00+07:00",
            "kind": "văn bản xin lỗi",
            "standing": "đã ban hành",
            "number": SIGNED.number,
            "dated_on": "2026-11-12",
            "delivery": "bản giấy",
            "new_due_at": "2026-11-20T17:00:00+07:00",
            "offers": "printed replace recall",
        }


def test_a_unit_without_anybody_to_decide_is_shown_it_too(store: SqlStore) -> None:
    desk = Desk(store=store)
    desk.approved()
    officials = dict(desk.office.directory.officials)
    del officials["ha"]
    directory = replace(desk.office.directory, officials=officials)
    desk.office = replace(desk.office, directory=directory)
    desk.issue(ISSUED)
    desk.make(MORNING)

    assert [line.target for line in lines(desk)] == [desk.letter.mark]


def test_an_approved_letter_waits_for_nothing_here_but_may_be_sent_back(approved: Desk) -> None:
    (line,) = made_by_hand(approved, MORNING)

    assert line.offers == ("refuse",)
    assert (line.facts["number"], line.facts["dated_on"], line.facts["delivery"]) == ("",) * 3


def test_a_letter_that_waits_to_be_given_makes_a_workbook_and_one_delivered_does_not(
    on_paper: Desk,
) -> None:
    assert on_paper.make("2026-11-16 08:30") == WorkbooksMade(made=2)
    mark_printed(on_paper.outside, CODE, at=vn("2026-11-16 09:00"))

    assert on_paper.make("2026-11-17 08:30") == WorkbooksMade()
    (line,) = made_by_hand(on_paper, "2026-11-17 08:40")
    assert line.offers == ("replace", "recall")


def test_a_letter_about_a_date_that_has_moved_is_not_shown(approved: Desk) -> None:
    asked = replace(approved.letter, deadline=vn("2026-11-19 17:00"), state=LetterState.ASKED)
    with approved.store.writing() as work:
        work.letters.open(asked)

    assert made_by_hand(approved, MORNING) == ()


def test_the_newest_come_first(on_paper: Desk) -> None:
    code = "H99.01-261102-0002"
    other = replace(ON_PAPER, code=code)
    on_paper.take(ON_PAPER, other, exported="2026-11-13 09:00")
    answer_late(on_paper.store, on_paper.office, code, LATENESS, at=vn("2026-11-13 09:10"))
    approve(on_paper.store, on_paper.office, code, by="thanh", at=vn("2026-11-13 09:20"))

    found = [line.dossier for line in made_by_hand(on_paper, "2026-11-16 08:30")]

    assert found == [code, CODE]


def test_a_letter_of_an_ended_dossier_is_shown_for_thirty_days(on_paper: Desk) -> None:
    ended = replace(ON_PAPER, status=Status.FINISHED, finished_at=vn("2026-11-19 09:00"))
    on_paper.take(ended, exported="2026-11-20 07:30")

    (line,) = made_by_hand(on_paper, "2026-12-11 08:30")
    assert line.offers == ("printed", "recall")
    assert made_by_hand(on_paper, "2026-12-14 08:30") == ()


# Handed over, come back


def test_a_letter_was_handed_over(on_paper: Desk, tmp_path: Path) -> None:
    path = said(on_paper, tmp_path, **GIVEN)

    assert states(on_paper, path) == [State.TAKEN]
    letter = on_paper.letter
    assert (letter.state, letter.delivery) == (LetterState.DELIVERED, Delivery.PRINT)
    assert letter.delivered_at == vn(READ)
    assert on_paper.shelf.names("print") == []
    assert on_paper.shelf.files["signed", PDF] == SIGNED.content
    assert states(on_paper, path, at="2026-11-13 11:00") == [State.ALREADY]
    assert on_paper.letter == letter
    (kept,) = rows(on_paper.store, workbook_answers)
    assert (kept["part"], kept["by"]) == ("issued", "unit:VHXH")


def test_two_who_say_that_it_was_handed_over_are_one(on_paper: Desk, tmp_path: Path) -> None:
    first = said(on_paper, tmp_path, **GIVEN, by=HANDLER)
    second = said(on_paper, tmp_path, "XA", at="09:30", **GIVEN)

    assert states(on_paper, first) == [State.TAKEN]
    assert states(on_paper, second) == [State.ALREADY]


def test_a_mail_came_back_and_the_letter_goes_on_paper(mailed: Desk, tmp_path: Path) -> None:
    mailed.send("2026-11-13 08:35")
    mailed.apologise("2026-11-13 08:40")
    assert mailed.letter.state is LetterState.DELIVERED
    path = said(mailed, tmp_path, **BACK)

    assert states(mailed, path) == [State.TAKEN]
    letter = mailed.letter
    assert (letter.state, letter.delivery) == (LetterState.ISSUED, Delivery.PRINT)
    assert letter.returned_at == vn(READ)
    assert mailed.shelf.files["print", PDF] == SIGNED.content
    assert states(mailed, path) == [State.ALREADY]
    second = said(mailed, tmp_path, "XA", at="09:30", **BACK)
    assert states(mailed, second) == [State.ALREADY]


def test_a_mail_that_came_back_is_handed_over_by_the_next_workbook(
    mailed: Desk, tmp_path: Path
) -> None:
    mailed.read(said(mailed, tmp_path, **BACK), at=READ)
    mailed.make("2026-11-16 08:30")

    (line,) = lines(mailed, day="2026-11-16")
    assert line.offers == ("printed", "replace", "recall")
    path = said(mailed, tmp_path, day="2026-11-16", **GIVEN)
    assert states(mailed, path, at="2026-11-16 10:00") == [State.TAKEN]
    assert mailed.letter.state is LetterState.DELIVERED


def test_what_went_out_on_paper_has_no_mail_to_come_back(
    on_paper: Desk, tmp_path: Path
) -> None:
    assert states(on_paper, said(on_paper, tmp_path, **BACK)) == [State.WRONG]
    assert on_paper.letter.state is LetterState.ISSUED
    copy = on_paper.returned(UNIT, DAY)
    assert copy.cell(Part.ISSUED, CODE, "deed").comment is not None


# Replaced, recalled, sent back


def test_a_letter_is_recalled_by_who_may(on_paper: Desk, tmp_path: Path) -> None:
    path = said(on_paper, tmp_path, "XA", **decision("thu hồi"))

    assert states(on_paper, path) == [State.TAKEN]
    letter = on_paper.letter
    assert (letter.state, letter.ended_for) == (LetterState.RECALLED, WHY)
    assert len(on_paper.dossier.promises) == 1
    assert on_paper.shelf.names("print") == []
    assert states(on_paper, path) == [State.ALREADY]


def test_a_letter_is_replaced_and_stands_until_the_other_is_issued(
    on_paper: Desk, tmp_path: Path
) -> None:
    path = said(on_paper, tmp_path, **decision("thay thế", HEAD))

    assert states(on_paper, path) == [State.TAKEN]
    with on_paper.store.reading() as work:
        draft = work.letters.replacing(CODE)
    assert draft is not None
    assert (draft.state, draft.version) == (LetterState.DRAFT, 2)
    assert (on_paper.letter.state, on_paper.letter.ended_for) == (LetterState.ISSUED, WHY)
    assert states(on_paper, path) == [State.ALREADY]
    again = said(on_paper, tmp_path, "XA", at="09:30", **decision("thay thế"))
    assert states(on_paper, again) == [State.PASSED_BY]

    on_paper.make("2026-11-16 08:30")
    workbook = on_paper.workbook("XA", "2026-11-16")
    (drafted,), (issued,) = workbook.of(Part.LETTERS), workbook.of(Part.ISSUED)
    assert drafted.offers == ("approve", "refuse")
    assert issued.offers == ("printed", "recall")


def test_the_replacement_is_approved_and_sent_back_beside_the_letter_that_stands(
    on_paper: Desk, tmp_path: Path
) -> None:
    on_paper.read(said(on_paper, tmp_path, **decision("thay thế", HEAD)), at=READ)
    on_paper.approve("2026-11-13 11:00")
    on_paper.make("2026-11-16 08:30")
    first, second = lines(on_paper, "XA", "2026-11-16")
    assert (first.offers, second.offers) == (("refuse",), ("printed", "recall"))

    clerk = on_paper.clerk("XA", "2026-11-16")
    row = next(iter(clerk.sheet(Part.ISSUED).iter_rows(min_row=6, max_row=6)))
    for name, value in decision("không duyệt").items():
        row[clerk.column(Part.ISSUED, name) - 1].value = value
    path = clerk.saved(tmp_path / "back.xlsx", at="2026-11-16 09:00")

    assert states(on_paper, path, at="2026-11-16 10:00") == [State.TAKEN]
    assert on_paper.letter.state is LetterState.ISSUED
    with on_paper.store.reading() as work:
        replacing = work.letters.replacing(CODE)
    assert replacing is not None
    assert (replacing.state, replacing.refused_for) == (LetterState.REFUSED, WHY)


def test_an_approved_letter_is_sent_back(approved: Desk, tmp_path: Path) -> None:
    made_by_hand(approved, MORNING, "XA")
    path = said(approved, tmp_path, "XA", **decision("không duyệt"))

    assert states(approved, path) == [State.TAKEN]
    letter = approved.letter
    assert (letter.state, letter.refused_for) == (LetterState.REFUSED, WHY)
    assert letter.approved_by == "thanh"


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        pytest.param({"deed": "thu hồi", "by": HEAD}, {"why"}, id="no reason"),
        pytest.param({"deed": "thay thế", "why": WHY}, {"by"}, id="nobody named"),
        pytest.param({**decision("thu hồi", HANDLER)}, {"by"}, id="one who may not decide"),
        pytest.param({**decision("thu hồi")}, {"by"}, id="another unit's boss"),
        pytest.param({"why": WHY, "by": HEAD}, {"deed"}, id="no choice"),
        pytest.param({**GIVEN, "why": WHY}, {"why"}, id="given, for a reason"),
        pytest.param({"deed": "duyệt", "by": HEAD}, {"deed"}, id="a choice of another sheet"),
        pytest.param({"deed": "=1"}, {"deed"}, id="a formula"),
    ],
)
def test_what_cannot_be_done_comes_back_marked(
    on_paper: Desk, tmp_path: Path, cells: dict[str, Any], wrong: set[str]
) -> None:
    assert states(on_paper, said(on_paper, tmp_path, **cells)) == [State.WRONG]

    copy = on_paper.returned(UNIT, DAY)
    names = ("deed", "why", "by")
    assert {name for name in names if copy.cell(Part.ISSUED, CODE, name).comment} == wrong
    assert on_paper.letter.state is LetterState.ISSUED


def test_one_who_decides_no_longer_is_told_at_his_name(on_paper: Desk, tmp_path: Path) -> None:
    path = said(on_paper, tmp_path, **decision("thu hồi", HEAD))
    officials = dict(on_paper.office.directory.officials)
    del officials["ha"]
    directory = replace(on_paper.office.directory, officials=officials)
    on_paper.office = replace(on_paper.office, directory=directory)

    assert states(on_paper, path) == [State.WRONG]
    copy = on_paper.returned(UNIT, DAY)
    assert "thẩm quyền" in copy.cell(Part.ISSUED, CODE, "by").comment.text


# The matter has moved on


def test_a_letter_recalled_otherwise_is_passed_by(on_paper: Desk, tmp_path: Path) -> None:
    path = said(on_paper, tmp_path, **GIVEN)
    ruling = Ruling(by="thanh", why=WHY)
    recall(on_paper.outside, on_paper.office, CODE, ruling, at=vn("2026-11-13 09:30"))

    assert states(on_paper, path) == [State.PASSED_BY]
    assert on_paper.letter.state is LetterState.RECALLED
    assert "xử lý bằng cách khác" in told(on_paper)


def test_a_letter_replaced_since_is_never_taken_for_the_new_one(
    on_paper: Desk, tmp_path: Path
) -> None:
    old = said(on_paper, tmp_path, "XA", **decision("thu hồi"))
    ruling = Ruling(by="thanh", why=WHY)
    replace_letter(on_paper.store, on_paper.office, CODE, ruling, at=vn("2026-11-13 09:10"))
    on_paper.approve("2026-11-13 09:20")
    on_paper.apologise("2026-11-13 09:25")
    signed = replace(SIGNED, number="119/UBND-VHXH", dated_on=vn("2026-11-13").date())
    on_paper.issue("2026-11-13 09:30", signed=signed)

    assert states(on_paper, old) == [State.PASSED_BY]
    letter = on_paper.letter
    assert (letter.version, letter.state) == (2, LetterState.ISSUED)


def test_another_unit_s_dossier_now_is_passed_by(on_paper: Desk, tmp_path: Path) -> None:
    path = said(on_paper, tmp_path, **GIVEN)
    on_paper.take(replace(ON_PAPER, handler="dung", unit="KT"), exported="2026-11-13 09:30")

    assert states(on_paper, path) == [State.PASSED_BY]
    assert "đơn vị khác" in told(on_paper)


def test_the_older_workbook_does_not_undo_what_the_newer_said(
    mailed: Desk, tmp_path: Path
) -> None:
    old = said(mailed, tmp_path, **BACK)
    mailed.make("2026-11-16 08:30")
    new = said(mailed, tmp_path, at="09:30", day="2026-11-16", **GIVEN)

    assert states(mailed, new, at="2026-11-16 10:00") == [State.TAKEN]
    assert states(mailed, old, at="2026-11-16 10:05") == [State.PASSED_BY]
    assert mailed.letter.state is LetterState.DELIVERED


@pytest.mark.parametrize("is_reversed", [False, True])
@pytest.mark.parametrize(
    ("first", "second", "end"),
    [
        pytest.param(GIVEN, decision("thu hồi"), LetterState.RECALLED, id="given, recalled"),
        pytest.param(
            decision("thu hồi", HEAD), GIVEN, LetterState.RECALLED, id="recalled, given"
        ),
        pytest.param(
            decision("thay thế", HEAD),
            decision("thu hồi"),
            LetterState.RECALLED,
            id="replaced, recalled",
        ),
        pytest.param(
            decision("thu hồi", HEAD),
            decision("thay thế"),
            LetterState.RECALLED,
            id="recalled, replaced",
        ),
        pytest.param(
            decision("thay thế", HEAD), GIVEN, LetterState.DELIVERED, id="replaced, given"
        ),
        pytest.param(GIVEN, decision("thay thế"), LetterState.DELIVERED, id="given, replaced"),
    ],
)
def test_in_whatever_order_two_are_read_all_ends_the_same(  # noqa: PLR0913 - two rows, and how
    on_paper: Desk,
    tmp_path: Path,
    first: dict[str, str],
    second: dict[str, str],
    end: LetterState,
    *,
    is_reversed: bool,
) -> None:
    files = [
        said(on_paper, tmp_path, **first),
        said(on_paper, tmp_path, "XA", at="09:30", **second),
    ]
    for path in reversed(files) if is_reversed else files:
        on_paper.read(path, at=READ)

    with on_paper.store.reading() as work:
        first_letter, replacing = work.letters.of([CODE])[0], work.letters.replacing(CODE)
    assert first_letter.state is end
    assert (replacing is not None) is (end is LetterState.DELIVERED)
