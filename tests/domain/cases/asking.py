"""Cases as an auditor writes them, put to a shelf."""

from typing import Any

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.cases.operations import Result
from monitor.domain.cases.shelf import Shelf
from tests.builders import a_calendar

NINE_TO_FIVE = [["09:00", "17:00"]]
WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), NINE_TO_FIVE)


def a_written_calendar(**fields: Any) -> dict[str, Any]:
    """Return a case's calendar: Monday to Friday, nine to five, UTC."""
    return {"tz": "UTC", "week": WEEK, **fields}


def a_shelf(calendar: WorkingCalendar | None = None) -> Shelf:
    """Return a shelf of an office that has one calendar, under whatever name."""
    return Shelf(lambda _: calendar or a_calendar(), file="cases.jsonl")


def ask(op: str, *, calendar: Any = None, **values: Any) -> Result:
    """Put one case to a shelf of its own."""
    written = a_written_calendar() if calendar is None else calendar
    return a_shelf().answer({"op": op, "calendar": written, "input": values}).result
