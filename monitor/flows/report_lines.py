"""The dossiers behind a report's figures, one by one."""

from collections.abc import Iterator
from datetime import datetime
from heapq import merge

from monitor.domain.directory import Unit
from monitor.domain.office import Office
from monitor.domain.period import Period
from monitor.domain.reckoning import DossierLine
from monitor.flows.figures import judged, month_counts
from monitor.ports.store import Work
from reports.judged import Judged


def dossier_lines(
    work: Work, office: Office, unit: Unit, period: Period, *, at: datetime
) -> Iterator[DossierLine]:
    """Yield each dossier that any figure counts, in order of their codes.

    Settled ones come as they are read, the others are judged as they come.
    """
    counts = month_counts(work, office, unit, period, at=at)
    unsettled = judged(work, office, counts.unsettled(), period)
    lines = (
        _line(case) for case in unsettled if case.reckoning.is_counted or case.reckoning.is_due
    )
    return merge(counts.lines(), lines, key=lambda line: line.code)


def _line(case: Judged) -> DossierLine:
    one = case.snapshot
    return DossierLine(
        code=one.code,
        unit=one.unit,
        procedure=one.procedure,
        channel=one.channel,
        received_at=one.received_at,
        first_due_at=one.first_due_at,
        last_due_at=one.due_at,
        ended_at=case.ended_at,
        reckoning=case.reckoning,
    )
