"""What a report stands on: its dossiers as of the period's end, its rates."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.dossier import Channel
from monitor.domain.letter import Delivery, LetterState


class EndKind(StrEnum):
    """How a dossier ended."""

    FINISHED = "finished"  # the result exists
    WITHDRAWN = "withdrawn"  # by the citizen
    SENT_BACK = "sent_back"  # by the office
    REFUSED = "refused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """When and how a dossier ended."""

    at: datetime
    kind: EndKind = EndKind.FINISHED

    @property
    def given_up(self) -> EndKind | None:
        """How it was given up; None where a result exists."""
        return self.kind if self.kind is not EndKind.FINISHED else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What a report tells of a letter. `issued_at`: when the signed file was recorded."""

    state: LetterState
    issued_at: datetime | None = None
    dated_on: date | None = None
    new_due_at: datetime | None = None
    delivery: Delivery | None = None
    is_returned: bool = False  # its mail had come back by the period's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One dossier as it stood when the period ended.

    Names are for reading, codes for grouping; an empty text was not known. `procedure` is
    the directory's code, or the name that the source gives where there is none.
    `first_due_at` is the deadline before any re-appointment, `due_at` the one that
    binds at the period's end; both are None where no deadline can be named.
    `is_paused`: the clock stands still at the period's end, since `paused_at` where
    the source says so. `is_lateness_unknown`: the source cannot tell on time from
    late, as of a dossier of which only the late collection is recorded, or an open
    one last seen before its deadline. `is_put_off_again`: its date was put off more than
    once. `deciding_agency` is empty where we decide; `cause_text` and `cause_nature` are
    the catalogue's. `is_short`: the procedure's term is a day or less. `shown_at` is the
    newest export that could show an end. `is_urged`: a slip to the agency that decides
    was out.
    """

    code: str
    unit: str
    unit_name: str
    procedure: str
    procedure_name: str
    channel: Channel | None
    received_at: datetime
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    is_by_minute: bool = False
    end: End | None = None
    is_paused: bool = False
    paused_at: datetime | None = None
    is_lateness_unknown: bool = False
    is_put_off_again: bool = False
    deciding_agency: str = ""
    letter: LetterFacts | None = None
    cause: str = ""
    cause_text: str = ""
    cause_nature: str = ""
    is_short: bool = False
    shown_at: datetime | None = None
    is_urged: bool = False

    @property
    def second_due_at(self) -> datetime | None:
        """The deadline that a re-appointment set, where it differs from the first."""
        return self.due_at if self.due_at != self.first_due_at else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of a whole; nothing to divide by is said, never 100 %."""

    numerator: int
    denominator: int

    @property
    def hundredths(self) -> int | None:
        """The percentage times a hundred, rounded half up; None of an empty denominator."""
        if self.denominator == 0:
            return None
        return (20_000 * self.numerator + self.denominator) // (2 * self.denominator)


class RateDefinition(StrEnum):
    """What a rate divides by what.

    Source:
        docs/law.md#on-time-rates
    """

    DUE = "due"  # on time, of all that fell due in the period or were overdue before
    RESOLVED = "resolved"  # early or on time, given up included, of all resolved
    RESOLVED_KEPT = "resolved_kept"  # the same without those given up
    ONLINE = "online"  # received online, of those received whose channel is known
    LETTERS = "letters"  # letters issued before the due day, of those we owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Share):
    """A share under a named definition."""

    definition: RateDefinition
