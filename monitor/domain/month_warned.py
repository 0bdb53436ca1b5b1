"""What was told before the deadlines of a period, and what became of the dossiers."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.reckoning import Outcome


class Warned(StrEnum):
    """Whether somebody was warned of a deadline before it passed; if not, why not."""

    TOLD = "told"
    BASELINE = "baseline"  # the deadline, or the warning, is older than what is told
    NOT_TOLD = "not_told"  # there was a warning, and a mail about it to nobody
    QUICK = "quick"  # received on the due day or the day before
    ENDED_FIRST = "ended_first"  # ended on a day before the due day, ahead of any warning
    NOT_SEEN = "not_seen"  # no export came in time to be warned by


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnedTally:
    """How many dossiers of one unit whose deadline fell into the period are alike.

    `said_in_time` is the last answer before the deadline to whether it would be in time,
    None where nobody answered.

    Source:
        docs/law.md#warning-before-due-date
    """

    unit: str
    outcome: Outcome
    warned: Warned
    said_in_time: bool | None
    count: int
