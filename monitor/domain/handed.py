"""What was told by hand: a call, a text message, words in the group of a unit."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class HandWay(StrEnum):
    """By which hand it was told."""

    GROUP = "group"
    SMS = "sms"
    CALL = "call"


class Subject(StrEnum):
    """What a citizen is told of."""

    LETTER = "letter"  # the result is late, and there is a new date
    RESULT = "result"  # the result is ready


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One telling. It is about a dossier, or about a unit's group text (`dossier` empty).

    `about` names the matter within the dossier, so that a second letter is told again.
    """

    way: HandWay
    by: str
    at: datetime
    dossier: str = ""
    unit: str = ""
    about: str = ""
    note: str = ""
