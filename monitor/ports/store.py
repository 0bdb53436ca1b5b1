"""The store, as one transaction of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from monitor.domain.change import Change
from monitor.domain.counted import Counted, Recount, Redated
from monitor.domain.day_plan import DayPlan
from monitor.domain.dossier import Applicant, Carried, Dossier, Promise
from monitor.domain.edits import BulkEdit
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.handed import Handed
from monitor.domain.letter import Letter
from monitor.domain.message import MessageState
from monitor.domain.note import Note
from monitor.domain.punctuality import NOTHING_DUE, Punctuality
from monitor.domain.record import Record, Reject
from monitor.domain.since import Since
from monitor.domain.supplied import SuppliedFigure
from monitor.domain.unit_case import SourceAge
from monitor.domain.unit_figures import UnitCount
from monitor.domain.workbook import Answered, Part, Workbook
from monitor.ports.bounces import Bounces
from monitor.ports.dispatcher import Name
from monitor.ports.gauges import Gauges
from monitor.ports.letters import Letters, Numbers, PrintBatches
from monitor.ports.mergers import Mergers
from monitor.ports.months import Months
from monitor.ports.outbox import Delivery, Held, Outbox
from monitor.ports.retention import Retention


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
class Subject:
    """One dossier to be judged, with all that rules look at beside the office.

    `look_at` is when it was to be looked at again, `failures` how often judging it has
    failed since it last did not; `kept` what the last judging left, for the store alone.
    """

    id: int
    dossier: Dossier
    letter: Letter | None = None
    changes: tuple[Change, ...] = ()
    look_at: datetime | None = None
    failures: int = 0
    kept: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a scan decided about one dossier.

    `passes_at` is the first instant after which an unchanged export tells more; `counted` what
    its dates rest on; `punctuality` what figures say of it.
    """

    of: Subject
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    passes_at: datetime | None
    look_at: datetime | None
    counted: Counted | None = None
    punctuality: Punctuality = NOTHING_DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What keeping judgements did: findings not known before, standing again, ended."""

    found: int = 0
    again: int = 0
    ended: int = 0

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(
            found=self.found + other.found,
            again=self.again + other.again,
            ended=self.ended + other.ended,
        )


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


class FindingState(StrEnum):
    """What became of a finding, as one looks for it."""

    STANDING = "standing"
    ACKNOWLEDGED = "acknowledged"  # stands, and somebody has seen it
    EXPLAINED = "explained"  # stands, and somebody has explained it
    RESOLVED = Ending.RESOLVED.value
    SUPERSEDED = Ending.SUPERSEDED.value
    REPEATED = Ending.REPEATED.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are looked for; None where it does not matter.

    `units` are those of dossiers, or of findings about units. Found from `found_from`
    on, and before `found_before`; kept after the one of `after_id`.
    """

    state: FindingState | None = None
    units: frozenset[str] | None = None
    rule: str | None = None
    severity: Severity | None = None
    found_from: datetime | None = None
    found_before: datetime | None = None
    after_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardBy:
    """Who was told of a finding; `state` is None where the message is no longer there."""

    person: str
    message_key: str
    state: MessageState | None
    created_at: datetime | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """That a rule speaks of a dossier and a deadline, and of which procedure that is."""

    dossier: str
    rule: str
    stage: str
    deadline: datetime
    procedure: str | None


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

    def newest_of_systems(self, *, until: datetime | None = None) -> Mapping[str, Import]:
        """Return, by system, the newest merged import that could show an end.

        Of those taken in until an instant, where one is given.
        """
        ...

    def record(self, done: Import, rejects: Sequence[Reject]) -> int:
        """Write an import down with its rejects and return its id.

        One of the same bytes that was stopped half-way goes on under its id.
        """
        ...

    def refuse(self, import_id: int, rejects: Sequence[Reject]) -> None:
        """Keep rows refused while merging."""
        ...

    def repeat(self, import_id: int, system: str, sha256: str) -> Import:
        """Give an import the counts and the rejects of the last with the same bytes."""
        ...

    def count(self, import_id: int, merged: Merged) -> None:
        """Add what a step of an import has merged: one stopped half-way counts it once."""
        ...

    def finish(self, import_id: int, *, state: str, foreign: int = 0) -> Import:
        """Say that an import ended, and return it; `foreign` records count as refused."""
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

    def foreign(self, *, since: datetime, until: datetime) -> int:
        """Count the codes refused because another system had brought them first.

        By imports that speak of `since` or later and were taken in until `until`.
        """
        ...

    def merged(self, *, until: datetime) -> list[Import]:
        """Return the imports merged up to an instant, oldest first."""
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

    def alike(self, marks: Mapping[str, int], system: str, source: str) -> Collection[str]:
        """Return the codes whose row this source last showed with the same mark."""
        ...

    def see(self, marks: Mapping[str, int], import_id: int, *, at: datetime) -> Collection[str]:
        """Have dossiers be as of this import that shows their rows alike.

        Those whose deadline passed between their last export and this one are woken.

        Returns:
            The codes seen. The others are to be merged: their row is not alike, or another
            source has spoken of them since, or this one as of a later instant.
        """
        ...

    def load(self, codes: Iterable[str]) -> dict[str, Dossier]:
        """Return dossiers by code, with promises and pauses; unknown codes are left out."""
        ...

    def changes(self, codes: Iterable[str]) -> Mapping[str, tuple[Change, ...]]:
        """Return what imports altered of dossiers, by code; of most nothing."""
        ...

    def add_promise(self, code: str, promise: Promise) -> None:
        """Keep a promise of our own letter."""
        ...

    def drop_promise(self, code: str, promise: Promise) -> None:
        """Take back a promise of our own letter; one that a source has entered stays."""
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

    def open_by_unit(self) -> Mapping[str, int]:
        """Count the open dossiers of each unit that has any."""
        ...

    def unknown_counts(self, units: frozenset[str] | None = None) -> dict[str, int]:
        """Count, by rule, the open dossiers of which the rule cannot know.

        Only those of these units, where given.
        """
        ...


