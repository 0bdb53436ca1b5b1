"""Blank the personal data of dossiers closed long ago; figures, dates and codes stay."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.catalogues.reasons import reason_words
from monitor.domain.errors import LetterError
from monitor.domain.instants import local, vietnam_day
from monitor.domain.personal import BLANKED, FreeText, tells_of
from monitor.domain.reason import check_persons
from monitor.flows.issue import PRINT, SIGNED, batch_file
from monitor.flows.last_judged import TICK
from monitor.flows.letter_paper import remove_papers
from monitor.ports.outside import Outside
from monitor.ports.paper import Shelf
from monitor.ports.retention import Closed
from monitor.ports.store import Store, Work

PAGE = 200  # dossiers in one transaction
ROWS = 2_000
AHEAD = timedelta(days=3)  # more than a weekend: so far a clock may be ahead of what is known
RETENTION = "retention"  # before the day, as what is done; the beat of the last time


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """How many dossiers, cells of refused rows and mails were blanked."""

    dossiers: int = 0
    cells: int = 0
    mails: int = 0


def retain_due(outside: Outside, *, months: int, at: datetime) -> Retained:
    """Blank once a day what has served its time; with no `months` nothing ever is.

    A clock that runs ahead blanks nothing: counted is from `believed`.
    """
    mark = f"{RETENTION}/{vietnam_day(at)}"
    if not months:
        return Retained()
    with outside.store.reading() as work:
        if work.done.has(mark):
            return Retained()
        today = believed(work, at=at)
    done = retain(outside, before=months_before(today, months), at=at)
    if done != Retained() and outside.keeper is not None:
        outside.keeper.settle()
    with outside.store.writing() as work:
        work.done.mark(mark, at=at)
        work.done.beat(RETENTION, at=today)
    return done


def believed(work: Work, *, at: datetime) -> datetime:
    """Return `at`, or less where the clock is further ahead than what is known bears out.

    It is believed for `AHEAD` beyond the newest export, and beyond the day of the last
    retention, before the first one beyond the last tick. So a clock that stays years ahead
    moves it by `AHEAD` a day at most, and a machine that was off catches up as slowly.
    """
    beats = work.done.beats()
    exports = work.imports.newest_of_systems().values()
    known = [one.exported_at for one in exports]
    newest = [max(known)] if known else []
    last = [beats[name][0] for name in (RETENTION, TICK) if name in beats][:1]
    return min([at, *(one + AHEAD for one in (*newest, *last))])


def retain(outside: Outside, *, before: datetime, at: datetime) -> Retained:
    """Blank the personal data of dossiers that ended before an instant, page by page.

    Each page is one short transaction; stopped half-way, the next call goes on.

    Source:
        docs/law.md#personal-data
    """
    dossiers = _blank_dossiers(outside, before=before, at=at)
    _repeat(outside.store, lambda work: work.retention.forget_drafts(limit=PAGE))
    cells = _repeat(
        outside.store, lambda work: work.retention.forget_rejects(before=before, limit=ROWS)
    )
    mails = _repeat(
        outside.store, lambda work: work.retention.forget_mails(before=before, limit=PAGE)
    )
    return Retained(dossiers=dossiers, cells=cells, mails=mails)


def months_before(at: datetime, months: int) -> datetime:
    """Return the beginning, in Vietnam, of the month so many months before that of `at`."""
    today = local(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    count = today.year * 12 + today.month - 1 - months
    return today.replace(year=count // 12, month=count % 12 + 1)


def _blank_dossiers(outside: Outside, *, before: datetime, at: datetime) -> int:
    count, after = 0, 0
    while True:
        with outside.store.writing() as work:
            page = work.retention.closed(before=before, after=after, limit=PAGE)
            for one in page:
                _clear_shelf(work, outside.shelf, one)
            texts = [text for one in page for text in one.texts if _is_personal(one, text)]
            work.retention.blank(page, texts, at=at)
        if not page:
            return count
        count, after = count + len(page), page[-1].id


def _clear_shelf(work: Work, shelf: Shelf, closed: Closed) -> None:
    for letter in work.letters.of([closed.code]):
        remove_papers(shelf, letter)
    for folder in (SIGNED, PRINT):
        shelf.remove(folder, f"{closed.code}.pdf")
    for name in closed.batches:
        shelf.remove(PRINT, batch_file(name))


def _is_personal(closed: Closed, text: FreeText) -> bool:
    """Tell whether a text names the applicant or a stranger, or tells how to reach one."""
    if text.text in {"", BLANKED}:
        return False
    if tells_of(text.text, closed.applicant):
        return True
    try:
        check_persons(text.text, reason_words(), dossier=closed.code, people=(), applicant="")
    except LetterError:
        return True
    return False


def _repeat(store: Store, some: Callable[[Work], int]) -> int:
    count = 0
    while True:
        with store.writing() as work:
            done = some(work)
        if not done:
            return count
        count += done
