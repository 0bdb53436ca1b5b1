"""Judge the dossiers whose time has come, and keep what the rules find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.counted import counted
from monitor.domain.deadline import Missing, Running, Undated
from monitor.domain.office import Office
from monitor.domain.rule import Case, Rule, judge
from monitor.domain.thresholds import passes_at
from monitor.flows.cases import make_case
from monitor.ports.store import Judged, Store, Work

BATCH = 200
CALENDAR = "calendar"  # stands among the rules that could not know


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What one scan did."""

    judged: int = 0
    found: int = 0
    failed: int = 0


def scan(store: Store, office: Office, rules: Sequence[Rule], *, at: datetime) -> Scanned:
    """Judge every dossier whose `look_at` has come, batch by batch.

    Each batch is one short transaction. Running it twice for one instant finds
    nothing the second time. A dossier whose judging raises is pushed back and
    stops nobody else.
    """
    done = Scanned()
    while True:
        with store.writing() as work:
            codes = work.dossiers.due(at=at, limit=BATCH)
            if not codes:
                return done
            batch = _scan_batch(work, office, rules, codes, at=at)
        done = Scanned(
            judged=done.judged + batch.judged,
            found=done.found + batch.found,
            failed=done.failed + batch.failed,
        )


def _scan_batch(
    work: Work, office: Office, rules: Sequence[Rule], codes: Sequence[str], *, at: datetime
) -> Scanned:
    dossiers, letters = work.dossiers.load(codes), work.letters.newest(codes)
    changes = work.dossiers.changes(codes)
    judged: list[Judged] = []
    failed: list[str] = []
    for code, dossier in dossiers.items():
        try:
            case = make_case(
                dossier, letters.get(code), office, at=at, changes=changes.get(code, ())
            )
            judged.append(_judged(case, rules))
        except Exception:  # noqa: BLE001 - whatever a rule does, the others go on
            failed.append(code)
    found = work.dossiers.settle(judged, at=at) if judged else 0
    for code in failed:
        work.dossiers.postpone(code, at=at)
    return Scanned(judged=len(judged), found=found, failed=len(failed))


def _judged(case: Case, rules: Sequence[Rule]) -> Judged:
    standing, judgement = case.standing, judge(case, rules)
    is_gap = isinstance(standing, Undated) and standing.why is Missing.CALENDAR_GAP
    return Judged(
        dossier=case.dossier.code,
        findings=judgement.findings,
        unknown=(*judgement.unknown, CALENDAR) if is_gap else judgement.unknown,
        passes_at=passes_at(standing.deadline, case.policy.calendar)
        if isinstance(standing, Running)
        else None,
        look_at=judgement.look_at,
        counted=counted(case),
    )
