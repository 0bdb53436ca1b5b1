"""Have every dossier judged anew that a change may touch, page by page."""

from datetime import datetime, timedelta

from monitor.ports.store import Store, Work

EDITED = timedelta(days=45)  # longer than an edit is asked about, in days of the calendar
PAGE = 2_000  # ids looked through in one transaction
REBUILDING = "rebuilding"  # the beat that says for which version, and up to which id


def rebuild(store: Store, version: str, *, at: datetime) -> None:
    """Wake the dossiers about which another version could say something else.

    Imports read of late are read anew for edits in bulk. Each page is one short
    transaction that keeps its place: stopped half-way, the next call for this version goes
    on there.
    """
    after, since = _place(store, version), at - EDITED
    while True:
        with store.writing() as work:
            if not after:
                work.edits.forget(since=since)
            last = work.agenda.wake_page(after=after, limit=PAGE, edited_since=since, at=at)
            if last is None:
                work.done.beat(REBUILDING, at=at)
                return
            work.done.beat(REBUILDING, at=at, detail=f"{version} {last}")
            after = last


def is_rebuilding(work: Work, version: str) -> bool:
    """Tell whether a rebuild for a version was begun and never ended."""
    return _detail(work).startswith(f"{version} ")


def _place(store: Store, version: str) -> int:
    with store.reading() as work:
        return int(_detail(work).rpartition(" ")[2]) if is_rebuilding(work, version) else 0


def _detail(work: Work) -> str:
    _, detail = work.done.beats().get(REBUILDING, (None, ""))
    return detail
