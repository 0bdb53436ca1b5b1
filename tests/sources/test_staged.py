"""A spreadsheet is laid aside row by row: a code speaks once, a row known alike is not read."""

import tracemalloc
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.domain.dossier import Status
from monitor.domain.errors import SourceFileError
from monitor.domain.record import Export
from monitor.sources import SourceOptions, open_export
from monitor.sources.pages import PAGE
from monitor.sources.reasons import Reason
from tests.sources.files import (
    LIST_HEADER,
    Line,
    a_list_line,
    notes_of,
    nothing_alike,
    read,
    rows_of,
    write_csv,
)

MANY = 2 * PAGE + 10


def many(count: int = MANY) -> list[Line]:
    return [a_list_line(f"A-{number}") for number in range(count)]


def marks_of(
    path: Path, *, salt: str = "", options: SourceOptions | None = None
) -> dict[str, int | None]:
    export = open_export(path, options=options or SourceOptions())
    with export.stage(nothing_alike, salt) as contents:
        return {row.code: row.mark for row in contents.rows()}


def staged_again(export: Export, marks: Mapping[str, int | None]) -> dict[str, bool]:
    """Return which rows are known alike to a store that keeps these marks."""

    def alike(asked: Mapping[str, int]) -> Collection[str]:
        return {code for code, mark in asked.items() if marks.get(code) == mark}

    with export.stage(alike, "") as contents:
        return {row.code: row.is_alike for row in contents.rows()}


# Codes that stand twice


def test_identical_rows_of_different_pages_are_one(tmp_path: Path) -> None:
    lines = many()

    export = read(write_csv(tmp_path / "ds.csv", [LIST_HEADER, *lines, lines[0], lines[-1]]))
    records, rejects = rows_of(export)

    assert [record.row for record in records] == list(range(2, MANY + 2))
    assert rejects == []
    assert notes_of(export) == ("identical=2",)


def test_rows_that_differ_in_what_nobody_reads_are_one(tmp_path: Path) -> None:
    rows = [(*LIST_HEADER, "STT"), (*a_list_line("A-1"), "1"), (*a_list_line("A-1 "), "2")]

    records, rejects = rows_of(read(write_csv(tmp_path / "ds.csv", rows)))

    assert [record.row for record in records] == [2]
    assert rejects == []


def test_rows_of_different_pages_that_contradict_each_other_are_refused_in_their_order(
    tmp_path: Path,
) -> None:
    lines = many()
    lines[5] = a_list_line("bad", received="?")
    other = a_list_line("A-0", promised="10/11/2026")

    records, rejects = rows_of(
        read(write_csv(tmp_path / "ds.csv", [LIST_HEADER, *lines, other]))
    )

    assert [(one.row, one.reason) for one in rejects] == [
        (2, Reason.DUPLICATE_CODE),
        (7, Reason.BAD_DATE),
        (MANY + 2, Reason.DUPLICATE_CODE),
    ]
    assert len(records) == MANY - 2


def test_counts_and_rows_can_be_asked_for_again(tmp_path: Path) -> None:
    lines = [*many(3), a_list_line("bad", received="?"), a_list_line("A-1", promised="")]
    export = read(write_csv(tmp_path / "ds.csv", [LIST_HEADER, *lines]))

    with export.stage(nothing_alike, "") as contents:
        first = [row.code for row in contents.rows()]
        again = [row.code for row in contents.rows()]
        rejects = [list(contents.rejects()) for _ in range(2)]

    assert first == again == ["A-0", "A-2"]
    assert rejects[0] == rejects[1]
    assert (contents.records, contents.rejected) == (2, 3)


# Rows known alike


def test_a_row_known_alike_is_not_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, *many(3)])

    assert staged_again(read(path), marks_of(path)) == dict.fromkeys(
        ["A-0", "A-1", "A-2"], True
    )


