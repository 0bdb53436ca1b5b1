"""What goes out on paper is laid into one file, whose letters each begin on an odd page."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import a_copy
from tests.cli.signed_letters import at, state, to_sign
from tests.offices import APPLICANT, CODE, PAPER, FolderOffice

NAME = "20261111-1"
DAY = ("--date", "11/11/2026")


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [re.sub(r"\s+", " ", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def two_pages(path: Path) -> Path:
    """Return a file of two pages: a letter's first one, twice."""
    made, letter = pypdfium2.PdfDocument.new(), pypdfium2.PdfDocument(path)
    made.import_pages(letter, [0, 0])
    file = path.with_name("hai-trang.pdf")
    made.save(file)
    made.close()
    letter.close()
    return file


def record(office: FolderOffice, code: str, number: str, file: Path) -> None:
    words = ("--number", number, *DAY, "--file", file)
    office.done("letters", "record", code, *words, *at("11:00"))


@pytest.fixture
def waiting(queued: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return an office with two letters to print: of one page, and of two."""
    return a_copy(queued, tmp_path)


@pytest.fixture(scope="module")
def queued(worked: FolderOffice, tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return the same office, that nobody writes to."""
    busy = a_copy(worked, tmp_path_factory.mktemp("queued"))
    short, long = to_sign(busy, CODE, PAPER)
    record(busy, CODE, "07/UBND-KT", short)
    record(busy, PAPER, "08/UBND-KT", two_pages(long))
    busy.done("tick", *at("11:05"))
    busy.done("tick", *at("11:10"))
    told = busy.done("letters", "returned", CODE, *at("13:30"))
    assert told == f"Hồ sơ {CODE}: thư bị trả lại, văn bản chờ in để giao bản giấy.\n"
    return busy


def test_every_letter_begins_on_an_odd_page_behind_the_list(waiting: FolderOffice) -> None:
    told = waiting.done("letters", "print", *at("14:00"))

    file = waiting.var / "print" / f"in-{NAME}.pdf"
    pages = pages_of(file)
    assert f"2 văn bản: {file}" in told
    assert f"--batch {NAME}" in told
    assert {"07/UBND-KT", "08/UBND-KT", PAPER, CODE} <= set(pages[0].split())
    assert APPLICANT in pages[0]
    begins = [place for place, text in enumerate(pages, start=1) if text.strip()]
    assert begins == [1, 3, 5, 6]


def test_they_are_printed_when_somebody_says_so(waiting: FolderOffice) -> None:
    waiting.done("letters", "print", *at("14:00"))
    waiting.done("letters", "printed", PAPER, *at("14:10"))
    before = (state(waiting), state(waiting, PAPER))

    told = waiting.done("letters", "printed", "--batch", NAME, *at("14:20"))
    again = waiting.done("letters", "printed", "--batch", NAME, *at("14:30"))

    assert before == ("issued", "delivered")
    assert told == f"Hồ sơ {CODE}: đã đến người dân.\n"
    assert state(waiting) == "delivered"
    assert again == (
        f"Mọi văn bản của lần in {NAME} đều đã được ghi nhận trước đó; không có gì thay đổi.\n"
    )
    assert list((waiting.var / "print").glob("*")) == []


def test_the_file_may_be_laid_elsewhere(waiting: FolderOffice, tmp_path: Path) -> None:
    out = tmp_path / "in.pdf"

    told = waiting.done("letters", "print", "--out", out, *at("14:00"))

    assert str(out) in told
    assert out.read_bytes() == (waiting.var / "print" / f"in-{NAME}.pdf").read_bytes()


def test_a_file_laid_elsewhere_is_its_owner_s_alone(
    waiting: FolderOffice, tmp_path: Path
) -> None:
    old, new = tmp_path / "cu.pdf", tmp_path / "moi.pdf"
    old.write_bytes(b"much longer" * 100_000)
    old.chmod(0o644)

    for out in (old, new):
        waiting.done("letters", "print", "--out", out, *at("14:00"))

        assert out.stat().st_mode & 0o777 == 0o600
        assert len(pages_of(out)) == 6
        assert out.stat().st_size < 1_000_000


def test_where_nothing_can_be_laid_no_batch_is_kept(
    waiting: FolderOffice, tmp_path: Path
) -> None:
    result = waiting.call("letters", "print", "--out", tmp_path / "no" / "a.pdf", *at("14:00"))

    assert result.exit_code == 1
    assert "không tìm thấy" in result.stderr
    assert not list((waiting.var / "print").glob("in-*"))
    assert f"--batch {NAME}" in waiting.done("letters", "print", *at("14:00"))


def test_nothing_to_print_leaves_no_file_elsewhere(busy: FolderOffice, tmp_path: Path) -> None:
    busy.done("letters", "print", "--out", tmp_path / "a.pdf", *at("14:00"))

    assert not (tmp_path / "a.pdf").exists()


def test_a_letter_that_cannot_be_read_is_named_and_the_others_are_printed(
    waiting: FolderOffice,
) -> None:
    base_file = waiting.var / "monitor.db"
    with closing(sqlite3.connect(base_file)) as base, base:
        base.execute(
            "UPDATE pdf_bytes SET bytes = ? WHERE sha256 = "
            "(SELECT signed_sha256 FROM letters JOIN dossiers ON dossiers.id = dossier_id "
            "WHERE code = ?)",
            (b"%PDF-1.4 rubbish", CODE),
        )

    result = waiting.call("letters", "print", *at("14:00"))

    first, second = result.stdout.splitlines()
    assert (result.exit_code, result.stderr) == (1, "")
    assert first.startswith(f"Không đọc được tệp đã ký của hồ sơ {CODE} ")
    assert "1 văn bản" in second
    assert CODE in waiting.done("status")


def test_without_letters_nothing_is_laid_down(busy: FolderOffice) -> None:
    assert busy.done("letters", "print", *at("14:00")) == "Không có gì để liệt kê.\n"
    assert not (busy.var / "print").exists()


@pytest.mark.parametrize("args", [[], [CODE, "--batch", NAME]], ids=["neither", "both"])
def test_a_dossier_or_a_batch_is_named(busy: FolderOffice, args: list[str]) -> None:
    result = busy.call("letters", "printed", *args)

    assert result.exit_code == 2
    assert "không ghi cả hai" in result.stderr


def test_an_unknown_batch_is_told(busy: FolderOffice) -> None:
    result = busy.call("letters", "printed", "--batch", NAME, *at("14:00"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert f"“{NAME}”" in result.stderr
