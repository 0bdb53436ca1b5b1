"""What comes of reading a time-limit text: a term, or why there is none."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from monitor.domain.errors import AmountError, TermConflictError
from monitor.domain.term import SHOWN, Term, TermUnit

HALVES = 2


class WhyNot(StrEnum):
    """Why a text is no term that can be counted."""

    EMPTY = "empty"
    NONE = "none"  # the law sets no term
    TOO_LONG = "too_long"
    NO_NUMBER = "no_number"
    NO_UNIT = "no_unit"
    BAD_NUMBER = "bad_number"  # neither whole nor halves of days
    WORDS_DIFFER = "words_differ"  # the number in figures and the number in words
    OUT_OF_RANGE = "out_of_range"
    RANGE = "range"
    SEVERAL = "several"  # different terms for different cases
    CONDITIONAL = "conditional"  # one term, and words that change it
    MIXED_UNITS = "mixed_units"  # a sum over different units
    CLOCK_HOURS = "clock_hours"  # hours beyond a working day, not said to be working hours
    REST_DAYS = "rest_days"  # calendar days that leave days of rest out
    OTHER_START = "other_start"  # counted from something else than the receipt
    UNREADABLE = "unreadable"


_A_CHOICE_SETTLES = frozenset(
    {
        *(WhyNot.NO_UNIT, WhyNot.RANGE, WhyNot.SEVERAL, WhyNot.CONDITIONAL),
        *(WhyNot.CLOCK_HOURS, WhyNot.REST_DAYS),
    }
)


class Role(StrEnum):
    """What an amount is among those of its text."""

    WHOLE = "whole"  # a term that a dossier can have
    ADDED = "added"  # time on top of another
    BESIDE = "beside"  # what else is said of another: a part of it, how far it may stretch
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermOption:
    """One of the terms a text speaks of; `low` and `high` differ for a range.

    Half days are halves of working days here. `unit` is None where the text names
    none.
    """

    low: Fraction
    high: Fraction
    unit: TermUnit | None
    condition: str = ""
    role: Role = Role.WHOLE

    @property
    def adds(self) -> bool:
        """True for time that comes on top of another option."""
        return self.role is Role.ADDED

    def admits(self, term: Term) -> bool:
        """Tell whether `term` is this option, or lies within it; only whole terms admit any."""
        if self.role is not Role.WHOLE:
            return False
        amount, unit = in_days(term)
        return self.unit in {unit, None} and self.low <= amount <= self.high


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTerm:
    """A term, and what the text says does not count: such time has to come as a pause."""

    term: Term
    not_counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadTerm:
    """Why a text is no term, with the terms and the conditions found in it."""

    why: WhyNot
    options: tuple[TermOption, ...] = ()
    conditions: tuple[str, ...] = ()  # clauses that name no term of their own
    not_counted: str = ""

    @property
    def is_silent(self) -> bool:
        """True where the text says that there is no term, or nothing."""
        return self.why in {WhyNot.EMPTY, WhyNot.NONE}


TermReading = ReadTerm | UnreadTerm


def in_days(term: Term) -> tuple[Fraction, TermUnit]:
    """Return the amount and unit of a term with half days as working days."""
    if term.unit is TermUnit.HALF_DAYS:
        return Fraction(term.amount, HALVES), TermUnit.WORKING_DAYS
    return Fraction(term.amount), term.unit


def to_term(amount: Fraction, unit: TermUnit | None) -> Term | WhyNot:
    """Return the term of an amount; working days with a half are counted in halves."""
    if unit is None:
        return WhyNot.NO_UNIT
    if unit is TermUnit.WORKING_DAYS and amount.denominator == HALVES:
        amount, unit = amount * HALVES, TermUnit.HALF_DAYS
    if amount.denominator != 1:
        return WhyNot.BAD_NUMBER
    try:
        return Term(int(amount), unit)
    except AmountError:
        return WhyNot.OUT_OF_RANGE


def agree(reading: TermReading, term: Term, *, text: str) -> TermReading:
    """Hold what `text` was read as against the `term` that stands beside it as a value.

    Returns:
        The term, where both say the same, where the text is silent, and where the value
        chooses among the whole terms that the text offers; a part of one, time on top and
        what is unclear are none. A text refused for another reason stays refused.

    Raises:
        TermConflictError: the text and the value say different things.
    """
    if isinstance(reading, ReadTerm):
        if reading.term == term:
            return reading
    elif reading.why is WhyNot.EMPTY:
        return ReadTerm(term=term)
    elif reading.why in _A_CHOICE_SETTLES:
        if any(option.admits(term) for option in reading.options):
            return ReadTerm(term=term, not_counted=reading.not_counted)
    elif reading.why is not WhyNot.NONE:
        return reading
    raise TermConflictError(text=text[:SHOWN], term=term)
