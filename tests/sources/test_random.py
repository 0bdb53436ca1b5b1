"""Whatever a file holds, reading it never crashes and loses no row."""

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.errors import AmbiguousSourceError, SourceFileError
from monitor.sources.reasons import Note
from tests.sources.files import LIST_HEADER, noted, read, rows_of, write_csv, write_json

ENDINGS = st.sampled_from([".csv", ".xlsx", ".xls", ".json", ""])
CELLS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.sampled_from(
        ["", "02/11/2026", "31/02/2026", "01/01/1900", "Đang xử lý", '"', "\r\n", "A"]
    ),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | CELLS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(CELLS, inner, max_size=2),
    max_leaves=6,
)
MESSAGES = st.fixed_dictionaries(
    {"MaHoSo": CELLS, "TrangThaiHoSo": st.sampled_from(["4", "9", "x", None])},
    optional={"NgayTiepNhan": VALUES, "DanhSachHoSoBoSung": VALUES, "ChuHoSo": VALUES},
)


@settings(max_examples=150, deadline=None)
@given(
    data=st.binary(max_size=300), ending=ENDINGS, start=st.sampled_from([b"", b"PK\x03\x04"])
)
def test_random_bytes_are_read_or_told(data: bytes, ending: str, start: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"so{ending}"
        path.write_bytes(start + data)

        with suppress(SourceFileError, AmbiguousSourceError):
            rows_of(read(path))


@settings(max_examples=150, deadline=None)
@example(lines=[["", "\x08"]])
@given(lines=st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=8))
def test_every_random_row_is_accounted_for(lines: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_csv(Path(folder) / "ds.csv", [LIST_HEADER, *lines])

        export = read(path)
        records, rejects = rows_of(export)
        apart = noted(export, Note.IDENTICAL) + noted(export, Note.SKIPPED_ROWS)

    said = sum(any(cell.strip() for cell in line) for line in lines)
    assert len(records) + len(rejects) + apart == said
    assert len({record.code for record in records}) == len(records)


@settings(max_examples=150, deadline=None)
@given(bodies=st.lists(MESSAGES | VALUES, max_size=5))
def test_every_random_message_is_accounted_for(bodies: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        export = read(write_json(Path(folder) / "dongbo.json", bodies))
        records, rejects = rows_of(export)

    assert len(records) + len(rejects) + noted(export, Note.IDENTICAL) == len(bodies)
