"""Explain an import that set the finishes of many dossiers of the unit back at once.

Say what was done that day: an office that catches up with its books looks alike, as does
a mistake of the system. Where dates were entered wrongly, put them right in the source
system, dossier by dossier, from the papers. One finding with the list stands for all of
them, from `policy.bulk_edits` dossiers on. The unit is asked first; the leader hears of
it, with the explanation, once `policy.explain_days` working days have ended.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.directory import Role
from monitor.domain.dossier import Carried
from monitor.domain.edits import BulkEdit
from monitor.domain.finding import Finding, Severity, stage_of
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.domain.verification import TOLD, explain_by, stage_at, stage_moments


def check(case: UnitCase) -> Iterator[Finding]:
    """Yield a finding for each import, with the list and both exports."""
    for edit in _own(case):
        stage = stage_at(edit.read_at, case.policy, at=case.at)
        if stage is not None:
            yield Finding(
                rule=RULE.code,
                unit=case.unit.code,
                stage=stage_of(stage, edit.import_id),
                deadline=None,
                severity=Severity.WARNING,
                tells=(Role.HEAD, Role.LEADER) if stage == TOLD else (Role.HEAD,),
                facts={
                    "import_id": edit.import_id,
                    "source": edit.source,
                    "exported_at": edit.shown_by_at,
                    "read_at": edit.read_at,
                    "exported_before_at": edit.shown_before_at,
                    "dossiers": edit.count,
                    "codes": ", ".join(edit.codes),
                    "explain_by": explain_by(edit.read_at, case.policy),
                },
            )


def moments(case: UnitCase) -> Iterator[datetime]:
    """Yield the instants at which it is asked, told and left to rest."""
    for edit in _own(case):
        yield from stage_moments(edit.read_at, case.policy)


def _own(case: UnitCase) -> Iterator[BulkEdit]:
    """Yield the edits of the unit itself: those of a unit below it are asked there."""
    return (edit for edit in case.edits if edit.unit == case.unit.code)


RULE = UnitRule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.FINISHED}),
    check=check,
    moments=moments,
)
