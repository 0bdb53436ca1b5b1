"""From an export whose dates contradict each other to the lines and the mail about them."""

import shutil
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.cli.conftest import MORNING
from tests.offices import CODE, FolderOffice, a_message, an_office, lay_messages

ASKED_LATE = {"NgayBoSung": "20261106090000", "NgayTiepNhanBoSung": "20261104090000"}
LEFT_OPEN = {"NgayBoSung": "20261105090000", "NgayTiepNhanBoSung": ""}
ASKED_AGAIN = {"NgayBoSung": "20261109090000", "NgayTiepNhanBoSung": "20261110090000"}


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> FolderOffice:
    """Return an office after a morning with one dossier whose rounds cannot be right.

    A fortnight before it a first import was read, so that this one is no baseline.
    """
    office = an_office(tmp_path_factory.mktemp("doubtful") / "office")
    lay_messages(office.inbox, [a_message("H99.01-261026-0009")], at="2026-10-28 07:10")
    office.done("tick", "--at", "2026-10-28T07:15")
    rounds = [ASKED_LATE, LEFT_OPEN, ASKED_AGAIN]
    lay_messages(office.inbox, [a_message(DanhSachHoSoBoSung=rounds)])
    office.done("tick", "--at", MORNING)
    return office


@pytest.fixture
def doubtful(morning: FolderOffice, tmp_path: Path) -> FolderOffice:
    """Return the same office, to work in."""
    return FolderOffice(folder=Path(shutil.copytree(morning.folder, tmp_path / "office")))


def test_each_kind_is_a_line_of_its_own(doubtful: FolderOffice) -> None:
    table = doubtful.done("findings", "list", "--rule", "dates_contradict").splitlines()
    found = doubtful.json("findings", "list", "--rule", "dates_contradict")["findings"]

    assert sum(CODE in line for line in table) == 2
    for one, why in zip(found, ("kết thúc trước khi bắt đầu", "chồng lên nhau"), strict=True):
        assert f"tạm dừng {why}" in doubtful.done("findings", "show", str(one["id"])) or (
            f"các lần tạm dừng {why}" in doubtful.done("findings", "show", str(one["id"]))
        )


def test_programs_read_the_two_instants(doubtful: FolderOffice) -> None:
    found = doubtful.json("findings", "list", "--rule", "dates_contradict")["findings"]

    assert sorted((one["stage"], one["facts"]) for one in found) == [
        (
            "pause_reversed",
            {
                "earlier_at": "2026-11-04T09:00:00+07:00",
                "later_at": "2026-11-06T09:00:00+07:00",
            },
        ),
        (
            "pauses_overlap",
            {
                "earlier_at": "2026-11-05T09:00:00+07:00",
                "later_at": "2026-11-09T09:00:00+07:00",
            },
        ),
    ]


def test_mended_dates_are_told_no_more(doubtful: FolderOffice) -> None:
    mended = a_message(DanhSachHoSoBoSung=[ASKED_AGAIN])
    lay_messages(doubtful.inbox, [mended], at="2026-11-12 07:10")

    doubtful.done("tick", "--at", "2026-11-12T07:15")

    assert doubtful.json("findings", "list", "--rule", "dates_contradict")["findings"] == []


def test_the_one_stop_unit_is_asked_to_check_them(doubtful: FolderOffice) -> None:
    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (doubtful.folder / "mail").glob("*.eml")
    ]

    (asked,) = [one for one in mails if "ngày tháng cần kiểm tra" in str(one["Subject"])]

    body = asked.get_body(("plain",))
    assert body is not None
    assert asked["To"].addresses[0].addr_spec == "motcua@vidu.example"
    assert (
        "Đề nghị kiểm tra: lần tạm dừng bắt đầu 06/11/2026 ghi kết thúc 04/11/2026; "
        "lần tạm dừng bắt đầu 09/11/2026 được ghi khi lần bắt đầu 05/11/2026 chưa kết thúc."
    ) in body.get_content()
