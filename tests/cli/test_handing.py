"""What is told by hand, at the command line: shown, laid out, recorded."""

from pathlib import Path

import pytest

from tests.cli.conftest import a_copy
from tests.cli.test_letters import approved, at, record
from tests.offices import (
    APPLICANT,
    CODE,
    PAPER,
    PHONE,
    FolderOffice,
    a_message,
    lay_messages,
)

MORNING = ("--at", "2026-11-12T07:40")


@pytest.fixture(scope="module")
def untold(worked: FolderOffice, tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office with a letter that the citizen has not been told of."""
    office = a_copy(worked, tmp_path_factory.mktemp("untold"))
    record(office, approved(office))
    return office


@pytest.fixture
def issued(untold: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return a_copy(untold, tmp_path)


def test_what_is_to_be_passed_on_is_shown(issued: FolderOffice) -> None:
    shown = issued.json("handoff", "show", *MORNING)

    assert [one["dossier"] for one in shown["calls"]] == [CODE]
    assert shown["calls"][0]["phone"] == PHONE
    assert "GỌI" in issued.done("handoff", "show", *MORNING)


def test_nothing_to_pass_on_is_said(office: FolderOffice) -> None:
    office.done("init")

    assert office.done("handoff", "show", *MORNING) == "Không có gì để liệt kê.\n"


def test_texts_and_list_are_laid_into_their_folder(issued: FolderOffice) -> None:
    told = issued.done("handoff", "write", *MORNING)

    folder = issued.var / "ban-giao"
    assert str(folder) in told
    assert [path.name for path in folder.iterdir()] == ["goi-dien.pdf"]
    assert (folder / "goi-dien.pdf").read_bytes().startswith(b"%PDF-")


def test_a_tick_lays_them_out_with_the_morning_mails(issued: FolderOffice) -> None:
    issued.done("tick", "--at", "2026-11-12T08:30")

    assert (issued.var / "ban-giao" / "goi-dien.pdf").exists()


def test_a_citizen_who_was_told_is_not_called_again(issued: FolderOffice) -> None:
    words = ("--way", "call", "--by", "tam", "--note", "hẹn đến")
    said = issued.done("handoff", "told", CODE, *words, *at("11:30"))

    told = "gọi điện: văn bản xin lỗi, ngày hẹn mới  tam  (hẹn đến)"
    assert said == f"11:30 11/11/2026  {CODE}  {told}\n"
    assert issued.json("handoff", "show", *MORNING)["calls"] == []
    assert [one["by"] for one in issued.json("handoff", "list")] == ["tam"]
    assert APPLICANT not in issued.done("handoff", "list")


def test_a_group_that_was_told_is_kept(issued: FolderOffice) -> None:
    issued.done("handoff", "told", "--unit", "TBA", "--by", "tam", *at("07:45"))

    assert "nhóm làm việc" in issued.done("handoff", "list")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("--by", "tam"), id="neither dossier nor unit"),
        pytest.param((CODE, "--by", "tam"), id="no way"),
        pytest.param((CODE, "--unit", "TBA", "--way", "sms", "--by", "tam"), id="both"),
        pytest.param(("--unit", "TBA", "--way", "sms", "--by", "tam"), id="a group by message"),
    ],
)
def test_half_a_telling_is_refused(busy: FolderOffice, words: tuple[str, ...]) -> None:
    result = busy.call("handoff", "told", *words)

    assert result.exit_code == 2
    assert "--way" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(("H0", "--way", "sms"), id="a dossier nobody knows"),
        pytest.param(("--unit", "KHONG"), id="a unit nobody knows"),
    ],
)
def test_what_nobody_knows_is_told(busy: FolderOffice, words: tuple[str, ...]) -> None:
    result = busy.call("handoff", "told", *words, "--by", "tam")

    assert result.exit_code == 1


def test_nothing_was_told_yet(busy: FolderOffice) -> None:
    assert busy.done("handoff", "list") == "Không có gì để liệt kê.\n"
    assert PAPER not in busy.done("handoff", "show", *MORNING)


def test_a_mobile_gets_a_message_with_its_segments(office: FolderOffice) -> None:
    lay_messages(office.inbox, [a_message(SoDienThoai="0900 000 000", Email="")])
    office.done("tick", "--at", "2026-11-11T07:15")
    record(office, approved(office))

    shown = office.done("handoff", "show", *MORNING)

    assert "TIN NHẮN  0900000000  (1 tin)  UBND xa Vi Du xin loi Ong/Ba" in shown
