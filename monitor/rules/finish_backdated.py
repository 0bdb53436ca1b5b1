"""Explain a finish that was entered in time after an export had shown the dossier late.

Hold the date against the papers: the day the result was signed, the day it reached the
counter. Where it is right, say so and why it was entered late; where it is not, put it
right in the source system. Nobody is accused: an office may well have had the result and
closed the dossier days after. Many at once in one import of one unit are one finding of
the unit instead. The unit is asked first; the leader hears of it, with the explanation,
once `policy.explain_days` working days have ended.
"""

from collections.abc import Iterator
from datetime import date, datetime

from monitor.domain.backdating import backdatings
from monitor.domain.dossier import Carried
from monitor.domain.finding import Finding
from monitor.domain.rule import Case, Rule
from monitor.domain.verification import Edit, asked_of, moments_of


def check(case: Case) -> Iterator[Finding]:
    """Yield the import that set the finish back, with both exports and the two values."""
    yield from asked_of(RULE.code, case, _edits(case))


def moments(case: Case) -> Iterator[datetime]:
    """Yield the instants at which it is asked, told and left to rest."""
    yield from moments_of(case, _edits(case))


def _edits(case: Case) -> Iterator[Edit]:
    return (
        edit
        for edit in backdatings(case)
        if edit.change.shown_by.import_id not in case.edited_in_bulk
    )


RULE = Rule(
    module=__name__,
    source="docs/law.md#edits-to-explain",
    in_force_from=date(2025, 7, 1),
    needs=frozenset({Carried.FINISHED}),
    check=check,
    moments=moments,
)
