"""Which words of a time-limit text belong to which of its amounts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from monitor.domain.terms.exclusions import clause_spans
from monitor.domain.terms.letters import PAUSES, Letters
from monitor.domain.terms.parts import Amount
from monitor.domain.terms.shares import TAKES_APART, share_spans
from monitor.domain.terms.starts import Rest, rest_after

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
_ADDS = (
    r"(?:them|keo dai|gia han|(?<!tong )cong|bo sung)(?: them)?(?: thoi gian)?"
    r"(?: (?:khong qua|toi da|nhung khong qua))?"
)
_NEXT_CONDITION = re.compile(  # a bracket still open, or: ", where it is hard, at most"
    r"\((?=[^()]*$)"
    r"|,(?= (?:trong )?(?:truong hop|neu|doi voi|rieng)(?![a-z])[^()]*"
    rf"(?<![a-z])(?:thi|nhung|la|khong qua|toi da|{_ADDS})[ :]*$)"
    rf"|(?:(?<![a-z])(?:duoc|co the|thoi gian|tang) )*(?<![a-z]){_ADDS} *$"
)
_FIRST_PAUSE = re.compile(r"[,;]|(?<![a-z])(?:va|hoac)(?![a-z])")
_STAYS = re.compile(r"^ *[:(]|(?:,|(?<![a-z])(?:va|hoac)) *$")  # with the amount before
_AFTER_CUTOFF = re.compile(  # what the rule on same-day terms says anyway
    r"(?:(?:doi voi|neu|truong hop|ho so|tiep)(?![a-z])[ ,:]*){0,6}(?:nhan|nop)(?![a-z])"
    r"[^|;()]{0,40}? sau 15 ?(?:gio|h)(?:[: ]?00)?(?: phut)?(?![a-z0-9])"
    r"[^|;()]{0,80}? ngay (?:lam viec )?(?:tiep theo|ke tiep|lien ke|hom sau)(?![a-z])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One amount with the words round it, or words that have none.

    `before` and `after` are those words in plain letters, `before` without what merely
    leads to the amount; `led` is that. An amount that `is_share` belongs to another.
    """

    amount: Amount | None
    rest: Rest
    condition: str
    before: str = ""
    led: str = ""
    after: str = ""
    is_share: bool = False


def without_cutoff(letters: Letters) -> Letters:
    """Leave the clause on receipt after 15:00 blank, which same-day terms often carry.

    What follows it is a clause of its own.
    """
    found = _AFTER_CUTOFF.search(letters.plain)
    if found is None:
        return letters
    plain = letters.blanked([found.span()]).plain
    return replace(letters, plain=f"{plain[: found.end() - 1]};{plain[found.end() :]}")


def split_clauses(letters: Letters, amounts: Sequence[Amount]) -> Iterator[Clause]:
    """Yield a clause for each amount, and one for words that stand apart and say something."""
    shares = share_spans(letters.plain, amounts)
    for first, last in clause_spans(letters.plain):
        inside = [one for one in amounts if first <= one.first < last]
        at = first
        for run, ends in _runs(letters.plain, inside, shares, last):
            marks = [at, *_marks(letters.plain, run, at, ends), ends]
            for amount, (begins, end) in zip(run, pairwise(marks), strict=True):
                is_share = any(one <= amount.first < other for one, other in shares)
                yield _round(letters, amount, begins, end, is_share=is_share)
            at = ends
        if not inside:
            clause = _alone(letters, first, last)
            if clause.rest is not Rest.NOTHING:
                yield clause


def _runs(
    plain: str, amounts: Sequence[Amount], shares: Sequence[tuple[int, int]], last: int
) -> Iterator[tuple[list[Amount], int]]:
    """Yield amounts of which no word tells where the next begins, and where their words end."""
    run: list[Amount] = []
    for amount in amounts:
        ends = _opening(plain, shares, run[-1].last, amount.first) if run else None
        if ends is not None:
            yield run, ends
            run = []
        run.append(amount)
    if run:
        yield run, last


def _opening(
    plain: str, shares: Sequence[tuple[int, int]], first: int, last: int
) -> int | None:
    """Return where words open that can only belong to the amount after them."""
    found = _NEXT_CONDITION.search(plain[first:last])
    opens = [one for one, _ in shares if first <= one < last]
    return min([*opens, *([first + found.start()] if found else [])], default=None)


def _marks(plain: str, run: Sequence[Amount], first: int, last: int) -> Iterator[int]:
    """Yield where the words of one amount of a run end and those of the next begin.

    Words stand before each amount or after each: what stands at either end of the run tells.
    """
    before = plain[first : run[0].first]
    leads = _is_lead(TAKES_APART.sub(" ", before))
    trails = rest_after(plain[run[-1].last : last]) is Rest.CONDITION
    for one, other in pairwise(run):
        between = plain[one.last : other.first]
        if leads and (trails or _STAYS.search(between)):
            yield one.last + len(_NEXT_LEAD.sub("", between))
        else:
            pause = None if leads else _FIRST_PAUSE.search(between)
            yield one.last + (pause.start() if pause else 0)


def _is_lead(before: str) -> bool:
    return _LEAD.fullmatch(before.strip(PAUSES)) is not None


def _round(
    letters: Letters, amount: Amount, first: int, last: int, *, is_share: bool
) -> Clause:
    said, after = letters.plain[first : amount.first], letters.plain[amount.last : last]
    head = 0 if _is_lead(said) else len(_NEXT_LEAD.sub("", said))
    rest = Rest.CONDITION if head or amount.note else rest_after(after)
    told = [letters.written(first, first + head)]
    if amount.note:
        told.append(letters.written(*amount.note))
    if rest_after(after) is not Rest.NOTHING:
        told.append(letters.written(amount.last, last))
    return Clause(
        amount=amount,
        rest=rest,
        condition=" ".join(filter(None, told)),
        before=said[:head],
        led=said[head:],
        after=after,
        is_share=is_share,
    )


def _alone(letters: Letters, first: int, last: int) -> Clause:
    words = letters.plain[first:last]
    return Clause(
        amount=None, rest=rest_after(words), condition=letters.written(first, last), after=words
    )
