"""As of when the sources speak, what they do not cover, and what could not be known."""

from collections import Counter
from dataclasses import dataclass

from reports.judged import Outcome
from reports.scope import SourceAge
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness(Figures):
    """What stands behind the figures.

    `sources` are all systems counted; `stale` those of them that were exported before
    the period ended. The counts are of dossiers that were to be processed, but for
    `without_receipt` and `without_end`: those stand outside every figure.
    """

    sources: tuple[SourceAge, ...]
    stale: tuple[SourceAge, ...]
    not_covered: tuple[str, ...]
    without_receipt: int
    without_end: int
    no_deadline: int
    unknown: int
    no_unit: int
    no_field: int
    no_channel: int


def make(month: Month) -> Freshness:
    """State what the figures rest on and what is missing in them."""
    scope, snapshots = month.scope, [case.snapshot for case in month.counted]
    received = [case.snapshot for case in month.counted if case.is_received]
    outcomes = Counter(case.outcome for case in month.counted)
    return Freshness(
        sources=scope.sources,
        stale=tuple(one for one in scope.sources if one.exported_at < month.period.ends_at),
        not_covered=scope.not_covered,
        without_receipt=scope.without_receipt,
        without_end=scope.without_end,
        no_deadline=outcomes[Outcome.NO_DEADLINE],
        unknown=outcomes[Outcome.UNKNOWN],
        no_unit=sum(not snapshot.unit for snapshot in snapshots),
        no_field=sum(not snapshot.field for snapshot in snapshots),
        no_channel=sum(snapshot.channel is None for snapshot in received),
    )


SECTION = Section(module=__name__, make=make)
