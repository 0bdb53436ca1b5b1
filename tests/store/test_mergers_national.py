"""The mergers of July 2025, as they were published, over a province's store."""

from collections import Counter
from pathlib import Path

import pytest

from monitor.domain.merger import MergerRow
from monitor.flows.mergers import apply, questions
from monitor.sources.mergers import read_mergers
from monitor.store.work import SqlStore
from tests.exports import a_record
from tests.shared import shared
from tests.store.merging import AT, communes, units_of
from tests.store.taking import take

COMMUNES, EACH = 300, 4
LIST = "data/vn/old_commune_to_new_2025_07.csv"


@pytest.fixture(scope="module")
def path() -> Path:
    return shared(LIST)


def of_one_province(rows: list[MergerRow]) -> list[str]:
    """Return the codes of old communes of the province that is listed first."""
    return list(dict.fromkeys(one.old for one in rows))[:COMMUNES]


def test_a_province_follows_the_national_list(store: SqlStore, path: Path) -> None:
    told = read_mergers(path)
    rows = list(told.rows)
    olds = of_one_province(rows)
    targets = {old: {one.new for one in rows if one.old == old} for old in olds}
    office = communes(new for news in targets.values() for new in news)
    records = [
        a_record(f"{old}-{number}", unit=old, row=number)
        for old in olds
        for number in range(EACH)
    ]
    take(store, *records)

    found = apply(store, office, told, at=AT)
    again = apply(store, office, told, at=AT)

    split = {old for old, news in targets.items() if len(news) > 1}
    expected = Counter(old if old in split else min(targets[old]) for old in olds)
    assert units_of(store) == {unit: EACH * number for unit, number in expected.items()}
    assert found.asked == len(split) * EACH == sum(1 for _ in questions(store))
    assert found.plan.problems == ()
    assert again.plan.targets == {}
    assert len({one.old for one in rows}) == 10_047
    applied, kept = len(found.plan.targets), found.plan.unchanged
    assert applied + kept + found.plan.passed == 10_047
