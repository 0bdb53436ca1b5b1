"""A tiny office in a folder of its own: settings, directory, exports, and its command line."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from monitor.bootstrap import App, build
from monitor.cli import main
from tests.builders import vn

ROOT = Path(__file__).resolve().parents[1]
DIRECTORY = {
    "units": (
        "code,name,parent,level,calendar,mailbox,contact,letterhead,place,symbol,signature",
        (
            "TBA,Ủy ban nhân dân xã Ví Dụ,,Xã,,ubnd@vidu.example,ông Mẫu,"
            "ỦY BAN NHÂN DÂN|XÃ VÍ DỤ,Ví Dụ,UBND,KT. CHỦ TỊCH|PHÓ CHỦ TỊCH"
        ),
        (
            "TTHCC,Trung tâm Phục vụ hành chính công xã Ví Dụ,TBA,Một cửa,,motcua@vidu.example,"
            "bà Mẫu,,,TTPVHCC,"
        ),
        "KT,Phòng Kinh tế,TBA,Phòng,,kinhte@vidu.example,,,,KT,",
        "CNDD,Chi nhánh Đất đai Ví Dụ,,Ngoài,,,,,,,",
    ),
    "officials": (
        "code,source_name,title,mailbox,unit,role",
        "duc,Phan Văn Mẫu Đức,Chủ tịch,duc@vidu.example,TBA,Lãnh đạo",
        "thanh,Lê Thị Mẫu Thanh,Phó Chủ tịch,thanh@vidu.example,TBA,Người ký",
        "binh,Vũ Văn Mẫu Bình,Trưởng phòng,binh@vidu.example,KT,Trưởng phòng",
        "tam,Ngô Thị Mẫu Tâm,Chuyên viên,tam@vidu.example,KT,Công chức xử lý",
    ),
    "procedures": (
        "code,name,field,term_text,on_supplement,deciding_unit",
        "1.000001,Cấp giấy phép ví dụ,Xây dựng,10 ngày làm việc,resume,TBA",
        "1.000002,Đính chính giấy tờ ví dụ,Đất đai,10 ngày làm việc,resume,CNDD",
        "1.000003,Chứng thực ví dụ,Chứng thực,04 giờ làm việc,resume,TBA",
        "1.000004,Xác định mức độ ví dụ,Bảo trợ xã hội,12 ngày,resume,TBA",
        "1.000005,Cấp phép lại ví dụ,Xây dựng,10 ngày làm việc,reset,TBA",
    ),
}
SETTINGS = """
[paths]
templates = "{root}/templates"
calendar = "{calendar}"
units = "units.csv"
officials = "officials.csv"
procedures = "procedures.csv"

[[sources]]
system = "tinh"
name = "Hệ thống ví dụ"
folder = "inbox"
move_done = true

[mail]
folder = "mail"
sender = "dunghan@vidu.example"
sender_name = "Theo dõi hồ sơ xã Ví Dụ"

[notify]
operator = "vanhanh@vidu.example"

