"""A letter that came back: is it the approved one, rightly signed, numbered and dated?

No word of any letter stands here. What was approved is given as its paragraphs, in which
the number and the day are blank; where they were filled in follows from these paragraphs.
White space, the hyphens of broken lines and the order of paragraphs carry no meaning here:
programs that lay out two columns differ in these.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import permutations

from monitor.domain.errors import LetterError
from monitor.domain.numbering import written
from monitor.domain.paper import Paper

PAGE_END = "\f"
STRUCK = "\0"  # in place of a paragraph found, so that nothing matches across it
BETWEEN = r"\s*(?:-\n\s*)?"  # what a line's end may put between two letters
NUMBER = "[0-9]{1,6}"
DAY = "[0-9]{1,2}"
TOLD = re.compile(
    rf"({NUMBER})(?:\s*/\s*([^\W_]+(?:-[^\W_]+)*))?"
)  # with its symbol or without


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSeen:
    """One signature of a file, as it stands at the instant of looking.

    `certificate` is the SHA-256 of the signer's certificate; `is_intact` where the bytes are
    those that were signed, `is_valid` where the signature is the certificate's own,
    `is_trusted` where that leads to a trust root, `is_current` where it was in force at
    `signed_at` (as told by the signer; None where it is not told). `covers_file` where nothing
    follows it, `allows_changes` where what follows is permitted: signatures, filled fields.
    """

    certificate: str
    signed_at: datetime | None
    is_intact: bool
    is_valid: bool
    is_trusted: bool
    is_current: bool
    covers_file: bool
    allows_changes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a file holds; without a page where it cannot be read as a PDF.

    `mark` is the letter's own code, hidden in the file; empty where a program has made the
    file anew. `text` has a form feed between two pages. `is_scan` where pages are pictures
    alone. `signatures` in the order of signing; `has_roots` where trust roots are set.
    """

    mark: str = ""
    text: str = field(default="", repr=False)
    is_scan: bool = False
    pages: int = 0
    signatures: tuple[SignatureSeen, ...] = ()
    has_roots: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """What stands on the paper: the number with its leading zero, and the day."""

    number: str
    dated_on: date
    is_scan: bool


def names_dossier(examined: Examined, code: str) -> bool:
    """Tell whether a dossier's code stands in the text, whole."""
    pattern = rf"(?<![\w.-]){_spread(code)}(?!\w|[.-]\w)"
    return re.search(pattern, _plain(examined.text)) is not None


def check_taken_back(  # noqa: PLR0913 - what came back, what was approved, and what is told
    examined: Examined,
    paper: Paper,
    words: Sequence[str],
    *,
    least_signatures: int,
    number: str | None = None,
    dated_on: date | None = None,
) -> TakenBack:
    """Take a file for the approved letter, or refuse it.

    A file without a mark is known by the dossier's code in its text, and a scan by whoever
    hands it in. Of a scan nothing but the mark can be checked.

    Args:
        paper: The approved letter; `number` and `dated_on` are set where the office numbers
            by itself.
        words: Its paragraphs, number and day blank or filled.
        least_signatures: How many different certificates must have signed.
        number: As told by the clerk; needed for a scan, and where it was stamped beside its
            blank: there it must be found in the text.
        dated_on: Likewise.

    Raises:
        LetterError: the file cannot be read, is another letter, is not signed as it must be,
            says something else than what was approved, or number or day do not stand on it or
            differ between what is read, told and bound.

    Source:
        docs/law.md#apology-letter, docs/law.md#layout
    """
    code = paper.dossier
    if not examined.pages:
        raise LetterError(reason="unreadable", dossier=code)
    is_known = examined.is_scan or names_dossier(examined, code)
    is_ours = examined.mark == paper.mark if examined.mark else is_known
    if not is_ours:
        raise LetterError(reason="mark", dossier=code)
    read = _Read()
    if not examined.is_scan:
        _check_signatures(examined, code, least=least_signatures)
        read = _strike(words, paper, examined.text)
    numbers = {one for one in (read.number, _told(number, paper), paper.number) if one}
    days = {one for one in (read.dated_on, dated_on, paper.dated_on) if one}
    if not numbers:
        raise LetterError(reason="no_number", dossier=code)
    if not days:
        raise LetterError(reason="no_date", dossier=code)
    if not examined.is_scan and any(day.year != paper.year for day in days):
        raise LetterError(reason="year", dossier=code, year=paper.year)
    if len(numbers) > 1:
        raise LetterError(reason="other_number", dossier=code)
    if len(days) > 1:
        raise LetterError(reason="other_date", dossier=code)
    found = TakenBack(number=numbers.pop(), dated_on=days.pop(), is_scan=examined.is_scan)
    if not examined.is_scan:
        _check_left(read, found, code)
    return found


def read_number(told: str, code: str) -> tuple[str, str]:
    """Return a number as the decree writes it, 7 as 07, and the symbol told behind it, if any.

    Raises:
        LetterError: it is no number of up to six digits, or its symbol is something else than
            letters, digits and hyphens.

    Source:
        docs/law.md#layout
    """
    found = TOLD.fullmatch(unicodedata.normalize("NFC", told.strip()))
    if found is None:
        raise LetterError(reason="number", dossier=code)
    return written(int(found[1])), found[2] or ""


