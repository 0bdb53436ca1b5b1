"""The lives of the sample dossiers: what happens to each, from receipt to result."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.dossier import Applicant, Channel, Status


class Situation(StrEnum):
    """Why a dossier is in the sample."""

    EARLY = "early"
    ON_TIME = "on_time"
    IN_TIME_OPEN = "in_time_open"
    SAME_DAY = "same_day"
    BY_THE_HOUR = "by_the_hour"
    LATE_TOLD_BEFORE = "late_told_before"
    LATE_TOLD_AFTER = "late_told_after"
    LATE_UNTOLD = "late_untold"
    LATE_REFUSED_FIRST = "late_refused_first"
    SAID_IN_TIME = "said_in_time"
    DRAFTED_THEN_DONE = "drafted_then_done"
    SUPPLEMENT = "supplement"
    SUPPLEMENT_TWICE = "supplement_twice"
    STILL_PAUSED = "still_paused"
    NO_PROMISE = "no_promise"
    PROMISED_TOO_LATE = "promised_too_late"
    OUTSIDE = "outside"
    OUTSIDE_LATE = "outside_late"
    SINCE_AUGUST = "since_august"
    ACROSS_24_NOVEMBER = "across_24_november"
    UNCOLLECTED = "uncollected"
    WITHDRAWN = "withdrawn"
    SENT_BACK = "sent_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A date as the office's system shows it from an instant on; None: no date."""

    since: datetime
    promised_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A supplement asked and, if it came, handed in; with the new date then given."""

    asked_at: datetime
    came_at: datetime | None = None
    new_promised_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the sample's people do about a letter, and when.

    A plan with `is_late` False answers "in time". `refused_at` sends the first
    draft back; `answered_again_at` drafts it anew. `in_workbook`: the first answer is
    written into the unit's workbook of that day.
    """

    answered_at: datetime
    is_late: bool = True
    cause: str = ""
    reason: str = ""
    new_due_on: date | None = None
    refused_at: datetime | None = None
    answered_again_at: datetime | None = None
    approved_at: datetime | None = None
    recorded_at: datetime | None = None
    in_workbook: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """One sample dossier. `due_on` is the first promised day as its maker counted it."""

    situation: Situation
    code: str
    procedure: str
    procedure_name: str
    field: str
    unit_name: str
    handler_name: str
    channel: Channel
    applicant: Applicant
    received_at: datetime
    due_on: date
    shown: tuple[Shown, ...]
    stops: tuple[Stop, ...] = ()
    finished_at: datetime | None = None
    collected_at: datetime | None = None
    end: Status = Status.FINISHED
    plan: Plan | None = None
    letter_due_on: date | None = None  # the day a letter of ours moved it to

    def promised_at(self, at: datetime) -> datetime | None:
        """Return the promised date that the system shows at an instant."""
        return [one for one in self.shown if one.since <= at][-1].promised_at

    def is_paused(self, at: datetime) -> bool:
        """Tell whether the office waits for the citizen at an instant."""
        return any(
            stop.asked_at <= at and (stop.came_at is None or at < stop.came_at)
            for stop in self.stops
        )

    def status(self, at: datetime) -> Status:
        """Return the status that the system shows at an instant."""
        if self.finished_at is not None and self.finished_at <= at:
            if self.collected_at is not None and self.collected_at <= at:
                return Status.RETURNED
            return self.end
        return Status.PAUSED_SUPPLEMENT if self.is_paused(at) else Status.IN_PROGRESS
