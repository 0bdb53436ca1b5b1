"""`init`, `check` and `demo`: before the work begins."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.cli.setup import _clear, _say_played
from monitor.cli.usage import WrongUseError
from monitor.demo.checks import Check
from monitor.demo.play import Played
from tests.cli.conftest import MORNING
from tests.offices import FolderOffice


def test_init_prepares_database_and_folders_and_loses_nothing(busy: FolderOffice) -> None:
    for _ in range(2):
        told = busy.done("init")

        folders = (busy.var, busy.inbox, busy.var / "so-viec", busy.var / "so-viec-tra-loi")
        assert told == (
            f"Đã chuẩn bị cơ sở dữ liệu và các thư mục: {', '.join(map(str, folders))}.\n"
        )
    assert busy.json("status")["open"] == 3


def test_init_makes_what_is_missing(office: FolderOffice) -> None:
    office.inbox.rmdir()

    office.done("init")

    assert office.inbox.is_dir()
    assert (office.var / "monitor.db").stat().st_mode & 0o777 == 0o600
    assert office.var.stat().st_mode & 0o777 == 0o700


def test_init_makes_the_folder_of_returned_mail(office: FolderOffice) -> None:
    text = office.settings.read_text(encoding="utf-8")
    named = text.replace("[mail]\n", '[mail]\nbounces = "tra-lai"\n')
    office.settings.write_text(named, encoding="utf-8")

    told = office.done("init")

    assert (office.folder / "tra-lai").is_dir()
    assert "tra-lai" in told


def test_an_office_in_order_is_told_so(worked: FolderOffice) -> None:
    told = worked.done("check", "--at", "2026-06-01T08:00").splitlines()

    lines = [line for line in told if "Chỗ trống ở" not in line]  # this machine's own
    assert lines == [
        "[được]   Tệp thiết lập",
        "[được]   Danh mục: 4 đơn vị, 4 công chức, 5 thủ tục",
        "[được]   Lịch hanh_chinh có đến 31/12/2027",
        "[được]   Cơ sở dữ liệu",
        "[được]   Mẫu văn bản và bộ tạo PDF",
        "[được]   Chứng thư số và chứng thư gốc",
        f"[được]   Thư mục {worked.inbox}",
        f"[được]   Thư mục {worked.var}",
        "[được]   Phông chữ Liberation Serif",
        f"[được]   Thư ghi thành tệp ở {worked.folder / 'mail'}, không gửi đi đâu",
    ]


def test_what_the_office_has_decided_about_letters_is_cited(busy: FolderOffice) -> None:
    decided = """
[letters]
numbering = "own"
numbering_decision = "Quyết định số 12/QĐ-UBND"
issue = "automatic"
issue_decision = "Quyết định số 15/QĐ-UBND"
"""
    text = busy.settings.read_text(encoding="utf-8")
    busy.settings.write_text(text + decided, encoding="utf-8")

    told = busy.done("check", "--at", "2026-06-01T08:00")

    assert "Phần mềm cấp số văn bản theo Quyết định số 12/QĐ-UBND" in told
    assert "Văn bản ban hành không qua duyệt theo Quyết định số 15/QĐ-UBND" in told


def test_what_an_operator_should_know_is_a_warning(busy: FolderOffice) -> None:
    officials = busy.folder / "officials.csv"
    text = officials.read_text(encoding="utf-8").replace("tam@vidu.example", "")
    officials.write_text(text.replace("Lãnh đạo", "Người ký"), encoding="utf-8")

    told = busy.done("check", "--at", "2027-11-01T08:00")
    dates = busy.done("check", "--at", MORNING)

    assert "[lưu ý]  Công chức tam không có hộp thư: thư sẽ gửi trưởng phòng" in told
    assert "[lưu ý]  Đơn vị KT không có lãnh đạo nào ở trên" in told
    assert "[lưu ý]  Lịch hanh_chinh có đến 31/12/2027: chỉ còn 60 ngày" in told
    assert "[chưa]" not in told
    assert "Đơn vị CNDD" not in told
    assert "có ngày tạm tính trong 120 ngày tới: 04/02/2027" in dates
    assert "có ngày đề xuất, chưa tính: 23/11/2026" in dates


@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        pytest.param("calendar", "không có ngày 01/01/2030", id="a calendar that is over"),
        pytest.param("inbox", "đề nghị tạo thư mục và cấp quyền", id="no drop folder"),
        pytest.param("templates", "không tạo được văn bản mẫu", id="no templates"),
    ],
)
def test_what_stops_the_work_is_a_problem(busy: FolderOffice, break_it: str, told: str) -> None:
    at = "2030-01-01T08:00" if break_it == "calendar" else "2026-06-01T08:00"
    if break_it == "inbox":
        (busy.inbox / "done").rename(busy.folder / "kept")
        busy.inbox.rmdir()
    if break_it == "templates":
        text = busy.settings.read_text(encoding="utf-8")
        busy.settings.write_text(text.replace("/templates", "/no-templates"), "utf-8")

    result = busy.call("check", "--json", "--at", at)

    looks = json.loads(result.stdout)
    problems = [look for look in looks if look["verdict"] == "problem"]
    assert result.exit_code == 1
    assert all(set(look) == {"what", "verdict", "remedy"} for look in looks)
    assert [told in look["remedy"] for look in problems] == [True]


def test_a_folder_of_somebody_else_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").touch()

    result = CliRunner().invoke(main, ["demo", "--folder", str(tmp_path)])

    assert result.exit_code == 2
    assert "nên không xóa" in result.stderr
    assert (tmp_path / "thesis.txt").exists()


def test_a_file_or_a_link_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "settings.toml").write_text("# mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    for name in ("file", "real", "link"):
        with pytest.raises(WrongUseError):
            _clear(tmp_path / name)


def test_the_folder_of_an_earlier_demo_is_made_anew(tmp_path: Path) -> None:
    head = "# Settings of the demo, written beside what it makes: every command can look"
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "settings.toml").write_text(f"{head} at it with\n", encoding="utf-8")

    _clear(tmp_path / "old")
    _clear(tmp_path / "never")

    assert not (tmp_path / "old").exists()


def test_a_demo_tells_what_was_made_and_where_it_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    played = Played(
        folder=tmp_path,
        mails={"digest": 2},
        letters={"issued": 1},
        report=tmp_path / "reports" / "r.pdf",
        checks=(
            Check(what="dossiers", expected=3, found=3),
            Check(what="letters", expected=2, found=1),
        ),
    )

    _say_played(played)

    lines = capsys.readouterr().out.splitlines()
    assert "  nhắc hạn: 2" in lines
    assert "  đã ban hành: 1" in lines
    assert "  [khớp]  hồ sơ đã đọc: 3" in lines
    assert any(line.startswith("  [LỆCH]") and "mong đợi 2, có 1" in line for line in lines)
    assert lines[-1] == "1 mục lệch; đề nghị xem các dòng [LỆCH] ở trên."
    assert played.differences == 1
