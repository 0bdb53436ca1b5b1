"""What is told of how one dossier's deadline came about."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from monitor.domain.beginnings import Beginning
from monitor.domain.clocks import Reception, StepDue
from monitor.domain.deadline import Deadline
from monitor.domain.dossier import PauseKind, PromiseKind
from monitor.domain.explanation import Explanation, Interrupted
from monitor.domain.term import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A date that the citizen was told; one that puts the date off again never binds.

    Nor does one told without a letter when the date before had passed: `is_late`.
    """

    promised_at: datetime
    made_at: datetime
    kind: PromiseKind
    may_bind: bool
    is_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pausing:
    """What a dossier waits for, since when; where `is_seen`, since it was seen to wait.

    `is_late`: its deadline had passed by then, and stands.
    """

    since: datetime
    kind: PauseKind
    is_seen: bool
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lawful:
    """The end of the term as the law has it."""

    due_at: datetime
    is_estimated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A `year` that a count needs and the calendar of `file` does not hold."""

    year: int
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What is told of one dossier.

    `count` is None where the term is not known or has not begun, and where `gaps` says
    that it leaves the loaded years; `gaps` names `count`, `steps` or `reception`.
    `is_undated`: nothing leads to a deadline, so that only the reception is told.
    `steps` ends before the first that an open pause leaves open: those are `open_steps`.
    """

    dossier: str
    procedure: str
    is_open: bool
    received_at: datetime | None
    term: Term | None
    promises: tuple[Told, ...]
    promised_at: datetime | None
    is_promise_moved: bool  # by what was waited since it was made
    pausing: Pausing | None
    deadline: Deadline | None
    is_undated: bool
    lawful: Lawful | None
    count: Explanation | Interrupted | None
    beginning: Beginning | None
    reception: Reception | None
    steps: tuple[StepDue, ...]
    open_steps: tuple[str, ...]
    is_outside_receipt_hours: bool
    made_up: tuple[tuple[date, str, str, str], ...]  # day, title, source, status
    gaps: dict[str, Gap]

    @property
    def stopped_since(self) -> datetime | None:
        """Since when no deadline can be named, because the office waits."""
        return self.pausing.since if self.pausing and not self.pausing.is_late else None


def explanation_facts(facts: Explained) -> dict[str, Any]:
    """Return what was gathered as plain data; each step says its kind."""
    told = {**asdict(facts), "stopped_since": facts.stopped_since}
    if facts.count is not None:
        told["count"] |= _count_facts(facts.count)
    told["made_up"] = [
        dict(zip(("day", "title", "source", "status"), row, strict=True))
        for row in facts.made_up
    ]
    return told


def _count_facts(count: Explanation | Interrupted) -> dict[str, Any]:
    """Return how far a count came, the same of one that is whole and of one that is not."""
    steps = [{"kind": type(step).__name__.lower(), **asdict(step)} for step in count.steps]
    if isinstance(count, Explanation):
        return {"due_at": count.due_at, "used": count.total, "left": 0, "steps": steps}
    return {"due_at": None, "used": count.used, "left": count.left, "steps": steps}
