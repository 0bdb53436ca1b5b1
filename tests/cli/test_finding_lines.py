"""The facts of findings are told in words, whatever kind they are of."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from monitor.catalogues import load_catalogue
from monitor.cli.finding_lines import Known, fact_words, known_lines, stage_words, table_lines
from monitor.domain.directory import Directory
from monitor.domain.finding import Ending, Fact, Finding, Severity
from monitor.ports.store import Standing
from tests.builders import vn
from tests.notices.office import DIRECTORY
from tests.offices import ROOT

OF_A_UNIT = Standing(
    id=7,
    finding=Finding(
        rule="overdue",
        unit="KT",
        stage="once",
        deadline=None,
        severity=Severity.BREACH,
        tells=(),
    ),
    is_baseline=False,
    found_at=vn("2026-11-12 08:30"),
)


@pytest.mark.parametrize(
    ("name", "fact", "told"),
    [
        pytest.param("letter", None, "không có", id="nothing"),
        pytest.param("is_estimated", True, "có", id="yes"),
        pytest.param("is_estimated", False, "không", id="no"),
        pytest.param("days_late", 3, 3, id="a number"),
        pytest.param("seconds_left", 5_400, "1 giờ 30 phút làm việc", id="working time"),
        pytest.param("due_at", vn("2026-11-16 17:00"), "17:00 16/11/2026", id="an instant"),
        pytest.param("dated_on", date(2026, 11, 16), "16/11/2026", id="a day"),
        pytest.param(
            "before", "2026-11-16T10:00:00+00:00", "17:00 16/11/2026", id="a kept instant"
        ),
        pytest.param("before", "finished", "có kết quả", id="a kept status"),
        pytest.param("before", "2026", "2026", id="a kept text"),
        pytest.param("letter", "draft", "dự thảo", id="a letter"),
        pytest.param("basis", "promised", "giấy hẹn", id="a code"),
        pytest.param("source_before", "ledger", "sổ theo dõi", id="a code of another name"),
        pytest.param("step", "Thẩm\x1b tra", "Thẩm  tra", id="words of an export"),
    ],
)
def test_a_fact_is_told_in_words(name: str, fact: Fact, told: object) -> None:
    assert fact_words(name, fact) == told


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        pytest.param("3d", " (mốc 3 ngày làm việc)", id="days"),
        pytest.param("4h", " (mốc 4 giờ làm việc)", id="hours"),
        pytest.param("pause_reversed", " (tạm dừng kết thúc trước khi bắt đầu)", id="dates"),
        pytest.param("data", " (nghi do dữ liệu)", id="of a result to be entered"),
        pytest.param("told@12", " (báo lãnh đạo)", id="of an edit"),
        pytest.param("once", "", id="nothing to say"),
    ],
)
def test_a_stage_is_told_in_words(stage: str, told: str) -> None:
    assert stage_words(stage) == told


def test_a_finding_about_a_unit_names_the_unit() -> None:
    known = Known(standing=OF_A_UNIT, stages=[OF_A_UNIT], heard=[])

    lines = list(known_lines(known, DIRECTORY))

    assert lines[1] == "  Đơn vị: KT Phòng Kinh tế"
    assert list(known_lines(known, Directory()))[1].rstrip() == "  Đơn vị: KT"
    assert list(table_lines([OF_A_UNIT]))[1].split()[:2] == ["7", "KT"]


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        pytest.param(None, "tự hết", id="not said"),
        pytest.param(Ending.SUPERSEDED, "hạn đã đổi", id="superseded"),
    ],
)
def test_an_end_is_told_with_its_reason(ending: Ending | None, told: str) -> None:
    ended = replace(OF_A_UNIT, resolved_at=vn("2026-11-13 08:30"), ending=ending)

    lines = list(known_lines(Known(standing=ended, stages=[], heard=[]), DIRECTORY))

    assert any(
        line.startswith("  Kết thúc: 08:30 13/11/2026") and told in line for line in lines
    )


def test_long_names_are_cut_so_that_columns_stay() -> None:
    long = replace(OF_A_UNIT.finding, unit="", dossier="H" * 40, rule="paused_at_deadline")

    (_, line) = table_lines([replace(OF_A_UNIT, finding=long)])

    assert "H" * 20 + "…" in line
    assert len(line) <= 100


def fact_names() -> Iterator[str]:
    """Yield the names under which rules state facts."""
    for path in sorted((ROOT / "monitor" / "rules").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                keys = (key for key in node.keys if isinstance(key, ast.Constant))
                yield from (str(key.value) for key in keys)


def test_every_fact_has_its_name() -> None:
    names = load_catalogue("facts")["name"]

    assert set(fact_names()) - set(names) == set()
