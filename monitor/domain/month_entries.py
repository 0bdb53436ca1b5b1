"""How soon ends are entered in the systems, as far as exports show it."""

from dataclasses import dataclass
from datetime import date

LIMIT = 2  # working days within which an end is held to be entered, and an export to be new


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Dossiers of one unit and system that ended on one day, and that were so shown on one."""

    system: str
    unit: str
    ended_on: date
    shown_on: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LateEntries:
    """How many ends of a unit were entered `days` working days after an export lacked them."""

    unit: str
    days: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DataDoubts:
    """What makes the data of a period look late.

    `ended` counts the ends of the period whose day and first export are both known; `late`
    are those of them that exports of more than `limit` working days lacked. `stale` are
    the codes of overdue dossiers that no export of the last `limit` working days shows.

    Source:
        docs/law.md#stale-data
    """

    limit: int = LIMIT
    ended: int = 0
    late: tuple[LateEntries, ...] = ()
    stale: frozenset[str] = frozenset()