class Spans(Protocol):
    """How long dossiers took."""

    def newest(self, procedure: str, *, limit: int) -> list[tuple[datetime, datetime]]:
        """Return receipt and finish of a procedure's dossiers that never waited, newest first.

        Those that were given up are left out.
        """
        ...


class Agenda(Protocol):
    """When to look at each dossier again, and what a look has found."""

    def due(self, *, at: datetime, limit: int) -> list[int]:
        """Return the ids of dossiers whose `look_at` has come, longest-waiting first."""
        ...

    def claim(self, *, at: datetime, limit: int, unit: str | None = None) -> list[int]:
        """Return the same, claimed until this transaction ends; `unit`: of one unit alone.

        Dossiers that others have claimed are passed over.
        """
        ...

    def due_units(self, *, at: datetime) -> dict[str, int]:
        """Return how many dossiers of each unit are due; those without a unit are left out."""
        ...

    def next_look(self) -> datetime | None:
        """Return the earliest instant to look at a dossier; None where there is none."""
        ...

    def living(self, *, edited_since: datetime) -> list[int]:
        """Return the ids of dossiers that are open, spoken of or altered of late, in order."""
        ...

    def subjects(self, ids: Sequence[int]) -> list[Subject]:
        """Return dossiers with all that rules look at; unknown ids are left out."""
        ...

    def settle(self, judged: Sequence[Judged], *, at: datetime) -> Settled:
        """Keep what was decided: findings new and ended, when to look again.

        Where nothing differs from what is kept, nothing is written.
        """
        ...

    def postpone(self, subject: Subject, *, why: str, at: datetime) -> None:
        """Push back a dossier whose judging failed, longer each time, and keep why."""
        ...

    def wake(self, codes: Iterable[str], *, at: datetime) -> None:
        """Have these dossiers judged at the next scan."""
        ...

    def wake_page(
        self, *, after: int, limit: int, edited_since: datetime, at: datetime
    ) -> int | None:
        """Have a page of the dossiers past an id judged that a change of settings may touch.

        What an import read since `edited_since` altered is among them.

        Returns:
            The last id of the page; None where there is none past `after`.
        """
        ...

    def judged(self, *, limit: int) -> Mapping[str, datetime]:
        """Return when dossiers were judged whose letters nobody has seen to since, by code."""
        ...

    def seen_to(self, judged: Mapping[str, datetime]) -> None:
        """Have the letters of dossiers be seen to, where none was judged again meanwhile."""
        ...

    def failing(self) -> list[tuple[str, int, str]]:
        """Return code, number of failures and why of dossiers whose judging fails."""
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

    def due_between(self, start: datetime, end: datetime) -> list[str]:
        """Return the open dossiers due from one instant until before another."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedUnit:
    """What a survey decided about one unit; `due_at` is the look it answers, None for none."""

    unit: str
    due_at: datetime | None
    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]
    look_at: datetime


class Units(Protocol):
    """Units as a whole: when to look at each, and what stands in their books."""

    def due(self, *, at: datetime) -> dict[str, datetime]:
        """Return the units whose `look_at` has come, each with that instant."""
        ...

    def looks(self) -> dict[str, datetime]:
        """Return when each known unit is to be looked at again."""
        ...

    def enrol(self, units: Iterable[str], *, at: datetime) -> None:
        """Have these units judged at the next survey, those not known before as well."""
        ...

    def wake(self, *, at: datetime) -> None:
        """Have every known unit judged at the next survey."""
        ...

    def sources(self) -> list[SourceAge]:
        """Return the newest merged import of each source of each system, in order."""
        ...

    def counts(
        self, *, since: datetime, until: datetime, known_from: datetime
    ) -> list[UnitCount]:
        """Count the dossiers of each unit and system, and what befell them in a span.

        Ends without a date that were first seen before `known_from` are left out.
        """
        ...

    def moved(self) -> dict[str, datetime]:
        """Return when an import last added or altered a dossier of each unit."""
        ...

    def settle(self, judged: Sequence[JudgedUnit], *, at: datetime) -> Settled:
        """Keep what a survey decided; a unit woken meanwhile stays due."""
        ...

    def postpone(self, units: Iterable[str], *, at: datetime) -> None:
        """Push back units whose judging failed, longer each time."""
        ...

    def forget(self, units: Iterable[str], *, at: datetime) -> None:
        """End what stands about units that are no more, and look at them never again."""
        ...

    def failing(self) -> list[str]:
        """Return the units whose judging fails, in order."""
        ...

    def unknown_counts(self) -> dict[str, int]:
        """Count, by rule, the units of which the rule cannot know."""
        ...


class Findings(Protocol):
    """What the rules said."""

    def standing(self) -> list[Standing]:
        """Return the findings not resolved, by dossier, rule and stage."""
        ...

    def urgent(self) -> list[Standing]:
        """Return the warnings by the hour that stand and that nobody has been told of."""
        ...

    def of(self, code: str) -> list[Standing]:
        """Return all findings about one dossier, oldest first."""
        ...

    def standing_of_units(self) -> list[Standing]:
        """Return the findings about whole units that are not resolved, by unit."""
        ...

    def of_unit(self, unit: str) -> list[Standing]:
        """Return all findings about a unit itself, oldest first."""
        ...

    def get(self, finding_id: int) -> Standing | None:
        """Return one finding, whatever became of it."""
        ...

    def stages(self, finding_id: int) -> list[Standing]:
        """Return what a finding's rule said of its dossier or unit, oldest first."""
        ...

    def find(self, wanted: Wanted, *, limit: int, after: int | None = None) -> list[Standing]:
        """Return the findings that are wanted, newest first, from past the one of an id on."""
        ...

    def count(self, wanted: Wanted) -> int:
        """Count the findings that are wanted."""
        ...

    def heard_by(self, finding_id: int) -> list[HeardBy]:
        """Return who was told of a finding, and by which message, in order."""
        ...

    def about(self, codes: Sequence[str]) -> Mapping[str, list[Standing]]:
        """Return all findings about dossiers, by code, oldest first."""
        ...

    def spoken(self, codes: Sequence[str], rules: Sequence[str]) -> list[Spoken]:
        """Return which of these rules speak now of a deadline of these dossiers, in order."""
        ...

    def add_note(self, finding_id: int, note: Note) -> None:
        """Keep what somebody said of a finding, for ever."""
        ...

    def mark_told(self, finding_ids: Iterable[int], *, person: str, message_key: str) -> None:
        """Remember that a message to this person lists these findings; twice is once."""
        ...


