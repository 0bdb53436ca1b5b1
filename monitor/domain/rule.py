"""What a rule is, what it judges, and how all of them are asked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, Protocol, TypeVar

from monitor.domain.change import Change
from monitor.domain.deadline import Standing
from monitor.domain.dossier import Carried, Dossier
from monitor.domain.finding import Finding
from monitor.domain.letter import Letter
from monitor.domain.policy import Policy
from monitor.domain.procedure import Procedure


class Judgeable(Protocol):
    """What any case tells of itself."""

    @property
    def at(self) -> datetime:
        """The instant it is judged at."""
        ...

    @property
    def carries(self) -> frozenset[Carried]:
        """The fields that its sources carry."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All that a rule may look at: one dossier, judged at one instant.

    `changes` holds what imports altered of it, oldest first. `edited_in_bulk` names the
    imports that set many finishes of its unit to their deadlines at once: a finding of the
    unit speaks of those.
    """

    dossier: Dossier
    procedure: Procedure | None
    standing: Standing
    policy: Policy
    at: datetime
    letter: Letter | None = None  # the newest about this dossier
    is_ours: bool = True  # False when another agency decides
    changes: tuple[Change, ...] = ()
    edited_in_bulk: frozenset[int] = frozenset()

    @property
    def carries(self) -> frozenset[Carried]:
        """The fields that the sources of the dossier carry."""
        return self.dossier.carries


CaseT = TypeVar("CaseT", bound=Judgeable)


@dataclass(frozen=True, kw_only=True)
class RuleOf(Generic[CaseT]):
    """One rule about cases of one kind, as an index card.

    `check` yields what stands now; `moments` yields the instants after which
    `check` may answer differently without new data, past ones included. `needs`
    names the fields without which the rule cannot know, and stays silent.
    """

    module: str
    source: str
    in_force_from: date
    needs: frozenset[Carried]
    check: Callable[[CaseT], Iterator[Finding]] = field(repr=False)
    moments: Callable[[CaseT], Iterator[datetime]] = field(repr=False)

    @property
    def code(self) -> str:
        """The rule's name: that of its file."""
        return self.module.rpartition(".")[2]


Rule = RuleOf[Case]
"""A rule about dossiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What all rules say of one case, what they could not know, and when to look again."""

    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]  # codes of rules whose needs the source does not meet
    look_at: datetime | None


def judge(case: CaseT, rules: Iterable[RuleOf[CaseT]]) -> Judgement:
    """Ask every rule about one case.

    `look_at` is the earliest moment after `case.at`, or None when nothing can
    change without new data.
    """
    findings: list[Finding] = []
    unknown: list[str] = []
    moments: list[datetime] = []
    for rule in rules:
        if not rule.needs <= case.carries:
            unknown.append(rule.code)
            continue
        findings.extend(rule.check(case))
        moments.extend(moment for moment in rule.moments(case) if moment > case.at)
    return Judgement(
        findings=tuple(findings), unknown=tuple(unknown), look_at=min(moments, default=None)
    )
