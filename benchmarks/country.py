"""The country in one store: its directory read, its office built, and ticks over it.

Told, not judged but for the idle tick: 34 provinces with 3,321 communes, 15,023 officials. Each
commune has three dossiers open; of all of them a thousand come due at once. The units are
read from the data beside the clone; without them nothing is measured.
"""

import csv
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

from benchmarks.measuring import Measurement
from monitor.bootstrap import build, directory_of
from monitor.flows.tick import tick
from tests.builders import vn
from tests.country import Country, calendars_text, the_country
from tests.offices import ROOT, FolderOffice, aged, an_office
from tests.shared import SHARED

T = TypeVar("T")
DUE, EACH, TURNS = 1_000, 3, 5
EXPORTED, FIRST, SECOND = "2026-11-11 07:10", "2026-11-11 07:20", "2026-11-11 07:22"
WARNED = "2026-11-12 07:20"  # three working days before what comes due
HEADER = (
    *("Mã hồ sơ", "Đơn vị xử lý", "Cán bộ xử lý", "Mã TTHC", "Chủ hồ sơ", "Ngày tiếp nhận"),
    *("Ngày hẹn trả", "Trạng thái"),
)
HANDLER = "Ngô Thị Mẫu Xử"  # in every commune


def measure() -> Iterator[Measurement]:
    """Yield seconds of a province and of the country."""
    if not SHARED.exists():
        return
    yield from _measured("province", the_country("01"))
    yield from _measured("country", the_country())


def _measured(name: str, country: Country) -> Iterator[Measurement]:
    with TemporaryDirectory(prefix="dunghan-country-") as folder:
        office = _lay(Path(folder), country)
        took, app = _timed(lambda: build(office.settings, environ={}, clock=lambda: vn(FIRST)))
        try:
            read, _ = _timed(lambda: directory_of(app.settings.paths))
            yield Measurement(name=f"{name}_directory", ours=read, target=5)
            yield Measurement(name=f"{name}_office", ours=took)
            first, _ = _timed(lambda: tick(app.outside, app.plan, at=vn(FIRST)))
            yield Measurement(name=f"{name}_first_tick", ours=first)
            tick(app.outside, app.plan, at=vn(SECOND))
            idle = min(
                _timed(
                    lambda: tick(app.outside, app.plan, at=vn(SECOND) + timedelta(minutes=1))
                )[0]
                for _ in range(TURNS)
            )
            yield Measurement(name=f"{name}_idle_tick", ours=idle, target=2)
            _file(office, country, exported=WARNED.replace("07:20", "07:10"))
            due, ticked = _timed(lambda: tick(app.outside, app.plan, at=vn(WARNED)))
            yield Measurement(name=f"{name}_tick_{ticked.scanned.judged}_due", ours=due)
        finally:
            app.close()


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    found = call()
    return perf_counter() - began, found


def _lay(folder: Path, country: Country) -> FolderOffice:
    calendar = folder / "calendar.toml"
    calendar.write_text(calendars_text(country.calendars, root=ROOT), encoding="utf-8")
    office = an_office(folder / "office", calendar=calendar)
    country.lay(office.folder)
    _file(office, country, exported=EXPORTED)
    return office


def _file(office: FolderOffice, country: Country, *, exported: str) -> None:
    """Lay an export down: some dossiers in each commune, a thousand of them due in days."""
    communes = [code for some in country.communes.values() for code in some]
    path = office.inbox / f"ds_{vn(exported):%Y%m%d_%H%M}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(EACH * len(communes)):
            unit = communes[number % len(communes)]
            due = "17/11/2026 17:00" if number < DUE else "27/11/2026 17:00"
            writer.writerow(
                (
                    *(f"H99.{unit}-{number:06}", unit, HANDLER, "1.000001"),
                    *("Nguyễn Thị Ví Dụ", "02/11/2026 08:00", due, "Đang xử lý"),
                )
            )
    aged(path, at=vn(exported))
