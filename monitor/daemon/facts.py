"""What jobs did, as the log tells it: counts under plain names, without the zeros."""

from monitor.flows.deliver import Delivered
from monitor.flows.tick import Ticked


def ticked(done: Ticked) -> dict[str, int]:
    """Return what a tick did."""
    return _told(
        recounted=done.recounted.counted,
        dates_moved=len(done.recounted.moved),
        files=done.collected.taken,
        files_refused=done.collected.refused,
        judged=done.scanned.judged,
        findings=done.scanned.found,
        judging_failed=done.scanned.failed,
        mails=done.notified.mails,
        mails_failed=done.notified.failed,
        mails_held=done.notified.held,
        letters_set=done.apologised.printed,
        letters_failed=done.apologised.failed,
        reports=done.reported.made,
        reports_failed=done.reported.failed,
    )


def delivered(done: Delivered) -> dict[str, int]:
    """Return what became of the mails that were tried."""
    return _told(
        sent=done.sent,
        retried=done.retried,
        parked=done.parked,
        uncertain=done.uncertain,
    )


def _told(**facts: int) -> dict[str, int]:
    return {name: number for name, number in facts.items() if number}
