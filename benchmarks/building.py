"""What calendars cost: the time to build one, the memory of a province's."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

from benchmarks.measuring import Measurement, Sense, Side, agree, race
from benchmarks.office import AFTERNOON, MORNING, SPEC
from monitor.domain.calendar import WorkingCalendar
from monitor.domain.calendar_spec import (
    CalendarSpec,
    Closure,
    DatedDay,
    DayKind,
    RowStatus,
    Season,
    Session,
    Week,
)

UNITS, CALENDARS = 3_321, 5
WINTER = (Session(time(7, 30), time(11, 30)), Session(time(13), time(17)))
SECONDS = count(1)


def measure(units: int = UNITS, turns: int = 200) -> Iterator[Measurement]:
    """Yield the time to build twelve years, then the memory of many units' calendars."""
    names = ("build_12_years", "build_12_years_with_seasons")
    sides = (_building(spec, turns) for spec in (SPEC, _with_everything()))
    for name, value in zip(names, race(*sides, turns=turns), strict=True):
        yield Measurement(name=name, ours=value, sense=Sense.AT_MOST, target=0.020)
    yield _kept(f"memory_{units}_units", units, own_closures=False)
    yield _kept(f"memory_{units}_units_each_with_a_closure", units, own_closures=True)


def _with_everything() -> CalendarSpec:
    """Return the office with what else a calendar may have: the dearest to build."""
    made_up = DatedDay(
        day=date(2026, 8, 22),
        kind=DayKind.MAKE_UP,
        title="Worked in exchange",
        source="a notice",
        status=RowStatus.DECIDED,
        works_as=0,
    )
    stopped = replace(_closure(0), suspends_terms=True)
    return replace(
        SPEC,
        seasons=(_winter((10, 16), (4, 15)), _winter((7, 1), (7, 31))),
        days=(*SPEC.days, made_up),
        closures=(stopped,),
    )


def _winter(begins: tuple[int, int], ends: tuple[int, int]) -> Season:
    return Season(
        title="Other hours",
        source="an order",
        begins=begins,
        ends=ends,
        week=dict.fromkeys(range(5), WINTER),
    )


def _closure(unit: int) -> Closure:
    return Closure(
        first=date(2020, 4, 1),
        last=date(2020, 4, 22),
        title=f"The counter of unit {unit} is shut",
        source="an order",
        status=RowStatus.DECIDED,
    )


def _building(spec: CalendarSpec, turns: int) -> Side:
    """Return the building of one calendar a turn, of hours that none has had."""
    specs = iter([replace(spec, week=_new_week()) for _ in range(turns)])
    return Side(lambda _: WorkingCalendar(next(specs)), [None])


def _kept(name: str, units: int, *, own_closures: bool) -> Measurement:
    """Measure what is allocated when each of many units has its calendar."""
    tracemalloc.start()
    specs = [replace(SPEC, name=f"{n}", week=_new_week()) for n in range(CALENDARS)]
    bases = [WorkingCalendar(spec) for spec in specs]
    calendars = [bases[unit % CALENDARS] for unit in range(units)]
    if own_closures:
        calendars = [
            calendar.with_closures(f"unit {unit}", (_closure(unit),))
            for unit, calendar in enumerate(calendars)
        ]
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    agree(name, [len(calendars), len({id(one.table) for one in calendars})], [units, CALENDARS])
    return Measurement(name=name, ours=float(taken), unit="B", sense=Sense.AT_MOST, target=20e6)


def _new_week() -> Week:
    """Return hours that no calendar has had, so that its tables are not kept from before."""
    opens = datetime.combine(date.min, MORNING.opens) + timedelta(seconds=next(SECONDS))
    morning = Session(opens.time(), MORNING.closes)
    return {**dict.fromkeys(range(5), (morning, AFTERNOON)), 5: (morning,)}
