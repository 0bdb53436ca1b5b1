"""Writing the sample's exports, as the office's software would at an instant."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.demo.lives import Life, Stop
from monitor.demo.making import sample_words
from monitor.domain.dossier import Channel, Status

PORTAL_STATUS: Mapping[Status, str] = {
    Status.IN_PROGRESS: "4",
    Status.PAUSED_SUPPLEMENT: "5",
    Status.WITHDRAWN: "7",
    Status.SENT_BACK: "7",
    Status.FINISHED: "9",
    Status.RETURNED: "10",
}
LEDGER_HEAD = 6  # rows above the first dossier
LEDGER_GROUPED = range(7, 12)  # columns under a header of their own
WRONG_ROWS = 2
PORTAL_CHANNEL = {Channel.IN_PERSON: "1", Channel.ONLINE: "2", Channel.POST: "3"}


def write_exports(
    folder: Path, lives: Sequence[Life], *, at: datetime, kinds: Sequence[str]
) -> list[Path]:
    """Write the exports of these kinds (ledger, list, national) as of an instant."""
    folder.mkdir(parents=True, exist_ok=True)
    known = [life for life in lives if life.received_at <= at]
    writers = {"ledger": write_ledger, "list": write_list, "national": write_national}
    return [writers[kind](folder, known, at=at) for kind in kinds]


def write_ledger(folder: Path, lives: Sequence[Life], *, at: datetime) -> Path:
    """Write the ledger: title rows, two header rows with merged cells, dates as text.

    Its last two rows are wrong, as in any office: a date that is none, and a code left out.
    """
    words = sample_words()["ledger"]
    path = folder / f"so-theo-doi-ho-so_{at:%Y_%m_%d_%H_%M}.xlsx"
    from xlsxwriter import Workbook  # noqa: PLC0415 - no command but this one carries it

    with Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties(
            {"created": at.replace(tzinfo=None)}
        )  # else the same is not the same
        sheet = book.add_worksheet()
        _write_ledger_head(sheet, words, at=at)
        rows = [_ledger_row(number, life, words, at=at) for number, life in enumerate(lives, 1)]
        for index, row in enumerate([*rows, *_wrong_rows(words, len(rows))]):
            sheet.write_row(LEDGER_HEAD + index, 0, row)
    return path


def _write_ledger_head(sheet: Any, words: Mapping[str, Any], *, at: datetime) -> None:
    exported = words["exported"].format(clock=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")
    for row, text in enumerate((words["office"], words["title"], exported)):
        sheet.write(row, 0, text)
    top, below = LEDGER_HEAD - 2, LEDGER_HEAD - 1
    for column, name in enumerate(words["headers"]):
        if column in LEDGER_GROUPED:
            sheet.write(below, column, name)
        else:
            sheet.merge_range(top, column, below, column, name)
    sheet.merge_range(top, 7, top, 8, words["group_dates"])
    sheet.merge_range(top, 9, top, 11, words["group_result"])


def _ledger_row(
    number: int, life: Life, words: Mapping[str, Any], *, at: datetime
) -> list[object]:
    is_collected = life.collected_at is not None and life.collected_at <= at
    clerk = words["counter_clerk"]
    return [
        number,
        life.code,
        life.procedure_name,
        1,
        life.applicant.name,
        life.applicant.address,
        life.applicant.phone,
        _text(life.received_at, seconds=True),
        _text(life.promised_at(at), seconds=True),
        _text(life.collected_at if is_collected else None, seconds=True),
        clerk if is_collected else "",
        life.applicant.name if is_collected else "",
        clerk,
        life.applicant.address.partition(",")[0],
        "",
    ]


def _wrong_rows(words: Mapping[str, Any], number: int) -> list[list[object]]:
    clerk = words["counter_clerk"]
    wrong = words["wrong"]
    row: list[object] = [number + 1, wrong["code"], wrong["title"], 1, "", "", ""]
    return [
        [*row, wrong["date"], "", "", "", "", clerk],
        [
            number + 2,
            "",
            wrong["title"],
            1,
            "",
            "",
            "",
            wrong["received"],
            "",
            "",
            "",
            "",
            clerk,
        ],
    ]


def write_list(folder: Path, lives: Sequence[Life], *, at: datetime) -> Path:
    """Write the list of dossiers: one header row, status, step and person in charge."""
    words = sample_words()
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow([words["list"]["title"]])
    table.writerow(
        [words["ledger"]["exported"].format(clock=f"{at:%H:%M}", day=f"{at:%d/%m/%Y}")]
    )
    table.writerow(words["list"]["headers"])
    for number, life in enumerate(lives, start=1):
        status = life.status(at)
        table.writerow(
            [
                number,
                life.code,
                life.procedure,
                life.procedure_name,
                words["channels"][life.channel.value],
                life.unit_name,
                life.handler_name,
                _text(life.received_at),
                _text(life.promised_at(at)),
                _text(life.finished_at if status.is_end else None),
                _text(life.collected_at if status is Status.RETURNED else None),
                _step(words["steps"], life, status, at=at),
                words["statuses"][status.value],
            ]
        )
    path = folder / f"danh-sach-ho-so_{at:%Y%m%d_%H%M}.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    return path


def write_national(folder: Path, lives: Sequence[Life], *, at: datetime) -> Path:
    """Write the portal's sync messages of the dossiers filed online."""
    messages = [_message(life, at=at) for life in lives if life.channel is Channel.ONLINE]
    path = folder / f"DongBoHoSoMC_{at:%Y%m%d_%H%M}.json"
    path.write_text(json.dumps(messages, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def _message(life: Life, *, at: datetime) -> dict[str, Any]:
    status = life.status(at)
    return {
        "MaHoSo": life.code,
        "MaTTHC": life.procedure,
        "TenTTHC": life.procedure_name,
        "MaLinhVuc": "",
        "TenLinhVuc": life.field,
        "KenhThucHien": PORTAL_CHANNEL[life.channel],
        "ChuHoSo": life.applicant.name,
        "LoaiDoiTuong": "1" if life.applicant.kind.value == "person" else "2",
        "DiaChi": life.applicant.address,
        "Email": life.applicant.mailbox,
        "SoDienThoai": life.applicant.phone,
        "TrichYeuHoSo": life.procedure_name,
        "NgayTiepNhan": _portal(life.received_at),
        "NgayHenTra": _portal(life.promised_at(at)),
        "TrangThaiHoSo": PORTAL_STATUS[status],
        "NgayTra": _portal(life.collected_at if status is Status.RETURNED else None),
        "NgayKetThucXuLy": _portal(life.finished_at if status.is_end else None),
        "HinhThuc": "0",
        "DonViXuLy": life.unit_name,
        "DanhSachHoSoBoSung": [
            _round(life, number, at=at)
            for number, stop in enumerate(life.stops)
            if stop.asked_at <= at
        ],
    }


def _round(life: Life, number: int, *, at: datetime) -> dict[str, str]:
    stop: Stop = life.stops[number]
    has_come = stop.came_at is not None and stop.came_at <= at
    return {
        "NgayBoSung": _portal(stop.asked_at),
        "NgayTiepNhanBoSung": _portal(stop.came_at if has_come else None),
        "NgayHenTraTruoc": _portal(life.shown[number].promised_at),
        "NgayHenTraMoi": _portal(stop.new_promised_at if has_come else None),
    }


def _step(words: Mapping[str, Any], life: Life, status: Status, *, at: datetime) -> str:
    if status is Status.IN_PROGRESS:
        steps: list[str] = words["in_progress"]
        return steps[(at.date() - life.received_at.date()).days // 3 % len(steps)]
    if status is Status.PAUSED_SUPPLEMENT:
        return str(words["paused"])
    return str(words.get(status.value, ""))


def _text(at: datetime | None, *, seconds: bool = False) -> str:
    if at is None:
        return ""
    return f"{at:%d/%m/%Y %H:%M:%S}" if seconds else f"{at:%d/%m/%Y %H:%M}"


def _portal(at: datetime | None) -> str:
    return f"{at:%Y%m%d%H%M%S}" if at else ""
