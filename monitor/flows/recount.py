"""Count anew what a change of calendar, procedures or choices may have moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import with_proposals
from monitor.domain.counted import Recount, Redated, count_basis, counted
from monitor.domain.day_plan import changed_days, plan_of, spans
from monitor.domain.dossier import Dossier
from monitor.domain.office import Office
from monitor.flows.cases import make_case
from monitor.ports.store import Store, Work

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Recounted:
    """How many dossiers were counted anew, and those whose dates moved."""

    counted: int = 0
    moved: tuple[Redated, ...] = ()


def recount(store: Store, office: Office, *, at: datetime, is_begun: bool = False) -> Recounted:
    """Count anew the open dossiers that a change touches, and keep which dates moved.

    A dossier whose own data changed since it was last counted is left to the scan:
    its date moves for that. Where one was `is_begun` and never ended, all are counted
    anew, for nobody knows by which change each was counted last.
    """
    with store.reading() as work:
        codes = sorted(touched(work, office, is_begun=is_begun))
    moved: list[Redated] = []
    waiting = iter(codes)
    while batch := list(islice(waiting, BATCH)):
        with store.writing() as work:
            counts = list(_recounts(work, office, batch, at=at))
            work.counts.keep(counts, at=at)
        moved += [one.moved for one in counts if one.moved]
    with store.writing() as work:
        work.counts.keep_plans(
            {name: plan_of(calendar) for name, calendar in office.every_calendar.items()}
        )
    return Recounted(counted=len(codes), moved=tuple(moved))


def pending(work: Work, office: Office, *, at: datetime, is_begun: bool = False) -> Recounted:
    """Return what `recount` would do now, and keep nothing."""
    codes = touched(work, office, is_begun=is_begun)
    found = (one.moved for one in _recounts(work, office, sorted(codes), at=at))
    moved = tuple(one for one in found if one is not None)
    return Recounted(counted=len(codes), moved=moved)


def proposed(work: Work, office: Office, name: str, *, at: datetime) -> Recounted:
    """Return what would move if all that one calendar only proposes were decided.

    Both dates are counted by the files as they are now.
    """
    calendar = office.every_calendar[name]
    decided = WorkingCalendar(with_proposals(calendar.spec))
    tried, codes = office.with_calendar(decided), touched(work, office)
    for first, last in spans(changed_days(plan_of(calendar), plan_of(decided))):
        codes.update(work.counts.resting_on(name, first, last))
    dossiers = work.dossiers.load(sorted(codes)).values()
    found = (_between(one, office, tried, at=at) for one in dossiers)
    return Recounted(counted=len(codes), moved=tuple(one for one in found if one))


def _between(
    dossier: Dossier, office: Office, other: Office, *, at: datetime
) -> Redated | None:
    """Return how the dates of a dossier differ between two offices, if they do."""
    before, after = (counted(make_case(dossier, None, one, at=at)) for one in (office, other))
    code, unit = dossier.code, dossier.unit
    both = before and after and Recount(dossier=code, unit=unit, before=before, after=after)
    return both.moved if both else None


def touched(work: Work, office: Office, *, is_begun: bool = False) -> set[str]:
    """Return the open dossiers whose dates rest on a day or a choice that has changed."""
    codes: set[str] = set()
    for name, before in work.counts.plans().items():
        calendar = office.every_calendar.get(name)
        if calendar is not None:
            for first, last in spans(changed_days(before, plan_of(calendar))):
                codes.update(work.counts.resting_on(name, first, last))
    for basis in work.counts.bases():
        policy = office.policy_of(basis.unit, basis.procedure)
        procedure = office.directory.procedures.get(basis.procedure or "")
        now = (policy.calendar.name, count_basis(procedure, policy))
        if is_begun or (basis.calendar, basis.by) != now:
            codes.update(work.counts.counted_by(basis))
    return codes


def _recounts(
    work: Work, office: Office, codes: Iterable[str], *, at: datetime
) -> Iterator[Recount]:
    """Yield the dossiers among `codes` that `office` counts otherwise than was kept."""
    kept = work.counts.of(codes)
    for code, dossier in work.dossiers.load(kept).items():
        after = counted(make_case(dossier, None, office, at=at))
        if after is not None and after != kept[code]:
            yield Recount(dossier=code, unit=dossier.unit, before=kept[code], after=after)
