"""A dossier: what an office has taken in, promised and done."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto

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
    STEPS = "steps"  # their history, with limits


SHOWS_END = frozenset({Carried.STATUS, Carried.FINISHED})
"""Whoever carries one of these can show that a dossier ended."""


class PauseKind(StrEnum):
    """What the office waits for."""

    SUPPLEMENT = "supplement"
    FINANCE = "finance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """An interval in which the clock stands still; open while `resumed_at` is None.

    `by_status`: no export states it, it was found out. `over_at`: an export states no end,
    but since then a newer status says that it is over. Neither makes it another pause.
    """

    paused_at: datetime
    resumed_at: datetime | None = None
    kind: PauseKind = PauseKind.SUPPLEMENT
    by_status: bool = field(default=False, compare=False)
    over_at: datetime | None = field(default=None, compare=False)

    @property
    def in_effect(self) -> "Pause":
        """The same pause with the end it has in truth: as stated, else as found out."""
        if self.resumed_at is not None or self.over_at is None:
            return self
        return replace(self, resumed_at=self.over_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step inside the office, under a limit of its own where `due_at` is told.

    `unit` and `handler` are codes of the directory, the source's own words where it knows
    none, empty where nobody is named. The step runs while `ended_at` is None.
    """

    name: str
    unit: str
    handler: str
    began_at: datetime
    due_at: datetime | None = None
    ended_at: datetime | None = None


class PromiseKind(StrEnum):
    """What a date was promised by."""

    SLIP = "slip"  # the receipt slip
    SUPPLEMENT = "supplement"  # after the citizen handed in what was missing
    REAPPOINTMENT = "reappointment"  # moved by the office: lawful once


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A date the citizen was told, and when he was told it.

    A `promised_at` at Vietnam midnight is a date without a time: it means the
    closing of that day. `moved_after` is told of a date that moved between two exports:
    the last that still showed the one before. Our own letters move dates without it.
    """

    promised_at: datetime
    made_at: datetime
    kind: PromiseKind = PromiseKind.SLIP
    moved_after: datetime | None = None


class Fate(Enum):
    """What became of a promise."""

    BINDS = auto()  # or did until the next
    SECOND = auto()  # the date had been put off before
    LATE = auto()  # put off without a letter once it had passed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One dossier as its system's newest exports show it.

    `as_of` is the newest export that could show an end of it; `carries` is what
    the system's sources carry between them, so that silence about a field can be
    told from its absence. Promises stand in the order they were made. `said_late` is
    what the words of the source itself say, None where they do not judge.
    `first_promised_at` is the first date where the source states it beside the present one,
    `shown_promised_at` the present one as exports show it.
    `is_open` is true while something is left to decide, `promise` the one that binds today,
    `is_promised_again` once the office itself moved the date, and the move binds or came
    second; nearly every rule asks for them, so they are found once.
    `shown` tells, source by source, what its newest export carries, and of when that is.
    `steps` are those that messages of progress tell of, oldest first; `steps_as_of` is the
    newest export that could show another.
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
    shown_promised_at: datetime | None = None
    promises: tuple[Promise, ...] = ()
    pauses: tuple[Pause, ...] = ()
    steps: tuple[Step, ...] = ()
    steps_as_of: datetime | None = None
    finished_at: datetime | None = None
    collected_at: datetime | None = None
    end_seen_at: datetime | None = None  # the first export that shows an end
    shown: tuple[tuple[frozenset[Carried], datetime], ...] = field(
        default=(), repr=False, compare=False
    )
    is_open: bool = field(init=False, repr=False, compare=False)
    promise: Promise | None = field(init=False, repr=False, compare=False)
    is_promised_again: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        is_over = self.status in ENDS or self.ended_at is not None
        object.__setattr__(self, "is_open", not is_over)
        promise, is_moved = self._binding()
        object.__setattr__(self, "promise", promise)
        object.__setattr__(self, "is_promised_again", is_moved)

    def _binding(self) -> tuple[Promise | None, bool]:
        """Return the promise that binds today, and whether the office itself moved the date.

        The office may put the date off once, before it has passed or by a letter; what
        it puts off otherwise binds nobody.

        Source:
            docs/law.md#reappointment
        """
        promise, is_moved = None, False
        for one, fate in self.fates():
            if fate is Fate.BINDS:
                promise = one
            if one.kind is PromiseKind.REAPPOINTMENT and fate is not Fate.LATE:
                is_moved = True
        return promise, is_moved

    def seen_at(self, carried: Carried) -> datetime:
        """Return as of when a field is known: the newest export that carries it."""
        told = [at for fields, at in self.shown if carried in fields]
        return max(told, default=self.as_of)

    @property
    def put_off_again(self) -> Promise | None:
        """The newest date by which the office put one off that it had put off before."""
        again = [one for one, fate in self.fates() if fate is Fate.SECOND]
        return again[-1] if again else None

    @property
    def put_off_late(self) -> Promise | None:
        """The date by which one was put off, without a letter, that had passed.

        None once a date told later binds.
        """
        told = [(one, fate) for one, fate in self.fates() if fate is not Fate.SECOND]
        return told[-1][0] if told and told[-1][1] is Fate.LATE else None

    def fates(self) -> Iterator[tuple[Promise, Fate]]:
        """Yield the promises in order, each with what became of it."""
        binding, is_put_off = None, False
        for one in self.promises:
            fate = Fate.BINDS
            if binding is not None and one.kind is PromiseKind.REAPPOINTMENT:
                is_later = vietnam_day(one.promised_at) > vietnam_day(binding.promised_at)
                if is_later and is_put_off:
                    fate = Fate.SECOND
                elif is_later and self._had_passed(binding, one.moved_after):
                    fate = Fate.LATE
                is_put_off = is_put_off or (is_later and fate is Fate.BINDS)
            if fate is Fate.BINDS:
                binding = one
            yield one, fate

    def _had_passed(self, promise: Promise, shown_at: datetime | None) -> bool:
        """Tell whether a promised day was surely over in an export that still showed it.

        A wait that began by then may have moved the day: then nobody can be sure.
        """
        promised_on = vietnam_day(promise.promised_at)
        if shown_at is None or vietnam_day(shown_at) <= promised_on:
            return False
        return not any(
            vietnam_day(one.paused_at) <= promised_on
            and (one.resumed_at is None or one.resumed_at > promise.made_at)
            for one in self.pauses
        )

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
    def ended_at(self) -> datetime | None:
        """The instant the result exists; of the collection where that alone is known."""
        return self.finished_at or self.collected_at

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
        for pause in self.pauses:
            if pause.resumed_at is None:
                return pause
        return None


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
