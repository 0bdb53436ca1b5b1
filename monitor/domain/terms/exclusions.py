"""What a time-limit text says does not count, such as days of posting."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.domain.terms.letters import Letters

_BREAK = re.compile(r"[|;]|(?<=[a-z]{3})\.(?= |$)")
_MARK = re.compile(
    r"(?<![a-z])(?:"
    r"(?:thoi (?:gian|han) (?:nay |tren |giai quyet |tren day )?)?"
    r"(?:(?:khong|chua) (?:duoc )?(?:tinh|ke(?! tu)|bao gom|gom)"
    r"|tru(?= (?:cac )?(?:thoi gian|ngay|thu bay|chu nhat)))"
    r"|thoi gian (?!giai quyet|thuc hien)[^()|;]{1,200}? khong (?:duoc )?tinh vao)(?![a-z])"
)
_IF_ANY = re.compile(r"\(? ?neu co ?\)?")
_BENDS = re.compile(  # it goes on to another term, which must not be cut off with it
    r"(?<![a-z])(?:keo dai|gia han|tang them|cong them|hoac|thi|khong qua|toi da)(?![a-z])"
    r"|[,.(:] ?(?:truong hop|neu|rieng|doi voi)(?![a-z])"
)
_REST_DAYS = re.compile(
    r"(?<![a-z])(?:ngay nghi|nghi le|ngay le|le,? tet|thu (?:bay|7)|chu nhat|t7|cn)(?![a-z])"
)
_TIME_OF = re.compile(
    r"(?<![a-z])thoi gian (?!nay|tren|giai quyet|(?:cac )?ngay|nghi|khong)|[0-9] ngay"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusions:
    """What a text says does not count.

    `text` tells of time that is no day of rest, empty where there is none.
    """

    text: str = ""
    has_rest_days: bool = False


def clause_spans(plain: str) -> Iterator[tuple[int, int]]:
    """Yield where the clauses of a text stand."""
    first = 0
    for found in _BREAK.finditer(plain):
        yield first, found.start()
        first = found.end()
    yield first, len(plain)


def take_exclusions(letters: Letters) -> tuple[Letters, Exclusions]:
    """Return the text with its exclusions left blank, and what they say."""
    spans = list(_spans(letters.plain))
    has_rest_days = any(_REST_DAYS.search(letters.plain, *span) for span in spans)
    told = [
        letters.written(*span)
        for span in spans
        if not _REST_DAYS.search(letters.plain, *span) or _TIME_OF.search(letters.plain, *span)
    ]
    return letters.blanked(spans), Exclusions(text="; ".join(told), has_rest_days=has_rest_days)


def _spans(plain: str) -> Iterator[tuple[int, int]]:
    for first, last in clause_spans(plain):
        found = _MARK.search(plain, first, last)
        if found is None:
            continue
        begins, ends = found.start(), last
        if plain.rfind("(", first, begins) > plain.rfind(")", first, begins):
            closing = plain.find(")", begins, last)
            ends = last if closing < 0 else closing
        if not _BENDS.search(_IF_ANY.sub(" ", plain[begins:ends])):
            yield begins, ends
