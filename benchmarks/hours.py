"""Due instants of terms by the hour."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import businesstimedelta
import pandas as pd
import pytz

from benchmarks.measuring import Measurement, Sense, Side, agree, faster, label, race
from benchmarks.office import AFTERNOON, CALENDAR, DAYS_OFF, MORNING, POLICY, receipts
from monitor.domain.counting import count_due
from monitor.domain.term import Term, TermUnit

HOURS = 80
SHORT, LONG = 4, 240


def measure() -> Iterator[Measurement]:
    """Yield 80 working hours beside each peer, and 240 hours beside 4."""
    yield _beside_businesstimedelta()
    yield _beside_pandas()
    yield _whatever_the_term()


def _ours(hours: int) -> Callable[[datetime], datetime]:
    term = Term(hours, TermUnit.WORKING_HOURS)
    return lambda received_at: count_due(received_at, term, POLICY)


def _positions(instants: Iterable[datetime]) -> list[int]:
    """Return what compares: a closing and the next opening are one position."""
    return [CALENDAR.position(at) for at in instants]


def _beside_businesstimedelta() -> Measurement:
    name = f"due_{HOURS}_hours_vs_businesstimedelta"
    zone = pytz.timezone(CALENDAR.zone.key)
    # A rule for each session: by a third faster than one for the day and one for the lunch.
    sessions = [
        businesstimedelta.WorkDayRule(
            start_time=session.opens, end_time=session.closes, working_days=range(5), tz=zone
        )
        for session in (MORNING, AFTERNOON)
    ]
    days_off = businesstimedelta.HolidayRule(frozenset(DAYS_OFF), tz=zone)
    rules = businesstimedelta.Rules([*sessions, days_off])
    term = businesstimedelta.BusinessTimeDelta(rules, hours=HOURS)
    ours = _ours(HOURS)
    many = receipts(200)
    told = (at + term for at in many)
    agree(name, _positions(map(ours, many)), _positions(told))
    inputs = many[:20]
    value, peer_value = race(
        Side(ours, inputs, times=20), Side(lambda at: at + term, inputs), turns=80
    )
    peer = label("businesstimedelta", "BusinessTimeDelta")
    return faster(name, value, peer, peer_value, target=500)


def _beside_pandas() -> Measurement:
    name = f"due_{HOURS}_hours_vs_pandas"
    term = pd.offsets.CustomBusinessHour(
        n=HOURS,
        start=[f"{one.opens:%H:%M}" for one in (MORNING, AFTERNOON)],
        end=[f"{one.closes:%H:%M}" for one in (MORNING, AFTERNOON)],
        holidays=list(DAYS_OFF),
    )
    ours = _ours(HOURS)
    many = receipts(2_000)
    stamps = [pd.Timestamp(at) for at in many]  # made beforehand: only the sum is timed
    told = ((stamp + term).to_pydatetime() for stamp in stamps)
    agree(name, _positions(map(ours, many)), _positions(told))
    value, peer_value = race(
        Side(ours, many[:50], times=5),
        Side(lambda stamp: stamp + term, stamps[:50]),
        turns=600,
    )
    peer = label("pandas", "CustomBusinessHour")
    return faster(name, value, peer, peer_value, target=25)


def _whatever_the_term() -> Measurement:
    inputs = receipts(200)
    long, short = race(Side(_ours(LONG), inputs), Side(_ours(SHORT), inputs), turns=3_000)
    return Measurement(
        name=f"due_{LONG}_hours_vs_{SHORT}_hours",
        ours=long,
        peer=f"ours at {SHORT} hours",
        peer_value=short,
        ratio=long / short,
        sense=Sense.AT_MOST,
        target=1.2,
    )
