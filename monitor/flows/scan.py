"""Judge the dossiers whose time has come, and keep what the rules find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.office import Office
from monitor.domain.rule import Rule
from monitor.flows.judging import judge_all
from monitor.flows.last_judged import keep_judged
from monitor.ports.store import Store, Work

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What one scan did."""

    judged: int = 0
    found: int = 0
    failed: int = 0

    def __add__(self, other: "Scanned") -> "Scanned":
        return Scanned(
            judged=self.judged + other.judged,
            found=self.found + other.found,
            failed=self.failed + other.failed,
        )


def scan(store: Store, office: Office, rules: Sequence[Rule], *, at: datetime) -> Scanned:
    """Judge every dossier whose `look_at` has come, batch by batch.

    Each batch is one short transaction. Running it twice for one instant finds
    nothing the second time. A dossier whose judging raises is pushed back and
    stops nobody else.
    """
    done = Scanned()
    with store.reading() as work:
        if not work.agenda.due(at=at, limit=1):
            return done
    while True:
        with store.writing() as work:
            ids = work.agenda.due(at=at, limit=BATCH)
            if not ids:
                keep_judged(work, at=at)
                return done
            done += _scan_batch(work, office, rules, ids, at=at)


def _scan_batch(
    work: Work, office: Office, rules: Sequence[Rule], ids: Sequence[int], *, at: datetime
) -> Scanned:
    subjects = work.agenda.subjects(ids)
    judged, failed = judge_all(work, office, rules, subjects, at=at)
    settled = work.agenda.settle(judged, at=at)
    for one in failed:
        work.agenda.postpone(one.of, why=one.why, at=at)
    return Scanned(judged=len(judged), found=settled.found, failed=len(failed))
