"""The store, as one transaction of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.domain.change import Change
from monitor.domain.counted import Counted, Recount, Redated
from monitor.domain.day_plan import DayPlan
from monitor.domain.dossier import Applicant, Carried, Dossier, Promise
from monitor.domain.finding import Ending, Finding
from monitor.domain.letter import Letter, LetterState
from monitor.domain.message import Claimed, Message, MessageState, OutboxEntry, Reply
from monitor.domain.note import Note
from monitor.domain.record import Record, Reject


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """One file taken in, or refused. `state`: merged, unchanged, older, refused, merging."""

    system: str
    source: str
    file_name: str
    sha256: str
    exported_at: datetime
    imported_at: datetime
    carries: frozenset[Carried]
    state: str = "merging"
    records: int = 0
    rejected: int = 0
    added: int = 0
    changed: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a batch of records did; `foreign` holds those whose code another system owns."""

    added: int = 0
    changed: int = 0
    foreign: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a scan decided about one dossier.

    `passes_at` is the first instant at which its deadline has passed; `counted` what
    its dates rest on.
    """

    dossier: str
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    passes_at: datetime | None
    look_at: datetime | None
    counted: Counted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A finding that stands, or stood, with what became of it.

    `told` holds the codes of those who have had a message that lists it; `ending` says
    why it no longer stands; `notes` what people said of it, oldest first.
    """

    id: int
    finding: Finding
    is_baseline: bool
    found_at: datetime
    resolved_at: datetime | None = None
    ending: Ending | None = None
    told: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()


class Imports(Protocol):
    """Files taken in."""

    def newest(self, system: str, source: str) -> Import | None:
        """Return the import of this source with the newest `exported_at` that was merged."""
        ...

    def first_exported_at(self) -> datetime | None:
        """Return the oldest instant that a merged import speaks of; None before the first."""
        ...

    def knows(self, system: str, sha256: str, *, name: str | None = None) -> bool:
        """Tell whether a file with these bytes, of this name, was taken in before."""
        ...

    def newest_of_systems(self) -> Mapping[str, Import]:
        """Return, by system, the newest merged import that could show an end."""
        ...

    def record(self, done: Import, rejects: Sequence[Reject]) -> int:
        """Write an import down with its rejects and return its id."""
        ...

    def refuse(self, import_id: int, rejects: Sequence[Reject]) -> None:
        """Keep rows refused while merging."""
        ...

    def finish(self, import_id: int, *, state: str, merged: Merged) -> None:
        """Say how an import ended; records of another system's dossiers count as refused."""
        ...

    def is_baseline(self, system: str) -> bool:
        """Tell whether the system's baseline has not been told yet."""
        ...

    def begin_system(self, system: str, *, at: datetime) -> None:
        """Open a system's baseline at its first import; later calls change nothing."""
        ...

    def baseline_told(self, system: str, *, at: datetime) -> None:
        """Close a system's baseline."""
        ...

    def merged_between(self, start: datetime, end: datetime) -> bool:
        """Tell whether an import was merged in the half-open interval of `imported_at`."""
        ...

    def latest(self, limit: int) -> list[Import]:
        """Return the newest imports of any state, newest first."""
        ...

    def rejects(self, import_id: int) -> list[Reject]:
        """Return an import's refused rows in file order."""
        ...


