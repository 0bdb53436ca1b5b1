"""Give a letter its number, where the office's own register does."""

from dataclasses import replace
from datetime import datetime

from monitor.domain.dossier import Dossier
from monitor.domain.instants import vietnam_day
from monitor.domain.letter import Letter
from monitor.domain.numbering import Series, written
from monitor.domain.office import Office
from monitor.notices.papers import own_symbol
from monitor.ports.store import Work


def numbered(
    work: Work, letter: Letter, dossier: Dossier, office: Office, *, at: datetime
) -> Letter:
    """Return a letter with number, symbol and the day of `at`, where the office gives them.

    The number is bound in the caller's transaction, before any paper is set; the letter keeps
    it however often the paper has to be tried again.

    Raises:
        LetterError: the dossier's unit has no issuer.

    Source:
        docs/law.md#layout
    """
    issuer = office.directory.issuer(dossier.unit)
    if not office.letters.gives_numbers or issuer is None:
        return letter
    dated_on, symbol = vietnam_day(at), own_symbol(letter, dossier, office)
    series = Series(issuer=issuer.code, year=dated_on.year, symbol=symbol)
    number = work.numbers.bind(series, letter.mark, at=at)
    return replace(letter, number=written(number), symbol=symbol, dated_on=dated_on)


def unnumbered(work: Work, letter: Letter, *, why: str) -> Letter:
    """Return a letter without its number, which stays on record as void."""
    work.numbers.void(letter.mark, why=why)
    return replace(letter, number="", symbol="", dated_on=None)
