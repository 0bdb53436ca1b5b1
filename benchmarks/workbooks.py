"""How long a workbook of a million dossiers takes, how large it is, what it needs of memory."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from zipfile import ZipFile

from benchmarks.filled import ROWS
from benchmarks.measuring import Measurement, agree
from monitor.domain.instants import VIETNAM
from monitor.render.sheet import Cell, Sheet
from monitor.render.workbook import write_workbook_file

# Not getrusage: a process that is spawned inherits the peak of the one that spawned it.
STATUS = Path("/proc/self/status")
PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
ROW, CHUNK = b"<row ", 1 << 20
ABOVE = 3  # title, stamp, headings
MADE_AT = datetime(2026, 10, 31)  # noqa: DTZ001 - a workbook's clock has no zone
MONTH_BEGINS = datetime(2026, 10, 1, 7, 30, tzinfo=VIETNAM)
UNITS, FIELDS, PROCEDURES, DAYS = 200, 60, 900, 31
OFFICE_MINUTES, MINUTE, DAY = 540, timedelta(minutes=1), timedelta(days=1)
MIXED = 2_654_435_761  # a large prime: neighbours in code have little else in common
CHANNELS = ("Trực tuyến", "Trực tiếp", "Bưu chính công ích")
OUTCOMES = ("Trước hạn", "Đúng hạn", "Đúng hạn", "Quá hạn", "Trong hạn")
HEADINGS = (
    *("Mã hồ sơ", "Mã đơn vị", "Đơn vị", "Lĩnh vực", "Thủ tục", "Kênh", "Tiếp nhận"),
    *("Hẹn trả lần đầu", "Hẹn trả lần hai", "Kết thúc", "Kết quả", "Số ngày quá hạn"),
    *("Trong biểu 06a", "Kỳ trước chuyển sang", "Đến hạn trong kỳ"),
)
WIDTHS = (30, 14, 36, 30, 60, 20, 18, 18, 18, 18, 16, 12, 12, 12, 12)


def measure(rows: int = ROWS) -> Iterator[Measurement]:
    """Yield seconds, size and the writing process's memory for a sheet of so many dossiers."""
    with TemporaryDirectory(prefix="dunghan-bench-") as scratch:
        path = Path(scratch, "report.xlsx")
        told = _write_elsewhere(path, rows)
        agree("report_xlsx_1m", [_rows(path)], [rows + ABOVE])
        size = path.stat().st_size
    yield Measurement(name="report_xlsx_1m", ours=told["seconds"], target=120)
    yield Measurement(name="report_xlsx_1m_size", ours=size / 1e6, unit="MB", target=100)
    yield Measurement(
        name="report_xlsx_1m_memory",
        ours=told["peak"],
        unit="MiB",
        peer="the process before it writes",
        peer_value=told["before"],
        target=300,
    )


def _write_elsewhere(path: Path, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.workbooks", str(path), str(rows)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - ourselves
    told: dict[str, float] = json.loads(out)
    return told


def _rows(path: Path) -> int:
    """Count the rows of the first sheet."""
    found, left = 0, b""
    with ZipFile(path) as parts, parts.open("xl/worksheets/sheet1.xml") as sheet:
        while chunk := sheet.read(CHUNK):
            found += (left + chunk).count(ROW)
            left = chunk[1 - len(ROW) :]
    return found


def write(path: Path, rows: int) -> dict[str, float]:
    """Write the workbook; return seconds, and the process's peak before it and after."""
    before, began = _peak(), perf_counter()
    page = Sheet(name="Hồ sơ", headings=HEADINGS, widths=WIDTHS, rows=dossiers(rows))
    write_workbook_file(
        path,
        [page],
        title="Báo cáo tháng 10 năm 2026",
        stamp="Mã số liệu",
        made_at=MADE_AT,
    )
    return {"seconds": perf_counter() - began, "before": before, "peak": _peak()}


def dossiers(rows: int) -> Iterator[tuple[Cell, ...]]:
    """Yield so many dossiers of a province, in order of their codes, as a report lists them."""
    for number in range(rows):
        mixed = number * MIXED >> 4
        unit, outcome = mixed % UNITS, OUTCOMES[mixed % len(OUTCOMES)]
        received_at = MONTH_BEGINS + mixed % DAYS * DAY + (mixed >> 8) % OFFICE_MINUTES * MINUTE
        due_at = (received_at + (3 + mixed % 20) * DAY).replace(hour=17, minute=0)
        is_late, is_open = outcome == "Quá hạn", outcome == "Trong hạn"
        yield (
            f"000.{unit:02d}.17.H03-{received_at:%y%m%d}-{number:07d}",
            f"H03.{unit:03d}",
            f"Ủy ban nhân dân phường số {unit}",
            f"Lĩnh vực quản lý nhà nước số {mixed % FIELDS}",
            f"Thủ tục đăng ký, cấp giấy xác nhận theo đề nghị công dân {mixed % PROCEDURES}",
            CHANNELS[mixed % len(CHANNELS)],
            received_at,
            due_at,
            due_at + 5 * DAY if mixed % 9 == 0 else None,
            None if is_open else due_at + (mixed >> 5) % 9_000 * MINUTE,
            outcome,
            1 + mixed % 30 if is_late else None,
            "có",
            "có" if mixed % 7 == 0 else None,
            None if is_open else "có",
        )


def _peak() -> float:
    found = PEAK.search(STATUS.read_text(encoding="ascii"))
    return int(found[1]) / 1_024 if found else 0.0


if __name__ == "__main__":
    print(json.dumps(write(Path(sys.argv[1]), int(sys.argv[2]))))  # noqa: T201