class Dossiers(Protocol):
    """Dossiers as last read, with their history."""

    def merge(self, records: Sequence[Record], import_id: int, *, at: datetime) -> Merged:
        """Take a batch of records in: per field the newest export that carries it decides."""
        ...

    def due(self, *, at: datetime, limit: int) -> list[str]:
        """Return the codes of dossiers whose `look_at` has come, longest-waiting first."""
        ...

    def load(self, codes: Iterable[str]) -> dict[str, Dossier]:
        """Return dossiers by code, with promises and pauses; unknown codes are left out."""
        ...

    def changes(self, codes: Iterable[str]) -> Mapping[str, tuple[Change, ...]]:
        """Return what imports altered of dossiers, by code; of most nothing."""
        ...

    def settle(self, judged: Sequence[Judged], *, at: datetime) -> int:
        """Keep what a scan decided: new findings, resolved ones, when to look again.

        Returns the number of findings not known before.
        """
        ...

    def postpone(self, code: str, *, at: datetime) -> None:
        """Push back a dossier whose judging failed, longer each time."""
        ...

    def wake(self, codes: Iterable[str], *, at: datetime) -> None:
        """Have these dossiers judged at the next scan."""
        ...

    def wake_all(self, *, at: datetime) -> None:
        """Have every dossier judged at the next scan: settings or calendar changed."""
        ...

    def add_promise(self, code: str, promise: Promise) -> None:
        """Keep a promise of our own letter."""
        ...

    def applicant(self, code: str) -> Applicant | None:
        """Return the personal data of one dossier: for a letter only."""
        ...

    def codes(self, *, units: frozenset[str] | None = None) -> Iterator[str]:
        """Yield all codes in order, of these units where given."""
        ...

    def open_count(self, units: frozenset[str] | None = None) -> int:
        """Count the open dossiers, of these units where given."""
        ...

    def failing(self) -> list[tuple[str, int]]:
        """Return code and number of failures of dossiers whose judging fails."""
        ...

    def unknown_counts(self) -> dict[str, int]:
        """Count, by rule, the open dossiers of which the rule cannot know."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """By what the open dossiers of one unit and procedure were counted."""

    unit: str | None
    procedure: str | None
    calendar: str
    by: str


class Counts(Protocol):
    """What the dates of open dossiers were last counted by."""

    def plans(self) -> dict[str, DayPlan]:
        """Return the days of each calendar as last counted by."""
        ...

    def keep_plans(self, plans: Mapping[str, DayPlan]) -> None:
        """Keep the days of each calendar."""
        ...

    def resting_on(self, calendar: str, first: date, last: date) -> list[str]:
        """Return the dossiers whose dates rest on a day from `first` to `last`."""
        ...

    def bases(self) -> list[Basis]:
        """Return each way in which open dossiers were counted."""
        ...

    def counted_by(self, basis: Basis) -> list[str]:
        """Return the dossiers counted in one way."""
        ...

    def of(self, codes: Iterable[str]) -> dict[str, Counted]:
        """Return what was kept of these; nothing of those whose data changed since."""
        ...

    def keep(self, counts: Sequence[Recount], *, at: datetime) -> None:
        """Keep new counts, and a line for each date that moved."""
        ...

    def uncounted(self) -> int:
        """Count the open dossiers, received, whose data nobody has counted yet."""
        ...

    def moved_between(self, after: datetime, until: datetime) -> list[Redated]:
        """Return the dates that moved after one instant and until another, in order."""
        ...

    def moves(self, *, since: datetime) -> list[tuple[datetime, Redated]]:
        """Return the dates that moved since an instant, each with when."""
        ...


class Findings(Protocol):
    """What the rules said."""

    def standing(self) -> list[Standing]:
        """Return the findings not resolved, by dossier, rule and stage."""
        ...

    def of(self, code: str) -> list[Standing]:
        """Return all findings about one dossier, oldest first."""
        ...

    def add_note(self, finding_id: int, note: Note) -> None:
        """Keep what somebody said of a finding, for ever."""
        ...

    def mark_told(self, finding_ids: Iterable[int], *, person: str, message_key: str) -> None:
        """Remember that a message to this person lists these findings; twice is once."""
        ...


class Letters(Protocol):
    """The register of letters."""

    def newest(self, codes: Iterable[str]) -> dict[str, Letter]:
        """Return, by dossier, the letter opened last."""
        ...

    def about(self, code: str, deadline: datetime) -> Letter | None:
        """Return a dossier's letter about a deadline's day in Vietnam, the last opened."""
        ...

    def in_state(self, *states: LetterState) -> list[Letter]:
        """Return the letters in these states (all where none is named), by deadline."""
        ...

    def open(self, letter: Letter) -> bool:
        """Add a letter unless one of this kind about this deadline exists; tell if added."""
        ...

    def reopen(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state, and have it count as the one opened last."""
        ...

    def save(self, letter: Letter, *, was: LetterState) -> None:
        """Keep a letter's new state; refuse when another hand moved it from `was` meanwhile."""
        ...

    def keep_answer(self, letter: Letter, *, is_in_time: bool, at: datetime) -> None:
        """Append what the official answered, for ever."""
        ...

    def put_pdf(self, content: bytes) -> str:
        """Keep a PDF under its SHA-256 and return that; the same bytes are kept once."""
        ...

    def pdf(self, sha256: str) -> bytes:
        """Return a kept PDF."""
        ...


