"""Due dates of terms of working days."""

from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd
from workalendar.core import SAT, SUN, Calendar

from benchmarks.measuring import Measurement, Side, agree, faster, label, race
from benchmarks.office import DAYS_OFF, POLICY, receipts
from monitor.domain.counting import count_due
from monitor.domain.term import Term, TermUnit

DAYS = 15
TERM = Term(DAYS, TermUnit.WORKING_DAYS)


class OfficeCalendar(Calendar):  # type: ignore[misc]  # workalendar ships no types
    """The measured office, as workalendar writes it."""

    WEEKEND_DAYS = (SAT, SUN)

    def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
        """Return the days off of a year; workalendar asks once a year and keeps them."""
        return [(day, "a day off") for day in DAYS_OFF if day.year == year]


def measure() -> Iterator[Measurement]:
    """Yield 15 working days beside each peer."""
    yield _beside_workalendar()
    yield _beside_pandas()


def _ours(received_at: datetime) -> datetime:
    return count_due(received_at, TERM, POLICY)


def _beside_workalendar() -> Measurement:
    name = f"due_{DAYS}_working_days_vs_workalendar"
    calendar = OfficeCalendar()
    many = receipts(2_000)
    days = [at.date() for at in many]
    told = [calendar.add_working_days(day, DAYS) for day in days]
    agree(name, [_ours(at).date() for at in many], told)
    value, peer_value = race(
        Side(_ours, many[:50], times=5),
        Side(lambda day: calendar.add_working_days(day, DAYS), days[:50]),
        turns=1_000,
    )
    peer = label("workalendar", "add_working_days")
    return faster(name, value, peer, peer_value, target=10)


def _beside_pandas() -> Measurement:
    name = f"due_{DAYS}_working_days_vs_pandas"
    term = pd.offsets.CustomBusinessDay(n=DAYS, holidays=list(DAYS_OFF))
    many = receipts(2_000)
    # Without hours and zone, and made beforehand: so the peer is three times as fast.
    stamps = [pd.Timestamp(at.date()) for at in many]
    told = [(stamp + term).date() for stamp in stamps]
    agree(name, [_ours(at).date() for at in many], told)
    value, peer_value = race(
        Side(_ours, many[:50], times=5),
        Side(lambda stamp: stamp + term, stamps[:50]),
        turns=2_000,
    )
    peer = label("pandas", "CustomBusinessDay")
    return faster(name, value, peer, peer_value, target=5)
