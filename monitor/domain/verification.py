"""Asking an office about an edit: what two exports show, and who is asked when.

An edit is asked of the unit as soon as the import that shows it is read. Once the days to
explain have ended, it is laid before the leader with whatever the unit has said; after
some days more it rests, and is left to the report.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from monitor.domain.change import Change, Shown
from monitor.domain.directory import Role
from monitor.domain.finding import Fact, Finding, Severity, split_stage, stage_of
from monitor.domain.instants import vietnam_day
from monitor.domain.policy import Policy
from monitor.domain.rule import Case
from monitor.domain.thresholds import ends_after, has_come, known

ASKED, TOLD = "asked", "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """An edit that is to be explained: what an import altered, and what else is to be said."""

    change: Change
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


def is_of_one_source(change: Change) -> bool:
    """Tell whether a source contradicts what it showed itself: of two, one may lag behind."""
    before, by = change.shown_before, change.shown_by
    if before is None or before.source != by.source:
        return False
    return before.exported_at <= by.exported_at


def sure_until(shown: Shown, policy: Policy) -> datetime:
    """Return the instant up to which an export surely showed what its system knew."""
    return shown.exported_at - timedelta(hours=policy.lag_hours)


def value_before(case: Case, name: str, present: str | None, *, of: Change) -> str | None:
    """Return the text that a field had when an import came, from what was altered since."""
    since = (
        one
        for one in case.changes
        if one.field == name and one.shown_by.import_id >= of.shown_by.import_id
    )
    first = next(since, None)
    return first.before if first else present


def stage_at(read_at: datetime, policy: Policy, *, at: datetime) -> str | None:
    """Return who is spoken to at an instant: the unit, then the leader, then nobody."""
    told_at, rests_at = _told_at(read_at, policy), _rests_at(read_at, policy)
    if at < read_at or has_come(rests_at, at=at):
        return None
    return TOLD if has_come(told_at, at=at) else ASKED


def stage_moments(read_at: datetime, policy: Policy) -> Iterator[datetime]:
    """Yield the instants at which `stage_at` changes."""
    return iter(known(read_at, _told_at(read_at, policy), _rests_at(read_at, policy)))


def edit_of(finding: Finding) -> str | None:
    """Return what a finding at the leader's stage shares with the one that asked the unit."""
    step, edit = split_stage(finding.stage)
    return edit if edit and step in {ASKED, TOLD} else None


def explain_by(read_at: datetime, policy: Policy) -> date | None:
    """Return the last day on which the unit is to explain; None beyond the calendar."""
    told_at = _told_at(read_at, policy)
    return vietnam_day(told_at) - timedelta(days=1) if told_at else None


def _told_at(read_at: datetime, policy: Policy) -> datetime | None:
    return ends_after(vietnam_day(read_at), policy.calendar, days=policy.explain_days)


def _rests_at(read_at: datetime, policy: Policy) -> datetime | None:
    days = policy.explain_days + policy.verify_days
    return ends_after(vietnam_day(read_at), policy.calendar, days=days)


def asked_of(
    rule: str, case: Case, edits: Iterable[Edit], *, first: tuple[Role, ...] = (Role.HEAD,)
) -> Iterator[Finding]:
    """Yield a finding for each edit at the stage it has reached, one for each import.

    The unit hears of it all along, the leader in the second stage.
    """
    by_import: dict[int, Edit] = {}
    for edit in edits:
        by_import.setdefault(edit.change.shown_by.import_id, edit)
    for import_id, edit in by_import.items():
        stage = stage_at(edit.change.shown_by.imported_at, case.policy, at=case.at)
        if stage is not None:
            yield Finding(
                rule=rule,
                dossier=case.dossier.code,
                stage=stage_of(stage, import_id),
                deadline=None,
                severity=Severity.WARNING,
                tells=(*first, Role.LEADER) if stage == TOLD else first,
                facts={**_told(edit.change, case.policy), **edit.facts},
            )


def moments_of(case: Case, edits: Iterable[Edit]) -> Iterator[datetime]:
    """Yield the instants at which the stage of an edit changes."""
    for edit in edits:
        yield from stage_moments(edit.change.shown_by.imported_at, case.policy)


def _told(change: Change, policy: Policy) -> dict[str, Fact]:
    """Return the before, the after, and the two imports that differ."""
    by, before = change.shown_by, change.shown_before
    return {
        "field": change.field,
        "import_id": by.import_id,
        "source": by.source,
        "exported_at": by.exported_at,
        "read_at": by.imported_at,
        "import_before_id": before.import_id if before else None,
        "source_before": before.source if before else None,
        "exported_before_at": before.exported_at if before else None,
        "explain_by": explain_by(by.imported_at, policy),
    }
