"""Units that did not keep the system up to date."""

from dataclasses import dataclass
from datetime import date

RULE = "stale_unit"  # which says so


@dataclass(frozen=True, slots=True, kw_only=True)
class StillUnit:
    """A unit with open dossiers of which nothing had changed for `limit_days` working days.

    `since` is the day of the last change before. `until` is the day on which something changed
    again, None where that was not before the period ended.
    """

    unit: str
    since: date
    until: date | None
    limit_days: int
