"""One edit that is to be explained, as a mail shows it: before, after, and both exports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.finding import Fact, Finding, split_stage
from monitor.domain.instants import is_date_only, local
from monitor.domain.rule_sets import VERIFIED
from monitor.domain.verification import TOLD
from monitor.notices.occasion import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What an export showed: an instant with or without its hour, a status, or nothing."""

    at: datetime | None = None
    has_clock: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """An import that showed it, and as of when it speaks."""

    import_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLine:
    """One edit.

    `shown_by` and `shown_before` are None of a pause that merely began at the deadline.
    `explain_by` is the last day to explain; `is_told`: the leader hears of it by now.
    """

    rule: str
    field: str
    before: Value
    after: Value
    resumed: Value
    due: Value
    is_equal: bool
    shown_by: Export | None
    shown_before: Export | None
    explain_by: date | None
    is_told: bool


def edit_lines(matters: Iterable[Matter]) -> tuple[EditLine, ...]:
    """Return what is to be explained of one dossier, in the order found."""
    return tuple(
        _line(one.finding)
        for one in sorted(matters, key=lambda matter: matter.id)
        if one.finding.rule in VERIFIED
    )


def _line(finding: Finding) -> EditLine:
    facts = finding.facts
    begun = facts.get("paused_at")
    return EditLine(
        rule=finding.rule,
        field=str(facts.get("field", "")),
        before=_value(facts.get("before")),
        after=_value(begun or facts.get("after")),
        resumed=_value(facts.get("resumed_at")),
        due=_value(facts.get("due_at")),
        is_equal=facts.get("is_equal") is True,
        shown_by=_export(facts.get("import_id"), facts.get("exported_at")),
        shown_before=_export(facts.get("import_before_id"), facts.get("exported_before_at")),
        explain_by=explain_by
        if isinstance(explain_by := facts.get("explain_by"), date)
        else None,
        is_told=split_stage(finding.stage)[0] == TOLD,
    )


def _value(fact: Fact) -> Value:
    if isinstance(fact, datetime):
        return Value(at=local(fact), has_clock=not is_date_only(fact))
    return Value(status=str(fact or ""))


def _export(number: Fact, at: Fact) -> Export | None:
    if isinstance(number, int) and isinstance(at, datetime):
        return Export(import_id=number, at=local(at))
    return None