class Outbox(Protocol):
    """Messages on their way out."""

    def add(self, messages: Iterable[Message]) -> int:
        """Queue the messages whose key is new, and return how many were."""
        ...

    def claim(self, *, at: datetime, limit: int, lease: timedelta) -> list[Claimed]:
        """Take up to `limit` messages that no other worker holds, oldest first."""
        ...

    def enter_data(self, claimed: Claimed, *, at: datetime) -> bool:
        """Mark that the content is about to go out; False when the lease is no longer ours."""
        ...

    def settle(
        self, claimed: Claimed, reply: Reply, *, at: datetime, retry_at: datetime | None
    ) -> bool:
        """Keep an attempt's end; False when the lease is no longer ours."""
        ...

    def list(self, *states: MessageState, limit: int = 200) -> list[OutboxEntry]:
        """Return entries in these states (all where none is named), newest first."""
        ...

    def counts(self) -> dict[tuple[str, MessageState], int]:
        """Count messages by kind and state."""
        ...

    def content(self, message_id: int) -> bytes:
        """Return the final bytes of one message."""
        ...

    def sent(self, keys: Iterable[str]) -> dict[str, datetime]:
        """Return when each of these messages was sent; unsent ones are left out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A month's report as it was made."""

    unit: str
    first_on: date
    last_on: date
    made_at: datetime
    sha256: str
    figures: bytes
    pdf: bytes
    xlsx: bytes


class Reports(Protocol):
    """Reports made, frozen."""

    def find(self, unit: str, first_on: date, last_on: date) -> StoredReport | None:
        """Return the report of a unit and period, if it was made."""
        ...

    def keep(self, report: StoredReport) -> bool:
        """Keep a report unless that unit and period has one; tell if kept."""
        ...


class Done(Protocol):
    """Marks of work that is done once, and signs of life."""

    def has(self, name: str) -> bool:
        """Tell whether this was done."""
        ...

    def mark(self, name: str, *, at: datetime) -> None:
        """Say that this is done; twice is once."""
        ...

    def forget_after(self, at: datetime) -> None:
        """Take back the marks of instants after `at`: a clock had run ahead."""
        ...

    def beat(self, name: str, *, at: datetime, detail: str = "") -> None:
        """Leave a sign of life."""
        ...

    def fault(self, name: str, *, at: datetime, detail: str) -> None:
        """Tell the operator of something that did not work and will be tried again."""
        ...

    def cured(self, name: str) -> None:
        """Take a fault back; one that was never told is none."""
        ...

    def faults(self) -> dict[str, tuple[datetime, str]]:
        """Return the faults that stand, by name."""
        ...

    def beats(self) -> dict[str, tuple[datetime, str]]:
        """Return the last sign of life of each name."""
        ...


class Work(Protocol):
    """All tables in one transaction."""

    @property
    def imports(self) -> Imports: ...  # noqa: D102 - named by its type
    @property
    def dossiers(self) -> Dossiers: ...  # noqa: D102
    @property
    def counts(self) -> Counts: ...  # noqa: D102
    @property
    def findings(self) -> Findings: ...  # noqa: D102
    @property
    def letters(self) -> Letters: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def reports(self) -> Reports: ...  # noqa: D102
    @property
    def done(self) -> Done: ...  # noqa: D102


class Store(Protocol):
    """The database: short transactions only, none across SMTP or rendering."""

    def writing(self) -> AbstractContextManager[Work]:
        """Open a write transaction: committed at the end, undone on error."""
        ...

    def reading(self) -> AbstractContextManager[Work]:
        """Open a transaction that sees one consistent state."""
        ...
