"""A finding: what a rule has to say about one dossier, as facts without words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.directory import Role

Fact = str | int | bool | date | datetime | None


class Severity(StrEnum):
    """How much it presses."""

    NOTICE = "notice"
    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's answer about one dossier.

    The key (dossier, rule, stage, deadline) makes it said once: a moved deadline
    speaks again, a second run does not. `deadline` is None where none exists.
    `tells` names the places that hear of it.
    """

    rule: str
    dossier: str
    stage: str
    deadline: datetime | None
    severity: Severity
    tells: tuple[Role, ...]
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, datetime | None]:
        """What makes this finding itself and no other."""
        return self.dossier, self.rule, self.stage, self.deadline
