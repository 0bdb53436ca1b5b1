"""The way a notice takes to somebody: whose place they take, and what was missing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.domain.notice import Recipient


class Gap(StrEnum):
    """What the directory lacks."""

    UNIT = "unit"  # a dossier names a unit that the directory does not know
    HEAD = "head"
    LEADER = "leader"
    SIGNER = "signer"
    ONE_STOP = "one_stop"
    MAILBOX = "mailbox"  # of an official
    UNIT_MAILBOX = "unit_mailbox"
    FOREIGN_MAILBOX = "foreign_mailbox"  # of a report's reader, outside the agency's domains
    DEPUTY = "deputy"  # an absent official names nobody


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Lack:
    """One gap of the directory; `where` names the unit or the official."""

    gap: Gap
    where: str


class Why(StrEnum):
    """Why somebody hears of what is another's."""

    ABSENT = "absent"
    NO_MAILBOX = "no_mailbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """Whose place the recipient takes, and why; `until` is the last day of an absence."""

    why: Why
    name: str
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The way to one recipient, and what was missing on it."""

    recipient: Recipient
    instead: Instead | None = None
    lacks: tuple[Lack, ...] = ()
