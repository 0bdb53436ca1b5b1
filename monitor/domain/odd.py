"""Dossiers whose own dates break the identities of table 06a."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OddDossier:
    """A dossier that ended before it was received, one of the two in the period.

    `unit` and `procedure` as in a tally.
    """

    code: str
    unit: str
    procedure: str
    received_at: datetime
    ended_at: datetime
