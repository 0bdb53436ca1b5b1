"""A notice: what one person is to be told, as facts without words."""

from dataclasses import Field, dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol


class NoticeKind(StrEnum):
    """What a mail is about; each has its folder in `templates/emails/`."""

    DIGEST = "digest"  # what an official must look at, once a slot
    URGENT = "urgent"  # hours are left, at once
    LEADER = "leader"  # what is late in the units of a leader, once a day
    BASELINE = "baseline"  # what the first import of a system found, in counts
    OPERATOR = "operator"  # the daily line to whoever keeps the program running
    CITIZEN_LETTER = "citizen_letter"  # the issued apology, to the citizen
    ONE_STOP_NOTICE = "one_stop_notice"  # the same, to the one-stop unit
    LETTER_RECALLED = "letter_recalled"  # an issued letter was taken back
    LETTER_RETURNED = "letter_returned"  # the citizen's mailbox refused it: it goes on paper
    AGENCY_SLIP = "agency_slip"  # an urging slip, to the agency that decides
    REPORT = "report"  # the month's report, to a leader
    WORKBOOK = "workbook"  # what a unit is to answer, in a spreadsheet, on its way out or back
    ALARM = "alarm"  # to the operator at once: mail is held


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who reads it.

    `person` is what the store remembers them by: an official's code, `unit:CODE`
    for a unit's mailbox, `operator`, or empty for a citizen. `unit_code` is empty
    where no unit of the directory is meant.
    """

    person: str
    name: str
    mailbox: str
    title: str = ""
    unit: str = ""
    unit_code: str = ""
    is_person: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a mail; the name is plain ASCII."""

    name: str
    media_type: str
    content: bytes


class Facts(Protocol):
    """A frozen dataclass whose fields a template of mails may name."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def thread_of(dossier: str) -> str:
    """Return the thread in which mails about one dossier stand."""
    return f"dossier/{dossier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One mail to one recipient, before it has words.

    `key` makes it go out once; `thread` ties mails about one matter together;
    `lists` holds the ids of the findings it tells the recipient of, `counts` those of
    others that its figures rest on.
    """

    kind: NoticeKind
    key: str
    recipient: Recipient
    facts: Facts
    thread: str | None = None
    attachments: tuple[Attachment, ...] = ()
    lists: tuple[int, ...] = ()
    counts: tuple[int, ...] = ()
