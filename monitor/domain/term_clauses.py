"""What a time-limit text says round its amounts: from when they count, on what condition."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.term_exclusions import clause_spans
from monitor.domain.term_letters import PAUSES, Letters
from monitor.domain.term_parts import Amount

_LEADS = "|".join(
    (
        *("tong cong", "tong so", "tong", "thoi han", "thoi gian", "giai quyet", "thuc hien"),
        *("tra ket qua", "ho so", "thu tuc hanh chinh", "thu tuc", "tthc", "trong", "vong"),
        *("khong qua", "khong vuot qua", "khong duoc qua", "toi da", "cham nhat", "muon nhat"),
        "la",
    )
)
_LEAD = re.compile(rf"(?:(?:va|hoac)(?![a-z]) *)?(?:(?:{_LEADS})(?![a-z])[ :,]*)*")
_NEXT_LEAD = re.compile(
    rf"[ ,:(]*(?:(?<![a-z])(?:va|hoac|thi|nhung)(?![a-z]) *)?"
    rf"(?:(?<![a-z])(?:{_LEADS})(?![a-z])[ :,]*)*$"
)
_NEXT_CONDITION = re.compile(  # a bracket still open, or: ", where it is hard, at most"
    r"\((?=[^()]*$)|,(?= (?:truong hop|neu|doi voi|rieng)(?![a-z])[^()]*"
    r"(?<![a-z])(?:thi|nhung|la|khong qua|toi da)[ :]*$)"
)
_ADDS = re.compile(r"(?<![a-z])them(?![a-z])")
_AS_RULED = re.compile(
    r"theo (?:dung )?quy dinh(?: (?:cua phap luat|cua luat|hien hanh))?(?![a-z])"
)
_START = re.compile(r"(?:(?:ke|tinh)(?: tu)?|tu|sau|tiep nhan|nhan|nop)(?![a-z])[^()]*")
_RECEIVED = re.compile(
    r"(?<![a-z])(?:nhan|nop)(?![a-z])[^()]{0,60}? (?:ho so|giay to|don|to khai)(?![a-z])"
)
_SOMETHING_ELSE = re.compile(
    r"(?<![a-z])(?:ket qua|van ban|quyet dinh|thong bao|y kien|niem yet|bien ban|tham tra"
    r"|nghia vu|bo sung|ket luan|hop dong)(?![a-z])"
)
_CONDITION = re.compile(
    r"(?<![a-z])(?:neu|truong hop|hoac|keo dai|gia han|rieng|tru|doi voi|tuy|co the)(?![a-z])"
)
_AFTER_CUTOFF = re.compile(  # what the rule on same-day terms says anyway
    r"(?:(?:doi voi|neu|truong hop|ho so|tiep)(?![a-z])[ ,:]*){0,6}(?:nhan|nop)(?![a-z])"
    r"[^|;()]{0,40}? sau 15 ?(?:gio|h)(?:[: ]?00)?(?: phut)?(?![a-z0-9])"
    r"[^|;()]{0,80}? ngay (?:lam viec )?(?:tiep theo|ke tiep|lien ke|hom sau)(?![a-z])"
)


class Rest(StrEnum):
    """What the words round an amount do to it."""

    NOTHING = "nothing"
    OTHER_START = "other_start"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One amount with the words round it, or words that have none."""

    amount: Amount | None
    rest: Rest
    condition: str
    adds: bool = False  # its time comes on top


def without_cutoff(letters: Letters) -> Letters:
    """Leave the clause on receipt after 15:00 blank, which same-day terms often carry."""
    found = _AFTER_CUTOFF.search(letters.plain)
    return letters.blanked([found.span()]) if found else letters


def split_clauses(letters: Letters, amounts: Sequence[Amount]) -> Iterator[Clause]:
    """Yield a clause for each amount, and one for words that stand apart and say something."""
    for first, last in clause_spans(letters.plain):
        inside = [one for one in amounts if first <= one.first < last]
        at = first
        for number, amount in enumerate(inside, start=1):
            ends = last
            if number < len(inside):
                ends = _end_of_words(letters.plain, amount.last, inside[number].first)
            yield _round(letters, amount, first=at, last=ends)
            at = ends
        if not inside:
            clause = _alone(letters, first, last)
            if clause.rest is not Rest.NOTHING:
                yield clause


def _end_of_words(plain: str, first: int, last: int) -> int:
    """Return where the words after one amount end and those before the next begin."""
    between = plain[first:last]
    if found := _NEXT_CONDITION.search(between):
        return first + found.start()
    return first + len(_NEXT_LEAD.sub("", between))


def _round(letters: Letters, amount: Amount, *, first: int, last: int) -> Clause:
    before = letters.plain[first : amount.first]
    is_lead = _LEAD.fullmatch(before.strip(PAUSES)) is not None
    rest = _rest_after(letters.plain[amount.last : last])
    told = []
    if not is_lead:
        told.append(letters.written(first, first + len(_NEXT_LEAD.sub("", before))))
    if rest is not Rest.NOTHING:
        told.append(letters.written(amount.last, last))
    return Clause(
        amount=amount,
        rest=rest if is_lead else Rest.CONDITION,
        condition=" ".join(told),
        adds=_ADDS.search(before) is not None,
    )


def _alone(letters: Letters, first: int, last: int) -> Clause:
    rest = _rest_after(letters.plain[first:last])
    return Clause(amount=None, rest=rest, condition=letters.written(first, last))


def _rest_after(plain: str) -> Rest:
    """Tell what the words after an amount do: whence it counts, or anything else."""
    found, left = Rest.NOTHING, plain.strip(PAUSES)
    while left:
        said = _AS_RULED.match(left) or _START.match(left)
        if said is None or _CONDITION.search(said[0]):
            return Rest.CONDITION
        is_receipt = _RECEIVED.search(said[0]) and not _SOMETHING_ELSE.search(said[0])
        if said.re is _START and not is_receipt:
            found = Rest.OTHER_START
        left = left[said.end() :].strip(PAUSES)
    return found
