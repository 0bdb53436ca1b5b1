"""A full judging finds nothing that scans had missed, and tells where it does."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Executable, delete, update

import monitor.flows.reconcile
from monitor.domain.dossier import Status
from monitor.domain.errors import JudgedLaterError
from monitor.domain.finding import Finding
from monitor.domain.rule import Case, Rule
from monitor.flows.last_judged import TICK, last_judged
from monitor.flows.reconcile import DRIFT, TOO_EARLY, Reconciled, reconcile, reconcile_due
from monitor.flows.survey import survey
from monitor.rules import RULES, UNIT_RULES
from monitor.store.engine import writing
from monitor.store.tables import agenda, findings, unit_agenda
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import a_record
from tests.flows.surveying import Town, a_month, a_paper
from tests.flows.test_scan import DUE_ON_MONDAY, MONDAY, a_rule, enrol, look, standing, take
from tests.flows.test_survey import MORNING
from tests.flows.test_survey import a_rule as broken_rule
from tests.notices.office import OFFICE
from tests.store.taking import look_at, wake_all

NOON = "2026-11-09 12:00"
TUESDAY_NIGHT = "2026-11-10 00:10"


def check(store: SqlStore, at: str = NOON, *, rules: tuple[Rule, ...] = RULES) -> Reconciled:
    return reconcile(store, OFFICE, rules, UNIT_RULES, at=vn(at))


def faults(store: SqlStore) -> set[str]:
    with store.reading() as work:
        return set(work.done.faults())


@pytest.fixture
def judged(store: SqlStore) -> SqlStore:
    """Return a store in which one is due today, one later, and one has ended."""
    take(
        store,
        DUE_ON_MONDAY,
        a_record("later", promised="2026-11-27 17:00"),
        a_record("ended", status=Status.WITHDRAWN),
        exported=MONDAY,
    )
    look(store, MONDAY)
    survey_units(store, MONDAY)
    return store


def survey_units(store: SqlStore, at: str) -> None:
    enrol(store, at=vn(at))
    survey(store, OFFICE, UNIT_RULES, at=vn(at))


def test_after_a_scan_nothing_has_drifted(judged: SqlStore) -> None:
    before = standing(judged)

    done = check(judged)

    assert done == Reconciled(judged=2, units=4)
    assert done.drift == 0
    assert standing(judged) == before
    assert DRIFT not in faults(judged)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(update(agenda).values(look_at=None), id="never to be looked at"),
        pytest.param(update(agenda).values(look_at=vn("2027-01-01 08:00")), id="far too late"),
        pytest.param(delete(agenda), id="no row"),
    ],
)
def test_a_spoiled_agenda_is_found_told_and_mended(judged: SqlStore, spoil: object) -> None:
    whole = [look_at(judged, code) for code in ("H99.01-261102-0001", "later")]
    with writing(judged.engine) as connection:
        connection.execute(spoil)  # type: ignore[call-overload]

    done = check(judged)
    told = faults(judged)
    again = check(judged)

    assert (done.unseen, done.drift) == (2, 2)
    assert [look_at(judged, code) for code in ("H99.01-261102-0001", "later")] == whole
    assert told == {DRIFT}
    assert again.drift == 0
    assert faults(judged) == set()


def test_a_finding_lost_is_added_and_one_too_many_ended(judged: SqlStore) -> None:
    before = standing(judged)
    with writing(judged.engine) as connection:
        connection.execute(delete(findings).where(findings.c.rule == "due_today"))
        connection.execute(
            update(findings).where(findings.c.rule == "apology_ask").values(rule="overdue")
        )

    done = check(judged)

    assert (done.added, done.ended) == (2, 1)
    assert standing(judged) == before


def test_one_that_ended_is_judged_while_something_stands(judged: SqlStore) -> None:
    wake_all(judged, at=vn(NOON))
    look(judged, NOON, rules=(a_rule(),))

    done = check(judged, rules=(a_rule(),))

    assert done.judged == 3


def test_what_waits_for_a_scan_has_not_drifted(judged: SqlStore) -> None:
    """The day passes without a scan: the one due is left to the next."""
    done = check(judged, "2026-11-10 08:00")

    assert done == Reconciled(judged=1)


def test_the_size_of_a_page_does_not_matter(
    judged: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(monitor.flows.reconcile, "BATCH", 1)

    assert check(judged) == Reconciled(judged=2, units=4)


# What cannot be judged


def test_one_that_cannot_be_judged_is_pushed_back_and_stops_no_other(judged: SqlStore) -> None:
    done = check(judged, rules=(a_rule("later"),))
    again = check(judged, rules=(a_rule("later"),))

    with judged.reading() as work:
        failing = [(code, times) for code, times, _ in work.agenda.failing()]
    assert (done.judged, done.failed) == (1, 1)
    assert (again.judged, again.failed) == (1, 0)
    assert failing == [("later", 1)]


# Once a night


def nightly(store: SqlStore, at: str) -> int:
    return reconcile_due(store, OFFICE, RULES, UNIT_RULES, at=vn(at)).judged


def test_it_runs_once_a_day_outside_working_hours(judged: SqlStore) -> None:
    times = (
        *("09 07:10", "09 17:30", "10 00:05", "10 05:00"),
        *("11 07:00", "11 11:45", "11 16:59", "11 17:00"),
    )

    ran = [at for at in times if nightly(judged, f"2026-11-{at}")]

    assert ran == ["09 07:10", "10 00:05", "11 17:00"]


def test_on_a_day_of_rest_and_beyond_the_calendar_it_runs_as_well(judged: SqlStore) -> None:
    nightly(judged, MONDAY)

    days = ("2026-11-10", "2026-11-12", "2026-11-14", "2026-12-31", "2027-01-01")
    for day in days:
        nightly(judged, f"{day} 10:00")

    with judged.reading() as work:
        ran = [day for day in days if work.done.has(f"reconcile/{day}")]
    assert ran == ["2026-11-12", "2026-11-14", "2026-12-31", "2027-01-01"]


def test_where_nobody_ticks_at_night_it_runs_by_day(judged: SqlStore) -> None:
    runs = [nightly(judged, f"2026-11-{day:02} 09:00") for day in (9, 10, 11, 12)]

    assert [judged_now > 0 for judged_now in runs] == [True, False, False, True]


# Rules that forget a moment


def forgetful(until: datetime) -> Rule:
    """Return a rule that speaks from an instant on, and names no moment."""

    def check(case: Case) -> Iterator[Finding]:
        if case.at >= until:
            yield from a_rule().check(case)

    rule = a_rule()
    return Rule(
        module=rule.module,
        source=rule.source,
        in_force_from=rule.in_force_from,
        needs=rule.needs,
        check=check,
        moments=rule.moments,
    )


def test_a_rule_that_forgets_a_moment_shows_as_drift(store: SqlStore) -> None:
    rules = (forgetful(vn(MONDAY) + timedelta(hours=1)),)
    take(store, a_record(), exported=MONDAY)
    look(store, MONDAY, rules=rules)
    survey_units(store, MONDAY)
    look(store, NOON, rules=rules)

    assert check(store, rules=rules) == Reconciled(judged=1, units=4, added=1)


# An instant before the last judging


@pytest.mark.parametrize(
    "early", [pytest.param("06:59", id="a little"), pytest.param("01:00", id="hours")]
)
def test_nothing_is_held_against_an_instant_before_it_was_found(
    judged: SqlStore, early: str
) -> None:
    before = standing(judged)

    with pytest.raises(JudgedLaterError):
        check(judged, f"2026-11-09 {early}")

    assert standing(judged) == before
    assert check(judged).drift == 0


def test_clocks_a_little_apart_are_no_matter(judged: SqlStore) -> None:
    assert check(judged, "2026-11-09 07:00").drift == 0


def test_before_the_last_tick_nothing_is_reconciled(store: SqlStore) -> None:
    with store.writing() as work:
        work.done.beat(TICK, at=vn(NOON))

    with pytest.raises(JudgedLaterError):
        check(store, MONDAY)


def test_an_earlier_judging_takes_no_later_one_back(judged: SqlStore) -> None:
    check(judged, "2026-11-09 07:05")

    with judged.reading() as work:
        assert last_judged(work) == vn(MONDAY)


def test_a_night_by_a_clock_set_back_is_skipped_and_told(judged: SqlStore) -> None:
    before = standing(judged)

    ran = nightly(judged, "2026-11-08 23:00")
    told = faults(judged)
    again = nightly(judged, TUESDAY_NIGHT)

    assert (ran, again > 0) == (0, True)
    assert standing(judged) == before
    assert told == {TOO_EARLY}
    assert faults(judged) == set()


# Units


@pytest.mark.parametrize(
    ("spoil", "spoilt"),
    [
        pytest.param(
            update(unit_agenda).values(look_at=vn("2027-01-01 08:00")), 4, id="far too late"
        ),
        pytest.param(delete(unit_agenda).where(unit_agenda.c.unit == "KT"), 1, id="no row"),
    ],
)
def test_spoilt_looks_at_units_are_found_told_and_mended(
    judged: SqlStore, spoil: Executable, spoilt: int
) -> None:
    whole = looks(judged)
    with writing(judged.engine) as connection:
        connection.execute(spoil)

    done = check(judged)
    told = faults(judged)

    assert (done.units, done.unseen, done.drift) == (4, spoilt, spoilt)
    assert looks(judged) == whole
    assert told == {DRIFT}
    assert check(judged).drift == 0


def looks(store: SqlStore) -> dict[str, datetime]:
    with store.reading() as work:
        return work.units.looks()


def test_what_was_lost_of_units_is_added_and_what_is_too_much_ended(store: SqlStore) -> None:
    town = Town(store)
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)
    before = town.said
    with writing(store.engine) as connection:
        connection.execute(delete(findings).where(findings.c.unit == "KT"))
        connection.execute(
            update(findings).where(findings.c.unit == "XA").values(stage="2026-10")
        )

    done = check(store, f"{MORNING[:10]} 07:30")

    assert (done.added, done.ended, done.drift) == (2, 1, 3)
    assert town.said == before


def test_units_have_not_drifted_whatever_the_hour(store: SqlStore) -> None:
    """From hour to hour over the end of a month, as the books grow old."""
    town = Town(store)
    town.take(*a_month(late=3), a_paper(99), exported="2026-11-26 07:10")
    town.look("2026-11-26 07:10")

    start = vn("2026-11-26 08:00")
    drifts = []
    for hours in range(0, 24 * 9, 3):
        at = f"{start + timedelta(hours=hours):%Y-%m-%d %H:%M}"
        town.look(at)
        drifts.append(check(store, at).drift)

    assert set(drifts) == {0}
    assert town.of("KT", "unit_rate_low")[0].resolved_at is not None


def test_units_that_wait_for_a_survey_have_not_drifted(judged: SqlStore) -> None:
    assert check(judged, "2026-11-10 08:00").units == 0


def test_a_unit_that_cannot_be_judged_is_pushed_back(judged: SqlStore) -> None:
    rules = (broken_rule("KT"),)

    done = reconcile(judged, OFFICE, RULES, rules, at=vn(NOON))
    again = reconcile(judged, OFFICE, RULES, UNIT_RULES, at=vn(NOON))

    with judged.reading() as work:
        assert work.units.failing() == ["KT"]
    assert (done.units, done.failed) == (3, 1)
    assert (again.units, again.drift) == (3, 3)
