"""A letter that is not owed, replaced, recalled, come back, or a slip: at the command line."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import a_copy
from tests.cli.signed_letters import LATE, at, state, to_sign
from tests.offices import CODE, FOREIGN, FolderOffice

WHY = "Bổ sung căn cứ theo kết luận kiểm tra"
DECIDED = ("--reason", WHY, "--by", "thanh")
NONE = ("none", CODE, "--ground", "force_majeure", *DECIDED)


@pytest.fixture
def issued(out: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return an office whose letter is out."""
    return a_copy(out, tmp_path)


@pytest.fixture(scope="module")
def out(worked: FolderOffice, tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return the same office, that nobody writes to."""
    busy = a_copy(worked, tmp_path_factory.mktemp("out"))
    to_sign(busy, CODE)
    record(busy, "07/UBND-KT", "11:00")
    return busy


def record(office: FolderOffice, number: str, clock: str) -> None:
    paper = office.var / "letters" / f"{CODE}-trinh-ky.pdf"
    words = ("--number", number, "--date", "11/11/2026", "--file", paper)
    office.done("letters", "record", CODE, *words, *at(clock))


def letters(office: FolderOffice) -> list[Any]:
    found = [one for one in office.json("letters", "list") if one["dossier"] == CODE]
    return sorted(found, key=lambda one: one["version"])


def test_none_is_owed_and_one_may_be_drafted_after_all(busy: FolderOffice) -> None:
    told = busy.done("letters", *NONE, *at("09:00"))
    listed = busy.done("letters", "list")
    again = busy.done("letters", "answer", CODE, *LATE, *at("09:30"))

    assert told == f"Hồ sơ {CODE}: không phải gửi văn bản xin lỗi.\n"
    assert f"lý do: {WHY}" in listed
    assert again == f"Hồ sơ {CODE}: dự thảo.\n"
    assert WHY not in busy.done("letters", "list")


def test_a_letter_is_replaced(issued: FolderOffice) -> None:
    told = issued.done("letters", "replace", CODE, *DECIDED, *at("13:30"))
    before = [one["state"] for one in letters(issued)]
    issued.done("letters", "approve", CODE, "--by", "thanh", *at("13:40"))
    issued.done("tick", *at("13:45"))
    record(issued, "08/UBND-KT", "14:00")

    assert told == f"Hồ sơ {CODE}: dự thảo.\n"
    assert before == ["issued", "draft"]
    first, second = letters(issued)
    assert (first["state"], first["ended_for"]) == ("replaced", WHY)
    assert (second["state"], second["number"]) == ("issued", "08")
    assert second["new_due_at"] == first["new_due_at"]


def test_a_letter_is_recalled_and_asked_about_again(issued: FolderOffice) -> None:
    told = issued.done("letters", "recall", CODE, *DECIDED, *at("13:30"))
    issued.done("tick", *at("13:35"))

    assert told == f"Hồ sơ {CODE}: đã thu hồi.\n"
    assert [one["state"] for one in letters(issued)] == ["recalled", "asked"]
    assert "Hạn đang dùng: 17:00 16/11/2026" in issued.done("explain", CODE, *at("13:40"))


def test_a_letter_whose_mail_came_back_waits_to_be_printed(issued: FolderOffice) -> None:
    told = issued.done("letters", "returned", CODE, *at("13:30"))

    assert told == f"Hồ sơ {CODE}: thư bị trả lại, văn bản chờ in để giao bản giấy.\n"
    assert [one.name for one in (issued.var / "print").glob("*")] == [f"{CODE}.pdf"]


def test_the_agency_that_decides_is_urged(busy: FolderOffice) -> None:
    told = busy.done("letters", "urge", FOREIGN, *at("09:00"))
    busy.done("letters", "approve", FOREIGN, "--by", "thanh", *at("09:10"))
    busy.done("tick", *at("09:15"))

    assert told.startswith(f"Hồ sơ {FOREIGN}: ")
    assert state(busy, FOREIGN) == "approved"
    paper: Path = busy.var / "letters" / f"{FOREIGN}-trinh-ky.pdf"
    assert paper.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("args", "told"),
    [
        pytest.param([*NONE[:-1], "tam"], "“tam” không phải", id="none, by the handler"),
        pytest.param(
            ["none", CODE, "--ground", "other", "--reason", " ", "--by", "thanh"],
            "cần ghi lý do",
            id="none, without a reason",
        ),
        pytest.param(["replace", CODE, *DECIDED], "đang ở trạng thái", id="replace what waits"),
        pytest.param(["recall", CODE, *DECIDED], "đang ở trạng thái", id="recall what waits"),
        pytest.param(["recall", FOREIGN, *DECIDED], "chưa có văn bản", id="recall nothing"),
        pytest.param(["returned", CODE], CODE, id="what never went"),
        pytest.param(["urge", CODE], CODE, id="urge ourselves"),
        pytest.param(["urge", "H99"], "Không có hồ sơ nào mang mã", id="urge about nothing"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    busy: FolderOffice, args: list[str], told: str
) -> None:
    result = busy.call("letters", *args, *at("09:00"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert state(busy) == "asked"
