"""What people supplied, for tests of the sections that show it."""

from collections.abc import Mapping
from datetime import date

from monitor.domain.directory import Directory
from monitor.domain.supplied import supplied
from monitor.domain.supplied_sums import Supplied, add_up
from tests.builders import vn
from tests.reports.snapshots import DIRECTORY

NOVEMBER = date(2026, 11, 1)


NOTHING: Mapping[str, int] = {}


def a_supply(
    counted: Mapping[str, int] = NOTHING,
    *,
    unit: str = "UBND",
    directory: Directory = DIRECTORY,
    **figures: int,
) -> Supplied:
    """Return what the office gave for November; `A__digitised` is of a unit below."""
    given = []
    for key, value in {**counted, **figures}.items():
        of, _, name = key.rpartition("__")
        said = supplied(of or unit, NOVEMBER, name, str(value), by="x", at=vn("2026-12-01"))
        given.append(said)
    asked = directory.led_units | {unit}
    return Supplied(
        unit=unit,
        accounts=add_up(given, directory, asked, below=unit, months=[NOVEMBER]),
    )
