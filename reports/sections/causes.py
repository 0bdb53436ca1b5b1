"""Why dossiers were late: how many have each cause."""

from collections import Counter
from dataclasses import dataclass

from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseCount:
    """How many late dossiers have one cause; an empty code: none was given."""

    cause: str
    cause_text: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes(Figures):
    """The causes, most frequent first; those not given last."""

    counts: tuple[CauseCount, ...]


def make(month: Month) -> Causes:
    """Count the causes of the period's late dossiers.

    Source:
        docs/law.md#causes
    """
    found = Counter((case.snapshot.cause, case.snapshot.cause_text) for case in month.late)
    counts = [
        CauseCount(cause=cause, cause_text=text, count=count)
        for (cause, text), count in found.items()
    ]
    return Causes(counts=tuple(sorted(counts, key=_order)))


def _order(one: CauseCount) -> tuple[bool, int, str, str]:
    return not one.cause, -one.count, one.cause, one.cause_text


SECTION = Section(module=__name__, make=make)
