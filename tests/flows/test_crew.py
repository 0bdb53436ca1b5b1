"""Workers of one database: who lives, who waits, and what is told of them."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.catalogues.told import sentence
from monitor.domain.errors import ClockApartError, OtherSettingsError, WorkersDifferError
from monitor.domain.worker import Fitness, Worker
from monitor.flows.crew import (
    APART,
    DIFFERENT,
    FORGOTTEN,
    WORKER,
    check_settings,
    fitness_of,
    has_help,
    sign_in,
    sign_out,
    tell_of_workers,
    workers,
)
from monitor.ports.crew import Crew
from monitor.ports.dispatcher import Queue
from monitor.store.work import SqlStore
from tests.builders import a_worker, vn

AT = vn("2026-11-12 09:00")
FIRST = a_worker(Queue.LEAD, Queue.SCAN, at="2026-11-12 09:00")
NEWER = replace(
    FIRST,
    name="may-2:11",
    since=vn("2026-11-12 08:00"),
    program="1.1",
    binding="b",
    queues=frozenset({Queue.LEAD, Queue.PDF}),
    clock_ahead=timedelta(minutes=-5),
)
CREW = Crew(me=FIRST.name, rest=lambda _: None)


def faults(store: SqlStore) -> dict[str, str]:
    with store.reading() as work:
        return {name: detail for name, (_, detail) in work.done.faults().items()}


def alive(store: SqlStore, at: datetime = AT) -> tuple[Worker, ...]:
    with store.reading() as work:
        return workers(work, at=at)


def test_who_signs_in_lives_with_all_that_it_says(store: SqlStore) -> None:
    for one in (FIRST, NEWER):
        sign_in(store, one, at=AT)

    assert alive(store) == (NEWER, FIRST)


def test_who_signs_out_or_falls_silent_is_gone(store: SqlStore) -> None:
    for one in (FIRST, NEWER):
        sign_in(store, one, at=AT)
    sign_out(store, NEWER)

    assert alive(store) == (FIRST,)
    assert alive(store, AT + timedelta(hours=1)) == ()


def test_the_long_silent_are_forgotten_and_nothing_else(store: SqlStore) -> None:
    later = AT + FORGOTTEN + timedelta(seconds=1)
    sign_in(store, FIRST, at=AT)
    with store.writing() as work:
        work.done.beat("tick", at=AT)

    sign_in(store, replace(NEWER, clock_ahead=timedelta()), at=later)
    tell_of_workers(store, at=later)

    with store.reading() as work:
        assert set(work.done.beats()) == {"tick", f"{WORKER}{NEWER.name}"}


def test_who_judges_by_older_settings_waits_for_those_who_do_not(store: SqlStore) -> None:
    with store.reading() as work:
        schema = work.gauges.schema()
    first, newer = (replace(one, schema=schema) for one in (FIRST, NEWER))
    sign_in(store, first, at=AT)
    assert fitness_of(store, first, at=AT) is Fitness.FIT

    sign_in(store, newer, at=AT)

    assert fitness_of(store, first, at=AT) is Fitness.OUTDATED
    assert fitness_of(store, newer, at=AT) is Fitness.FIT
    later = AT + timedelta(hours=1)  # nobody lives to be preferred
    assert fitness_of(store, first, at=later) is Fitness.FIT


def test_whose_tables_were_changed_does_nothing(store: SqlStore) -> None:
    sign_in(store, FIRST, at=AT)

    assert fitness_of(store, FIRST, at=AT) is Fitness.FOREIGN


@pytest.mark.parametrize(
    ("other", "is_help"),
    [
        (replace(NEWER, binding=FIRST.binding), True),
        (replace(NEWER, binding=FIRST.binding, queues=frozenset({Queue.MAIL})), False),
        (replace(NEWER, binding="older", since=vn("2026-11-12 06:00")), False),
        (replace(FIRST, queues=frozenset({Queue.PDF})), False),  # that is the one who asks
    ],
)
def test_help_comes_from_another_who_serves_the_queue(
    store: SqlStore, other: Worker, *, is_help: bool
) -> None:
    sign_in(store, FIRST, at=AT)
    sign_in(store, other, at=AT)

    with store.reading() as work:
        assert has_help(work, CREW, Queue.PDF, at=AT) is is_help


def test_nobody_judges_by_other_settings_than_those_who_lead(store: SqlStore) -> None:
    sign_in(store, NEWER, at=AT)

    with store.reading() as work:
        check_settings(work, "b", at=AT)
        with pytest.raises(OtherSettingsError) as raised:
            check_settings(work, "a", at=AT)
        check_settings(work, "a", at=AT + timedelta(hours=1))
    assert raised.value.facts == {"worker": "may-2:11"}


def test_outdated_workers_and_wrong_clocks_are_told_until_they_are_mended(
    store: SqlStore,
) -> None:
    for one in (FIRST, NEWER):
        sign_in(store, one, at=AT)

    tell_of_workers(store, at=AT)
    told = faults(store)
    sign_in(store, replace(NEWER, binding="a", clock_ahead=timedelta()), at=AT)
    tell_of_workers(store, at=AT)

    assert told == {
        DIFFERENT: sentence(WorkersDifferError(workers="may-1:10 (1.0)")),
        f"{APART}may-2:11": sentence(ClockApartError(worker="may-2:11", minutes=-5)),
    }
    assert faults(store) == {}


def test_where_all_is_well_nothing_is_written(store: SqlStore) -> None:
    sign_in(store, FIRST, at=AT)
    with store.writing() as work:
        work.done.fault("other", at=AT, detail="stays")

    tell_of_workers(store, at=AT)

    assert faults(store) == {"other": "stays"}
