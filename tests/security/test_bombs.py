"""A file that is small and unpacks huge, or that makes whoever reads it work for ever."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.domain.errors import DungHanError, SourceFileError, WorkbookError
from monitor.ports.workbooks import HIDDEN_SHEET, NotRead
from monitor.sources import read_directory
from monitor.sources.limits import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_JSON,
    MOST_LINE,
    MOST_MESSAGES,
    MOST_PARTS,
    MOST_SHEETS,
)
from monitor.sources.numbered import read_numbered
from monitor.sources.reasons import Reason
from monitor.sources.so_viec import read_so_viec
from monitor.sources.stated import read_stated
from tests.security.books import HEAD, LINE, SHEET, a_sheet, honest, laid, with_parts
from tests.security.costs import read_apart
from tests.sources.files import read, read_rows, rows_of, write_csv

DECLARED = b'<?xml version="1.0"?>'
LAUGHS = DECLARED + b"<!DOCTYPE x [<!ENTITY a '%s'>%s]>" % (
    b"ha" * 100,
    b"".join(b"<!ENTITY %c '%s'>" % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 108)),
)
QUADRATIC = DECLARED + b"<!DOCTYPE x [<!ENTITY a '%s'>]>" % (b"x" * 50_000)
EXTERNAL = DECLARED + b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
PARAMETER = DECLARED + b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"


def a_row(text: bytes) -> bytes:
    return b'<row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row>' % text


ENTITIES = [
    pytest.param(a_sheet(a_row(b"&k;"), before=LAUGHS), id="a billion laughs"),
    pytest.param(a_sheet(a_row(b"&a;" * 5_000), before=QUADRATIC), id="quadratic"),
    pytest.param(a_sheet(a_row(b"&a;"), before=EXTERNAL), id="a file of ours"),
    pytest.param(a_sheet(a_row(b"x"), before=PARAMETER), id="a DTD from elsewhere"),
    pytest.param(
        a_sheet(a_row(b"&a;"), before=EXTERNAL).decode().encode("utf-16"),
        id="a file of ours, in UTF-16",
    ),
]


def ours(**parts: bytes) -> bytes:
    """Return a workbook that says it is one of ours, with parts replaced."""
    book = with_parts(honest(), {})
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        named = archive.read("xl/workbook.xml").replace(
            b'name="Sheet"', f'name="{HIDDEN_SHEET}"'.encode()
        )
    return with_parts(book, {"xl/workbook.xml": named, **parts})


@pytest.mark.parametrize("sheet", ENTITIES)
@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_never_resolved(tmp_path: Path, part: str, sheet: bytes) -> None:
    path = laid(tmp_path, with_parts(honest(), {part: sheet}))
    answered = laid(tmp_path, ours(**{part: sheet}), "tra-loi.xlsx")

    for reads in (read_rows, read_stated, lambda one: list(read_numbered(one))):
        with pytest.raises(SourceFileError) as told:
            reads(path)
        assert told.value.facts["reason"] is Reason.NOT_A_SPREADSHEET
    with pytest.raises(WorkbookError) as refused:
        read_so_viec(answered)
    assert refused.value.facts["reason"] is NotRead.NOT_A_WORKBOOK
    with pytest.raises(DungHanError):
        read_directory(path, path, path)


BIG_STYLES = b'<styleSheet xmlns="%s"><cellXfs>%s</cellXfs></styleSheet>'
NAMESPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CONTENT = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_strings(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(honest())) as archive:
        types = archive.read("[Content_Types].xml")
    if b"sharedStrings" not in types:
        types = types.replace(b"</Types>", CONTENT)
    return with_parts(honest(), {"[Content_Types].xml": types, "xl/sharedStrings.xml": data})


def strings(text: bytes, count: int) -> bytes:
    return b'<sst xmlns="%s">%s</sst>' % (NAMESPACE, text * count)


BOMBS: dict[str, Callable[[], bytes]] = {
    "a row of twenty megabytes": lambda: with_parts(
        honest(), {SHEET: a_sheet(a_row(b"x" * (20 << 20)))}
    ),
    "one huge text": lambda: with_strings(
        strings(b"<si><t>%s</t></si>" % (b"x" * (20 << 20)), 1)
    ),
    "a row of a million cells": lambda: with_parts(
        honest(), {SHEET: a_sheet(b"<row>%s</row>" % (b"<c/>" * 1_000_000))}
    ),
    "elements beside the rows": lambda: with_parts(
        honest(), {SHEET: a_sheet(b"<row/><a/>" * 320_000)}
    ),
    "a cell in column ZZZZZ": lambda: with_parts(
        honest(), {SHEET: a_sheet(b'<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>')}
    ),
    "hundreds of thousands of styles": lambda: with_parts(
        honest(), {"xl/styles.xml": BIG_STYLES % (NAMESPACE, b"<xf/>" * 320_000)}
    ),
    "thousands of parts": lambda: with_parts(
        honest(), {f"xl/x{number}.xml": b"<a/>" for number in range(MOST_PARTS)}
    ),
    "hundreds of sheets": lambda: honest(sheets=MOST_SHEETS + 1),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_an_export_is_refused(tmp_path: Path, name: str) -> None:
    path = laid(tmp_path, BOMBS[name]())

    with pytest.raises(SourceFileError) as told:
        read_rows(path)

    assert path.stat().st_size < 8 << 20
    assert told.value.facts["reason"] is Reason.TOO_BIG


def test_a_bomb_costs_little_memory(tmp_path: Path) -> None:
    path = laid(tmp_path, BOMBS["a cell in column ZZZZZ"]())

    told, megabytes = read_apart(path)

    assert (told, megabytes < 300) == (Reason.TOO_BIG, True)


def after(markup: bytes, **parts: bytes) -> Callable[[], bytes]:
    """Return what makes an answer with markup behind its rows."""
    return lambda: ours(**{SHEET: a_sheet(a_row(b"x"), after=markup), **parts})


WHOLE = b"A1:XFD1048576"
COMMENTS = b'<comments xmlns="%s"><commentList><comment ref="%s"/></commentList></comments>'
LINKS = b'<hyperlinks><hyperlink ref="%s"/></hyperlinks>'
MERGED = b"<mergeCells><mergeCell ref='%s'/></mergeCells>"
ANSWERS: dict[str, Callable[[], bytes]] = {
    "a link over the whole sheet": after(LINKS % WHOLE),
    "a link over whole columns": after(LINKS % b"A:XFD"),
    "a merge in single quotes": after(MERGED % WHOLE),
    "a merge from right to left": after(MERGED % b"XFD1:A1048576"),
    "a merge in UTF-16": lambda: ours(
        **{SHEET: a_sheet(b"", after=MERGED % WHOLE).decode().encode("utf-16")}
    ),
    "a remark on the whole sheet": after(
        b"", **{"xl/comments1.xml": COMMENTS % (NAMESPACE, WHOLE)}
    ),
    "more cells than are held": lambda: ours(
        **{SHEET: a_sheet((b"<row>%s</row>" % (b"<c/>" * 1_000)) * 310)}
    ),
    "more texts than are held": lambda: ours(
        **{"xl/sharedStrings.xml": strings(b"<si/>", 110_000)}
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_bomb_of_an_answer_is_refused(tmp_path: Path, name: str) -> None:
    path = laid(tmp_path, ANSWERS[name]())

    with pytest.raises(WorkbookError) as told:
        read_so_viec(path)

    assert told.value.facts["reason"] is NotRead.TOO_BIG


def test_an_archive_within_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = with_parts(honest(), {SHEET: a_sheet(a_row(b"x" * (20 << 20)))})
    path = laid(tmp_path, with_parts(honest(), {"xl/media/image1.png": inner}))

    assert len(read_rows(path)[0]) == 1


def test_an_encrypted_archive_is_told(tmp_path: Path) -> None:
    data = bytearray(honest())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    path = laid(tmp_path, bytes(data))

    with pytest.raises(SourceFileError, match="not_a_spreadsheet"):
        read_rows(path)


def test_a_row_of_too_many_columns_is_refused_alone(tmp_path: Path) -> None:
    wide = ("x",) * (MOST_COLUMNS + 1)
    path = write_csv(tmp_path / "ds.csv", [HEAD, wide, LINE])

    records, rejects = read_rows(path)

    assert [record.row for record in records] == [3]
    assert [(reject.row, reject.reason) for reject in rejects] == [(2, Reason.BROKEN_ROW)]


@pytest.mark.parametrize("length", [MOST_LINE - 1, MOST_LINE, 3 * MOST_LINE])
def test_a_line_beyond_measure_is_refused_alone(tmp_path: Path, length: int) -> None:
    path = write_csv(tmp_path / "ds.csv", [HEAD, ("x" * length,), LINE])

    records, rejects = read_rows(path)

    assert [record.row for record in records] == [3]
    assert [reject.row for reject in rejects] == [2]


def test_a_file_that_is_one_endless_line_is_told(tmp_path: Path) -> None:
    path = laid(tmp_path, b"x" * (20 << 20), "ds.csv")

    with pytest.raises(DungHanError):
        read(path)


def test_a_file_larger_than_any_export_is_told_unread(tmp_path: Path) -> None:
    path = tmp_path / "ds.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)

    with pytest.raises(SourceFileError, match="too_big"):
        read(path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"[" * 200_000, Reason.BAD_JSON, id="nested without end"),
        pytest.param(b"[" + b"9" * 5_000 + b"]", Reason.BAD_JSON, id="a huge number"),
        pytest.param(b"[" + b" " * MOST_JSON + b"]", Reason.TOO_BIG, id="a huge file"),
        pytest.param(
            b"[" + b"0," * MOST_MESSAGES + b"0]", Reason.TOO_BIG, id="too many messages"
        ),
    ],
)
def test_messages_beyond_measure_are_told(tmp_path: Path, data: bytes, reason: Reason) -> None:
    with pytest.raises(SourceFileError) as told:
        read(laid(tmp_path, data, "dongbo.json"))

    assert told.value.facts["reason"] is reason


NUMBERS = ["1e999", "-1e999", "NaN", "Infinity", "9" * 4_000, "1e308", "0.1e-400", "99999"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("key", ["NgayTiepNhan", "NgayHenTra", "MaHoSo", "ChuHoSo"])
def test_numbers_that_are_no_dates_are_told(tmp_path: Path, key: str, number: str) -> None:
    fields = {"MaHoSo": '"A-1"', "TrangThaiHoSo": '"4"', key: number}
    text = ", ".join(f'"{name}": {value}' for name, value in fields.items())

    records, rejects = rows_of(read(laid(tmp_path, f"[{{{text}}}]".encode(), "dongbo.json")))

    assert len(records) + len(rejects) == 1
    assert all(record.received_at is None for record in records)


@pytest.mark.parametrize(
    "date", ["01/01/99999", "99999-01-01", "0000-00-00", "-1", "1/1/1", "9" * 400, "1e5000"]
)
def test_dates_beyond_the_calendar_are_told(tmp_path: Path, date: str) -> None:
    path = write_csv(tmp_path / "ds.csv", [HEAD, ("A-1", date, "", "Đang xử lý")])

    records, rejects = read_rows(path)

    assert (len(records), len(rejects)) == (0, 1)
    assert len(json.dumps(rejects[0].value)) < 200