def test_a_row_that_differs_is_read_and_takes_no_other_along(tmp_path: Path) -> None:
    marks = marks_of(write_csv(tmp_path / "old.csv", [LIST_HEADER, *many(3)]))
    lines = many(3)
    lines[1] = a_list_line("A-1", promised="10/11/2026")

    found = staged_again(read(write_csv(tmp_path / "new.csv", [LIST_HEADER, *lines])), marks)

    assert found == {"A-0": True, "A-1": False, "A-2": True}


def test_of_two_rows_of_a_code_the_one_that_differs_is_read(tmp_path: Path) -> None:
    marks = marks_of(write_csv(tmp_path / "old.csv", [LIST_HEADER, *many(2)]))
    twice = [*many(2), a_list_line("A-0", promised="10/11/2026")]

    export = read(write_csv(tmp_path / "new.csv", [LIST_HEADER, *twice]))

    assert staged_again(export, marks) == {"A-1": True}


def _swapped(line: Line) -> Line:
    return (line[1], line[0], *line[2:])


def _longer(line: Line) -> Line:
    return ("STT" if line == LIST_HEADER else "17", *line)


@pytest.mark.parametrize(
    "turn",
    [
        pytest.param(_swapped, id="columns have changed places"),
        pytest.param(_longer, id="a column nobody reads is there"),
    ],
)
def test_a_mark_rests_on_what_is_read_alone(
    tmp_path: Path, turn: Callable[[Line], Line]
) -> None:
    lines = [LIST_HEADER, *many(2)]

    marks = marks_of(write_csv(tmp_path / "ds.csv", lines))
    turned = marks_of(write_csv(tmp_path / "other.csv", [turn(line) for line in lines]))

    assert turned == marks


def test_a_mark_changes_with_all_that_reading_rests_on(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "ds.csv", [LIST_HEADER, *many(1)])
    fewer = write_csv(tmp_path / "b.csv", [(LIST_HEADER[0], *LIST_HEADER[2:]), ("A-0", "", "")])
    known = SourceOptions()
    words = SourceOptions(statuses={**known.statuses, "dang xu ly": Status.RECEIVED})

    marks = [
        marks_of(plain)["A-0"],
        marks_of(plain, salt="another directory")["A-0"],
        marks_of(plain, options=words)["A-0"],
        marks_of(fewer, options=words)["A-0"],
    ]

    assert all(one != other for one, other in pairwise(marks))
    assert len(set(marks)) == len(marks)


def test_a_row_of_which_something_is_told_has_no_mark(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, a_list_line("A-1", status="")])

    assert marks_of(path) == {"A-1": None}


# The file


def test_a_file_written_anew_since_it_was_opened_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, *many(1)])
    export = read(path)
    write_csv(path, [LIST_HEADER, *many(2)])

    with pytest.raises(SourceFileError, match="changed"):
        rows_of(export)


def test_a_file_gone_since_it_was_opened_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, *many(1)])
    export = read(path)
    path.unlink()

    with pytest.raises(SourceFileError, match="changed"):
        rows_of(export)


def test_an_encoding_that_breaks_far_below_the_header_is_told(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "ds.csv", [LIST_HEADER, *many()])
    path.write_bytes(path.read_bytes() + "Hồ,".encode("utf-16"))

    with pytest.raises(SourceFileError, match="legacy_encoding"):
        rows_of(read(path))


def test_memory_does_not_grow_with_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held in memory, every row more would take more than a kilobyte."""
    monkeypatch.setattr("monitor.sources.pages.IN_MEMORY", 1)
    few = write_csv(tmp_path / "few.csv", [LIST_HEADER, *many(PAGE)])
    more = write_csv(tmp_path / "more.csv", [LIST_HEADER, *many(3 * PAGE)])

    _, of_few, of_more = (peak_of(path) for path in (more, few, more))

    assert of_more - of_few < 500 * 2 * PAGE


def peak_of(path: Path) -> int:
    """Return the bytes that reading a file takes at most."""
    export = read(path)
    tracemalloc.start()
    with export.stage(nothing_alike, "") as contents:
        for row in contents.rows():
            contents.record(row)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
