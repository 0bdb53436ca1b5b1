"""What an audit says of a dossier: differences with their causes, lateness, contradictions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.audit.contradictions import Questioned
from monitor.domain.audit.why import Why
from monitor.domain.term import Term


class Compared(StrEnum):
    """Which promised date is held against the count."""

    SLIP = "slip"  # the first, by the count as of then
    PRESENT = "present"  # the one that the source shows now
    BOTH = "both"  # the first still stands, and the count is the same


class Unjudged(StrEnum):
    """Why a dossier cannot be audited."""

    NO_RECEIPT = "no_receipt"
    NO_PROCEDURE = "no_procedure"  # none named, or one that the directory lacks
    NO_TERM = "no_term"
    NO_PROMISE = "no_promise"
    STOPPED = "stopped"  # the clock stands still and no slip is known
    CALENDAR_GAP = "calendar_gap"


class Unexplained(StrEnum):
    """What stands in place of a mistake where none is looked for, or none fits."""

    REAPPOINTED = "reappointed"  # the office itself moved the date
    BEFORE_RECEIPT = "before_receipt"
    LATER = "later"
    EARLIER = "earlier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A promised date that is not the lawful one.

    `days` are working days from the lawful day to the promised one, None where that lies
    beyond the loaded years; `minutes` are working time, of terms that are counted by the
    minute. `promised_days` are the working days from the receipt to the promise.
    `is_estimated`: the lawful date rests on a day off not yet decided. `is_pause_inferred`:
    it rests on pauses that no source states, seen from export to export by the status.
    `are_pauses_unknown`: later, and no source tells of pauses, which may be why.
    `is_impossible`: nobody promised that date, it was written wrongly.
    """

    compared: Compared
    promised_at: datetime
    lawful_at: datetime
    is_later: bool
    why: Why
    days: int | None
    promised_days: int | None
    minutes: int | None = None
    is_on_rest_day: bool = False
    is_estimated: bool = False
    is_pause_inferred: bool = False
    are_pauses_unknown: bool = False
    is_impossible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lateness:
    """Whether a dossier was late by the source's own date, and by the lawful one.

    An open dossier is judged as of the newest export that could show its end.
    `is_moved`: the source's date is one that the office itself moved. `said_late` is what
    the words of the source say, None where they do not judge. `are_pauses_unknown`: late
    by the law, and no source tells of pauses, which may be why.
    """

    by_source: bool
    by_law: bool
    is_open: bool
    is_moved: bool = False
    said_late: bool | None = None
    are_pauses_unknown: bool = False

    @property
    def is_misjudged(self) -> bool:
        """True where the words of the source are not what the law says.

        Words that go by a date which the office itself moved are not counted here.
        """
        if self.said_late is None or self.said_late is self.by_law:
            return False
        return self.said_late or not self.is_moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One dossier after its audit. `unjudged` is None where a date was compared.

    `is_stopped`: the clock stands still, so the first promise alone was compared.
    `is_unit_unknown`: a unit is named that the directory lacks; what stands in its place
    may be a person's name, and is left out. `lawful_at` is the date by all that is known.
    """

    code: str
    unit: str
    unit_name: str
    procedure: str
    procedure_name: str
    received_at: datetime | None
    term: Term | None
    as_of: datetime
    is_unit_unknown: bool = False
    unjudged: Unjudged | None = None
    lawful_at: datetime | None = None
    is_stopped: bool = False
    differences: tuple[Difference, ...] = ()
    lateness: Lateness | None = None
    contradictions: tuple[Questioned, ...] = ()

    @property
    def is_promised_late(self) -> bool:
        """True where a promised date lies after the lawful one."""
        return any(one.is_later for one in self.differences)
