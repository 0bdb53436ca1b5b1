"""Mail that came back, from the settings to the command line: seen, and trusted again."""

import os
from pathlib import Path

import pytest

from monitor.domain.return_path import ReturnPath
from tests.cli.conftest import MORNING, a_copy
from tests.offices import FolderOffice
from tests.returned_mail import Bounce

RETURN = "tra-lai@vidu.example"
BACK = "2026-11-11T07:20"


def lay_bounce(office: FolderOffice, entry: dict[str, object]) -> None:
    """Have a message come back to its own return path, as a file left alone since."""
    with office.app(MORNING) as app, app.outside.store.writing() as work:
        returns = ReturnPath(mailbox=RETURN, secret=work.bounces.secret(), is_tagged=True)
    bounce = Bounce(to=returns.sender(int(str(entry["id"]))), recipient=str(entry["recipient"]))
    folder = office.folder / "tra-lai"
    folder.mkdir(exist_ok=True)
    file = folder / f"{entry['id']}.eml"
    file.write_bytes(bounce.exchange())
    os.utime(file, (0, 0))


@pytest.fixture(scope="module")
def returned(worked: FolderOffice, tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office to which the mail to a head came back, and one nobody understands."""
    office = a_copy(worked, tmp_path_factory.mktemp("returned"))
    text = office.settings.read_text(encoding="utf-8")
    added = f'[mail]\nreturn_path = "{RETURN}"\nbounces = "tra-lai"\n'
    office.settings.write_text(text.replace("[mail]\n", added), encoding="utf-8")
    office.done("deliver", "--at", MORNING)
    lay_bounce(office, of(office, "binh@vidu.example"))
    strange = office.folder / "tra-lai" / "la.eml"
    strange.write_bytes(b"Subject: hop\n\n")
    os.utime(strange, (0, 0))
    told = office.call("tick", "--at", BACK)
    assert (told.exit_code, told.stderr.count("\n")) == (0, 2)
    return office


@pytest.fixture
def office(returned: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return a_copy(returned, tmp_path)


def of(office: FolderOffice, mailbox: str) -> dict[str, object]:
    found = office.json("outbox", "list")
    one: dict[str, object] = next(one for one in found if one["recipient"] == mailbox)
    return one


def test_a_returned_mail_is_seen_where_people_look(office: FolderOffice) -> None:
    listed = office.done("outbox", "list")
    status = office.done("status", "--at", BACK)
    folder = office.folder / "tra-lai"

    assert "bị trả lại, không đến người nhận (5.1.1, 07:20 11/11/2026)" in listed
    assert "Thư gửi hộp thư của binh bị máy chủ thư trả lại (5.1.1" in status
    assert "Có 1 thư trong thư mục thư trả lại không rõ" in status
    assert {one.name for one in folder.iterdir()} == {"da-doc", "de-rieng"}


def test_a_message_is_shown_with_what_was_reported_of_it(office: FolderOffice) -> None:
    key = str(of(office, "binh@vidu.example")["key"])

    text = office.done("outbox", "show", key)
    (bounce,) = office.json("outbox", "show", key)["bounces"]

    assert "báo về, đọc lúc 07:20 11/11/2026: không đến người nhận 5.1.1" in text
    assert (bounce["action"], bounce["status"]) == ("failed", "5.1.1")


def test_marked_mailboxes_are_listed(office: FolderOffice) -> None:
    line = office.done("outbox", "mailboxes").strip()
    (facts,) = office.json("outbox", "mailboxes")

    assert line.startswith("07:20 11/11/2026  binh  binh@vidu.example  5.1.1  ")
    assert {**facts, "message": ""} == {
        "whose": ["binh"],
        "mailbox": "binh@vidu.example",
        "since": facts["since"],
        "status": "5.1.1",
        "message": "",
    }


@pytest.mark.parametrize(
    "args",
    [
        pytest.param(["binh"], id="by code"),
        pytest.param(["Binh@vidu.example"], id="by mailbox"),
        pytest.param(["--all"], id="all"),
    ],
)
def test_a_mailbox_is_trusted_again(office: FolderOffice, args: list[str]) -> None:
    told = office.done("outbox", "trust", *args)

    assert told.startswith("Gửi trở lại đến 1 hộp thư")
    assert office.json("outbox", "mailboxes") == []
    assert "hộp thư của binh" not in office.done("status", "--at", BACK)


@pytest.mark.parametrize(
    ("args", "status", "told"),
    [
        pytest.param([], 2, "Đề nghị nêu hộp thư hoặc mã, hoặc --all", id="nothing named"),
        pytest.param(["--all", "binh"], 2, "không dùng cả hai", id="both"),
        pytest.param(["duc"], 1, "nào của “duc” đang bị đánh dấu", id="not marked"),
    ],
)
def test_what_cannot_be_trusted_is_told(
    office: FolderOffice, args: list[str], status: int, told: str
) -> None:
    result = office.call("outbox", "trust", *args)

    assert (result.exit_code, result.stdout) == (status, "")
    assert told in result.stderr


def test_without_marks_there_is_nothing_to_list(busy: FolderOffice) -> None:
    assert busy.json("outbox", "mailboxes") == []


def test_a_return_path_must_leave_room_for_a_token(busy: FolderOffice) -> None:
    text = busy.settings.read_text(encoding="utf-8")
    long = f'[mail]\nreturn_path = "{"t" * 40}@vidu.example"\n'
    busy.settings.write_text(text.replace("[mail]\n", long), encoding="utf-8")

    result = busy.call("status")

    assert result.exit_code == 1
    assert "không còn chỗ cho mã của từng thư" in result.stderr
