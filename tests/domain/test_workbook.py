"""A workbook names its lines, its file and how a matter stands, the same each time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.domain.dossier import Promise, PromiseKind
from monitor.domain.finding import DATA, Finding, Severity
from monitor.domain.letter import UNCLOSED, Delivery, Letter, LetterState
from monitor.domain.supplied import FIGURES, contradicting
from monitor.domain.workbook import (
    CELLS,
    Answered,
    Line,
    Part,
    Workbook,
    content_of,
    course_of,
    labels,
    slug,
    standing_of,
    token,
    wants_answer,
    workbook_id,
)
from tests.builders import a_dossier, a_letter, vn
from tests.notices.office import HANDLER, HEAD

DUE = "2026-11-16 17:00"
ANSWERED = Answered(
    workbook="w",
    part=Part.ANSWERS,
    target="H1",
    basis="b",
    said={"answer": "in_time"},
    by="hoa",
    made_at=vn("2026-11-11 07:40"),
    saved_at=vn("2026-11-11 09:30"),
    at=vn("2026-11-11 10:00"),
)


def a_workbook(*lines: Line) -> Workbook:
    made_at = vn("2026-11-11 07:40")
    return Workbook(
        id=workbook_id("KT", made_at, date(2026, 11, 11)),
        unit="KT",
        unit_name="Phòng Kinh tế",
        day=date(2026, 11, 11),
        made_at=made_at,
        lines=lines,
    )


def test_every_line_bears_a_mark_of_its_own() -> None:
    lines = tuple(Line(part=part, target=target) for part in Part for target in ("1", "2"))
    workbook = a_workbook(*lines)

    assert len(workbook.tokens) == len(lines)
    assert workbook.tokens[token(workbook.id, lines[0])] == lines[0]
    assert workbook.of(Part.LETTERS) == lines[2:4]


def test_the_code_tells_unit_and_day_and_differs_by_the_making() -> None:
    day = date(2026, 11, 11)
    one = workbook_id("KT", vn("2026-11-11 07:40"), day)

    assert one.startswith("KT-20261111-")
    assert one != workbook_id("KT", vn("2026-11-11 07:41"), day)


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        pytest.param("VHXH", "VHXH", id="plain"),
        pytest.param("p.kt-2", "p.kt-2", id="dots and dashes"),
    ],
)
def test_a_plain_code_names_its_files(unit: str, name: str) -> None:
    assert slug(unit) == name


@pytest.mark.parametrize("unit", ["Phòng Đất đai", "../KT", "a/b", "..", " ", "KT "])
def test_a_strange_code_leads_nowhere_else(unit: str) -> None:
    name = slug(unit)

    assert name.isascii()
    assert "/" not in name
    assert name not in {"", ".", "..", slug("KT"), slug("Phong Dat dai")}


def test_officials_of_one_name_are_told_apart() -> None:
    twin = replace(HANDLER, code="hoa2")

    assert labels([HANDLER, HEAD]) == {"hoa": HANDLER.source_name, "ha": HEAD.source_name}
    assert labels([HANDLER, twin]) == {
        "hoa": f"{HANDLER.source_name} (hoa)",
        "hoa2": f"{HANDLER.source_name} (hoa2)",
    }


def test_nobody_asked_and_somebody_asked_stand_alike() -> None:
    day = date(2026, 11, 16)

    assert standing_of(None, day) == standing_of(a_letter(LetterState.ASKED, deadline=DUE), day)
    assert standing_of(None, day) != standing_of(None, day + timedelta(days=1))


def test_a_letter_stands_by_its_state_and_its_words() -> None:
    draft = replace(
        a_letter(LetterState.DRAFT, deadline=DUE), new_due_at=vn("2026-11-20 17:00")
    )
    day = date(2026, 11, 16)

    def differs(**changed: object) -> bool:
        other: Letter = replace(draft, **changed)  # type: ignore[arg-type]
        return standing_of(other, day) != standing_of(draft, day)

    assert differs(reason="x")
    assert differs(cause="A1")
    assert differs(new_due_at=None)
    assert differs(state=LetterState.APPROVED)
    assert not differs(answered_by="ha")
    assert content_of(draft) == content_of(replace(draft, state=LetterState.APPROVED))


def test_the_later_workbook_counts_then_the_later_saving() -> None:
    later_saved = replace(ANSWERED, saved_at=ANSWERED.saved_at + timedelta(seconds=1))
    later_made = replace(ANSWERED, made_at=ANSWERED.made_at + timedelta(days=1))

    assert ANSWERED.order < later_saved.order < later_made.order
    assert replace(ANSWERED, said={"answer": "late"}).order != ANSWERED.order


def test_every_sheet_has_open_cells_and_every_figure_a_measure() -> None:
    assert set(CELLS) == set(Part)
    assert all(cells[-1] == "by" for cells in CELLS.values())
    assert FIGURES


PROMISED = tuple(
    Promise(kind=kind, promised_at=vn(day), made_at=vn("2026-11-02"))
    for kind, day in (
        (PromiseKind.SLIP, DUE),
        (PromiseKind.REAPPOINTMENT, "2026-11-20 17:00"),
    )
)


def found(rule: str, stage: str = "once") -> Finding:
    return Finding(
        rule=rule, dossier="H1", stage=stage, deadline=vn(DUE), severity=Severity.BREACH,
        tells=(), facts={},
    )  # fmt: skip


def a_state(state: LetterState, cause: str = "") -> Letter:
    letter = a_letter(state, deadline=DUE)
    return replace(letter, cause=cause or letter.cause)


UNCONFIRMED = replace(a_letter(LetterState.DRAFT, deadline=DUE), cause="")


@pytest.mark.parametrize(
    ("finding", "letter", "is_asked"),
    [
        pytest.param(found("apology_ask"), None, True, id="nobody asked yet"),
        pytest.param(found("apology_due"), a_state(LetterState.REFUSED), True, id="refused"),
        pytest.param(found("apology_due"), a_state(LetterState.IN_TIME), False, id="in time"),
        pytest.param(found("overdue"), None, True, id="late"),
        pytest.param(found("overdue"), a_state(LetterState.IN_TIME), True, id="late after all"),
        pytest.param(found("apology_missing"), a_state(LetterState.DRAFT), False, id="draft"),
        pytest.param(found("apology_missing"), UNCONFIRMED, True, id="drafted after silence"),
        pytest.param(found("overdue"), a_state(LetterState.ISSUED), False, id="issued"),
        pytest.param(found("overdue", DATA), None, False, id="late by the data alone"),
        pytest.param(found("due_today"), None, False, id="another rule"),
        pytest.param(found("due_unconfirmed"), None, True, id="past and unseen"),
        pytest.param(
            found("due_unconfirmed"),
            a_state(LetterState.IN_TIME, UNCLOSED),
            False,
            id="unseen, its result told",
        ),
    ],
)
def test_what_is_late_without_a_letter_wants_an_answer(
    finding: Finding, letter: Letter | None, *, is_asked: bool
) -> None:
    assert wants_answer(finding, a_dossier(), letter) is is_asked


def test_what_was_promised_again_wants_none_once_late() -> None:
    again = a_dossier(promises=PROMISED)
    assert again.is_promised_again

    assert not wants_answer(found("overdue"), again, None)


def test_a_draft_after_silence_stands_as_one_asked_about() -> None:
    asked = standing_of(None, vn(DUE).date())

    assert standing_of(UNCONFIRMED, vn(DUE).date()) == asked
    assert standing_of(a_state(LetterState.DRAFT), vn(DUE).date()) != asked


ISSUED = replace(
    a_letter(LetterState.ISSUED, deadline=DUE),
    number="118",
    symbol="UBND-VHXH",
    dated_on=date(2026, 11, 12),
    delivery=Delivery.PRINT,
)


def test_a_letter_that_a_mailbox_has_taken_is_on_the_same_course() -> None:
    mailed = replace(ISSUED, delivery=Delivery.MAIL)

    assert course_of(replace(mailed, state=LetterState.DELIVERED)) == course_of(mailed)
    assert course_of(replace(ISSUED, state=LetterState.DELIVERED)) != course_of(ISSUED)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"state": LetterState.RECALLED}, id="recalled"),
        pytest.param({"delivery": Delivery.MAIL}, id="by mail"),
        pytest.param({"number": "119"}, id="another number"),
        pytest.param({"dated_on": date(2026, 11, 13)}, id="another date"),
        pytest.param({"dated_on": None}, id="no date"),
        pytest.param({"reason": "vi"}, id="another reason"),
    ],
)
def test_what_is_another_course(changed: dict[str, Any]) -> None:
    assert course_of(replace(ISSUED, **changed)) != course_of(ISSUED)


@pytest.mark.parametrize(
    ("part", "facts", "offers", "is_awaited"),
    [
        pytest.param(Part.ANSWERS, {}, "in_time late has_result", True, id="asked"),
        pytest.param(Part.ANSWERS, {"late": "02"}, "late has_result", True, id="late"),
        pytest.param(Part.LETTERS, {}, "approve refuse none", True, id="a draft"),
        pytest.param(
            Part.LETTERS, {"offers": "approve refuse"}, "approve refuse", True, id="a slip"
        ),
        pytest.param(Part.FINDINGS, {}, "explained acknowledged", True, id="to explain"),
        pytest.param(Part.FIGURES, {}, "", False, id="a figure"),
        pytest.param(Part.ISSUED, {"offers": "recall"}, "recall", False, id="delivered"),
        pytest.param(Part.ISSUED, {"offers": "printed"}, "printed", True, id="to be given"),
    ],
)
def test_a_line_offers_what_can_still_be_said(
    part: Part, facts: dict[str, str], offers: str, *, is_awaited: bool
) -> None:
    line = Line(part=part, target="H1", facts=facts)

    assert line.offers == tuple(offers.split())
    assert line.is_awaited is is_awaited


def test_a_line_names_its_dossier() -> None:
    assert Line(part=Part.ISSUED, target="H1/xin_loi/202611161700/1").dossier == "H1"
    assert Line(part=Part.ANSWERS, target="H1").dossier == "H1"


def test_parts_that_exceed_their_whole_contradict_it() -> None:
    parts = {"ratings_satisfied": 6, "ratings_dissatisfied": 5}

    assert contradicting({"ratings": 10, **parts}) == {"ratings", *parts}
    assert contradicting({"ratings": 11, **parts}) == frozenset()
    assert contradicting(parts) == frozenset()


@pytest.mark.parametrize("late", ["", "qua han 02 ngay"])
def test_a_line_that_says_how_late_it_is_is_late(late: str) -> None:
    line = Line(part=Part.ANSWERS, target="H1", facts={"late": late})

    assert line.is_late is bool(late)