[watch]
listen = ""
"""
CODE, PAPER, FOREIGN = "H99.01-261102-0001", "H99.01-261102-0002", "H99.01-261102-0003"
APPLICANT, PHONE, MAILBOX = "Nguyễn Thị Ví Dụ", "0000 111 222", "nguoinop@dancu.example"
RECEIVED, PROMISED = "20261102080000", "20261116170000"


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderOffice:
    """An office, and a person at its command line."""

    folder: Path

    @property
    def settings(self) -> Path:
        return self.folder / "settings.toml"

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def mails(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "mail").glob("*.eml"))

    def call(self, *args: str | Path, env: Mapping[str, str] | None = None) -> Result:
        """Run one command as a person would, whatever its end."""
        words = ["--settings", str(self.settings), *(str(arg) for arg in args)]
        return CliRunner().invoke(main, words, env=env, prog_name="dunghan")

    def done(self, *args: str | Path) -> str:
        """Run one command that must do its work, and return what it printed."""
        result = self.call(*args)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        return result.stdout

    def json(self, *args: str | Path) -> Any:
        """Run one reading command, and return its JSON."""
        return json.loads(self.done(*args, "--json"))

    def process(
        self,
        *args: str | Path,
        out: int = subprocess.PIPE,
        err: int = subprocess.PIPE,
        into: int | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start one command as a process of its own."""
        words = ["--settings", str(self.settings), *(str(arg) for arg in args)]
        return subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
            [sys.executable, "-m", "monitor", *words],
            cwd=ROOT,
            stdin=into,
            env={**os.environ, **(env or {})},
            stdout=out,
            stderr=err,
        )

    @contextmanager
    def app(self, at: str) -> Iterator[App]:
        """Open the office as the commands do, on a clock that stands still."""
        app = build(self.settings, environ={}, clock=lambda: vn(at))
        try:
            yield app
        finally:
            app.close()


def an_office(folder: Path, *, calendar: Path | None = None, more: str = "") -> FolderOffice:
    """Set an office up in a folder; `more` is added to its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in DIRECTORY.items():
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "inbox").mkdir(exist_ok=True)
    text = SETTINGS.format(
        root=ROOT.as_posix(), calendar=(calendar or ROOT / "calendar.toml").as_posix()
    )
    (folder / "settings.toml").write_text(text + more, encoding="utf-8")
    return FolderOffice(folder=folder)


def a_message(code: str = CODE, **fields: object) -> dict[str, object]:
    """Return one message of the portal, complete unless told otherwise."""
    return {
        "MaHoSo": code,
        "MaTTHC": "1.000001",
        "TenTTHC": "Cấp giấy phép ví dụ",
        "KenhThucHien": "2",
        "ChuHoSo": APPLICANT,
        "LoaiDoiTuong": "1",
        "DiaChi": "Thôn Ví Dụ",
        "Email": MAILBOX,
        "SoDienThoai": PHONE,
        "NgayTiepNhan": RECEIVED,
        "NgayHenTra": PROMISED,
        "TrangThaiHoSo": "4",
        "DonViXuLy": "Phòng Kinh tế",
        "DanhSachHoSoBoSung": [],
        **fields,
    }


def three_messages() -> list[dict[str, object]]:
    """Return one dossier filed online, one on paper, and one that others decide."""
    return [
        a_message(),
        a_message(PAPER, KenhThucHien="1", Email=""),
        a_message(FOREIGN, MaTTHC="1.000002"),
    ]


def lay_messages(
    folder: Path, messages: list[dict[str, object]], *, at: str = "2026-11-11 07:10"
) -> Path:
    """Lay an export of the portal down, as of an instant and with a file time of then."""
    path = folder / f"DongBoHoSoMC_{vn(at):%Y%m%d_%H%M}.json"
    path.write_text(json.dumps(messages, ensure_ascii=False), encoding="utf-8")
    return aged(path, at=vn(at))


LIST = ("Mã hồ sơ", "Đơn vị xử lý", "Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái")


def lay_list(
    folder: Path,
    *rows: tuple[str, ...],
    name: str = "ds_20261111_0710.csv",
    header: tuple[str, ...] = LIST,
) -> Path:
    """Lay a list of dossiers down: code, unit, received, promised, status."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *rows])
    path = folder / name
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return aged(path, at=vn("2026-11-11 07:10"))


def a_row(code: str = CODE, **cells: str) -> tuple[str, ...]:
    """Return one row of a list."""
    known = {
        "code": code,
        "unit": "Phòng Kinh tế",
        "received": "02/11/2026 08:00",
        "promised": "16/11/2026 17:00",
        "status": "Đang xử lý",
    }
    return tuple({**known, **cells}.values())


def aged(path: Path, *, at: datetime) -> Path:
    """Give a file a time of its own, so that nobody waits for it."""
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path
