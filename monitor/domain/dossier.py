"""A dossier: what an office has taken in, promised and done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.instants import vietnam_day


class Status(StrEnum):
    """Where a dossier stands in the office's own words."""

    SUBMITTED = "submitted"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    PAUSED_SUPPLEMENT = "paused_supplement"
    PAUSED_FINANCE = "paused_finance"
    FINISHED = "finished"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    SENT_BACK = "sent_back"
    REFUSED = "refused"
    STOPPED = "stopped"

    @property
    def is_end(self) -> bool:
        """True when nothing is left to decide."""
        return self in ENDS


ENDS = frozenset(
    {
        Status.FINISHED,
        Status.RETURNED,
        Status.WITHDRAWN,
        Status.SENT_BACK,
        Status.REFUSED,
        Status.STOPPED,
    }
)
GIVEN_UP = frozenset({Status.WITHDRAWN, Status.SENT_BACK, Status.REFUSED, Status.STOPPED})
PAUSES = frozenset({Status.PAUSED_SUPPLEMENT, Status.PAUSED_FINANCE})


class Channel(StrEnum):
    """How a dossier came in."""

    IN_PERSON = "in_person"
    ONLINE = "online"
    POST = "post"


class Carried(StrEnum):
    """A field that a source carries, or does not."""

    RECEIVED = "received"
    PROMISED = "promised"
    FINISHED = "finished"
    COLLECTED = "collected"
    STATUS = "status"
    STEP = "step"
    HANDLER = "handler"
    UNIT = "unit"
    PROCEDURE = "procedure"
    CHANNEL = "channel"
    PAUSES = "pauses"
    APPLICANT = "applicant"
    SUBMITTED = "submitted"


class PauseKind(StrEnum):
    """What the office waits for."""

    SUPPLEMENT = "supplement"
    FINANCE = "finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """An interval in which the clock stands still; open while `resumed_at` is None."""

    paused_at: datetime
    resumed_at: datetime | None = None
    kind: PauseKind = PauseKind.SUPPLEMENT


class PromiseKind(StrEnum):
    """What a date was promised by."""

    SLIP = "slip"  # the receipt slip
    SUPPLEMENT = "supplement"  # after the citizen handed in what was missing
    REAPPOINTMENT = "reappointment"  # moved by the office: lawful once


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A date the citizen was told, and when he was told it.

    A `promised_at` at Vietnam midnight is a date without a time: it means the
    closing of that day.
    """

    promised_at: datetime
    made_at: datetime
    kind: PromiseKind = PromiseKind.SLIP


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dossier as its system's newest exports show it.

    `as_of` is the newest export that could show an end of it; `carries` is what
    the system's sources carry between them, so that silence about a field can be
    told from its absence. Promises stand in the order they were made. `said_late` is
    what the words of the source itself say, None where they do not judge.
    `first_promised_at` is the first date where the source states it beside the present one.
    """

    code: str
    system: str
    as_of: datetime
    carries: frozenset[Carried]
    unit: str | None = None
    procedure: str | None = None
    procedure_name: str = ""
    channel: Channel | None = None
    status: Status | None = None
    said_late: bool | None = None
    step: str = ""
    handler: str | None = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    first_promised_at: datetime | None = None
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()
    finished_at: datetime | None = None
    collected_at: datetime | None = None
    end_seen_at: datetime | None = None  # the first export that shows an end

    @property
    def promise(self) -> Promise | None:
        """The promise that binds today.

        The office may put the date off once; what it puts off again binds nobody.

        Source:
            docs/law.md#reappointment
        """
        binding, is_put_off = None, False
        for one in self.promises:
            if binding is not None and one.kind is PromiseKind.REAPPOINTMENT:
                is_later = vietnam_day(one.promised_at) > vietnam_day(binding.promised_at)
                if is_later and is_put_off:
                    continue
                is_put_off = is_put_off or is_later
            binding = one
        return binding

    @property
    def first_promise(self) -> Promise | None:
        """The last promise before any re-appointment: what reports count against.

        A supplement's new date takes its place only while it is not broken: not
        where the supplement was asked for after the day it named.
        """
        first = None
        for one in self.promises:
            if one.kind is PromiseKind.REAPPOINTMENT:
                if first is not None:
                    break
            elif first is None or not self._is_broken(first, by=one.made_at):
                first = one
        return first

    def _is_broken(self, promise: Promise, *, by: datetime) -> bool:
        """Tell whether a pause until `by` began after the day promised.

        Each pause before it moves that day by its own length, which is close enough
        to tell the order of the two.
        """
        due_at = promise.promised_at
        for pause in sorted(self.pauses, key=lambda one: one.paused_at):
            if pause.paused_at > by:
                break
            if vietnam_day(pause.paused_at) > vietnam_day(due_at):
                return True
            start = max(pause.paused_at, promise.made_at)
            due_at += max((pause.resumed_at or start) - start, timedelta())
        return False

    @property
    def is_promised_again(self) -> bool:
        """True once the office itself moved the date."""
        return any(p.kind is PromiseKind.REAPPOINTMENT for p in self.promises)

    @property
    def ended_at(self) -> datetime | None:
        """The instant the result exists; of the collection where that alone is known."""
        return self.finished_at or self.collected_at

    @property
    def is_open(self) -> bool:
        """True while something is left to decide."""
        if self.status is not None and self.status.is_end:
            return False
        return self.ended_at is None

    @property
    def has_result(self) -> bool:
        """True once a result exists, handed over or not."""
        return not self.is_open and self.status not in GIVEN_UP

    @property
    def is_paused(self) -> bool:
        """True while the office waits: by an open pause, or by the status alone."""
        return self.is_open and (self.open_pause is not None or self.status in PAUSES)

    @property
    def open_pause(self) -> Pause | None:
        """The pause that still runs, if any."""
        return next((p for p in self.pauses if p.resumed_at is None), None)


class ApplicantKind(StrEnum):
    """How a letter addresses the applicant."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Personal data, apart from the dossier: read only to write a letter."""

    name: str
    kind: ApplicantKind = ApplicantKind.UNKNOWN
    address: str = ""
    phone: str = ""
    mailbox: str = ""
