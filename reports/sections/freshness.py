"""As of when the sources speak, what they do not cover, and what could not be known."""

from collections import Counter
from dataclasses import dataclass

from monitor.domain.reckoning import Outcome
from reports.scope import SourceAge
from reports.section import Figures, Month, Section
from reports.tallies import total


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness(Figures):
    """What stands behind the figures.

    `sources` are all systems counted; `stale` those of them that were exported before
    the period ended. The counts are of dossiers that were to be processed, but for
    `without_receipt`, `without_end` and `elsewhere` (in outside agencies): those stand
    outside every figure. `unknown_unit`:
    their unit is none of the directory's, `unknown_units` names these. `of_other_system` are
    told of by two systems and counted once. Not `is_known`: the period was over before
    anything is known of any dossier.
    """

    sources: tuple[SourceAge, ...]
    stale: tuple[SourceAge, ...]
    not_covered: tuple[str, ...]
    without_receipt: int
    without_end: int
    elsewhere: int
    no_deadline: int
    unknown: int
    no_unit: int
    no_field: int
    no_channel: int
    unknown_unit: int
    unknown_units: tuple[str, ...]
    of_other_system: int
    is_known: bool


def make(month: Month) -> Freshness:
    """State what the figures rest on and what is missing in them."""
    scope = month.scope
    outcomes: Counter[Outcome] = Counter()
    for one in month.counted:
        outcomes[one.reckoning.outcome] += one.count
    strange = [
        one for one in month.counted if one.unit and one.unit not in month.directory.units
    ]
    return Freshness(
        sources=scope.sources,
        stale=tuple(one for one in scope.sources if one.exported_at < month.period.ends_at),
        not_covered=scope.not_covered,
        without_receipt=scope.without_receipt,
        without_end=scope.without_end,
        elsewhere=scope.elsewhere,
        no_deadline=outcomes[Outcome.NO_DEADLINE],
        unknown=outcomes[Outcome.UNKNOWN],
        no_unit=total(one for one in month.counted if not one.unit),
        no_field=total(one for one in month.counted if not month.field_of(one)),
        no_channel=total(
            one for one in month.counted if one.reckoning.is_received and one.channel is None
        ),
        unknown_unit=total(strange),
        unknown_units=tuple(sorted({one.unit for one in strange})),
        of_other_system=scope.of_other_system,
        is_known=month.is_known,
    )


SECTION = Section(module=__name__, make=make)
