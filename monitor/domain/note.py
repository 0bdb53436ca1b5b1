"""What people say of a finding: kept for ever, with who said it, when and by which way."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class NoteKind(StrEnum):
    """What a note does."""

    ACKNOWLEDGED = "acknowledged"  # silences the repeats of a finding, not its escalation
    EXPLAINED = "explained"  # answers what the unit was asked


class Way(StrEnum):
    """How a note came in."""

    COMMAND = "command"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note about one finding; `by` is an official's code, or a name as it was given."""

    kind: NoteKind
    by: str
    at: datetime
    text: str
    way: Way = Way.COMMAND
