"""When people are told: once in the morning and once after noon, within working hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.instants import VIETNAM, local, vietnam_day


class Slot(StrEnum):
    """A time of day at which digests go out."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What an office chooses about telling people.

    `system_names` says how mails call a system, its code where it is silent;
    `not_covered` names systems whose dossiers nobody here can see. Answered workbooks are saved
    in the folder `workbook_drop`. The files of a report go with its mail while they have no
    more than `attach_bytes` together; the others lie in `report_folder`. Where one tick wants
    to send more mails than `max_share` of the open dossiers, to call more newly late, or to
    say anything new of more than `max_named_share`, its mail waits for a person; as many
    as `few` never wait.
    """

    operator_mailbox: str = ""
    workbook_drop: str = ""
    morning_latest: time = time(8, 30)
    afternoon: time = time(13, 45)
    system_names: Mapping[str, str] = field(default_factory=dict)
    not_covered: tuple[str, ...] = ()
    max_share: float = 0.5
    max_named_share: float = 0.75
    few: int = 20
    attach_bytes: int = 10 << 20
    report_folder: str = ""


def working_day_so_far(
    calendar: WorkingCalendar, *, at: datetime
) -> tuple[datetime, datetime] | None:
    """Return the opening of today and the second after `at`; None outside working hours.

    Raises:
        CalendarGapError: `at` lies outside the loaded years.
    """
    if not calendar.is_open(at):
        return None
    return calendar.opening(vietnam_day(at)), at + timedelta(seconds=1)


def slots_due(telling: Telling, *, at: datetime, has_import: bool) -> tuple[Slot, ...]:
    """Return the slots of today whose time has come, told or not.

    The morning's comes with the first import of the day, at the latest at
    `morning_latest`.
    """
    clock = local(at).time()
    due = {
        Slot.MORNING: has_import or clock >= telling.morning_latest,
        Slot.AFTERNOON: clock >= telling.afternoon,
    }
    return tuple(slot for slot in Slot if due[slot])


def slot_starts(telling: Telling, *, day: date) -> tuple[tuple[Slot, datetime], ...]:
    """Return the slots of a day, each with the latest instant at which it begins."""
    clocks = {Slot.MORNING: telling.morning_latest, Slot.AFTERNOON: telling.afternoon}
    return tuple(
        (slot, datetime.combine(day, clock, tzinfo=VIETNAM)) for slot, clock in clocks.items()
    )
