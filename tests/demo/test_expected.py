"""What must come out is counted from the lives, and answers for every one of them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.demo.days import clock
from monitor.demo.expected import MONTH_END, OTHER_AGENCY, Expected, expect
from monitor.demo.lives import Life, Situation
from monitor.demo.making import COUNTS, WRITER
from monitor.demo.timeline import LAST_DAY
from monitor.domain.dossier import Status
from monitor.domain.supplied import FIGURES

LATE = (
    Situation.LATE_TOLD_BEFORE,
    Situation.LATE_TOLD_AFTER,
    Situation.LATE_REFUSED_FIRST,
)


@pytest.fixture(scope="module")
def expected(lives: tuple[Life, ...]) -> Expected:
    return expect(lives)


def test_the_columns_of_the_report_add_up(expected: Expected) -> None:
    columns = Counter(expected.columns)

    assert columns["total"] == columns["online"] + columns["direct"] + columns["carried"]
    assert columns["total"] == columns["resolved"] + columns["pending"]
    assert columns["resolved"] == columns["early"] + columns["on_time"] + columns["late"]
    assert columns["pending"] == columns["within"] + columns["overdue"]


def test_every_life_received_before_the_end_is_read(
    lives: tuple[Life, ...], expected: Expected
) -> None:
    last = clock(LAST_DAY, "07:10")

    assert expected.dossiers == sum(life.received_at <= last for life in lives)
    assert all(life.received_at < MONTH_END for life in lives)


def test_letters_go_out_for_those_who_were_late_and_said_so(expected: Expected) -> None:
    assert expected.letters_out == sum(COUNTS[one] for one in LATE)
    assert expected.letters_before == expected.letters_out - COUNTS[Situation.LATE_TOLD_AFTER]
    assert expected.not_ours == COUNTS[Situation.OUTSIDE_LATE]
    assert 0 < expected.letters_mailed < expected.letters_out


def test_one_official_answers_both_ways_in_the_workbook(
    lives: tuple[Life, ...], expected: Expected
) -> None:
    written = [life for life in lives if life.plan and life.plan.in_workbook]

    assert {life.handler_name for life in written} == {WRITER}
    assert expected.workbook_in_time > 0
    assert expected.workbook_late > 0
    assert expected.workbook_in_time + expected.workbook_late == len(written)


def test_only_late_lives_are_overdue(lives: tuple[Life, ...], expected: Expected) -> None:
    may_be = {
        life.code
        for life in lives
        if life.situation in {*LATE, Situation.LATE_UNTOLD, Situation.OUTSIDE_LATE}
    }

    assert expected.overdue
    assert expected.overdue <= may_be


def test_a_life_that_ends_late_is_counted_late(lives: tuple[Life, ...]) -> None:
    on_time = next(life for life in lives if life.situation is Situation.ON_TIME)
    assert on_time.finished_at is not None
    late = replace(on_time, finished_at=on_time.finished_at + timedelta(days=1))
    before = expect([on_time]).columns

    after = expect([late]).columns

    assert (before["on_time"], before.get("late", 0)) == (1, 0)
    assert (after.get("on_time", 0), after["late"]) == (0, 1)


def test_a_dossier_that_ended_before_its_month_still_fell_due_in_it(
    lives: tuple[Life, ...],
) -> None:
    on_time = next(life for life in lives if life.situation is Situation.ON_TIME)
    october = replace(on_time, finished_at=clock(date(2026, 10, 30), "10:00"))
    withdrawn = replace(on_time, end=Status.WITHDRAWN)

    ended, given_up = expect([october]), expect([withdrawn])

    assert (ended.due_kept, ended.due_all) == (1, 1)
    assert ended.columns == {}
    assert given_up.columns["on_time"] == 1
    assert (given_up.due_kept, given_up.due_all) == (0, 0)


def test_every_late_life_has_its_agency_and_its_letter(expected: Expected) -> None:
    late = expected.columns["late"] + expected.columns["overdue"]

    assert expected.late_by.total() == expected.late_letters.total() == late
    assert expected.late_letters["before"] == expected.letters_before
    assert expected.late_letters["missing"] == COUNTS[Situation.LATE_UNTOLD]
    assert expected.late_letters["not_ours"] == expected.late_by[OTHER_AGENCY]
    assert expected.due_all - expected.due_kept == late


def test_what_is_typed_in_is_read_plainly(expected: Expected) -> None:
    typed = expected.typed

    assert set(typed) == set(FIGURES)
    assert (typed["payment_amount"], typed["portal_on_time"]) == (3_540_000, 9541)
    assert isinstance(typed["portal_reason"], str)
