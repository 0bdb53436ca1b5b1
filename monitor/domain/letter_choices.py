"""What an office has chosen about its letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.domain.letter import LetterKind
from monitor.domain.paper import Form


class Numbering(StrEnum):
    """Who gives a letter its number."""

    VAN_THU = "van_thu"  # the clerk, in the document system; recorded afterwards
    OWN = "own"  # our register: one series without gaps per issuer, year and symbol


class Issuing(StrEnum):
    """What has to happen before a letter is issued."""

    AFTER_APPROVAL = "after_approval"
    AUTOMATIC = "automatic"  # the office has decided that nobody approves each letter


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChoices:
    """The form, who numbers, who approves; `forms` is the catalogue by name.

    The decisions are those that allow numbering by ourselves and issuing without approval,
    as they are to be cited; empty where neither is chosen. `signatures` is how many a signed
    letter bears at least: the signer's and the agency's.

    Source:
        docs/law.md#apology-letter
    """

    forms: Mapping[str, Form] = field(default_factory=dict)
    apology: str = "form04"
    numbering: Numbering = Numbering.VAN_THU
    numbering_decision: str = ""
    issuing: Issuing = Issuing.AFTER_APPROVAL
    issuing_decision: str = ""
    has_qr: bool = False
    signatures: int = 2

    @property
    def apology_form(self) -> Form:
        """The form that apologies are written on."""
        return self.forms[self.apology]

    @property
    def counter_form(self) -> Form | None:
        """The form of the notice to the one-stop unit; None where the letter is one."""
        return None if self.apology_form.tells_counter else self.forms["thong_bao"]

    @property
    def urging_form(self) -> Form:
        """The form of the slip to the agency that decides."""
        return self.forms["don_doc"]

    def form_of(self, kind: LetterKind) -> Form:
        """Return the form that letters of a kind are written on."""
        return self.apology_form if kind is LetterKind.APOLOGY else self.urging_form

    @property
    def gives_numbers(self) -> bool:
        """True where our register numbers the letters."""
        return self.numbering is Numbering.OWN

    @property
    def skips_approval(self) -> bool:
        """True where the office has decided that letters go out without one."""
        return self.issuing is Issuing.AUTOMATIC
