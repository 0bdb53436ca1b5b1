"""A province of two communes that look alike: people and rooms bear the same names."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.policy import default
from pathlib import Path
from zipfile import ZipFile

from monitor.bootstrap import App
from monitor.flows.tick import tick
from monitor.ports.outside import Outside
from tests.builders import vn
from tests.fakes import DictShelf, PlainLetters, PlainReports, PlainTexts
from tests.offices import ROOT, FolderOffice, aged, an_office

ALIKE, ONLY_EAST = "Ngô Thị Mẫu Xử", "Bùi Văn Mẫu Riêng"
UNITS = (
    "code,name,parent,level,calendar,mailbox,contact,letterhead,place,symbol,signature",
    (
        "TINH,Ủy ban nhân dân tỉnh Ví Dụ,,Tỉnh,hanh_chinh,ubnd@tinh.example,,"
        "ỦY BAN NHÂN DÂN|TỈNH VÍ DỤ,Ví Dụ,UBND,CHỦ TỊCH"
    ),
)
OFFICIALS = (
    "code,source_name,title,mailbox,unit,role",
    "ld.tinh,Phạm Văn Mẫu Lãnh,Chủ tịch,ld@tinh.example,TINH,Lãnh đạo",
)
COMMUNES: Mapping[str, str] = {"DONG": "hanh_chinh", "TAY": "bay_sang"}
NAMES = {"DONG": "Đông", "TAY": "Tây"}
PROCEDURES = (
    "code,name,field,term_text,on_supplement",
    "1.000001,Cấp giấy phép ví dụ,Xây dựng,10 ngày làm việc,resume",
)
LIST = (
    *("Mã hồ sơ", "Đơn vị xử lý", "Cán bộ xử lý", "Mã TTHC", "Chủ hồ sơ", "Số điện thoại"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Trạng thái", "Ngày kết thúc", "Ngày trả kết quả"),
)
SATURDAYS = """
[calendars.bay_sang]
first_year = 2026
last_year = 2026
week.monday = ["07:00-11:30", "13:30-17:00"]
week.tuesday = ["07:00-11:30", "13:30-17:00"]
week.wednesday = ["07:00-11:30", "13:30-17:00"]
week.thursday = ["07:00-11:30", "13:30-17:00"]
week.friday = ["07:00-11:30", "13:30-17:00"]
week.saturday = ["07:00-11:30"]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A dossier as the province's export has it; `due` is blank where nothing is promised."""

    code: str
    unit: str
    handler: str = ALIKE
    due: str = "13/11/2026 17:00"
    received: str = "02/11/2026 08:00"
    finished: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of its line."""
        return (
            *(self.code, self.unit, self.handler, "1.000001", "Nguyễn Thị Ví Dụ", ""),
            *(self.received, self.due, "Có kết quả" if self.finished else "Đang xử lý"),
            *(self.finished, ""),
        )


def a_province(folder: Path, *communes: str) -> FolderOffice:
    """Set a province up with communes of these codes; `DONG` and `TAY` where none is named."""
    folder.mkdir(parents=True, exist_ok=True)
    calendar = folder / "calendar.toml"
    own = (ROOT / "calendar.toml").read_text(encoding="utf-8")
    calendar.write_text(own + SATURDAYS, encoding="utf-8")
    office = an_office(folder / "office", calendar=calendar)
    units, officials = list(UNITS), list(OFFICIALS)
    for code in communes or COMMUNES:
        units += _units(code)
        officials += _officials(code)
    for name, lines in (("units", units), ("officials", officials), ("procedures", PROCEDURES)):
        text = "\n".join(lines) + "\n"
        (office.folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return office


def _units(code: str) -> tuple[str, ...]:
    name, mail = NAMES.get(code, code), f"{code.lower()}.example"
    return (
        (
            f"{code},Ủy ban nhân dân xã {name},TINH,Xã,{COMMUNES.get(code, '')},ubnd@{mail},,"
            f"ỦY BAN NHÂN DÂN|XÃ {name.upper()},{name},UBND,CHỦ TỊCH"
        ),
        f"{code}-KT,Phòng Kinh tế,{code},Phòng,,kt@{mail},,,,KT,",
        f"{code}-MC,Trung tâm hành chính công,{code},Một cửa,,mc@{mail},bà Mẫu,,,TT,",
    )


def _officials(code: str) -> tuple[str, ...]:
    low = code.lower()
    mail = f"{low}.example"
    own = f"rieng.{low},{ONLY_EAST},Chuyên viên,rieng@{mail},{code}-KT,Công chức xử lý"
    return (
        f"ld.{low},Phạm Văn Mẫu Lãnh,Chủ tịch,ld@{mail},{code},Lãnh đạo",
        f"ky.{low},Lê Thị Mẫu Ký,Phó Chủ tịch,ky@{mail},{code},Người ký",
        f"tp.{low},Vũ Văn Mẫu Trưởng,Trưởng phòng,tp@{mail},{code}-KT,Trưởng phòng",
        f"xl.{low},{ALIKE},Chuyên viên,xl@{mail},{code}-KT,Công chức xử lý",
        *((own,) if code == "DONG" else ()),
    )


def lay(office: FolderOffice, *filed: Filed, at: str) -> None:
    """Lay the province's list of dossiers down, exported at an instant."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([LIST, *(one.row for one in filed)])
    path = office.inbox / f"ds_{vn(at):%Y%m%d_%H%M}.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    aged(path, at=vn(at))


def outside_of(app: App) -> Outside:
    """Return an office's outside that sets no paper, and keeps what is laid down in memory."""
    return replace(
        app.outside,
        letters=PlainLetters(),
        reports=PlainReports(),
        texts=PlainTexts(),
        shelf=DictShelf(),
    )


def look(app: App, outside: Outside, at: str) -> None:
    """Let one tick pass."""
    tick(outside, app.plan, at=vn(at))


def mails(app: App) -> dict[str, list[str]]:
    """Return what stands in every message of the outbox, with its files, by mailbox."""
    found: dict[str, list[str]] = {}
    with app.outside.store.reading() as work:
        for entry in work.outbox.list(limit=None):
            message = message_from_bytes(work.outbox.content(entry.id), policy=default)
            found.setdefault(entry.recipient, []).append("\n".join(_texts(message)))
    return found


def _texts(message: Message) -> Iterable[str]:
    yield str(message["Subject"])
    for part in message.walk():
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            continue
        if content.startswith(b"PK"):
            with ZipFile(io.BytesIO(content)) as book:
                yield from (
                    book.read(name).decode(errors="replace") for name in book.namelist()
                )
        else:
            yield content.decode(errors="replace")
