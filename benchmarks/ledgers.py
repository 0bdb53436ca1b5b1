"""A ledger as one-stop software exports it, of plainly invented dossiers, and its checksums."""

import csv
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.filled import PROCEDURES, UNITS
from monitor.domain.instants import VIETNAM

HEADER = (
    *("STT", "Số hồ sơ", "Tên thủ tục hành chính", "Người nộp", "Địa chỉ", "Số điện thoại"),
    *("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Đơn vị"),
)
FIRST = datetime(2024, 1, 2, 7, 30, tzinfo=VIETNAM)
LONGEST = 30  # days
OPEN_EVERY = 10


@dataclass(slots=True)
class Sums:
    """What a ledger holds, added up: counts, seconds since 1970, letters."""

    dossiers: int = 0
    collected: int = 0
    letters_of_codes: int = 0
    letters_of_names: int = 0
    received_at: int = 0
    promised_at: int = 0
    collected_at: int = 0


def write_ledger(path: Path, rows: int, *, exported_at: datetime) -> Sums:
    """Write a ledger of so many rows; only its title line tells one export from another."""
    sums = Sums()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"Sổ theo dõi hồ sơ, xuất lúc {exported_at:%H:%M ngày %d/%m/%Y}"])
        writer.writerow(HEADER)
        for number in range(rows):
            writer.writerow(_line(number, sums))
    return sums


def _line(number: int, sums: Sums) -> tuple[object, ...]:
    received_at = FIRST + timedelta(seconds=53 * number)
    promised_at = (received_at + timedelta(days=1 + number * 7 % LONGEST)).replace(
        hour=17, minute=0, second=0
    )
    is_open = number % OPEN_EVERY == 0
    collected_at = None if is_open else received_at + timedelta(hours=1 + number % 600)
    code = f"000.{number * 31 % 97:02}.H99-{received_at:%y%m%d}-{number:07}"
    name = f"Người Thử {number * 17 % 50_000}"
    sums.dossiers += 1
    sums.letters_of_codes += len(code)
    sums.letters_of_names += len(name)
    sums.received_at += int(received_at.timestamp())
    sums.promised_at += int(promised_at.timestamp())
    if collected_at is not None:
        sums.collected += 1
        sums.collected_at += int(collected_at.timestamp())
    return (
        number + 1,
        code,
        f"Procedure {number % PROCEDURES}",
        name,
        f"Thôn {number % 900}",
        f"09{number % 100_000_000:08}",
        f"{received_at:%d/%m/%Y %H:%M:%S}",
        f"{promised_at:%d/%m/%Y %H:%M:%S}",
        f"{collected_at:%d/%m/%Y %H:%M:%S}" if collected_at else "",
        f"Unit {number % UNITS}",
    )
