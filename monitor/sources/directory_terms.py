"""The time limit of a procedure: in words, as a value beside them, or both."""

from monitor.catalogues.told import sentence, term_sentence
from monitor.domain.errors import TermConflictError
from monitor.domain.procedure import StepLimit
from monitor.domain.term import Term, TermUnit
from monitor.domain.terms.reading import ReadTerm, agree
from monitor.domain.terms.text import read_term
from monitor.sources.catalogue import word_table
from monitor.sources.directory_rows import DirectoryRow
from monitor.sources.reasons import Reason

TEXT, AMOUNT, UNIT, STEPS = "term_text", "term_amount", "term_unit", "steps"


def time_limit(row: DirectoryRow) -> ReadTerm | None:
    """Return the term that words and value agree on.

    Returns:
        None where the line names no term, and where what it names was refused.
    """
    text, value = row.text(TEXT), _value(row)
    reading = read_term(text)
    if value is not None:
        try:
            reading = agree(reading, value, text=text)
        except TermConflictError as error:
            row.tell(TEXT, text, sentence(error))
            return None
    if isinstance(reading, ReadTerm):
        return reading
    if not reading.is_silent:
        row.tell(TEXT, text, term_sentence(reading.why))
    return None


def step_limits(row: DirectoryRow) -> tuple[StepLimit, ...]:
    """Return the steps of a procedure, written "name: time limit" and parted by "|"."""
    found: list[StepLimit] = []
    for line in row.lines(STEPS):
        name, _, text = line.rpartition(":")
        reading = read_term(text)
        if not name.strip():
            row.refuse(STEPS, line, Reason.BAD_STEP)
        elif isinstance(reading, ReadTerm):
            found.append(StepLimit(name.strip(), reading.term))
        else:
            row.tell(STEPS, line, term_sentence(reading.why))
    return tuple(found)


def _value(row: DirectoryRow) -> Term | None:
    """Return the term given as a number and a unit, None where there is none."""
    amount, word = row.text(AMOUNT), row.text(UNIT)
    known = row.word(UNIT, word_table(UNIT))
    if word and known is None:
        row.refuse(UNIT, word, Reason.UNKNOWN_WORD)
        return None
    unit = TermUnit(known) if known else None
    if unit is TermUnit.SAME_DAY:
        amount = amount or "1"
    if not amount and unit is None:
        return None
    reading = read_term(amount, unit=unit)
    is_number = not any(letter.isalpha() for letter in amount)
    if isinstance(reading, ReadTerm) and is_number and _is_one_day(reading.term):
        return reading.term
    row.refuse(AMOUNT, amount, Reason.BAD_TERM_AMOUNT)
    return None


def _is_one_day(term: Term) -> bool:
    """Tell that a term within the day is one of one day; other terms may be any."""
    return term.unit is not TermUnit.SAME_DAY or term.amount == 1
