"""What applicants were asked to hand in later."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplements:
    """The requests of a period to the dossiers of one unit and procedure.

    `unit` and `procedure` as in a tally. `again` are those of the dossiers that were asked
    more than once up to the period's end.
    """

    unit: str
    procedure: str
    requests: int
    dossiers: int
    again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The requests of a period, and those of the quarter before.

    Each is None where no source carries them, or where the quarter is not known whole.
    """

    now: tuple[Supplements, ...] | None = None
    quarter_before: tuple[Supplements, ...] | None = None
