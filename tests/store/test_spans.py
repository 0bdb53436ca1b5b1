"""How long dossiers took, as the store tells it."""

import pytest

from monitor.domain.dossier import Carried, Pause, Status
from monitor.domain.record import Record
from monitor.store.spans import SqlSpans
from monitor.store.tables import dossiers
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import CODE, a_record
from tests.store.planned import fill, has_step, plan_of
from tests.store.taking import take

PROCEDURE = "1.000001"


def a_finished(  # noqa: PLR0913 - a builder names whatever a test may care about
    number: int,
    *,
    finished: str | None = "2026-11-10 16:00",
    received: str | None = "2026-11-02 08:00",
    status: Status = Status.FINISHED,
    pauses: tuple[Pause, ...] = (),
    procedure: str = PROCEDURE,
) -> Record:
    return a_record(
        f"{CODE}-{number}",
        received=received,
        finished=finished,
        status=status,
        pauses=pauses,
        procedure=procedure,
    )


def newest(store: SqlStore, *records: Record, limit: int = 200) -> list[tuple[str, str]]:
    take(store, *records, source="national", carries=frozenset(Carried))
    with store.reading() as work:
        found = work.spans.newest(PROCEDURE, limit=limit)
    assert all(isinstance(one, tuple) for one in found)
    return [(f"{start:%d}", f"{end:%d}") for start, end in found]


def test_the_last_that_were_finished_come_first(store: SqlStore) -> None:
    found = newest(
        store,
        a_finished(1, finished="2026-11-04 16:00"),
        a_finished(2, finished="2026-11-06 16:00"),
        a_finished(3, received="2026-11-03 08:00", finished="2026-11-05 16:00"),
        a_finished(4, finished="2026-11-06 16:00", received="2026-11-04 08:00"),
        limit=3,
    )

    assert found == [("04", "06"), ("02", "06"), ("03", "05")]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(a_finished(1, procedure="1.000002"), id="another procedure"),
        pytest.param(a_finished(1, finished=None, status=Status.IN_PROGRESS), id="open"),
        pytest.param(a_finished(1, status=Status.WITHDRAWN), id="given up"),
        pytest.param(a_finished(1, received=None), id="nobody knows since when"),
        pytest.param(
            a_finished(1, pauses=(a_pause("2026-11-03 08:00", "2026-11-04 08:00"),)),
            id="one that waited",
        ),
    ],
)
def test_some_say_nothing_of_how_long_the_work_takes(store: SqlStore, record: Record) -> None:
    assert newest(store, record) == []


def test_a_result_handed_over_counts(store: SqlStore) -> None:
    assert newest(store, a_finished(1, status=Status.RETURNED)) == [("02", "10")]


def test_the_instants_are_aware(store: SqlStore) -> None:
    newest(store, a_finished(1))

    with store.reading() as work:
        assert work.spans.newest(PROCEDURE, limit=1) == [
            (vn("2026-11-02 08:00"), vn("2026-11-10 16:00"))
        ]


def test_no_other_procedures_dossiers_are_walked(store: SqlStore) -> None:
    fill(store, dossiers)

    plan = plan_of(store, lambda one: SqlSpans(one).newest(PROCEDURE, limit=200))

    assert has_step(
        plan,
        "SEARCH dossiers USING INDEX ix_dossiers_finished (procedure=? AND finished_at>?)",
        "Bitmap Index Scan on ix_dossiers_finished",
    )
    assert "Seq Scan on dossiers" not in plan