def _check_signatures(examined: Examined, code: str, *, least: int) -> None:
    seen = tuple(enumerate(examined.signatures, start=1))
    for place, one in seen:
        if not (one.is_intact and one.is_valid):
            raise LetterError(reason="bad_signature", dossier=code, place=place)
    signers = len({one.certificate for _, one in seen})
    if signers < least:
        raise LetterError(reason="unsigned", dossier=code, seen=signers, needed=least)
    if seen and not examined.has_roots:
        raise LetterError(reason="no_roots", dossier=code)
    for place, one in seen:
        if not one.is_current:
            raise LetterError(reason="not_in_force", dossier=code, place=place)
        if not one.is_trusted:
            raise LetterError(reason="untrusted", dossier=code, place=place)
        if not (one.covers_file or (place < len(seen) and one.allows_changes)):
            raise LetterError(reason="changed", dossier=code, place=place)


# What stands on paper


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What was filled in, and what no approved paragraph explains."""

    number: str | None = None
    dated_on: date | None = None
    left: str = ""


def _strike(words: Sequence[str], paper: Paper, text: str) -> _Read:
    """Strike every approved paragraph out of the text once, the longest first."""
    rest = _plain(_without_page_numbers(text))
    filled: dict[str, str] = {}
    missing = []
    for place, paragraph in sorted(enumerate(words, start=1), key=lambda one: -len(one[1])):
        found = re.search(_pattern(paragraph, paper), rest)
        if found is None:
            missing.append(place)
            continue
        filled |= {name: said for name, said in found.groupdict().items() if said}
        rest = rest[: found.start()] + STRUCK + rest[found.end() :]
    if missing:
        raise LetterError(reason="text", dossier=paper.dossier, place=min(missing))
    return _Read(
        number=written(int(filled["number"])) if "number" in filled else None,
        dated_on=_day(filled, paper),
        left="".join(rest.replace(STRUCK, " ").split()),
    )


def _check_left(read: _Read, found: TakenBack, code: str) -> None:
    """Refuse what was added; the digits stamped on top of blanks must be there."""
    number = () if read.number else (int(found.number),)
    day = () if read.dated_on else (found.dated_on.day, found.dated_on.month)
    if _is_of(read.left, (*number, *day)):
        return
    if not _is_of(read.left, (*number, *day), may_lack="?"):
        raise LetterError(reason="added", dossier=code)
    lacks_number = number and _is_of(read.left, day, may_lack="?")
    raise LetterError(reason="no_number" if lacks_number else "no_date", dossier=code)


def _is_of(text: str, numbers: Sequence[int], *, may_lack: str = "") -> bool:
    """Tell whether a text is of these numbers, in any order, with or without leading zeros."""
    orders = permutations(f"(?:0*{one}){may_lack}" for one in numbers)
    return any(re.fullmatch("".join(order), text) for order in orders)


def _pattern(paragraph: str, paper: Paper) -> str:
    """Return what a paragraph may look like; the lines of number and day can be filled."""
    line = " ".join(_plain(paragraph).split())
    symbol, place = map(re.escape, (_plain(paper.symbol), _plain(paper.place)))
    if found := re.fullmatch(rf"([^\s\d]+) ?(?:{NUMBER} ?)?(/ ?{symbol})", line):
        label, behind = map(_spread, found.groups())
        return rf"{label}\s*(?P<number>{NUMBER})?\s*{behind}"
    day = rf"({place}, ?[^\s\d]+)(?: {DAY})? ([^\s\d]+)(?: {DAY})? ([^\s\d]+ {paper.year})"
    if found := re.fullmatch(day, line):
        before, between, behind = map(_spread, found.groups())
        filled = rf"\s*(?P<day>{DAY})\s*{between}\s*(?P<month>{DAY})\s*"
        return rf"{before}(?:{filled}|\s*{between}\s*){behind}"
    return _spread(line)


def _spread(text: str) -> str:
    """Return a pattern of a text's letters, whatever white space lies between them."""
    return BETWEEN.join(re.escape(letter) for letter in text if not letter.isspace())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\u00ad", "")).replace("\r\n", "\n")


def _without_page_numbers(text: str) -> str:
    first, *others = text.split(PAGE_END)
    return "\n".join([first, *map(_without_number, others, range(2, len(others) + 2))])


def _without_number(page: str, number: int) -> str:
    """Return a page without its number, be it the first line or the last."""
    lines = page.strip().split("\n")
    for place in (0, -1):
        if lines[place].strip() == str(number):
            lines.pop(place)
            break
    return "\n".join(lines)


def _told(number: str | None, paper: Paper) -> str | None:
    """Return the number that a clerk told, None where it is left blank."""
    if not (number or "").strip():
        return None
    bare, symbol = read_number(str(number), paper.dossier)
    if symbol and symbol != _plain(paper.symbol):
        raise LetterError(reason="other_symbol", dossier=paper.dossier, symbol=paper.symbol)
    return bare


def _day(filled: dict[str, str], paper: Paper) -> date | None:
    if "day" not in filled:
        return None
    try:
        return date(paper.year, int(filled["month"]), int(filled["day"]))
    except ValueError:
        raise LetterError(reason="no_date", dossier=paper.dossier) from None
