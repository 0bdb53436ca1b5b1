"""What belongs to a unit follows it into the one that it was merged into, once."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import monitor.flows.mergers
from monitor.domain.edits import BulkEdit
from monitor.domain.errors import MergerError
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.handed import Handed, HandWay
from monitor.domain.merger import EarlierReport, LeftFigure, SplitAnswer
from monitor.domain.supplied import SuppliedFigure
from monitor.flows.mergers import Settled, apply, look_ahead, questions, take_answers
from monitor.ports.store import JudgedUnit
from monitor.store.tables import (
    agenda,
    bulk_edits,
    changes,
    findings,
    handed,
    steps,
    unit_moves,
)
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_record
from tests.store.merging import AT, a_list, communes, merge_units, units_of
from tests.store.taking import an_import, load, look_at, rows, subject, take
from tests.store.test_archive import REPORT
from tests.store.test_messages import MONDAY, TUESDAY, WEDNESDAY, a_message, a_progress, tell

LATER, LAST = "2026-11-13 07:10", "2026-11-14 07:10"
MONTH = date(2026, 10, 1)


def test_many_follow_in_short_steps(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(monitor.flows.mergers, "STEP", 2)
    take(store, *(a_record(str(number), unit="A") for number in range(5)))
    steps_taken: list[int] = []

    told = a_list("A>X")
    apply(store, communes("X"), told, at=AT, watch=steps_taken.append)

    assert units_of(store) == {"X": 5}
    assert len(steps_taken) >= 3


def test_dossiers_follow_and_are_judged_anew(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"), a_record("2", unit="B"), a_record("3", unit="X"))
    quiet = subject(store, "3").look_at

    found = merge_units(store, "A>X", "B>X")

    assert (found.moving, found.asked, found.by_unit) == (2, 0, {"X": 3})
    assert units_of(store) == {"X": 3}
    assert look_at(store, "1") == look_at(store, "2") == AT
    assert look_at(store, "3") == quiet
    assert rows(store, changes) == []


def test_a_list_is_applied_at_once_and_once(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"), a_record("2", unit="B"), a_record("3", unit="C"))

    merge_units(store, "A>B", "B>C")
    again = merge_units(store, "B>C", "A>B")

    assert units_of(store) == {"B": 1, "C": 2}
    assert (again.plan.applied, again.plan.targets) == (2, {})


def test_looking_ahead_writes_nothing(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"), a_record("2", unit="S"))

    found = look_ahead(store, communes("XY"), a_list("A>X", "S>X", "S>Y", "Q>Z"))

    assert (found.moving, found.asked, found.by_unit) == (1, 1, {"X": 1})
    assert found.plan.passed == 1
    assert units_of(store) == {"A": 1, "S": 1}


def test_a_list_that_does_not_fit_changes_nothing(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"))

    with pytest.raises(MergerError) as caught:
        apply(store, communes("X"), a_list("A>Q"), at=AT)

    assert caught.value.facts["problems"] == (
        "Danh mục đơn vị không có đơn vị mới Q; đề nghị thêm vào danh mục rồi chạy lại.",
    )
    assert units_of(store) == {"A": 1}


class StoppedError(Exception):
    """Somebody pulled the plug."""


def test_stopped_half_way_it_goes_on_at_the_next_call(store: SqlStore) -> None:
    olds = [f"old{number:02}" for number in range(60)]
    take(store, *(a_record(f"of {old}", unit=old) for old in olds))
    told = a_list(*(f"{old}>X" for old in olds))

    def stop(_: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        apply(store, communes("X"), told, at=AT, watch=stop)
    half = units_of(store)
    with store.reading() as work:
        left = work.mergers.pending()
    # what comes in meanwhile under a code that is on the move moves with it
    waiting = min(left)
    take(store, a_record("new", unit=waiting), exported=LATER)
    again = apply(store, communes("X"), told, at=AT)

    assert 0 < half["X"] < len(olds)
    assert len(left) == len(olds) - half["X"]
    assert units_of(store) == {"X": len(olds) + 1}
    assert again.plan.applied == len(olds)
    with store.reading() as work:
        assert work.mergers.pending() == {}
        assert all(one.is_carried for one in work.mergers.applied())
        assert work.mergers.move("old00", limit=10, at=AT) == 0


def test_exports_that_name_the_old_code_change_nothing(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"))
    merge_units(store, "A>X")

    done = take(store, a_record("1", unit="A"), a_record("2", unit="A"), exported=LATER)
    took = take(store, a_record("1", unit="X"), exported=LAST)

    assert (done.added, done.changed, took.changed) == (1, 0, 0)
    assert units_of(store) == {"X": 2}
    assert rows(store, changes) == []


def test_what_was_merged_before_goes_on_to_the_newer_unit(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"))
    merge_units(store, "A>B")
    apply(store, communes("C"), a_list("B>C", file="second.csv"), at=AT)

    take(store, a_record("2", unit="A"), a_record("3", unit="B"), exported=LATER)

    assert units_of(store) == {"C": 3}
    with store.reading() as work:
        assert work.mergers.become("A") == {"C"}
        assert work.mergers.stated() == {"A": {"B"}, "B": {"C"}}


def test_a_unit_may_take_its_old_code_again(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"))
    merge_units(store, "A>B")
    merge_units(store, "B>A")

    take(store, a_record("2", unit="A"), a_record("3", unit="B"), exported=LATER)

    assert units_of(store) == {"A": 3}


def test_each_dossier_of_a_split_unit_is_asked_about(store: SqlStore) -> None:
    take(store, a_record("1", unit="S"), a_record("2", unit="S"), a_record("3", unit="A"))

    found = merge_units(store, "S>X", "S>Y", "A>X")

    assert (found.moving, found.asked) == (1, 2)
    asked = list(questions(store))
    assert [(one.dossier, one.old, one.candidates) for one in asked] == [
        ("1", "S", ("X", "Y")),
        ("2", "S", ("X", "Y")),
    ]
    assert units_of(store) == {"S": 2, "X": 1}

    done = take_answers(store, answers("1>Y", "2>"), file="a.xlsx", at=AT)
    again = take_answers(store, answers("1>Y", "2>"), file="a.xlsx", at=AT)

    assert (done, again) == (Settled(answered=1, blank=1), Settled(known=1, blank=1))
    assert units_of(store) == {"S": 1, "X": 1, "Y": 1}
    with store.reading() as work:
        assert work.mergers.open_count() == 1


def answers(*told: str) -> list[SplitAnswer]:
    parts = (one.partition(">") for one in told)
    return [
        SplitAnswer(row=row, dossier=dossier, new=new)
        for row, (dossier, _, new) in enumerate(parts, start=2)
    ]


@pytest.mark.parametrize(
    ("told", "problem"),
    [
        (("9>X",), "Dòng 2: hồ sơ 9 không có trong danh sách cần hỏi"),
        (("1>Q",), "Dòng 2: hồ sơ 1 không thể thuộc đơn vị Q"),
        (("1>X", "1>Y"), "Dòng 3: hồ sơ 1 được trả lời hai lần khác nhau"),
    ],
)
def test_an_answer_is_checked(store: SqlStore, told: tuple[str, ...], problem: str) -> None:
    take(store, a_record("1", unit="S"))
    merge_units(store, "S>X", "S>Y")

    with pytest.raises(MergerError) as caught:
        take_answers(store, answers(*told), file="a.xlsx", at=AT)

    assert str(caught.value.facts["problems"]).startswith(f"('{problem}")
    assert units_of(store) == {"S": 1}


def test_a_later_export_keeps_the_answer_and_asks_about_what_is_new(store: SqlStore) -> None:
    take(store, a_record("1", unit="S"), a_record("3", unit="Z"))
    merge_units(store, "S>X", "S>Y")
    take_answers(store, answers("1>Y"), file="a.xlsx", at=AT)

    named = [a_record(code, unit="S") for code in "123"]
    take(store, *named, exported=LATER)
    take(store, *named, exported=LAST)

    assert [one.dossier for one in questions(store)] == ["2", "3"]
    assert units_of(store) == {"S": 2, "Y": 1}


def test_a_code_that_a_split_unit_kept_asks_about_its_own_dossiers_alone(
    store: SqlStore,
) -> None:
    take(store, a_record("1", unit="S"), a_record("2", unit="A"))
    merge_units(store, "S>S", "S>Y", "A>S")

    take(store, a_record("3", unit="S"), exported=LATER)

    assert [one.dossier for one in questions(store)] == ["1"]
    assert units_of(store) == {"S": 3}


def test_steps_and_late_messages_follow(store: SqlStore) -> None:
    told = [a_message(MONDAY), a_message(WEDNESDAY)]
    tell(store, *(replace(one, unit="KT") for one in told))
    tell(store, a_progress(MONDAY))
    merge_units(store, "KT>X")
    before = load(store)

    tell(store, replace(a_message(TUESDAY), unit="KT"), a_progress(MONDAY), at=LATER)

    assert [row["unit"] for row in rows(store, steps)] == ["X"]
    assert load(store).unit == before.unit == "X"
    assert [row["field"] for row in rows(store, changes) if row["field"] == "unit"] == []


def test_steps_of_a_split_unit_follow_the_answer(store: SqlStore) -> None:
    tell(store, replace(a_message(MONDAY), unit="KT"))
    tell(store, a_progress(MONDAY))
    merge_units(store, "KT>X", "KT>Y")

    take_answers(store, answers(f"{load(store).code}>Y"), file="a.xlsx", at=AT)
    tell(store, a_progress(MONDAY), a_progress(TUESDAY), at=LATER)

    assert {row["unit"] for row in rows(store, steps)} == {"Y"}


def a_finding(unit: str, rule: str) -> Finding:
    return Finding(
        rule=rule,
        unit=unit,
        stage="once",
        deadline=None,
        severity=Severity.NOTICE,
        tells=(),
        facts={},
    )


def find(store: SqlStore, unit: str, *rules: str) -> None:
    judged = JudgedUnit(
        unit=unit,
        due_at=AT,
        findings=tuple(a_finding(unit, rule) for rule in rules),
        unknown=(),
        look_at=vn(LATER),
    )
    with store.writing() as work:
        work.units.enrol([unit], at=AT)
        work.units.settle([judged], at=AT)


def test_findings_of_units_are_joined(store: SqlStore) -> None:
    for unit, found in (("A", ("both", "mine")), ("B", ("both",)), ("X", ("both",))):
        find(store, unit, *found)
    find(store, "S", "split")

    merge_units(store, "A>X", "B>X", "S>X", "S>Y")

    standing = Counter(
        (row["unit"], row["rule"]) for row in rows(store, findings) if not row["resolved_at"]
    )
    assert standing == {("X", "both"): 1, ("X", "mine"): 1}
    ended = {row["unit"]: row["ending"] for row in rows(store, findings) if row["resolved_at"]}
    assert ended == dict.fromkeys("ABS", Ending.RESOLVED.value)
    with store.reading() as work:
        assert work.units.looks() == {"X": AT}


def test_edits_moves_and_tellings_follow(store: SqlStore) -> None:
    take(store, a_record("1", unit="A"), at="2026-11-10 08:00")
    take(store, a_record("2", unit="X"), exported=LATER, at="2026-11-11 08:00")
    with store.writing() as work:
        import_id = work.imports.record(an_import(exported=LAST), ())
        edits = [an_edit(import_id, unit, unit) for unit in "ABX"]
        work.edits.keep(import_id, edits, at=AT)
        work.handed.keep(Handed(way=HandWay.GROUP, by="tam", at=AT, unit="A"))

    merge_units(store, "A>X", "B>X")

    (edit,) = rows(store, bulk_edits)
    assert (edit["unit"], edit["codes"]) == ("X", ["A", "B", "X"])
    (moved,) = rows(store, unit_moves)
    assert (moved["unit"], moved["moved_at"]) == ("X", vn("2026-11-11 08:00"))
    assert [row["unit"] for row in rows(store, handed)] == ["X"]
    assert len(rows(store, agenda)) == 2


def an_edit(import_id: int, unit: str, code: str) -> BulkEdit:
    return BulkEdit(
        import_id=import_id,
        unit=unit,
        source="list",
        codes=(code,),
        shown_by_at=AT,
        shown_before_at=AT,
        read_at=AT,
    )


def a_figure(unit: str, name: str, value: int | None, **more: Any) -> SuppliedFigure:
    return SuppliedFigure(
        unit=unit, month=MONTH, name=name, value=value, by="tam", at=AT, **more
    )


def test_figures_are_added_or_asked_for(store: SqlStore) -> None:
    given = [
        a_figure("A", "complaints", 2),
        a_figure("B", "complaints", 3),
        a_figure("A", "spot_least", 4),
        a_figure("B", "spot_least", 3),
        a_figure("B", "payments", None),
        a_figure("A", "portal_on_time", 9_000),
        a_figure("A", "portal_reason", None, text="mạng hỏng"),
    ]
    with store.writing() as work:
        for one in given:
            work.workbooks.supply(one)

    merge_units(store, "A>X", "B>X")

    with store.reading() as work:
        figures = {
            one.name: one.value for one in work.workbooks.figures(MONTH) if one.unit == "X"
        }
        left = work.mergers.left_figures()
    assert figures == {"complaints": 5, "spot_least": 3}
    assert left == [
        LeftFigure(old="A", month=MONTH, name="portal_on_time"),
        LeftFigure(old="A", month=MONTH, name="portal_reason"),
    ]
    with store.writing() as work:
        work.workbooks.supply(a_figure("X", "portal_on_time", 9_500))
        assert [one.name for one in work.mergers.left_figures()] == ["portal_reason"]


def test_signed_reports_stay_and_are_found(store: SqlStore) -> None:
    old = replace(REPORT, unit="A")
    with store.writing() as work:
        assert work.reports.keep(old)
        assert work.reports.keep(replace(old, revision=2, sha256="e" * 64))

    merge_units(store, "A>X")

    with store.reading() as work:
        first, last = REPORT.first_on, REPORT.last_on
        assert work.reports.find("A", first, last) is not None
        assert work.reports.find("X", first, last) is None
        assert work.mergers.reports_before("X", first, last) == [
            EarlierReport(unit="A", revision=2, made_at=REPORT.made_at, sha256="e" * 64)
        ]
        assert work.reports.made() == {("A", first, last), ("X", first, last)}
