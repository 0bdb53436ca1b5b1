"""Looking at units costs one indexed question where nothing is due."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Column

from monitor.domain.dossier import Channel, Pause, Status
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.unit_figures import UnitCount
from monitor.ports.store import JudgedUnit, Settled
from monitor.store.keeping import kept_of
from monitor.store.tables import dossiers, findings, unit_agenda
from monitor.store.units import SqlUnits
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import a_record
from tests.store.planned import fill, has_step, plan_of
from tests.store.taking import take

AT = vn("2026-11-12 07:10")


def a_finding(stage: str = "once") -> Finding:
    return Finding(
        rule="any",
        unit="KT",
        stage=stage,
        deadline=None,
        severity=Severity.NOTICE,
        tells=(),
        facts={"at": AT},
    )


def keep(store: SqlStore, *found: Finding) -> Settled:
    judged = JudgedUnit(
        unit="KT", due_at=AT, findings=found, unknown=(), look_at=vn("2026-11-13 07:00")
    )
    with store.writing() as work:
        work.units.enrol(["KT"], at=AT)
        return work.units.settle([judged], at=AT)


def endings(store: SqlStore) -> dict[str, Ending | None]:
    with store.reading() as work:
        return {one.finding.stage: one.ending for one in work.findings.of_unit("KT")}


def test_due_units_are_found_by_the_index(store: SqlStore) -> None:
    fill(store, unit_agenda)

    plan = plan_of(store, lambda one: SqlUnits(one).due(at=AT))

    assert has_step(
        plan,
        "SEARCH unit_agenda USING INDEX ix_unit_agenda_look_at (look_at<?)",
        "Bitmap Index Scan on ix_unit_agenda_look_at",
    )
    assert "Seq Scan" not in plan


@pytest.mark.parametrize(
    ("column", "index", "same"),
    [
        pytest.param(
            findings.c.dossier_id,
            "sqlite_autoindex_findings_1 (dossier_id=?)",
            "Index Cond: (dossier_id = ANY ($0))",
            id="of dossiers",
        ),
        pytest.param(
            findings.c.unit,
            "uq_findings_unit (unit=?)",
            "Index Cond: (unit = ANY ($0))",
            id="of units",
        ),
    ],
)
def test_what_is_kept_is_found_by_the_index(
    store: SqlStore, column: Column[Any], index: str, same: str
) -> None:
    fill(store, dossiers, findings)

    plan = plan_of(store, lambda one: one.execute(kept_of(column), {"these": []}))

    assert has_step(plan, f"SEARCH findings USING INDEX {index}", same)
    assert "Seq Scan" not in plan


def test_only_units_whose_time_has_come_are_due(store: SqlStore) -> None:
    with store.writing() as work:
        work.units.enrol(["KT"], at=AT)
        work.units.enrol(["XA"], at=vn("2026-11-13 07:00"))

    with store.reading() as work:
        due = work.units.due(at=AT)

    assert due == {"KT": AT}


def test_a_finding_about_a_unit_is_kept_once_and_read_back_whole(store: SqlStore) -> None:
    first, again = keep(store, a_finding()), keep(store, a_finding())

    with store.reading() as work:
        (standing,) = work.findings.standing_of_units()
        every = work.findings.standing()
    assert (first, again) == (Settled(found=1), Settled())
    assert standing.finding == a_finding()
    assert [one.id for one in every] == [standing.id]


def test_what_says_just_what_it_said_is_not_written(
    store: SqlStore, written: list[str]
) -> None:
    keep(store, a_finding())
    written.clear()

    keep(store, a_finding())

    assert [one for one in written if " findings " in one] == []


def test_facts_that_differ_are_brought_up_to_date(store: SqlStore) -> None:
    keep(store, a_finding())
    moved = replace(a_finding(), facts={"at": AT, "count": 3})

    found = keep(store, moved)

    with store.reading() as work:
        (standing,) = work.findings.standing_of_units()
    assert (found, standing.finding) == (Settled(), moved)


@pytest.mark.parametrize(
    ("then", "ending"),
    [
        pytest.param((), Ending.RESOLVED, id="nothing stands"),
        pytest.param((a_finding("told@5"),), Ending.REPEATED, id="the next step speaks"),
        pytest.param((a_finding("asked@6"),), Ending.RESOLVED, id="of another import"),
        pytest.param((a_finding("asked@5"),), None, id="it stands"),
    ],
)
def test_why_a_finding_ends(
    store: SqlStore, then: tuple[Finding, ...], ending: Ending | None
) -> None:
    keep(store, a_finding("asked@5"))

    keep(store, *then)

    assert endings(store)["asked@5"] is ending


def test_what_has_ended_may_stand_again_as_itself(store: SqlStore) -> None:
    keep(store, a_finding())
    keep(store)

    found = keep(store, a_finding())

    assert (found, endings(store)) == (Settled(again=1), {"once": None})


def test_the_newest_import_of_each_source_is_told(store: SqlStore) -> None:
    take(store, a_record(), exported="2026-11-09 07:10")
    take(store, a_record(), exported="2026-11-10 07:10")
    take(store, a_record(), source="ledger", exported="2026-11-08 07:10")

    with store.reading() as work:
        sources = work.units.sources()

    assert [(one.source, one.exported_at) for one in sources] == [
        ("ledger", vn("2026-11-08 07:10")),
        ("list", vn("2026-11-10 07:10")),
    ]


def test_dossiers_are_counted_by_unit_and_system(store: SqlStore) -> None:
    pause: Pause = a_pause("2026-11-05 08:00", "2026-11-06 08:00")
    take(
        store,
        a_record("a", channel=Channel.ONLINE, pauses=(pause,)),
        a_record("b", channel=Channel.IN_PERSON),
        a_record("c", received="2026-10-30 08:00"),
        a_record("d", unit="KT", status=Status.WITHDRAWN, finished="2026-11-06 08:00"),
        a_record("e", unit="KT", status=Status.SENT_BACK, finished="2026-10-30 08:00"),
        a_record("f", unit=""),
        source="national",
        exported="2026-11-12 07:00",
    )

    with store.reading() as work:
        counts = work.units.counts(
            since=vn("2026-11-01"), until=AT, known_from=vn("2026-11-01")
        )

    assert sorted(counts, key=lambda one: one.unit) == [
        UnitCount(unit="KT", system="tinh", ended=1, withdrawn=1, received=2),
        UnitCount(
            unit="VHXH",
            system="tinh",
            open=3,
            received=2,
            channelled=2,
            online=1,
            asked=1,
        ),
    ]
