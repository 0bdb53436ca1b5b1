"""The folders of answered workbooks are emptied each round; what cannot be read is told."""

import os
import shutil
from pathlib import Path

import pytest

from monitor.domain.letter import LetterState
from monitor.domain.workbook import Part
from monitor.flows.workbook_folders import WorkbooksRead, collect_workbooks
from monitor.sources.inbox import FolderInbox
from monitor.sources.options import with_settings
from monitor.sources.so_viec_folder import WorkbookFolder
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE
from tests.flows.scene import REASON
from tests.flows.workbook_desk import Desk
from tests.notices.office import TELLING

NOW = "2026-11-11 10:00"
LATE = {
    "answer": "không kịp",
    "cause": "B2",
    "reason": REASON,
    "new_date": "20/11/2026",
}


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    return Desk(store=store).asked()


def a_folder(path: Path, unit: str = "") -> WorkbookFolder:
    path.mkdir(exist_ok=True)
    options = with_settings(headers={}, statuses={}, applicant_kinds={})
    return WorkbookFolder(
        folder=FolderInbox(
            system="so-viec", folder=path, options=options, clock=lambda: vn(NOW)
        ),
        unit=unit,
    )


def collect(desk: Desk, *folders: WorkbookFolder, at: str = NOW) -> WorkbooksRead:
    for one in folders:
        for path in one.folder.folder.glob("*.*"):
            os.utime(path, (vn("2026-11-11 09:50").timestamp(),) * 2)
    return collect_workbooks(desk.outside, desk.office, TELLING, folders, at=vn(at))


def save(desk: Desk, folder: Path, **cells: object) -> Path:
    clerk = desk.clerk().writes(Part.ANSWERS, CODE, **cells)
    return clerk.saved(folder / "tra-loi.xlsx", at="2026-11-11 09:30")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.*"))


def test_an_answered_workbook_is_read_and_moved_away(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "drop")
    save(desk, tmp_path / "drop", **LATE)

    assert collect(desk, folder) == WorkbooksRead(read=1, taken=1)

    assert desk.letter.state is LetterState.DRAFT
    assert names(tmp_path / "drop") == ["tra-loi.xlsx"]
    assert (tmp_path / "drop" / "done" / "tra-loi.xlsx").exists()
    assert collect(desk, folder) == WorkbooksRead()


def test_the_same_file_laid_down_again_is_only_moved(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "drop")
    path = save(desk, tmp_path / "drop", **LATE)
    copy = shutil.copy(path, tmp_path / "copy.xlsx")
    collect(desk, folder)
    shutil.copy(copy, path)

    assert collect(desk, folder) == WorkbooksRead()
    assert not path.exists()


def test_a_wrong_row_is_counted_and_the_file_is_done(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "drop")
    save(desk, tmp_path / "drop", answer="có lẽ")

    assert collect(desk, folder) == WorkbooksRead(read=1, wrong=1)
    assert (tmp_path / "drop" / "done" / "tra-loi.xlsx").exists()


def test_a_file_that_is_none_is_set_aside_and_told_and_stops_no_other(
    desk: Desk, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path / "drop")
    (tmp_path / "drop" / "a.xlsx").write_bytes(b"x")
    (tmp_path / "drop" / "b.xlsm").write_bytes(b"x")
    save(desk, tmp_path / "drop", **LATE)

    assert collect(desk, folder) == WorkbooksRead(read=1, refused=2, taken=1)

    told = " ".join(desk.faults.values())
    assert "Tệp trong thư mục nhận trả lời chung: tệp không phải bảng tính" in told
    assert "a.xlsx" not in told  # people name files after people
    assert names(tmp_path / "drop" / "refused") == ["a.xlsx", "b.xlsm"]


def test_another_unit_s_folder_refuses_a_workbook_and_tells_its_unit(
    desk: Desk, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path / "KT", unit="KT")
    save(desk, tmp_path / "KT", **LATE)

    assert collect(desk, folder) == WorkbooksRead(refused=1)

    assert desk.letter.state is LetterState.ASKED
    assert "của Phòng Văn hóa - Xã hội" in " ".join(desk.faults.values())
    assert desk.queued["kt@tanbinhan.example"] == "workbook"


def test_two_units_name_their_files_alike(desk: Desk, tmp_path: Path) -> None:
    culture, economy = a_folder(tmp_path / "VHXH", "VHXH"), a_folder(tmp_path / "KT", "KT")
    for unit in ("VHXH", "KT"):
        (tmp_path / unit / "tra-loi.xlsx").write_bytes(b"x")
    collect(desk, culture, economy)
    both = sorted(desk.faults.values())

    save(desk, tmp_path / "VHXH", **LATE)
    collect(desk, culture, economy)

    assert [one.partition(":")[0] for one in both] == [
        "Tệp trong thư mục của Phòng Kinh tế",
        "Tệp trong thư mục của Phòng Văn hóa - Xã hội",
    ]
    assert list(desk.faults.values()) == both[:1]


def test_a_file_of_our_own_name_is_told_by_it(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "KT", unit="KT")
    (tmp_path / "KT" / "so-viec-KT-2026-11-11 (1).xlsx").write_bytes(b"x")

    collect(desk, folder)

    [told] = desk.faults.values()
    assert told.startswith("so-viec-KT-2026-11-11 (1).xlsx: tệp không phải bảng tính")


def test_a_unit_s_own_folder_takes_its_own(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "VHXH", unit="VHXH")
    save(desk, tmp_path / "VHXH", **LATE)

    assert collect(desk, folder) == WorkbooksRead(read=1, taken=1)


def test_a_lock_file_of_an_open_workbook_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "drop")
    (tmp_path / "drop" / "~$so-viec.xlsx").write_bytes(b"x")

    assert collect(desk, folder) == WorkbooksRead()


def test_a_better_file_of_the_same_name_cures_the_fault(desk: Desk, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "drop")
    (tmp_path / "drop" / "tra-loi.xlsx").write_bytes(b"x")
    collect(desk, folder)
    assert desk.faults

    save(desk, tmp_path / "drop", **LATE)
    collect(desk, folder)

    assert desk.faults == {}
