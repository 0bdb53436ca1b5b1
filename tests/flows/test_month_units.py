"""Which units stood still in a period, and what online share is asked of each."""

from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.office import Exceptions
from monitor.domain.period import Period
from monitor.domain.still_units import RULE, StillUnit
from monitor.flows.figures import month_counts
from monitor.flows.month_units import online_targets, still_units
from monitor.rules import stale_unit
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.surveying import Town, a_paper
from tests.notices.office import COMMUNE, ECONOMY, OFFICE

SINCE = date(2026, 11, 2)


def test_a_units_target_is_its_own_or_that_of_the_one_above() -> None:
    own = Exceptions(units={"KT": {"online_target": 0.8}})
    office = replace(OFFICE, exceptions=own)

    assert online_targets(office, COMMUNE) == {"KT": 8000, "TT": 5000, "VHXH": 5000, "XA": 5000}


@pytest.fixture
def town(store: SqlStore) -> Town:
    """Return a town where nothing changed from 2 to 12 November."""
    found = Town(store)
    found.take(a_paper(1), exported="2026-11-02 07:10")
    found.take(a_paper(1), exported="2026-11-11 07:10")
    found.look("2026-11-11 07:15")
    assert ("KT", "stale_unit") in found.said
    return found


def still(town: Town, first: date, last: date) -> tuple[StillUnit, ...]:
    period = Period(first=first, last=last)
    with town.store.reading() as work:
        counts = month_counts(work, OFFICE, ECONOMY, period, at=vn("2026-12-01 08:00"))
        return still_units(counts, OFFICE, ECONOMY)


def test_it_is_what_the_rule_says() -> None:
    assert stale_unit.RULE.code == RULE


def test_a_unit_that_stood_still_is_told_with_its_days(town: Town) -> None:
    line = StillUnit(unit="KT", since=SINCE, until=None, limit_days=5)

    assert still(town, date(2026, 11, 1), date(2026, 11, 30)) == (line,)
    assert still(town, date(2026, 10, 1), date(2026, 10, 31)) == ()


def test_a_unit_that_moved_again_stood_still_until_then(town: Town) -> None:
    town.take(a_paper(1), a_paper(2), exported="2026-11-20 07:10")
    town.look("2026-11-20 07:15")
    line = StillUnit(unit="KT", since=SINCE, until=date(2026, 11, 20), limit_days=5)

    assert still(town, date(2026, 11, 1), date(2026, 11, 30)) == (line,)
    assert still(town, date(2026, 11, 1), date(2026, 11, 15)) == (replace(line, until=None),)
    assert still(town, date(2026, 11, 21), date(2026, 11, 30)) == ()
