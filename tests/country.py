"""A directory of the country's real units, with invented people: provinces, communes, one-stop.

Names and codes of the units are those of July 2026, read from the data beside the clone.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.shared import shared

UNIT_COLUMNS = (
    *("code", "name", "parent", "level", "calendar", "mailbox", "contact", "letterhead"),
    *("place", "symbol", "signature"),
)
OFFICIAL_COLUMNS = ("code", "source_name", "title", "mailbox", "unit", "role")
PROCEDURES = (
    "code,name,field,term_text,on_supplement",
    "1.000001,Cấp giấy phép ví dụ,Xây dựng,10 ngày làm việc,resume",
    "1.000002,Xác nhận ví dụ,Đất đai,05 ngày làm việc,resume",
)
COMMUNE_STAFF = (
    ("ld", "Phạm Văn Mẫu Lãnh", "Chủ tịch", "Lãnh đạo"),
    ("ky", "Lê Thị Mẫu Ký", "Phó Chủ tịch", "Người ký"),
    ("tp", "Vũ Văn Mẫu Trưởng", "Trưởng phòng", "Trưởng phòng"),
    ("xl1", "Ngô Thị Mẫu Xử", "Chuyên viên", "Công chức xử lý"),
)
SECOND_HANDLER = ("xl2", "Bùi Văn Mẫu Lý", "Chuyên viên", "Công chức xử lý")

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """Rows of the directory's files; `communes` are the units' codes by province's code."""

    units: tuple[Row, ...]
    officials: tuple[Row, ...]
    communes: Mapping[str, tuple[str, ...]]

    @property
    def calendars(self) -> tuple[str, ...]:
        """The names of the calendars that units name."""
        return tuple(sorted({row["calendar"] for row in self.units if row.get("calendar")}))

    def lay(self, folder: Path) -> None:
        """Write units.csv, officials.csv and procedures.csv."""
        for name, columns, rows in (
            ("units", UNIT_COLUMNS, self.units),
            ("officials", OFFICIAL_COLUMNS, self.officials),
        ):
            text = _written(columns, rows)
            (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        text = "\n".join(PROCEDURES) + "\n"
        (folder / "procedures.csv").write_text(text, encoding="utf-8")


def the_country(*provinces: str) -> Country:
    """Return the directory of these provinces, by code; of all where none is named.

    Skips the test where the list of units is not beside this clone.
    """
    wanted = [
        row for row in _rows("provinces_34.csv") if not provinces or row["code"] in provinces
    ]
    below: defaultdict[str, list[Row]] = defaultdict(list)
    for row in _rows("communes_3321.csv"):
        below[row["province_code"]].append(row)
    units: list[Row] = []
    officials: list[Row] = []
    for province in wanted:
        units += _province_units(province)
        officials += _province_officials(province["code"])
        for commune in below[province["code"]]:
            units += _commune_units(commune, province)
            officials += _commune_officials(commune["code"])
    return Country(
        units=tuple(units),
        officials=tuple(officials),
        communes={
            f"T{row['code']}": tuple(f"X{one['code']}" for one in below[row["code"]])
            for row in wanted
        },
    )


def calendars_text(names: Collection[str], *, root: Path) -> str:
    """Return the calendars of the repository, and one the same under each of these names."""
    own = (root / "calendar.toml").read_text(encoding="utf-8")
    return own + "".join(f'\n[calendars.{name}]\nsame_as = "hanh_chinh"\n' for name in names)


def _rows(name: str) -> list[dict[str, str]]:
    text = shared(f"data/vn/{name}").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _province_units(row: Row) -> list[Row]:
    code, name, mail = f"T{row['code']}", row["full_name_2026_07"], _mail(f"T{row['code']}")
    top = _unit(code, name, place=row["name"], mail=mail)
    top |= {"level": "Tỉnh", "calendar": f"lich_{row['code_name']}"}
    return [top, _one_stop(top, name)]


def _commune_units(row: Row, province: Row) -> list[Row]:
    code, name, mail = f"X{row['code']}", row["full_name"], _mail(f"X{row['code']}")
    kind, _, bare = name.partition(" ") if row["kind"] != "đặc khu" else ("", "", name)
    own = _unit(code, name, place=bare or kind or name, mail=mail)
    own |= {"level": "Xã", "parent": f"T{province['code']}"}
    return [own, _one_stop(own, name)]


def _unit(code: str, name: str, *, place: str, mail: str) -> dict[str, str]:
    return {
        "code": code,
        "name": f"Ủy ban nhân dân {name}",
        "mailbox": f"ubnd@{mail}",
        "letterhead": f"ỦY BAN NHÂN DÂN|{name.upper()}",
        "place": place,
        "symbol": "UBND",
        "signature": "KT. CHỦ TỊCH|PHÓ CHỦ TỊCH",
    }


def _one_stop(unit: Row, name: str) -> Row:
    return {
        "code": f"{unit['code']}MC",
        "name": f"Trung tâm Phục vụ hành chính công {name}",
        "parent": unit["code"],
        "level": "Một cửa",
        "mailbox": f"motcua@{unit['mailbox'].partition('@')[2]}",
        "contact": "điện thoại 0000 111 222",
        "symbol": "TTPVHCC",
    }


def _province_officials(code: str) -> list[Row]:
    return [_official(f"T{code}", one) for one in COMMUNE_STAFF[:3]]


def _commune_officials(code: str) -> list[Row]:
    """Name four people or five: the same in every commune, as names do occur."""
    staff = (*COMMUNE_STAFF, SECOND_HANDLER) if int(code) % 2 else COMMUNE_STAFF
    return [_official(f"X{code}", one) for one in staff]


def _official(unit: str, person: Sequence[str]) -> Row:
    one, name, title, role = person
    return {
        "code": f"{one}.{unit.lower()}",
        "source_name": name,
        "title": title,
        "mailbox": f"{one}@{_mail(unit)}",
        "unit": unit,
        "role": role,
    }


def _mail(unit: str) -> str:
    return f"{unit.lower()}.example"


def _written(columns: Iterable[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(columns), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
