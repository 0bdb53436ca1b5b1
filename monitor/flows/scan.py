"""Judge the dossiers whose time has come, and keep what the rules find."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.office import Office
from monitor.domain.rule import Rule
from monitor.flows.crew import has_help
from monitor.flows.judging import judge_all
from monitor.flows.last_judged import keep_judged
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Name, Queue
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


def scan(
    store: Store,
    office: Office,
    rules: Sequence[Rule],
    *,
    at: datetime,
    crew: Crew | None = None,
) -> Scanned:
    """Judge every dossier whose `look_at` has come, batch by batch.

    Each batch is one short transaction. Running it twice for one instant finds
    nothing the second time. A dossier whose judging raises is pushed back and
    stops nobody else. A `crew` is called where there is much to do; at the end
    nothing is in anybody's hand.

    Returns:
        What was done here; what others did is theirs to tell.
    """
    done = Scanned()
    with store.reading() as work:
        if not work.agenda.due(at=at, limit=1):
            return done
    if crew:
        _call(store, crew, at=at)
    while True:
        done += _scan_claimed(store, office, rules, at=at)
        with store.writing() as work:  # nobody else has a batch in hand now
            is_over = not work.agenda.due(at=at, limit=1)
            if is_over:
                keep_judged(work, at=at)
        if is_over:
            return done


def scan_unit(
    store: Store, office: Office, rules: Sequence[Rule], unit: str, *, at: datetime
) -> Scanned:
    """Help with the dossiers of one unit that nobody has in hand."""
    return _scan_claimed(store, office, rules, at=at, unit=unit)


def _call(store: Store, crew: Crew, *, at: datetime) -> None:
    """Have others judge too, unit by unit, where there is work enough for them."""
    with store.reading() as work:
        if not has_help(work, crew, Queue.SCAN, at=at):
            return
        due = work.agenda.due_units(at=at)
    if sum(due.values()) < crew.dossiers:
        return
    with store.sharing() as work:
        for unit in sorted(due, key=lambda unit: (-due[unit], unit)):
            work.wake(Name.SCAN, unit=unit)


def _scan_claimed(
    store: Store,
    office: Office,
    rules: Sequence[Rule],
    *,
    at: datetime,
    unit: str | None = None,
) -> Scanned:
    done = Scanned()
    while True:
        with store.sharing() as work:
            ids = work.agenda.claim(at=at, limit=BATCH, unit=unit)
            if not ids:
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
