"""What watchers ask of the tables: numbers and instants, no names and no texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxGauge:
    """How many messages stand where.

    `by_state` counts by the codes of `MessageState`; `uncertain` those not yet settled that
    may have been accepted already. `oldest_waiting_at` is when the oldest that waits to be
    sent was queued, `last_sent_at` when one was accepted last; None where there is none.
    """

    by_state: Mapping[str, int] = field(default_factory=dict)
    uncertain: int = 0
    oldest_waiting_at: datetime | None = None
    last_sent_at: datetime | None = None


class Gauges(Protocol):
    """Counts cheap enough to be asked for all day."""

    def outbox(self) -> OutboxGauge:
        """Count the messages."""
        ...

    def findings(self, units: frozenset[str] | None = None) -> Mapping[str, int]:
        """Count the findings that stand, about dossiers and about units, by rule.

        Only those of these units, where given.
        """
        ...

    def letters(self, units: frozenset[str] | None = None) -> Mapping[str, int]:
        """Count the letters by the codes of `LetterState`, of these units where given."""
        ...

    def dossiers_under(self, *rules: str, units: frozenset[str] | None = None) -> int:
        """Count the dossiers about which a finding of these rules stands.

        Only those of these units, where given.
        """
        ...

    def schema(self) -> str:
        """Return the version of the tables."""
        ...
