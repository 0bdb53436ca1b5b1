"""What a rule is, what it judges, and how all of them are asked."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Generic, Protocol, TypeVar

from monitor.domain.change import Change
from monitor.domain.deadline import Running, Standing
from monitor.domain.dossier import Carried, Dossier
from monitor.domain.errors import BrokenRuleError, RepeatedFindingError
from monitor.domain.finding import Finding
from monitor.domain.instants import midnight
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
    unit speaks of those. `running` is how an open dossier stands toward its deadline, None
    where the clock stops or has ended; `is_short` tells whether the term is of a day or
    less. Most rules ask for both.
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
    running: Running | None = field(init=False, repr=False, compare=False)
    is_short: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        is_running = isinstance(self.standing, Running) and self.dossier.is_open
        term = self.procedure.term if self.procedure else None
        object.__setattr__(self, "running", self.standing if is_running else None)
        object.__setattr__(self, "is_short", term is not None and term.is_short)

    @property
    def carries(self) -> frozenset[Carried]:
        """The fields that the sources of the dossier carry."""
        return self.dossier.carries


CaseT = TypeVar("CaseT", bound=Judgeable)


@dataclass(frozen=True, kw_only=True, eq=False)
class RuleOf(Generic[CaseT]):
    """One rule about cases of one kind, as an index card.

    It says nothing before the day `in_force_from` in Vietnam, which is `in_force_at`.
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
    code: str = field(init=False, repr=False)
    in_force_at: datetime = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", self.module.rpartition(".")[2])
        object.__setattr__(self, "in_force_at", midnight(self.in_force_from))


Rule = RuleOf[Case]
"""A rule about dossiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What all rules say of one case, what they could not know, and when to look again."""

    findings: tuple[Finding, ...]
    unknown: tuple[str, ...]  # codes of rules whose needs the source does not meet
    look_at: datetime | None


def judge(case: CaseT, rules: Iterable[RuleOf[CaseT]]) -> Judgement:
    """Ask every rule in force about one case; that another comes into force is a moment.

    `look_at` is the earliest moment after `case.at`, or None when nothing can
    change without new data.

    Raises:
        BrokenRuleError: a rule raised.
        RepeatedFindingError: a rule says one thing twice.
    """
    findings: list[Finding] = []
    at = case.at
    asked, look_at = _in_force(tuple(rules), at=at)
    able, unknown = _able(asked, case.carries)
    for rule in able:
        try:
            findings.extend(rule.check(case))
            for moment in rule.moments(case):
                if moment > at and (look_at is None or moment < look_at):
                    look_at = moment
        except Exception as error:
            raise BrokenRuleError(rule=rule.code, reason=type(error).__name__) from error
    if len(findings) > 1 and len({one.key for one in findings}) < len(findings):
        raise RepeatedFindingError(rules=_repeating(findings))
    return Judgement(findings=tuple(findings), unknown=unknown, look_at=look_at)


@lru_cache(maxsize=16)
def _in_force(
    rules: tuple[RuleOf[Any], ...], *, at: datetime
) -> tuple[tuple[RuleOf[Any], ...], datetime | None]:
    """Return the rules in force at an instant, and when the next comes into force."""
    ahead = [rule.in_force_at for rule in rules if rule.in_force_at > at]
    if not ahead:
        return rules, None
    return tuple(rule for rule in rules if rule.in_force_at <= at), min(ahead)


@lru_cache(maxsize=256)
def _able(
    rules: tuple[RuleOf[Any], ...], carries: frozenset[Carried]
) -> tuple[tuple[RuleOf[Any], ...], tuple[str, ...]]:
    """Return the rules that can know, and the codes of those that cannot."""
    able = tuple(rule for rule in rules if rule.needs <= carries)
    return able, tuple(rule.code for rule in rules if rule not in able)


def _repeating(findings: Iterable[Finding]) -> str:
    times = Counter(one.key for one in findings)
    return " ".join(sorted({rule for (_, rule, _, _), number in times.items() if number > 1}))
