"""What a program is dead of, what keeps it from work, and what a person should only mind."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.catalogues import load_catalogue
from monitor.domain.room import Room
from monitor.flows.situation import CalendarReach, Failing, Situation, StandingFault
from monitor.flows.vitals import Bounds, Sign, Vitals, vitals
from monitor.ports.gauges import OutboxGauge
from tests.builders import vn

AT = vn("2026-11-12 08:00")
BEFORE = AT - timedelta(days=3)
MINUTE = timedelta(minutes=1)
BOUNDS = Bounds(started_at=BEFORE, tick_every=MINUTE, schema="9")
WELL = Situation(
    at=AT,
    schema="9",
    last_tick_at=AT - MINUTE,
    open=3,
    due_today=0,
    late=0,
    outbox=OutboxGauge(by_state={"sent": 4}),
    calendars=(CalendarReach(name="test", last_day=date(2027, 12, 31), days=414),),
    backup_at=AT - timedelta(days=8),
)


def signs(found: Vitals) -> tuple[list[Sign], list[Sign], list[Sign]]:
    kinds = (found.dead, found.unready, found.minded)
    dead, unready, minded = ([one.sign for one in reasons] for reasons in kinds)
    return dead, unready, minded


def test_all_is_well() -> None:
    found = vitals(WELL, BOUNDS, at=AT)

    assert found == Vitals()
    assert found.is_live
    assert found.is_ready


def test_a_database_that_cannot_be_read_keeps_from_work_and_kills_nobody() -> None:
    found = vitals(None, BOUNDS, at=AT)

    assert signs(found) == ([], [Sign.DATABASE], [])
    assert found.is_live
    assert not found.is_ready


@pytest.mark.parametrize(
    ("last", "started", "every", "is_live"),
    [
        pytest.param(10, 500, 60, True, id="ten minutes are given"),
        pytest.param(11, 500, 60, False, id="and no more"),
        pytest.param(14, 500, 180, True, id="or five ticks, where they are rare"),
        pytest.param(16, 500, 180, False, id="and no more of those"),
        pytest.param(900, 5, 60, True, id="a night switched off is no lateness"),
        pytest.param(None, 5, 60, True, id="the first tick is still to come"),
        pytest.param(None, 11, 60, False, id="it never came"),
    ],
)
def test_a_program_lives_while_it_ticks(
    last: int | None, started: int, every: int, *, is_live: bool
) -> None:
    found = replace(WELL, last_tick_at=None if last is None else AT - last * MINUTE)
    bounds = replace(
        BOUNDS, started_at=AT - started * MINUTE, tick_every=timedelta(seconds=every)
    )

    judged = vitals(found, bounds, at=AT)

    assert judged.is_live is is_live
    assert judged.is_ready is is_live
    assert [one.sign for one in judged.dead] == ([] if is_live else [Sign.TICK_OLD])


@pytest.mark.parametrize(
    ("found", "bounds", "sign"),
    [
        pytest.param(replace(WELL, schema="10"), BOUNDS, Sign.SCHEMA, id="upgraded beneath it"),
        pytest.param(
            replace(
                WELL,
                calendars=(CalendarReach(name="x", last_day=date(2026, 11, 11), days=-1),),
            ),
            BOUNDS,
            Sign.CALENDAR,
            id="a calendar that is over",
        ),
        pytest.param(
            WELL, replace(BOUNDS, unreadable={"tinh"}), Sign.FOLDER, id="a share not mounted"
        ),
    ],
)
def test_what_keeps_from_work(found: Situation, bounds: Bounds, sign: Sign) -> None:
    judged = vitals(found, bounds, at=AT)

    assert signs(judged) == ([], [sign], [])
    assert judged.is_live
    assert not judged.is_ready


@pytest.mark.parametrize(
    ("found", "bounds", "sign"),
    [
        pytest.param(
            replace(WELL, outbox=OutboxGauge(by_state={"held": 2})),
            BOUNDS,
            Sign.HELD,
            id="held mails",
        ),
        pytest.param(
            replace(WELL, outbox=OutboxGauge(by_state={"parked": 1})),
            BOUNDS,
            Sign.PARKED,
            id="parked mails",
        ),
        pytest.param(
            replace(WELL, outbox=OutboxGauge(oldest_waiting_at=AT - 61 * MINUTE)),
            BOUNDS,
            Sign.WAITING,
            id="a mail that waits for more than an hour",
        ),
        pytest.param(
            replace(WELL, faults=(StandingFault(name="room", at=AT, detail="x"),)),
            BOUNDS,
            Sign.FAULTS,
            id="a fault",
        ),
        pytest.param(
            replace(WELL, failing=(Failing(code="H99", times=1, why="x"),)),
            BOUNDS,
            Sign.FAILING,
            id="a dossier that cannot be judged",
        ),
        pytest.param(
            replace(WELL, findings={"stale_source": 1}),
            BOUNDS,
            Sign.STALE_SOURCE,
            id="an old source",
        ),
        pytest.param(
            replace(WELL, missing=("khac",)), BOUNDS, Sign.NEVER_READ, id="a silent source"
        ),
        pytest.param(
            replace(
                WELL,
                calendars=(CalendarReach(name="x", last_day=date(2026, 11, 12), days=0),),
            ),
            BOUNDS,
            Sign.CALENDAR_SHORT,
            id="the calendar's last day",
        ),
        pytest.param(replace(WELL, backup_at=None), BOUNDS, Sign.BACKUP, id="no backup"),
        pytest.param(
            replace(WELL, backup_at=AT - timedelta(days=8, seconds=1)),
            BOUNDS,
            Sign.BACKUP,
            id="an old backup",
        ),
        pytest.param(
            WELL,
            replace(BOUNDS, scarce=(Room(place="var", free=1, total=9),)),
            Sign.ROOM,
            id="a disk nearly full",
        ),
    ],
)
def test_what_a_person_should_mind_is_no_reason_to_restart(
    found: Situation, bounds: Bounds, sign: Sign
) -> None:
    judged = vitals(found, bounds, at=AT)

    assert signs(judged) == ([], [], [sign])
    assert judged.is_ready


def test_a_mail_that_has_waited_an_hour_is_still_no_matter() -> None:
    found = replace(WELL, outbox=OutboxGauge(oldest_waiting_at=AT - 60 * MINUTE))

    assert vitals(found, BOUNDS, at=AT) == Vitals()


def test_every_sign_has_its_sentence() -> None:
    assert set(load_catalogue("operator")["sign"]) == set(Sign)
