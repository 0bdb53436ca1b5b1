"""Find the amounts in a time-limit text: number and unit, sum, range, the same day."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from monitor.domain.term import TermUnit
from monitor.domain.terms.letters import HALF, Letters, number_in_figures, number_in_words
from monitor.domain.terms.parts import Amount, Join, Part, Unit

Span = tuple[int, int]

WEEK, YEAR = 7, 12  # in days, in months
_NUMBER = (
    rf"(?P<number>(?<![0-9a-z])(?:[0-9]+(?:[.,/][0-9]+)*(?: 1/2)?(?: ?{HALF})?|{HALF}"
    r"|nua(?![a-z])))"
)
_WORKING = r" ?\(?(?:lam viec|hanh chinh|lv)(?![a-z])\)?"
_START = re.compile(
    r"(?<![a-z])(?:"
    r"(?P<next>(?:(?:ngay )?trong )?ngay(?: lam viec)? (?:tiep theo|ke tiep|lien ke|hom sau))"
    rf"|(?P<same>(?:ngay )?trong ngay(?! *[0-9])(?:{_WORKING})?))(?![a-z])"
    rf"|(?P<from>(?<![a-z])tu +)?{_NUMBER}"
)
_SAID = re.compile(r" *\( *([^()]{1,60}?) *\)")
_UNIT = re.compile(
    rf" *(?:(?P<working_days>ngay{_WORKING})"
    r"|(?P<calendar_days>ngay(?: ?\(?(?:(?:duong )?lich|tu nhien)(?![a-z])\)?)?)"
    rf"|(?P<working_hours>(?:gio|h){_WORKING})|(?P<clock_hours>gio|h)|(?P<weeks>tuan)"
    r"|(?P<months>thang(?! *[0-9]))|(?P<years>nam(?! *[0-9])))(?![a-z0-9])"  # but no date
)
_UNITS = {
    "working_days": Unit(unit=TermUnit.WORKING_DAYS),
    "calendar_days": Unit(unit=TermUnit.CALENDAR_DAYS),
    "working_hours": Unit(unit=TermUnit.WORKING_HOURS),
    "clock_hours": Unit(unit=TermUnit.WORKING_HOURS, by_clock=True),
    "weeks": Unit(unit=TermUnit.CALENDAR_DAYS, times=WEEK),
    "months": Unit(unit=TermUnit.MONTHS),
    "years": Unit(unit=TermUnit.MONTHS, times=YEAR),
}
_SAME_DAY = Part(value=Fraction(1), unit=Unit(unit=TermUnit.SAME_DAY))
_NEXT_DAY = Part(value=Fraction(1), unit=Unit(unit=TermUnit.WORKING_DAYS))
_AGENCY = re.compile(r" *\((?!neu|truong hop|hoac|tru)[^()0-9]{1,60}\)")
_PLUS = re.compile(rf" *\+ *{_NUMBER}")
_TO = re.compile(rf" *(?:-|(?:cho )?(?:den|toi)(?![a-z])) *{_NUMBER}")
_EQUALS = re.compile(rf" *= *{_NUMBER}")
_NOTE = re.compile(r" *\([^()]{1,60}\)")
_BY_THE_CLOCK = re.compile(r"(?<![a-z])(?:truoc|sau|luc|hoi) *$")


def find_amounts(letters: Letters) -> Iterator[Amount]:
    """Yield the amounts that have a unit, from left to right; hours of the clock are none."""
    at = 0
    while found := _START.search(letters.plain, at):
        amount = _amount(letters, found)
        has_unit = any(part.unit for part in amount.parts)
        if has_unit and not _is_clock_time(letters.plain, amount):
            yield amount
        at = amount.last


def first_number(letters: Letters, unit: TermUnit | None) -> Amount | None:
    """Return the first amount of a text without units, its numbers counted in `unit`."""
    found = _START.search(letters.plain)
    if found is None:
        return None
    amount = _amount(letters, found)
    known = Unit(unit=unit) if unit else None
    parts = [replace(part, unit=known) for part in amount.parts]
    return replace(amount, parts=_halves_at_work(parts))


def _is_clock_time(plain: str, amount: Amount) -> bool:
    """Tell "after 15 hours" from a term of 15 hours."""
    by_clock = any(part.unit and part.unit.by_clock for part in amount.parts)
    return by_clock and _BY_THE_CLOCK.search(plain[: amount.first]) is not None


def _amount(letters: Letters, found: re.Match[str]) -> Amount:
    first, last = found.span()
    if found["number"] is None:
        part = _SAME_DAY if found["same"] else _NEXT_DAY
        return Amount(first=first, last=last, parts=(part,))
    part, end, note = _part(letters, found)
    if letters.plain[: found.start("number")].endswith("-"):
        part = replace(part, value=None)  # a negative number, or a sign nobody can judge
    join = Join.RANGE if _TO.match(letters.plain, end) else Join.SUM
    parts, notes = [part], [note]
    while follows := _next_number(letters, end, join):
        if follows.start() > end:
            notes[-1] = (end, follows.start())
        part, end, note = _part(letters, follows)
        parts.append(part)
        notes.append(note)
    if join is Join.SUM and len(parts) > 1:
        notes, end = _strange(letters, notes, end)
        parts, end = _total(letters, _with_units(parts), end)
    return Amount(
        first=first if join is Join.RANGE else found.start("number"),
        last=end,
        parts=_halves_at_work(_with_units(parts)),
        join=join,
        note=next(filter(None, notes), None),
    )


def _next_number(letters: Letters, at: int, join: Join) -> re.Match[str] | None:
    """Return the next number that belongs to the amount."""
    if join is Join.RANGE:
        return _TO.match(letters.plain, at)
    note = _AGENCY.match(letters.plain, at)
    return _PLUS.match(letters.plain, note.end() if note else at)


def _part(letters: Letters, number: re.Match[str]) -> tuple[Part, int, Span | None]:
    """Return the part that begins with a number, where it ends, and a note before its unit."""
    value, end, inside = number_in_figures(number["number"]), number.end(), None
    said = _SAID.match(letters.plain, end)
    repeated = _repeated(letters, said) if said else None
    if said and repeated is not None:
        end = said.end()
    unit, note = _UNIT.match(letters.plain, end), _NOTE.match(letters.plain, end)
    if note and (unit := _UNIT.match(letters.plain, note.end())):
        inside = note.span()
    part = Part(
        value=value,
        unit=_UNITS[str(unit.lastgroup)] if unit else None,
        words_differ=repeated is not None and repeated != value,
    )
    return part, unit.end() if unit else end, inside


def _repeated(letters: Letters, said: re.Match[str]) -> Fraction | None:
    """Return the number that brackets repeat, in words or figures; None for other words."""
    words = number_in_words(letters.written(*said.span(1)))
    return number_in_figures(said[1]) if words is None else Fraction(words)


def _strange(
    letters: Letters, notes: Sequence[Span | None], at: int
) -> tuple[list[Span | None], int]:
    """Return the notes of a sum that are no agencies, and where it ends.

    Agencies say nothing about the sum where each part names its own.
    """
    if not all(notes[:-1]):
        return list(notes), at
    last = None if notes[-1] else _AGENCY.match(letters.plain, at)
    strange = [one for one in notes if one and not _AGENCY.match(letters.plain, one[0])]
    return [*strange], last.end() if last else at


def _total(letters: Letters, parts: list[Part], at: int) -> tuple[list[Part], int]:
    """Return the parts and where they end; a right total after them stands for them."""
    found = _EQUALS.match(letters.plain, at)
    if found is None:
        return parts, at
    total, end, note = _part(letters, found)
    has_one_unit = {part.unit for part in parts} <= {None, total.unit}
    if note or not has_one_unit or sum(part.value or 0 for part in parts) != total.value:
        return parts, at
    differ = any(part.words_differ for part in (*parts, total))
    return [replace(total, words_differ=differ)], end


def _with_units(parts: list[Part]) -> list[Part]:
    """Give a number without a unit that of the number after it: 05 + 07 days."""
    given: list[Part] = []
    for part in reversed(parts):
        unit = part.unit or (given[-1].unit if given else None)
        given.append(replace(part, unit=unit))
    return given[::-1]


def _halves_at_work(parts: list[Part]) -> tuple[Part, ...]:
    """Take days for working days where one of them is not whole: half a day is one at work."""
    days, working = _UNITS["calendar_days"], _UNITS["working_days"]
    if not any(part.unit == days and part.size.denominator > 1 for part in parts):
        return tuple(parts)
    return tuple(replace(part, unit=working) if part.unit == days else part for part in parts)
