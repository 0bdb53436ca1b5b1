"""What a rule says of how a dossier was handled, as a mail shows it: one line a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from monitor.domain.finding import Fact, Finding
from monitor.domain.instants import vietnam_day
from monitor.notices.occasion import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One such finding: the date before, the date after, the day of the act, and a count.

    `since` and `on` are the two exports between which a date moved. `number` is of times
    or of working days, `allowed` what may be. `stage` and `kind` are codes.
    """

    rule: str
    stage: str
    kind: str = ""
    old_on: date | None = None
    new_on: date | None = None
    since: date | None = None
    on: date | None = None
    number: int | None = None
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Under which names a rule's facts hold what a point shows; empty: it shows none."""

    old_on: str = ""
    new_on: str = ""
    since: str = ""
    on: str = ""
    number: str = ""


POINTS: Mapping[str, Facts] = MappingProxyType(
    {
        "asked_late": Facts(on="asked_at", number="days"),
        "asked_again": Facts(on="asked_at", number="asks"),
        "paused_long": Facts(on="paused_at"),
        "apology_late": Facts(old_on="due_at", new_on="new_due_at", on="dated_on"),
        "new_date_not_entered": Facts(old_on="shown_at", new_on="new_due_at", on="issued_at"),
        "moved_without_letter": Facts(new_on="promised_at", since="moved_after", on="moved_by"),
        "second_reappointment": Facts(old_on="promised_at", new_on="again_at", on="seen_at"),
    }
)


def points(matters: Iterable[Matter]) -> tuple[Point, ...]:
    """Return what such rules say of one dossier, in the order found."""
    ordered = sorted(matters, key=lambda matter: matter.id)
    return tuple(_point(one.finding) for one in ordered if one.finding.rule in POINTS)


def _point(finding: Finding) -> Point:
    facts, names = finding.facts, POINTS[finding.rule]
    return Point(
        rule=finding.rule,
        stage=finding.stage.removesuffix("d"),
        kind=str(facts.get("kind", "")),
        old_on=_day(facts.get(names.old_on)),
        new_on=_day(facts.get(names.new_on)),
        since=_day(facts.get(names.since)),
        on=_day(facts.get(names.on)),
        number=_number(facts.get(names.number)),
        allowed=_number(facts.get("allowed")),
    )


def _day(fact: Fact) -> date | None:
    if isinstance(fact, datetime):
        return vietnam_day(fact)
    return fact if isinstance(fact, date) else None


def _number(fact: Fact) -> int | None:
    return fact if isinstance(fact, int) else None
