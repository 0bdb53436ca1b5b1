"""Vietnamese time-limit texts, as procedures publish them, read as terms.

Nothing is guessed: a text is a term only when every word of it is understood.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from monitor.domain.errors import TermError
from monitor.domain.term import SHORT_HOURS, SHOWN, Term, TermUnit
from monitor.domain.terms.amounts import find_amounts, first_number
from monitor.domain.terms.clauses import Clause, split_clauses, without_cutoff
from monitor.domain.terms.exclusions import Exclusions, take_exclusions
from monitor.domain.terms.letters import PAUSES, Letters, read_letters
from monitor.domain.terms.parts import Amount, Join
from monitor.domain.terms.reading import (
    ReadTerm,
    Role,
    TermOption,
    TermReading,
    UnreadTerm,
    WhyNot,
    to_term,
)
from monitor.domain.terms.roles import roles
from monitor.domain.terms.starts import Rest

LONGEST = 500  # letters of a text that is read at all; the longest published ones have some 200
MARKS = 3  # signs that make a letter where its marks stand apart

_NONE = re.compile(
    r"(?:phap luat |luat |van ban )?(?:khong(?: co)?|(?:khong|chua)(?: co)? quy dinh"
    r"|khong (?:ap dung|xac dinh|gioi han))(?: cu the)?(?: ve)?(?: thoi (?:han|gian))?"
    r"(?: (?:giai quyet|thuc hien))?(?: cu the)?"
)
_A_UNIT = re.compile(r"(?<![a-z])(?:ngay|gio|thang|tuan|nam)(?![a-z])")


def parse_term(text: str) -> Term:
    """Read a time-limit text for a caller that needs a term.

    Raises:
        TermError: the text names no term that can be counted; `why` says why.
    """
    reading = read_term(text)
    if isinstance(reading, UnreadTerm):
        raise TermError(text=text[:SHOWN], why=reading.why.value)
    return reading.term


def read_term(text: str, *, unit: TermUnit | None = None) -> TermReading:
    """Read a time-limit text.

    A day is a calendar day unless it is called a working day; a day with a half is
    counted in half working days; hours up to a working day are working hours.

    Args:
        text: As published; whatever it is, there is an answer.
        unit: What a number without a unit is counted in, where its column says so.

    Source:
        docs/law.md#counting-days
    """
    if len(text) > MARKS * LONGEST:
        return UnreadTerm(why=WhyNot.TOO_LONG)
    letters = read_letters(text)
    if len(letters.clean) > LONGEST:
        return UnreadTerm(why=WhyNot.TOO_LONG)
    said = letters.plain.strip(PAUSES)
    if not said:
        return UnreadTerm(why=WhyNot.EMPTY)
    if _NONE.fullmatch(said):
        return UnreadTerm(why=WhyNot.NONE)
    letters, excluded = take_exclusions(letters)
    return _read(letters, excluded, unit)


def _read(letters: Letters, excluded: Exclusions, unit: TermUnit | None) -> TermReading:
    """Read what is left of a text without its exclusions."""
    amounts = tuple(find_amounts(letters))
    if amounts and amounts[0].is_same_day:
        letters = without_cutoff(letters)
        amounts = tuple(find_amounts(letters))
    if amounts:
        return _judge(tuple(split_clauses(letters, amounts)), excluded)
    number = first_number(letters, unit)
    if number is None:
        why = WhyNot.NO_NUMBER if _A_UNIT.search(letters.plain) else WhyNot.UNREADABLE
        return UnreadTerm(why=why, not_counted=excluded.text)
    return _judge(tuple(split_clauses(letters, (number,))), excluded)


def _judge(clauses: Sequence[Clause], excluded: Exclusions) -> TermReading:
    """Decide whether the clauses come to one term."""
    amounts = [one.amount for one in clauses if one.amount]
    found = (
        _fault_of_numbers(amounts)
        or _fault_of_words(amounts, {one.rest for one in clauses}, excluded)
        or _term_of(amounts[0])
    )
    if isinstance(found, Term):
        return ReadTerm(term=found, not_counted=excluded.text)
    return UnreadTerm(
        why=found,
        options=tuple(_options(clauses, excluded)),
        conditions=tuple(one.condition for one in clauses if not one.amount),
        not_counted=excluded.text,
    )


def _fault_of_numbers(amounts: Sequence[Amount]) -> WhyNot | None:
    parts = [part for amount in amounts for part in amount.parts]
    if any(part.words_differ for part in parts):
        return WhyNot.WORDS_DIFFER
    if any(part.unit is None for part in parts):
        return WhyNot.NO_UNIT
    if any(part.value is None for part in parts):
        return WhyNot.BAD_NUMBER
    return None


def _fault_of_words(
    amounts: Sequence[Amount], rests: Collection[Rest], excluded: Exclusions
) -> WhyNot | None:
    amount = amounts[0]
    by_calendar = not amount.units.isdisjoint({TermUnit.CALENDAR_DAYS, TermUnit.MONTHS})
    faults = (
        (len(amounts) > 1, WhyNot.SEVERAL),
        (len(amount.units) > 1, WhyNot.MIXED_UNITS),
        (amount.join is Join.RANGE, WhyNot.RANGE),
        (Rest.CONDITION in rests, WhyNot.CONDITIONAL),
        (Rest.OTHER_START in rests, WhyNot.OTHER_START),
        (excluded.has_rest_days and by_calendar, WhyNot.REST_DAYS),
    )
    return next((why for is_so, why in faults if is_so), None)


def _term_of(amount: Amount) -> Term | WhyNot:
    (option,) = amount.options()
    by_clock = any(part.unit and part.unit.by_clock for part in amount.parts)
    if by_clock and option.low > SHORT_HOURS:
        return WhyNot.CLOCK_HOURS
    return to_term(option.low, option.unit)


def _options(clauses: Sequence[Clause], excluded: Exclusions) -> Iterator[TermOption]:
    """Yield the terms found; days that leave days of rest out are working days."""
    for clause, role in zip(clauses, roles(clauses), strict=True):
        amount = clause.amount
        if amount is None or any(part.value is None for part in amount.parts):
            continue
        for option in amount.options(clause.condition, role=role):
            if not excluded.has_rest_days or option.unit is TermUnit.WORKING_DAYS:
                yield option
            elif option.unit is TermUnit.CALENDAR_DAYS:
                yield replace(option, unit=TermUnit.WORKING_DAYS)
            else:
                yield replace(option, role=Role.UNCLEAR)
