"""The table [rules]: what the law leaves to the office, for all or for some alone."""

from datetime import time
from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from monitor.domain.policy import DayEnd, LateBy
from monitor.settings.faults import Fault, fault
from monitor.settings.fields import (
    Clock,
    Code,
    Days,
    DaysAfter,
    DaysBefore,
    Hours,
    HoursBefore,
    Name,
    Share,
    Table,
    Whole,
)


class Choices(Table):
    """What may differ between units and procedures. Days are working days.

    Each key has the name and the default of the `Policy` field that it sets.
    """

    warn_days: DaysBefore = (3, 1)
    warn_hours: HoursBefore = (4, 1)
    fresh_hours: Hours = 1
    overdue_repeat_days: DaysAfter = (1, 3, 5)
    apology_ask_days: Days = 3
    apology_silence_days: Days = 2
    new_date_days: Days = 2
    supplement_days: Days = 3
    supplement_asks: Whole = Field(default=1, ge=1, le=9)
    paused_days: DaysAfter = (10, 20, 40)
    result_waiting_days: Days = 5
    stale_source_hours: Hours = 12
    stale_unit_days: Days = 5
    unit_min_dossiers: Whole = Field(default=20, ge=1, le=1_000)
    on_time_target: Share = 0.95
    online_target: Share = 0.5
    returned_limit: Share = 0.1
    lag_hours: Hours = 2
    explain_days: Days = 2
    verify_days: Days = 10
    bulk_edits: Whole = Field(default=5, ge=2, le=1_000)
    reception_hours: Hours = 8
    day_end: DayEnd = DayEnd.CLOSING
    late_by: LateBy = LateBy.TERM
    same_day_cutoff: Clock = time(15)

    @property
    def stated(self) -> dict[str, Any]:
        """The keys that the file names, with their values."""
        known, stated = Choices.model_fields, self.model_fields_set
        return {name: getattr(self, name) for name in known if name in stated}

    @property
    def values(self) -> dict[str, Any]:
        """All keys with their values."""
        return {name: getattr(self, name) for name in Choices.model_fields}


class Rules(Choices):
    """The choices of the office; `units` and `procedures` hold what differs, by code."""

    calendar: Code = "hanh_chinh"
    units: dict[Name, Choices] = Field(default_factory=dict)
    procedures: dict[Name, Choices] = Field(default_factory=dict)

    @field_validator("units", "procedures", mode="before")
    @classmethod
    def _codes_in_quotes(cls, tables: Any) -> Any:
        """Tell a code with a dot that TOML has taken for a table in a table."""
        for code, table in tables.items() if isinstance(tables, dict) else ():
            for name, value in table.items() if isinstance(table, dict) else ():
                if isinstance(value, dict):
                    raise fault(Fault.QUOTES, whole=f"{code}.{name}")
        return tables

    @field_validator("apology_silence_days")
    @classmethod
    def _asked_before_silence(cls, days: int, info: ValidationInfo) -> int:
        ask_days = info.data.get("apology_ask_days")
        if ask_days is not None and days >= ask_days:
            raise fault(Fault.SILENCE, ask_days=ask_days)
        return days
