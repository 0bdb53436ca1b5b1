"""The facts that stand on paper: typed and complete, without a word of prose."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.dossier import Applicant


class PaperSize(StrEnum):
    """The sheet that a form is made for, upright."""

    A4 = "A4"
    A5 = "A5"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One line of the catalogue of forms (monitor/catalogues/forms.toml).

    `template` is a file below `templates/letters/`, whose folder names the kind of letter.
    `symbol` is what stands behind the number, made of `{issuer}` and `{keeper}`: the symbols of
    who issues it and of the unit that keeps its file. `tells_counter` where the letter itself
    is addressed to the one-stop unit as well, so that no notice of its own is owed.

    Source:
        docs/law.md#apology-letter
    """

    name: str
    template: str
    size: PaperSize
    symbol: str
    tells_counter: bool = False


class DueBasis(StrEnum):
    """What the date that a letter is about rests on, so that no slip is quoted wrongly."""

    PROMISED = "promised"  # the slip names it
    REST_DAY = "rest_day"  # the slip names a day of rest after it
    SUPPLEMENTED = "supplemented"  # moved by the wait for a supplement
    WAITED = "waited"  # moved by waits of which one was for dues
    COUNTED = "counted"  # nothing was promised: counted by the rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What every letter states, whatever its kind.

    `mark` is the letter's own code; it is hidden in the PDF, so that the signed file is known
    again. `days_late` in working days. `dated_on` and `number` stay None while the letter waits
    for the clerk who numbers it. `recipients` are the issuer's own lines below "as above".
    `is_draft` prints the mark of a draft; `has_qr` the dossier's code as a QR code.
    """

    form: Form
    mark: str
    dossier: str
    procedure: str
    letterhead: tuple[str, ...]  # the parent agency's lines, an empty one, the issuer's own
    issuer: str
    issuer_short: str
    one_stop: str
    place: str
    symbol: str
    year: int
    received_on: date
    due_at: datetime
    is_before_deadline: bool
    stated_on: date  # the day of approval, or of drafting: "by this day"
    days_late: int
    step: str
    contact: str
    signer_title: str
    signer_name: str
    signer_authority: str  # e.g. on behalf of; empty when the head signs
    file_code: str  # the unit that keeps the file copy
    is_draft: bool
    basis: DueBasis = DueBasis.PROMISED
    recipients: tuple[str, ...] = ()
    has_qr: bool = False
    number: str | None = None
    dated_on: date | None = None

    @property
    def shown_number(self) -> str:
        """The number with its symbol, as people write it; blank while there is none."""
        return f"{self.number}/{self.symbol}" if self.number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApologyLetter(Paper):
    """An apology with its reason and its new date; the notice to the counter states the same.

    `extension_days` in working days. `replaces` is the number, with its symbol, of the letter
    that this one stands in the place of, and `replaces_on` that one's date.
    """

    applicant: Applicant
    reason: str
    new_due_at: datetime
    extension_days: int
    replaces: str = ""
    replaces_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgingSlip(Paper):
    """An urging slip to the agency that decides, which is asked to answer by a day.

    `days_left` in working days, the day of writing included; 0 once it is late.
    """

    agency: str
    days_left: int
    reply_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverLine:
    """One letter of a batch: which it is, and to whom it goes."""

    dossier: str
    number: str
    dated_on: date | None
    addressee: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The list on top of a batch of letters to be printed."""

    batch: str
    made_at: datetime
    issuer: str
    lines: tuple[CoverLine, ...]
