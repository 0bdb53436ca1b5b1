"""How dossiers are reckoned in a period: what figures ask of each, and how many are alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.dossier import Channel
from monitor.domain.figures import EndKind


class Outcome(StrEnum):
    """How a dossier stands at the end of a period, against its first promise."""

    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    GIVEN_UP = "given_up"
    WITHIN = "within"
    OVERDUE = "overdue"
    PAUSED = "paused"
    NO_DEADLINE = "no_deadline"
    UNKNOWN = "unknown"  # the source cannot tell


KEPT = frozenset({Outcome.EARLY, Outcome.ON_TIME})
BROKEN = frozenset({Outcome.LATE, Outcome.OVERDUE})
UNSURE = frozenset({Outcome.NO_DEADLINE, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """What a report asks of one dossier, answered from its dates.

    `is_carried`: received before the period and open when it began. `is_resolved`: it
    ended in the period; `is_pending`: it was open when the period ended. `is_due`: its
    first deadline lies in the period, or lies before it and was still not met;
    `has_passed`: that deadline lies before the period's end, whatever became of it.
    `given_up` tells how, where the outcome is that; `is_given_up_late`: after the day
    first promised.
    """

    outcome: Outcome
    is_received: bool = False
    is_carried: bool = False
    is_resolved: bool = False
    is_pending: bool = False
    is_due: bool = False
    has_passed: bool = False
    given_up: EndKind | None = None
    is_given_up_late: bool = False

    @property
    def is_counted(self) -> bool:
        """True when the dossier was to be processed in the period."""
        return self.is_received or self.is_carried or self.is_resolved or self.is_pending

    @property
    def is_late(self) -> bool:
        """True when resolved late in the period, or overdue at its end."""
        return self.outcome in BROKEN and (self.is_resolved or self.is_pending)

    @property
    def is_odd(self) -> bool:
        """True when it came in and did not leave, or left and never came in, in the period.

        Only what ended before it was received can be so, and no identity of table 06a
        between columns (3) to (13) fails but by such dossiers.
        """
        return self.is_received + self.is_carried != self.is_resolved + self.is_pending

    @property
    def is_unsure(self) -> bool:
        """True when neither on time nor late can be said."""
        return self.outcome in UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many dossiers of one unit, procedure and channel are reckoned alike.

    `unit` is empty where it is not known. `procedure` is the directory's code, or the
    name that the source gives where there is none, empty where neither is known.
    """

    unit: str
    procedure: str
    channel: Channel | None
    reckoning: Reckoning
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """One dossier behind the figures, so that each of them can be counted again.

    It names nobody. `unit` and `procedure` as in a tally; `last_due_at` is the deadline
    that binds; `ended_at` is None of what was open when the period ended.
    """

    code: str
    unit: str
    procedure: str
    channel: Channel | None
    received_at: datetime
    first_due_at: datetime | None
    last_due_at: datetime | None
    ended_at: datetime | None
    reckoning: Reckoning
