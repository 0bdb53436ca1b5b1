"""Count anew what a change of calendar, procedures or choices may have moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import with_proposals
from monitor.domain.counted import Recount, Redated, count_basis, counted
from monitor.domain.day_plan import changed_days, plan_of, spans
from monitor.domain.office import Office
from monitor.flows.cases import make_case
from monitor.ports.store import Store, Work

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """How many dossiers were counted anew, and those whose dates moved."""

    counted: int = 0
    moved: tuple[Redated, ...] = ()


def recount(store: Store, office: Office, *, at: datetime) -> Recounted:
    """Count anew the open dossiers that a change touches, and keep which dates moved.

    A dossier whose own data changed since it was last counted is left to the scan:
    its date moves for that. Begun again after a crash, no move is kept twice.
    """
    with store.reading() as work:
        codes = sorted(touched(work, office))
    moved: list[Redated] = []
    waiting = iter(codes)
    while batch := list(islice(waiting, BATCH)):
        with store.writing() as work:
            counts = list(recounts(work, office, batch, at=at))
            work.counts.keep(counts, at=at)
        moved += [one.moved for one in counts if one.moved]
    with store.writing() as work:
        work.counts.keep_plans(
            {name: plan_of(calendar) for name, calendar in office.every_calendar.items()}
        )
    return Recounted(counted=len(codes), moved=tuple(moved))


def pending(work: Work, office: Office, *, at: datetime) -> Recounted:
    """Return what `recount` would do now, and keep nothing."""
    codes = touched(work, office)
    return Recounted(counted=len(codes), moved=_moved(work, office, codes, at=at))


def proposed(work: Work, office: Office, name: str, *, at: datetime) -> Recounted:
    """Return what would move if all that one calendar only proposes were decided."""
    calendar = office.every_calendar[name]
    tried = WorkingCalendar(with_proposals(calendar.spec))
    codes: set[str] = set()
    for first, last in spans(changed_days(plan_of(calendar), plan_of(tried))):
        codes.update(work.counts.resting_on(name, first, last))
    moved = _moved(work, office.with_calendar(tried), codes, at=at)
    return Recounted(counted=len(codes), moved=moved)


def _moved(
    work: Work, office: Office, codes: Iterable[str], *, at: datetime
) -> tuple[Redated, ...]:
    found = (one.moved for one in recounts(work, office, sorted(codes), at=at))
    return tuple(one for one in found if one is not None)


def touched(work: Work, office: Office) -> set[str]:
    """Return the open dossiers whose dates rest on a day or a choice that has changed."""
    codes: set[str] = set()
    for name, before in work.counts.plans().items():
        calendar = office.every_calendar.get(name)
        if calendar is not None:
            for first, last in spans(changed_days(before, plan_of(calendar))):
                codes.update(work.counts.resting_on(name, first, last))
    for basis in work.counts.bases():
        policy = office.policy_of(basis.unit)
        procedure = office.directory.procedures.get(basis.procedure or "")
        if (basis.calendar, basis.by) != (policy.calendar.name, count_basis(procedure, policy)):
            codes.update(work.counts.counted_by(basis))
    return codes


def recounts(
    work: Work, office: Office, codes: Iterable[str], *, at: datetime
) -> Iterator[Recount]:
    """Yield the dossiers among `codes` that `office` counts otherwise than was kept."""
    kept = work.counts.of(codes)
    for code, dossier in work.dossiers.load(kept).items():
        after = counted(make_case(dossier, None, office, at=at))
        if after is not None and after != kept[code]:
            yield Recount(dossier=code, unit=dossier.unit, before=kept[code], after=after)
