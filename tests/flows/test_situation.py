"""How things stand is read once, and is what the tables say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from monitor.domain.office import Office
from monitor.flows.back_up import BACKUP
from monitor.flows.last_judged import TICK
from monitor.flows.notify import mark
from monitor.flows.situation import (
    CalendarReach,
    Situation,
    SourceState,
    StandingFault,
    situation,
)
from monitor.notices.slots import Slot
from monitor.ports.gauges import OutboxGauge
from monitor.store.engine import writing
from monitor.store.tables import agenda
from monitor.store.work import SqlStore
from tests.builders import a_calendar, a_day_off, vn
from tests.exports import CODE
from tests.flows.scene import ASKED, RECORD, Scene
from tests.notices.office import OFFICE, TELLING, an_office

AT = "2026-11-11 07:40"
NAMED = replace(TELLING, system_names={"test": "Hệ thống ví dụ", "khac": "Hệ thống khác"})


def look(store: SqlStore, at: str = AT, office: Office = OFFICE) -> Situation:
    with store.reading() as work:
        return situation(work, office, NAMED, at=vn(at))


def test_an_empty_store_stands_still(store: SqlStore) -> None:
    found = look(store)

    assert found == Situation(
        at=vn(AT),
        schema=found.schema,
        last_tick_at=None,
        open=0,
        due_today=0,
        late=0,
        outbox=OutboxGauge(),
        missing=("khac", "test"),
        calendars=(CalendarReach(name="test", last_day=date(2026, 12, 31), days=50),),
        next_mails_at=vn("2026-11-11 08:30"),
    )


def test_what_came_in_and_what_was_found_is_told(store: SqlStore) -> None:
    scene = Scene(store)
    scene.drafted()
    with store.writing() as work:
        work.done.beat(TICK, at=vn(AT))
        work.done.beat(BACKUP, at=vn(ASKED))
        work.done.fault(f"letter/{CODE}", at=vn(AT), detail="một câu")

    found = look(store)

    system = found.sources[0].system
    assert found.sources == (
        SourceState(
            system=system,
            source="national",
            state="merged",
            exported_at=vn(ASKED),
            imported_at=vn(ASKED),
        ),
    )
    assert (found.last_tick_at, found.backup_at) == (vn(AT), vn(ASKED))
    assert (found.open, found.due_today, found.late) == (1, 0, 0)
    assert found.letters == {"draft": 1}
    assert found.failing == ()
    fault = StandingFault(name=f"letter/{CODE}", at=vn(AT), detail="một câu")
    assert found.faults == (fault,)
    assert fault.kind == "letter"


def test_a_dossier_whose_judging_fails_is_named(store: SqlStore) -> None:
    scene = Scene(store)
    scene.drafted()
    with writing(store.engine) as connection:
        connection.execute(update(agenda).values(failures=1, why="hỏng"))

    (failing,) = look(store).failing

    assert (failing.code, failing.times, failing.why) == (CODE, 1, "hỏng")


def test_due_and_late_dossiers_are_those_that_the_rules_have_found(store: SqlStore) -> None:
    scene = Scene(store)
    scene.drafted()
    scene.look("2026-11-16 08:00")
    assert look(store, "2026-11-16 08:00").due_today == 1

    scene.take(RECORD, exported="2026-11-18 08:00")

    assert look(store, "2026-11-18 08:00").late == 1


@pytest.mark.parametrize(
    ("at", "done", "starts"),
    [
        pytest.param("2026-11-11 07:00", (), "2026-11-11 08:30", id="this morning"),
        pytest.param(
            "2026-11-11 09:00", (Slot.MORNING,), "2026-11-11 13:45", id="after the morning's"
        ),
        pytest.param("2026-11-11 15:00", tuple(Slot), "2026-11-12 08:30", id="both are done"),
        pytest.param("2026-11-11 18:00", (), "2026-11-12 08:30", id="the day is over"),
        pytest.param("2026-11-13 18:00", (), "2026-11-16 08:30", id="before a weekend"),
        pytest.param("2026-12-31 18:00", (), None, id="the calendar ends"),
    ],
)
def test_the_next_mails_are_told(
    store: SqlStore, at: str, done: tuple[Slot, ...], starts: str | None
) -> None:
    with store.writing() as work:
        for slot in done:
            work.done.mark(mark(slot, at=vn(at)), at=vn(at))

    assert look(store, at).next_mails_at == (vn(starts) if starts else None)


def test_weeks_without_a_working_day_have_no_next_mails(store: SqlStore) -> None:
    first = date(2026, 11, 11)
    days = (a_day_off(f"{first + timedelta(days=n)}") for n in range(20))
    closed = an_office(calendar=a_calendar(*days))

    assert look(store, office=closed).next_mails_at is None
