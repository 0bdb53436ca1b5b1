"""A finding: what a rule has to say about one dossier or one unit, as facts without words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.domain.directory import Role

Fact = str | int | bool | date | datetime | None


BY_THE_HOUR = "due_soon", "h"
"""The rule, and the end of the stages, of the warnings that are told at once."""


DATA = "data"
"""The stage of a lateness that may be one of the data alone: nobody is called late by it."""


class Severity(StrEnum):
    """How much it presses."""

    NOTICE = "notice"
    WARNING = "warning"
    BREACH = "breach"


class Ending(StrEnum):
    """Why a finding no longer stands."""

    RESOLVED = "resolved"  # what it speaks of has ended
    REPEATED = "repeated"  # a later stage of it speaks
    SUPERSEDED = "superseded"  # the deadline it speaks of has moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule's answer about one dossier, or about a whole unit.

    Exactly one of `dossier` and `unit` is named, the other is empty. The key (dossier or
    unit, rule, stage, deadline) makes it said once: a moved deadline
    speaks again, a second run does not. `deadline` is None where none exists.
    `tells` names the places that hear of it.
    """

    rule: str
    stage: str
    deadline: datetime | None
    severity: Severity
    tells: tuple[Role, ...]
    dossier: str = ""
    unit: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str, str, datetime | None]:
        """What makes this finding itself and no other; no rule speaks of both kinds."""
        return self.dossier or self.unit, self.rule, self.stage, self.deadline


def stage_of(step: str, episode: int | date) -> str:
    """Return the stage that is one step of an episode, as `asked@5`."""
    return f"{step}@{episode}"


def split_stage(stage: str) -> tuple[str, str]:
    """Return the step that a stage is, and its episode, empty where it names none."""
    step, _, episode = stage.partition("@")
    return step, episode


def ending_of(
    rule: str, stage: str, deadline: datetime | None, *, begun: Iterable[Finding]
) -> Ending:
    """Tell why a finding ended, from what began to stand then about its dossier or unit.

    What the rule says of another episode is another thing (`asked@5`, `told@7`); about a
    unit, so is any stage that names none: an export, a month.
    """
    _, episode = split_stage(stage)
    later = [
        one.deadline
        for one in begun
        if one.rule == rule
        and split_stage(one.stage)[1] == episode
        and (one.dossier or episode)
    ]
    if not later:
        return Ending.RESOLVED
    return Ending.REPEATED if deadline in later else Ending.SUPERSEDED
