"""A million due instants at once."""

from array import array
from collections.abc import Iterator

import numpy as np

from benchmarks.measuring import Measurement, Side, agree, faster, label, race
from benchmarks.office import AFTERNOON, CALENDAR, DAYS_OFF, RANDOM, receipts
from monitor.domain.bulk import VIETNAM_AHEAD, count_due_in_bulk
from monitor.domain.calendar_spec import DAY

MILLION = 1_000_000
LONGEST = 60
CLOSES = AFTERNOON.from_midnight[1]


def measure() -> Iterator[Measurement]:
    """Yield terms of 1 to 60 working days beside numpy, int64 in and out on both sides.

    Ours gives the instants of closing; numpy the dates, from dates made beforehand.
    """
    name = "due_a_million_in_bulk_vs_numpy"
    received = array("q", [int(at.timestamp()) for at in receipts(MILLION)])
    amounts = array("q", [RANDOM.randint(1, LONGEST) for _ in range(MILLION)])
    days = (np.asarray(received) + VIETNAM_AHEAD) // DAY
    dates, offsets = days.astype("datetime64[D]"), np.asarray(amounts)
    week = np.busdaycalendar(
        weekmask="1111100", holidays=np.array(DAYS_OFF, dtype="datetime64[D]")
    )

    def ours(_: None) -> "array[int]":
        return count_due_in_bulk(received, amounts, CALENDAR)

    def theirs(_: None) -> "np.ndarray[tuple[int], np.dtype[np.datetime64]]":
        return np.busday_offset(dates, offsets, roll="preceding", busdaycal=week)

    closings = theirs(None).astype(np.int64) * DAY + CLOSES - VIETNAM_AHEAD
    agree(name, ours(None), closings.tolist())
    value, peer_value = race(Side(ours, [None]), Side(theirs, [None]), turns=25)
    peer = label("numpy", "busday_offset")
    yield faster(name, value, peer, peer_value, target=0.35)