class Edits(Protocol):
    """Finishes that imports set, and those set back in bulk."""

    def unread(self, import_ids: Iterable[int]) -> list[int]:
        """Return those of these imports that are merged and not yet read for edits in bulk."""
        ...

    def finishes_set_by(self, import_id: int) -> list[str]:
        """Return the codes of known dossiers whose finish an import set, in order."""
        ...

    def keep(self, import_id: int, found: Sequence[BulkEdit], *, at: datetime) -> None:
        """Keep what an import set in bulk, and that it has been read for it."""
        ...

    def forget(self, *, since: datetime) -> None:
        """Have imports read at or after an instant be read anew for edits in bulk."""
        ...

    def of(self, import_ids: Iterable[int]) -> Mapping[str, frozenset[int]]:
        """Return, by code, those of these imports that set its finish in bulk."""
        ...

    def read_since(self, at: datetime) -> tuple[BulkEdit, ...]:
        """Return what was set in bulk by imports read at or after an instant, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredReport:
    """A period's report as it was made.

    `revision` counts the reports of one unit and period from 1. `sha256` is of `figures`,
    canonical JSON; `basis`, too, is JSON: the program, the calendars and the settings that
    they rest on. The workbook lies on the shelf: its code and its size in bytes are kept here.
    `cover` is None where the report has none; `annexes` are the parts of its list, in order.
    `pending` are the codes of the dossiers that were open when the period ended, packed: no
    figures, kept to explain an opening that differs.
    """

    unit: str
    first_on: date
    last_on: date
    revision: int = 1
    made_at: datetime
    sha256: str
    figures: bytes
    basis: bytes
    workbook_sha256: str
    workbook_size: int
    pending: bytes = b""
    pdf: bytes
    cover: bytes | None = None
    annexes: tuple[bytes, ...] = ()


class Reports(Protocol):
    """Reports made, frozen, and what was recorded since one was."""

    def find(self, unit: str, first_on: date, last_on: date) -> StoredReport | None:
        """Return the last report of a unit and period, if one was made."""
        ...

    def ending(self, unit: str, last_on: date) -> StoredReport | None:
        """Return the report made last of a unit and of whatever days up to `last_on`."""
        ...

    def made(self) -> AbstractSet[tuple[str, date, date]]:
        """Return unit, first and last day of every report that was made."""
        ...

    def since(self, at: datetime) -> Since:
        """Count what was recorded after an instant."""
        ...

    def keep(self, report: StoredReport) -> bool:
        """Keep a report unless that revision of its unit and period is kept; tell if kept."""
        ...


class HandedOver(Protocol):
    """What was told by hand."""

    def keep(self, one: Handed) -> None:
        """Keep that something was told."""
        ...

    def told(self, codes: Iterable[str]) -> set[tuple[str, str]]:
        """Return code and matter of what citizens were told of these dossiers."""
        ...

    def newest(self, limit: int, *, units: frozenset[str] | None = None) -> list[Handed]:
        """Return what was told last, newest first; of these units where given."""
        ...


class Workbooks(Protocol):
    """What units were asked by workbook, and what they answered."""

    def add(self, workbook: Workbook) -> bool:
        """Keep a workbook unless its unit has one of that day; tell if kept."""
        ...

    def get(self, workbook_id: str) -> Workbook | None:
        """Return a workbook by its code."""
        ...

    def of_day(self, unit: str, day: date) -> Workbook | None:
        """Return the workbook of a unit and day."""
        ...

    def latest(
        self, limit: int, *, units: frozenset[str] | None = None
    ) -> list[tuple[Workbook, int]]:
        """Return the newest workbooks, each with how many answers were taken from it.

        Only those of these units, where given.
        """
        ...

    def counts_between(self, after: datetime, until: datetime) -> tuple[int, int]:
        """Count workbooks made, and answers first read, after one instant, until another."""
        ...

    def last_asked(self, target: str) -> tuple[datetime, str] | None:
        """Return when a workbook last asked about a dossier, and how the matter stood then."""
        ...

    def last_answer(self, part: Part, target: str, basis: str) -> Answered | None:
        """Return the answer that counts: the last in `order`."""
        ...

    def keep(self, answered: Answered) -> None:
        """Keep an answer for ever; twice is once."""
        ...

    def supply(self, figure: SuppliedFigure) -> None:
        """Keep a figure in place of an earlier one."""
        ...

    def figures(self, month: date) -> list[SuppliedFigure]:
        """Return the figures supplied for a month, by unit and name; none taken back."""
        ...


class Done(Protocol):
    """Marks of work that is done once, and signs of life."""

    def has(self, name: str) -> bool:
        """Tell whether this was done."""
        ...

    def mark(self, name: str, *, at: datetime) -> None:
        """Say that this is done; twice is once."""
        ...

    def forget_after(self, at: datetime, *, but: Collection[str] = ()) -> None:
        """Take back marks and signs of life, `but` these, of after `at`: a clock ran ahead."""
        ...

    def beat(self, name: str, *, at: datetime, detail: str = "") -> None:
        """Leave a sign of life."""
        ...

    def stopped(self, name: str) -> None:
        """Take back the signs of life of this name: it has ended."""
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
    def agenda(self) -> Agenda: ...  # noqa: D102
    @property
    def counts(self) -> Counts: ...  # noqa: D102
    @property
    def edits(self) -> Edits: ...  # noqa: D102
    @property
    def findings(self) -> Findings: ...  # noqa: D102
    @property
    def units(self) -> Units: ...  # noqa: D102
    @property
    def spans(self) -> Spans: ...  # noqa: D102
    @property
    def letters(self) -> Letters: ...  # noqa: D102
    @property
    def numbers(self) -> Numbers: ...  # noqa: D102
    @property
    def batches(self) -> PrintBatches: ...  # noqa: D102
    @property
    def outbox(self) -> Outbox: ...  # noqa: D102
    @property
    def delivery(self) -> Delivery: ...  # noqa: D102
    @property
    def bounces(self) -> Bounces: ...  # noqa: D102
    @property
    def held(self) -> Held: ...  # noqa: D102
    @property
    def handed(self) -> HandedOver: ...  # noqa: D102
    @property
    def mergers(self) -> Mergers: ...  # noqa: D102
    @property
    def months(self) -> Months: ...  # noqa: D102
    @property
    def reports(self) -> Reports: ...  # noqa: D102
    @property
    def workbooks(self) -> Workbooks: ...  # noqa: D102
    @property
    def done(self) -> Done: ...  # noqa: D102
    @property
    def gauges(self) -> Gauges: ...  # noqa: D102
    @property
    def retention(self) -> Retention: ...  # noqa: D102

    def wake(self, name: Name, **ids: str | int) -> None:
        """Have a job called with these ids once this is committed; as often as said, once."""
        ...


class Store(Protocol):
    """The database: short transactions only, none across SMTP or rendering."""

    def writing(self) -> AbstractContextManager[Work]:
        """Open a write transaction: committed at the end, undone on error.

        No other is open meanwhile.
        """
        ...

    def sharing(self) -> AbstractContextManager[Work]:
        """Open the same, beside others of its kind: each claims the rows that it writes."""
        ...

    def reading(self) -> AbstractContextManager[Work]:
        """Open a transaction that sees one consistent state."""
        ...
