"""Find the amounts in a time-limit text: number and unit, sum, range, the same day."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from monitor.domain.term import TermUnit
from monitor.domain.term_letters import HALF, Letters, number_in_words
from monitor.domain.term_parts import Amount, Join, Part, Unit

WEEK, YEAR = 7, 12  # in days, in months
LONGEST_NUMBER = 12  # signs; what is longer is a slip of the hand
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
_SAID = re.compile(r" *\(([^()]{1,40})\)")
_UNIT = re.compile(
    rf" *(?:(?P<working_days>ngay{_WORKING})"
    r"|(?P<calendar_days>ngay(?: ?\(?(?:duong )?lich\)?)?)"
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
_BY_THE_CLOCK = re.compile(r"(?<![a-z])(?:truoc|sau|luc|hoi) *$")
_WHOLE = re.compile(r"[0-9]+")
_DECIMAL = re.compile(r"([0-9]+)[.,]([0-9]{1,2})")
_HALVES = re.compile(rf"(?:([0-9]+) ?)?{HALF}|(?:([0-9]+) )?1/2|nua")


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
    part, end = _part(letters, found)
    if letters.plain[: found.start("number")].endswith("-"):
        part = replace(part, value=None)  # a negative number, or a sign nobody can judge
    join = Join.RANGE if _TO.match(letters.plain, end) else Join.SUM
    parts, notes = [part], 0
    while follows := _next_number(letters, end, join):
        notes += follows.start() > end  # an agency was named in between
        part, end = _part(letters, follows)
        parts.append(part)
    note = _AGENCY.match(letters.plain, end)
    if note and notes and notes == len(parts) - 1:
        end = note.end()
    begins = first if join is Join.RANGE else found.start("number")
    return Amount(first=begins, last=end, parts=_halves_at_work(_with_units(parts)), join=join)


def _next_number(letters: Letters, at: int, join: Join) -> re.Match[str] | None:
    """Return the next number that belongs to the amount."""
    if join is Join.RANGE:
        return _TO.match(letters.plain, at)
    note = _AGENCY.match(letters.plain, at)
    return _PLUS.match(letters.plain, note.end() if note else at)


def _part(letters: Letters, number: re.Match[str]) -> tuple[Part, int]:
    """Return the part that begins with a number, and where it ends."""
    value, end = _value(number["number"]), number.end()
    said = _SAID.match(letters.plain, end)
    words = number_in_words(letters.written(*said.span(1))) if said else None
    if said and words is not None:
        end = said.end()
    unit = _UNIT.match(letters.plain, end)
    part = Part(
        value=value,
        unit=_UNITS[str(unit.lastgroup)] if unit else None,
        words_differ=words is not None and words != value,
    )
    return part, unit.end() if unit else end


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


def _value(text: str) -> Fraction | None:
    """Return the value of a number as written: whole, or a decimal, or with a half."""
    if len(text) > LONGEST_NUMBER:
        return None
    if _WHOLE.fullmatch(text):
        return Fraction(int(text))
    if found := _DECIMAL.fullmatch(text):
        return Fraction(f"{found[1]}.{found[2]}")
    if found := _HALVES.fullmatch(text):
        return Fraction(int(found[1] or found[2] or 0)) + Fraction(1, 2)
    return None
