"""Dossiers counted in the database are reckoned as they would be one by one."""

from collections import Counter

import pytest

from monitor.domain.dossier import Status
from monitor.domain.figures import EndKind
from monitor.domain.period import Period
from monitor.domain.reckoning import Outcome, Reckoning
from monitor.flows.figures import month_counts
from monitor.flows.ingest import ingest
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_file, a_record
from tests.flows.lives import PERIODS, PRESENT, lived, one_by_one
from tests.notices.office import COMMUNE, DIRECTORY, OFFICE

__all__ = ["lived"]


@pytest.mark.parametrize("period", PERIODS, ids=lambda one: one.code)
@pytest.mark.parametrize("unit", [COMMUNE.code, "VHXH"])
def test_settled_dossiers_are_reckoned_as_one_by_one(
    lived: SqlStore, period: Period, unit: str
) -> None:
    expected = one_by_one(lived, period, unit)

    with lived.reading() as work:
        counts = month_counts(work, OFFICE, DIRECTORY.units[unit], period, at=PRESENT)
        unsettled = set(counts.unsettled())
        lines = list(counts.lines())
        tallies = list(counts.tallies())
        late = counts.late()

    found = {line.code: line.reckoning for line in lines}
    settled = {code: one for code, one in expected.items() if code not in unsettled}
    assert found == settled
    assert [line.code for line in lines] == sorted(found)
    assert late == sorted(code for code, one in settled.items() if one.is_late)
    counted: Counter[Reckoning] = Counter()
    for one in tallies:
        counted[one.reckoning] += one.count
    assert counted == Counter(found.values())


def test_the_lives_tried_everything(lived: SqlStore) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, PERIODS[1], at=PRESENT)
        settled = [line.reckoning for line in counts.lines()]
        unsettled = counts.unsettled()

    assert {one.outcome for one in settled} == set(Outcome) - {Outcome.PAUSED}
    assert {one.given_up for one in settled} == {None, *EndKind} - {EndKind.FINISHED}
    assert len(settled) > 150
    assert len(unsettled) > 20


def test_what_came_in_later_and_is_not_judged_yet_is_unsettled(store: SqlStore) -> None:
    for exported, is_judged in (("2026-11-20 07:10", True), ("2026-12-02 07:10", False)):
        late = exported > "2026-12"
        record = a_record(
            received="2026-11-02 08:00",
            status=Status.FINISHED if late else Status.IN_PROGRESS,
            finished="2026-11-10 09:00" if late else None,
        )
        file = a_file(record, exported=exported)
        ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(exported))
        if is_judged:
            scan(store, OFFICE, RULES, at=vn(exported))

    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, PERIODS[1], at=vn("2026-12-01 08:00"))
        assert counts.unsettled() == [CODE]
