"""Where a time-limit text takes one amount apart: its shares, what it includes or has lost."""

import re
from collections.abc import Iterator, Sequence

from monitor.domain.term import TermUnit
from monitor.domain.terms.parts import Amount

TAKES_APART = re.compile(
    r"(?<![a-z])(?:trong do|(?:da )?bao gom|gom"
    r"|da (?:duoc )?(?:cat giam|giam|rut ngan|tru))(?![a-z])"
)
_BRACKETS = re.compile(r"\(([^()]*)(?:\)|$)")


def share_spans(plain: str, amounts: Sequence[Amount]) -> tuple[tuple[int, int], ...]:
    """Return where amounts belong to the one before: by their words, or because they add up."""
    return (*_said(plain), *_adding_up(plain, amounts))


def _said(plain: str) -> Iterator[tuple[int, int]]:
    for found in TAKES_APART.finditer(plain):
        first = found.start()
        is_inside = plain.rfind("(", 0, first) > plain.rfind(")", 0, first)
        last = plain.find(")" if is_inside else "|", first)
        yield first, len(plain) if last < 0 else last


def _adding_up(plain: str, amounts: Sequence[Amount]) -> Iterator[tuple[int, int]]:
    """Yield brackets whose amounts come to the amount right before them."""
    for found in _BRACKETS.finditer(plain):
        before = [one for one in amounts if one.last <= found.start()]
        inside = [one for one in amounts if found.start() < one.first < found.end()]
        if before and len(inside) > 1 and _comes_to(inside, before[-1]):
            yield found.span()


def _comes_to(shares: Sequence[Amount], whole: Amount) -> bool:
    """Tell whether shares add up; their days may leave unsaid that they are working days."""
    units = set(whole.units)
    if units == {TermUnit.WORKING_DAYS}:
        units.add(TermUnit.CALENDAR_DAYS)
    in_its_units = all(share.units <= units for share in shares)
    return in_its_units and sum(share.size for share in shares) == whole.size
