"""How the office kept its duty to apologise before the deadline.

Terms of a day or less stand apart, too: they leave no day before their last one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.letter import Delivery
from monitor.domain.month_letters import LetterRegister
from monitor.domain.period import Period
from monitor.domain.term import fold
from reports.judged import Judged
from reports.letter_timing import LetterTiming, letter_timing
from reports.section import Figures, Month, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Late dossiers of the period by their letter. `not_ours`: others must apologise.

    `not_owed`: it was decided, with its reason, that none is due. `urged` are those of
    `not_ours` about which a slip to the agency that decides was out.
    """

    before: int = 0
    after: int = 0
    missing: int = 0
    not_ours: int = 0
    not_owed: int = 0
    urged: int = 0

    @property
    def owed(self) -> int:
        """How many letters we had to write."""
        return self.before + self.after + self.missing

    @property
    def total(self) -> int:
        """All late dossiers that are counted here."""
        return self.owed + self.not_ours + self.not_owed

    @property
    def rate(self) -> Rate:
        """The share of letters issued before the due day, of those we owed."""
        return Rate(
            definition=RateDefinition.LETTERS, numerator=self.before, denominator=self.owed
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterUnit:
    """One unit's late dossiers by their letter; an empty code is one that nobody knows."""

    code: str
    name: str
    timings: Timings


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAgency:
    """An agency that decides late dossiers, and how many a slip to it was out about."""

    name: str
    late: int
    urged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """How the letters issued about late dossiers went out; `returned` are mails come back."""

    mail: int
    paper: int
    unknown: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCounts(Timings, Figures):
    """All late dossiers by their letter; `short`, those of terms of a day or less.

    `put_off_again` are late dossiers of ours whose date was put off more than once.
    `days_before` and `days_after` tell by how many working days, in tenths, letters of
    longer terms came before the first deadline or after it, on average; None of none.
    """

    longer: Timings
    short: Timings
    put_off_again: int
    days_before: int | None
    days_after: int | None
    deliveries: Deliveries
    by_unit: tuple[LetterUnit, ...]
    others: tuple[OtherAgency, ...]
    register: LetterRegister


Timed = tuple[Judged, LetterTiming]


def make(month: Month) -> LetterCounts:
    """Count the letters about the period's late dossiers.

    Source:
        docs/law.md#apology-due, docs/law.md#second-reappointment
    """
    late = [(case, _timing(case, month.period)) for case in month.late]
    longer = [one for one in late if not one[0].snapshot.is_short]
    short = [one for one in late if one[0].snapshot.is_short]
    return LetterCounts(
        **_counts(late),
        longer=Timings(**_counts(longer)),
        short=Timings(**_counts(short)),
        put_off_again=sum(
            case.snapshot.is_put_off_again and not case.snapshot.deciding_agency
            for case, _ in late
        ),
        days_before=_mean_days(longer, LetterTiming.BEFORE),
        days_after=_mean_days(longer, LetterTiming.AFTER),
        deliveries=_deliveries(late),
        by_unit=_by_unit(late),
        others=_others(late),
        register=month.register,
    )


def _timing(case: Judged, period: Period) -> LetterTiming:
    return letter_timing(case.snapshot, period)


def _counts(late: Iterable[Timed]) -> dict[str, int]:
    some = list(late)
    counts = Counter(timing for _, timing in some)
    urged = sum(
        case.snapshot.is_urged for case, timing in some if timing is LetterTiming.NOT_OURS
    )
    return {"urged": urged, **{timing.value: counts[timing] for timing in LetterTiming}}


def _mean_days(late: Iterable[Timed], wanted: LetterTiming) -> int | None:
    """Return the average distance to the first deadline in tenths, rounded half up."""
    days = [
        abs(case.letter_ahead)
        for case, timing in late
        if timing is wanted and case.letter_ahead is not None
    ]
    return (20 * sum(days) + len(days)) // (2 * len(days)) if days else None


def _deliveries(late: Iterable[Timed]) -> Deliveries:
    issued = [
        case.snapshot.letter
        for case, timing in late
        if timing in {LetterTiming.BEFORE, LetterTiming.AFTER} and case.snapshot.letter
    ]
    ways = Counter(letter.delivery for letter in issued)
    return Deliveries(
        mail=ways[Delivery.MAIL],
        paper=ways[Delivery.PRINT],
        unknown=ways[None],
        returned=sum(letter.is_returned for letter in issued),
    )


def _by_unit(late: Iterable[Timed]) -> tuple[LetterUnit, ...]:
    found: defaultdict[tuple[str, str], list[Timed]] = defaultdict(list)
    for case, timing in late:
        found[case.snapshot.unit, case.snapshot.unit_name].append((case, timing))
    units = [
        LetterUnit(code=code, name=name, timings=Timings(**_counts(some)))
        for (code, name), some in found.items()
    ]
    return tuple(sorted(units, key=_order))


def _order(one: LetterUnit) -> tuple[int, int, str, str]:
    return -one.timings.owed, -one.timings.missing, fold(one.name), one.code


def _others(late: Iterable[Timed]) -> tuple[OtherAgency, ...]:
    found: defaultdict[str, list[bool]] = defaultdict(list)
    for case, timing in late:
        if timing is LetterTiming.NOT_OURS:
            found[case.snapshot.deciding_agency].append(case.snapshot.is_urged)
    others = [
        OtherAgency(name=name, late=len(urged), urged=sum(urged))
        for name, urged in found.items()
    ]
    return tuple(sorted(others, key=lambda one: (-one.late, fold(one.name), one.name)))


SECTION = Section(module=__name__, make=make)
