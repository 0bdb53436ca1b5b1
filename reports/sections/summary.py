"""The page that is read first: what it suggests to say of the month, to do and to ask for.

The counts and rates of the page are those of the other sections; its own are the
suggestions for parts II to IV of the cover report, which the clerk finishes. Each says
what the figures show and where, and never why or through whom.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitor.domain.month_findings import Said
from monitor.domain.reckoning import Outcome, Reckoning
from monitor.domain.term import fold
from reports.children import Place, by_child
from reports.judged import Judged
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section
from reports.tallies import due_rate

NAMED = 5  # of many places: what the others have is the count less theirs


class Hint(StrEnum):
    """What a suggestion is about."""

    # II. What fell short
    LATE = "late"  # late dossiers, by who decides
    LETTERS_MISSING = "letters_missing"  # those of which we owe the letter, by unit
    LETTERS_AFTER = "letters_after"  # those whose letter came on the due day or later
    CAUSES_MISSING = "causes_missing"  # those without a cause, by unit
    RATES_LOW = "rates_low"  # the units furthest below the rate of all
    UNSURE = "unsure"  # dossiers of which neither on time nor late can be said
    TO_VERIFY = "to_verify"  # what units were asked to verify and said nothing of
    # III. What is to do next
    DUE_NEXT = "due_next"  # open and due in the month after, by unit
    OVERDUE = "overdue"  # open and overdue with us, by unit
    OVERDUE_OUTSIDE = "overdue_outside"  # open and overdue with other agencies
    PAUSED = "paused"  # waiting for the citizen, by unit
    VERIFY = "verify"
    # IV. What to ask for
    ISSUE_LETTERS = "issue_letters"
    STATE_CAUSES = "state_causes"
    ASK_AGENCIES = "ask_agencies"  # other agencies with late dossiers


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """How many dossiers of a suggestion one unit or agency has; an empty name: not known.

    `of` is what a share is taken of, 0 where none is.
    """

    name: str
    count: int
    of: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One point: how many dossiers in all, and where most of them are.

    Of rates it counts units, of what is to be verified the things that were asked.
    """

    hint: Hint
    count: int
    places: tuple[PlaceCount, ...]

    @property
    def elsewhere(self) -> int:
        """How many dossiers lie at places that are not named."""
        return self.count - sum(place.count for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Figures):
    """What is suggested for parts II, III and IV of the cover report."""

    shortcomings: tuple[Suggestion, ...]
    tasks: tuple[Suggestion, ...]
    proposals: tuple[Suggestion, ...]


def make(month: Month) -> Summary:
    """Draw the suggestions from a period's dossiers; what did not occur is not mentioned."""
    ours = [case for case in month.late if not case.snapshot.deciding_agency]
    outside = [case for case in month.late if case.snapshot.deciding_agency]
    by_timing: defaultdict[LetterTiming, list[Judged]] = defaultdict(list)
    for case in ours:
        by_timing[letter_timing(case.snapshot, month.period)].append(case)
    missing = _units(month, _of(by_timing[LetterTiming.MISSING]))
    no_cause = _units(month, _of(case for case in month.late if not case.snapshot.cause))
    unsaid = _units(month, ((one.unit, 1) for one in month.verified if one.said is Said.OPEN))
    ahead = month.prospect.ahead if month.prospect else ()
    return Summary(
        shortcomings=_told(
            _counted(Hint.LATE, _units(month, _of(ours)) + _agencies(outside)),
            _counted(Hint.LETTERS_MISSING, missing),
            _counted(Hint.LETTERS_AFTER, _units(month, _of(by_timing[LetterTiming.AFTER]))),
            _counted(Hint.CAUSES_MISSING, no_cause),
            _low_rates(month),
            _counted(Hint.UNSURE, _tallied(month, lambda one: one.is_unsure)),
            _counted(Hint.TO_VERIFY, unsaid),
        ),
        tasks=_told(
            _counted(Hint.DUE_NEXT, _units(month, ((one.unit, 1) for one in ahead))),
            _counted(Hint.OVERDUE, _units(month, _of(_open(ours)))),
            _counted(Hint.OVERDUE_OUTSIDE, _agencies(_open(outside))),
            _counted(Hint.PAUSED, _tallied(month, _is_paused)),
            _counted(Hint.VERIFY, unsaid),
        ),
        proposals=_told(
            _counted(Hint.ISSUE_LETTERS, missing),
            _counted(Hint.STATE_CAUSES, no_cause),
            _counted(Hint.ASK_AGENCIES, _agencies(outside)),
        ),
    )


def _told(*found: Suggestion) -> tuple[Suggestion, ...]:
    return tuple(one for one in found if one.count)


def _counted(hint: Hint, found: Counter[str]) -> Suggestion:
    places = [PlaceCount(name=name, count=count) for name, count in found.items()]
    places.sort(key=lambda place: (-place.count, fold(place.name), place.name))
    return Suggestion(hint=hint, count=found.total(), places=tuple(places[:NAMED]))


def _open(cases: Iterable[Judged]) -> list[Judged]:
    return [case for case in cases if not case.is_resolved]


def _is_paused(one: Reckoning) -> bool:
    return one.is_pending and one.outcome is Outcome.PAUSED


def _agencies(cases: Iterable[Judged]) -> Counter[str]:
    """Count cases that other agencies decide by their names."""
    return Counter(case.agency for case in cases)


def _of(cases: Iterable[Judged]) -> Iterator[tuple[str, int]]:
    return ((case.snapshot.unit, 1) for case in cases)


def _tallied(month: Month, test: Callable[[Reckoning], bool]) -> Counter[str]:
    return _units(
        month, ((one.unit, one.count) for one in month.counted if test(one.reckoning))
    )


def _units(month: Month, found: Iterable[tuple[str, int]]) -> Counter[str]:
    """Add up what units have, by the names of those right below the report's own."""
    counts: Counter[str] = Counter()
    for child, own in by_child(month, found, lambda one: one[0]).items():
        counts[child.name] += sum(count for _, count in own)
    return +counts


def _low_rates(month: Month) -> Suggestion:
    """Return the units whose on-time rate, of what fell due, is below that of all.

    Source:
        docs/law.md#on-time-rates, docs/law.md#unit-figures
    """
    every = due_rate(month.tallies)
    low = []
    for child, own in by_child(month, month.tallies, lambda one: one.unit).items():
        rate = due_rate(own)
        is_enough = rate.denominator >= month.least and child.place is Place.CHILD
        if (
            is_enough
            and rate.numerator * every.denominator < every.numerator * rate.denominator
        ):
            low.append(PlaceCount(name=child.name, count=rate.numerator, of=rate.denominator))
    low.sort(key=lambda place: (Fraction(place.count, place.of), fold(place.name), place.name))
    return Suggestion(hint=Hint.RATES_LOW, count=len(low), places=tuple(low[:NAMED]))


SECTION = Section(module=__name__, make=make)
