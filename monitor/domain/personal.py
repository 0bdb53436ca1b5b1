"""What tells of a person: looked for in free texts before they outlast what they were for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.dossier import Applicant
from monitor.domain.term import fold

BLANKED = "\N{HORIZONTAL ELLIPSIS}"
"""What stands where a text was that told of a person."""
SHORTEST = 8  # letters of a place that is not any word
NAME_WORDS = 2
DIGITS = 8  # of a phone number, at the end of it


class Place(StrEnum):
    """Where people write freely about a dossier."""

    NOTE = "note"  # on a finding
    ANSWER = "answer"  # the reason given
    REASON = "reason"  # of a letter
    REFUSED = "refused"  # why a letter was
    ENDED = "ended"  # why it was replaced, recalled or is not owed
    VOID = "void"  # why its number is
    HANDED = "handed"  # on what was told by hand
    SAID = "said"  # in a workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """One text: `key` names its row, `cell` which of a row's texts it is."""

    place: Place
    key: str
    text: str
    cell: str = ""


def tells_of(text: str, applicant: Applicant) -> bool:
    """Tell whether a text names an applicant, or how to reach one.

    Marks and case do not matter. A name of one word alone is not looked for, as it may be
    any word, nor a short address.
    """
    words, figures = f" {_words(text)} ", _figures(text)
    if any(f" {one} " in words for one in _looked_for(applicant)):
        return True
    number = _figures(applicant.phone)[-DIGITS:]
    return len(number) == DIGITS and number in figures


def _looked_for(applicant: Applicant) -> Iterator[str]:
    name, address, mailbox = (
        _words(one) for one in (applicant.name, applicant.address, applicant.mailbox)
    )
    if len(name.split()) >= NAME_WORDS:
        yield name
    if len(address) >= SHORTEST:
        yield address
    if mailbox:
        yield mailbox


def _words(text: str) -> str:
    """Return a text folded, its words apart by one blank each."""
    return " ".join("".join(one if one.isalnum() else " " for one in fold(text)).split())


def _figures(text: str) -> str:
    return "".join(one for one in text if one.isascii() and one.isdigit())
