"""Judge dossiers: all that is read of each, to what the rules say of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.catalogues.told import sentence
from monitor.domain.awaited import awaited_at
from monitor.domain.counted import counted
from monitor.domain.deadline import Missing, Undated
from monitor.domain.errors import DungHanError
from monitor.domain.office import Office
from monitor.domain.punctuality import punctuality
from monitor.domain.rule import Case, Rule, judge
from monitor.flows.cases import make_case
from monitor.flows.edits import edited_in_bulk
from monitor.ports.store import Judged, Subject, Work

CALENDAR = "calendar"  # stands among the rules that could not know


@dataclass(frozen=True, slots=True)
class Failed:
    """A dossier whose judging raised, and why, without what the error said of persons."""

    of: Subject
    why: str


def judge_all(
    work: Work,
    office: Office,
    rules: Sequence[Rule],
    subjects: Sequence[Subject],
    *,
    at: datetime,
) -> tuple[list[Judged], list[Failed]]:
    """Judge dossiers; one that cannot be judged stops no other."""
    changes = {one.dossier.code: one.changes for one in subjects if one.changes}
    in_bulk = edited_in_bulk(work, office, changes, at=at)
    judged: list[Judged] = []
    failed: list[Failed] = []
    for one in subjects:
        try:
            case = make_case(
                one.dossier,
                one.letter,
                office,
                at=at,
                changes=one.changes,
                edited_in_bulk=in_bulk.get(one.dossier.code, frozenset()),
            )
            judged.append(_judged(one, case, rules))
        except Exception as error:  # noqa: BLE001 - whatever a rule does, the others go on
            failed.append(Failed(one, _why(error)))
    return judged, failed


def _judged(subject: Subject, case: Case, rules: Sequence[Rule]) -> Judged:
    standing, judgement = case.standing, judge(case, rules)
    is_gap = isinstance(standing, Undated) and standing.why is Missing.CALENDAR_GAP
    return Judged(
        of=subject,
        findings=judgement.findings,
        unknown=(*judgement.unknown, CALENDAR) if is_gap else judgement.unknown,
        passes_at=awaited_at(case),
        look_at=judgement.look_at,
        counted=counted(case),
        punctuality=punctuality(case),
    )


def _why(error: Exception) -> str:
    return sentence(error) if isinstance(error, DungHanError) else type(error).__name__
