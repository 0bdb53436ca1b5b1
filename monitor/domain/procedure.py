"""A procedure: what the office does, how long it may take, and who decides."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.term import Term


class OnSupplement(StrEnum):
    """What a pause does to the count."""

    RESUME = "resume"  # the time between is given back
    RESET = "reset"  # the term starts again when the supplement is in
    RUN = "run"  # the clock does not stop


@dataclass(frozen=True, slots=True)
class StepLimit:
    """One step of a procedure and the time that it may take."""

    name: str
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """One line of the procedure directory."""

    code: str
    name: str
    field: str = ""
    term: Term | None = None
    not_counted: str = ""  # what the term leaves out: it must come as pauses
    steps: tuple[StepLimit, ...] = ()  # in their order
    on_supplement: OnSupplement = OnSupplement.RESUME
    deciding_unit: str | None = None
    fee: int = 0  # dong
    yields_paper: bool = True
