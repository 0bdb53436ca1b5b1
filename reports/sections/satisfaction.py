"""How people rate the office and its officials, and what they complain of, as supplied."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.supplied import PARTS_OF
from monitor.domain.unit_figures import WHOLE
from reports.section import Figures, Month, Section
from reports.supplied_lines import SuppliedLine, supplied_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated(Figures):
    """How many were rated, and how many came to each result.

    `unsorted` is how many have no result; None where that cannot be said. `is_rounded`: the
    results are all there, and their shares as written do not add up to 100 %.
    """

    total: SuppliedLine
    results: tuple[SuppliedLine, ...]
    unsorted: int | None
    is_rounded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction(Figures):
    """What people said of the office, how officials and agencies were rated, complaints."""

    people: Rated
    officials: Rated
    complaints: tuple[SuppliedLine, ...]


def make(month: Month) -> Satisfaction:
    """State the figures, each result as a part of its whole.

    Source:
        docs/law.md#supplied-figures
    """
    return Satisfaction(
        people=_rated(month, "ratings"),
        officials=_rated(month, "officials_rated"),
        complaints=(
            supplied_line(month, "complaints"),
            supplied_line(month, "complaints_answered", share_of="complaints"),
        ),
    )


def _rated(month: Month, whole: str) -> Rated:
    results = tuple(supplied_line(month, part, share_of=whole) for part in PARTS_OF[whole])
    unsorted = _unsorted(results)
    return Rated(
        total=supplied_line(month, whole),
        results=results,
        unsorted=unsorted,
        is_rounded=unsorted == 0 and _percents(results) not in {0, WHOLE},
    )


def _unsorted(results: Iterable[SuppliedLine]) -> int | None:
    """Return how many of the whole have none of the results, where all are known."""
    shares = [one.share for one in results]
    known = [one for one in shares if one is not None]
    if len(known) < len(shares):
        return None
    return known[0].denominator - sum(one.numerator for one in known)


def _percents(results: Iterable[SuppliedLine]) -> int:
    return sum(one.share.hundredths or 0 for one in results if one.share is not None)


SECTION = Section(module=__name__, make=make)
