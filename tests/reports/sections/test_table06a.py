"""Table 06a: each column by hand, and each identity with both its sides."""

from dataclasses import replace

import pytest

from monitor.domain.odd import OddDossier
from reports.identities import Block, Check, Identity
from reports.sections.table06a import Table06a
from reports.table import COLUMNS, Row
from tests.reports.snapshots import (
    CULTURE,
    ECONOMY,
    OFFICE_NOVEMBER,
    SCOPE,
    a_report,
    a_snapshot,
)

TABLE = a_report(*OFFICE_NOVEMBER).part(Table06a)


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        pytest.param(TABLE.total, (17, 8, 6, 3, 11, 2, 6, 3, 6, 2, 4), id="total"),
        pytest.param(TABLE.by_field[0], (2, 0, 0, 2, 1, 0, 0, 1, 1, 0, 1), id="social"),
        pytest.param(TABLE.by_field[1], (3, 2, 1, 0, 2, 0, 1, 1, 1, 0, 1), id="land"),
        pytest.param(TABLE.by_field[2], (11, 6, 4, 1, 7, 2, 4, 1, 4, 2, 2), id="civil"),
        pytest.param(TABLE.by_field[3], (1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0), id="unknown field"),
        pytest.param(TABLE.by_unit[0], (4, 3, 1, 0, 3, 1, 1, 1, 1, 0, 1), id="economy"),
        pytest.param(TABLE.by_unit[1], (8, 4, 2, 2, 5, 1, 3, 1, 3, 2, 1), id="culture"),
        pytest.param(TABLE.by_unit[2], (4, 1, 2, 1, 2, 0, 1, 1, 2, 0, 2), id="office"),
        pytest.param(TABLE.by_unit[3], (1, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0), id="unknown unit"),
    ],
)
def test_the_office_in_november(row: Row, columns: tuple[int, ...]) -> None:
    assert tuple(row.column(name) for name in COLUMNS) == columns


def test_rows_stand_by_name_the_unknown_one_last() -> None:
    assert [row.name for row in TABLE.by_field] == ["Bảo trợ xã hội", "Đất đai", "Hộ tịch", ""]
    assert [row.code for row in TABLE.by_unit] == ["KT", "VHXH", "VP", ""]


def test_a_unit_counts_in_the_level_above_it() -> None:
    assert [(row.code, row.total) for row in TABLE.by_level] == [("commune", 16), ("", 1)]


def test_procedures_go_by_their_names() -> None:
    assert {row.name: row.total for row in TABLE.by_procedure} == {
        "Hỗ trợ chi phí mai táng đối với đối tượng bảo trợ xã hội": 2,
        "Đăng ký đất đai, cấp Giấy chứng nhận lần đầu": 3,
        "Đăng ký lại khai sinh": 11,
        "Thủ tục không có trong danh mục": 1,
    }


def test_what_stands_inside_a_column_is_told_apart() -> None:
    total = TABLE.total

    assert (total.post, total.no_channel) == (1, 1)
    assert (total.given_up, total.given_up_late, total.unsure_resolved) == (2, 1, 2)
    assert (total.paused, total.unsure_pending) == (1, 0)


def test_given_up_without_a_deadline_was_not_given_up_late() -> None:
    total = a_report(a_snapshot(due=None, given_up="2026-11-20 09:00")).part(Table06a).total

    assert (total.given_up, total.given_up_late) == (1, 0)


def test_every_identity_of_every_row_is_checked() -> None:
    rows, sums = 4 + 4 + 2 + 4 + 1, 4 * 11

    assert len(TABLE.checks) == 4 * rows + sums
    assert TABLE.failures == ()


def test_a_dossier_that_ended_before_it_came_in_is_told_and_not_repaired() -> None:
    odd = a_snapshot(received="2026-11-10 08:00", due=None, ended="2026-10-20 09:00")

    table = a_report(odd, a_snapshot("d2", ended="2026-11-10 09:00")).part(Table06a)

    assert table.total.total == 2
    assert {(check.identity, check.block) for check in table.failures} == {
        (Identity.BALANCE, Block.FIELD),
        (Identity.BALANCE, Block.UNIT),
        (Identity.BALANCE, Block.LEVEL),
        (Identity.BALANCE, Block.PROCEDURE),
        (Identity.BALANCE, Block.TOTAL),
    }
    assert [check.difference for check in table.failures] == [1] * 5


def test_the_opening_is_held_against_the_closing_before() -> None:
    scope = replace(SCOPE, closing_before=5)

    table = a_report(*OFFICE_NOVEMBER, scope=scope).part(Table06a)

    assert table.failures == (
        Check(identity=Identity.OPENING, block=Block.TOTAL, left=3, right=5),
    )
    assert table.failures[0].difference == -2


def test_dossiers_that_ended_before_they_came_in_stand_behind_each_failing_row() -> None:
    came = a_snapshot("came", received="2026-11-10 08:00", due=None, ended="2026-10-20 09:00")
    left = a_snapshot(
        "left", unit=ECONOMY, received="2026-12-10 08:00", due=None, ended="2026-11-20 09:00"
    )
    odd = tuple(
        OddDossier(
            code=one.code,
            unit=one.unit,
            procedure=one.procedure,
            received_at=one.received_at,
            ended_at=one.end.at,
        )
        for one in (came, left)
        if one.end
    )

    table = a_report(came, left, a_snapshot("d1"), odd=odd).part(Table06a)

    behind = {
        (check.identity, check.row): check.dossiers
        for check in table.failures
        if check.block in {Block.UNIT, Block.TOTAL}
    }
    assert behind == {
        (Identity.BALANCE, CULTURE[1]): ("came",),
        (Identity.TO_PROCESS, ECONOMY[1]): ("left",),
        (Identity.BALANCE, ""): ("came",),
        (Identity.TO_PROCESS, ""): ("left",),
    }


def test_procedures_with_late_dossiers_lead_and_the_others_are_added_up() -> None:
    rows, others = TABLE.leading_procedures(2)

    assert [row.late + row.overdue for row in rows] == [3, 2]
    assert others is not None
    assert (others.total, others.late + others.overdue) == (17 - 11 - 3, 2)
    assert TABLE.leading_procedures(4)[1] is None
