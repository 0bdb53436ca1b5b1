"""The clocks beside the deadline, as a mail names them: a late step, a late reception."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.finding import Fact
from monitor.domain.instants import local
from monitor.notices.occasion import Matter

STEP, RECEIPT = "step_overdue", "slow_receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class LateStep:
    """A step that runs beyond its limit, as far as an export of `as_of` knows."""

    name: str
    due_at: datetime
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LateReceipt:
    """An online dossier that nobody has received by `receive_by`."""

    submitted_at: datetime
    receive_by: datetime
    as_of: datetime


def late_step(matters: Iterable[Matter]) -> LateStep | None:
    """Return the late step that one of the matters speaks of."""
    facts = _facts(matters, STEP)
    return (
        LateStep(
            name=" ".join(str(facts["step"]).split()),
            due_at=_at(facts["step_due_at"]),
            as_of=_at(facts["as_of"]),
        )
        if facts
        else None
    )


def late_receipt(matters: Iterable[Matter]) -> LateReceipt | None:
    """Return the late reception that one of the matters speaks of."""
    facts = _facts(matters, RECEIPT)
    return (
        LateReceipt(
            submitted_at=_at(facts["submitted_at"]),
            receive_by=_at(facts["receive_by"]),
            as_of=_at(facts["as_of"]),
        )
        if facts
        else None
    )


def _facts(matters: Iterable[Matter], rule: str) -> dict[str, Fact]:
    found = (one.finding.facts for one in matters if one.finding.rule == rule)
    return dict(next(found, {}))


def _at(fact: Fact) -> datetime:
    """Return an instant that a rule states."""
    assert isinstance(fact, datetime)  # noqa: S101 - the rules of this file's name state it
    return local(fact)
