"""Why dossiers were late: how many have each cause, by its nature, by who decides."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from monitor.domain.term import fold
from reports.section import Figures, Month, Section

NATURES = ("CQ", "KQ", "DL", "")  # the office's own, beyond it, of the data; nobody said


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseCount:
    """How many late dossiers have one cause; an empty code: none was given."""

    cause: str
    cause_text: str
    nature: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NatureCount:
    """How many late dossiers have causes of one nature, a code of the causes' catalogue."""

    nature: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCauses:
    """The causes at one agency; an empty name was not known. `is_outside`: not our unit."""

    name: str
    is_outside: bool
    natures: tuple[NatureCount, ...]
    counts: tuple[CauseCount, ...]

    @property
    def count(self) -> int:
        """All late dossiers of the agency."""
        return sum(one.count for one in self.natures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes(Figures):
    """The causes, most frequent first, those not given last; every nature, in one order."""

    counts: tuple[CauseCount, ...]
    natures: tuple[NatureCount, ...]
    by_agency: tuple[AgencyCauses, ...]


Given = Counter[tuple[str, str, str]]


def make(month: Month) -> Causes:
    """Count the causes of the period's late dossiers.

    Source:
        docs/law.md#causes
    """
    found: defaultdict[tuple[bool, str], Given] = defaultdict(Counter)
    for case in month.late:
        one = case.snapshot
        cause = (one.cause, one.cause_text, one.cause_nature)
        found[bool(one.deciding_agency), case.agency][cause] += 1
    given: Given = sum(found.values(), Counter())
    by_agency = [
        AgencyCauses(
            name=name, is_outside=is_outside, natures=_natures(some), counts=_counts(some)
        )
        for (is_outside, name), some in found.items()
    ]
    return Causes(
        counts=_counts(given),
        natures=_natures(given),
        by_agency=tuple(
            sorted(by_agency, key=lambda one: (-one.count, fold(one.name), one.name))
        ),
    )


def _counts(given: Given) -> tuple[CauseCount, ...]:
    counts = [
        CauseCount(cause=cause, cause_text=text, nature=nature, count=count)
        for (cause, text, nature), count in given.items()
    ]
    return tuple(sorted(counts, key=_order))


def _order(one: CauseCount) -> tuple[bool, int, str, str]:
    return not one.cause, -one.count, one.cause, one.cause_text


def _natures(given: Given) -> tuple[NatureCount, ...]:
    counts: Counter[str] = Counter()
    for (_, _, nature), count in given.items():
        counts[nature] += count
    return tuple(NatureCount(nature=nature, count=counts[nature]) for nature in NATURES)


SECTION = Section(module=__name__, make=make)
