"""What a whole tick costs when nothing is due: told, not judged."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from statistics import median
from time import perf_counter

from benchmarks.filled import OFFICE
from benchmarks.measuring import Measurement
from monitor.flows.notify import mark
from monitor.flows.reconcile import NIGHTLY
from monitor.flows.tick import BINDING, Plan, tick
from monitor.notices.slots import Slot, Telling
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.fakes import an_outside

TURNS = 20
VERSION = "bench"


def idle_tick(store: SqlStore, name: str, *, at: datetime) -> Iterator[Measurement]:
    """Yield the time of a tick within working hours, after one that has done all there was."""
    plan = Plan(
        office=OFFICE,
        rules=RULES,
        unit_rules=(),
        inboxes=(),
        telling=Telling(),
        max_reject_share=0.1,
        report_clock=time(8),
        version=VERSION,
    )
    with store.writing() as work:
        work.done.beat(BINDING, at=at, detail=VERSION)
        for slot in Slot:
            work.done.mark(mark(slot, at=at), at=at)
            work.done.mark(f"handoff/{at.date()}/{slot}", at=at)
        work.done.mark(f"{NIGHTLY}/{at.date()}", at=at)
    outside = an_outside(store)
    times = []
    for turn in range(TURNS + 1):
        began = perf_counter()
        tick(outside, plan, at=at + timedelta(minutes=turn))
        times.append(perf_counter() - began)
    yield Measurement(name=f"{name}_first", ours=times[0])
    yield Measurement(name=name, ours=median(times[1:]))
