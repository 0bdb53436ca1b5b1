"""A survey looks at whole units when something can be new, and says each thing once."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from monitor.domain.directory import Directory, Level, Unit
from monitor.domain.dossier import PAUSES, Channel, Status
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.period import Period
from monitor.domain.record import Record
from monitor.domain.unit_case import UnitCase, UnitRule
from monitor.flows.figures import figures
from monitor.flows.survey import Surveyed, survey
from monitor.flows.unit_cases import UnitCases, read_books
from monitor.rules import UNIT_RULES
from monitor.store.agenda import BACK_OFF
from monitor.store.work import SqlStore
from reports.sections.rates import Rates
from tests.builders import vn
from tests.domain.strategies import drawing
from tests.flows.surveying import Town, a_month, a_paper, done
from tests.notices.office import COMMUNE, OFFICE, TELLING, a_directory, an_office
from tests.stores import open_store

MORNING = "2026-11-12 07:10"
Key = tuple[str, str, str, datetime | None]


@pytest.fixture
def town(store: SqlStore) -> Town:
    return Town(store)


def a_rule(*raising: str) -> UnitRule:
    """Return a rule that speaks of every unit, and breaks down at those named."""

    def check(case: UnitCase) -> Iterator[Finding]:
        if case.unit.code in raising:
            raise ZeroDivisionError
        yield Finding(
            rule="any",
            unit=case.unit.code,
            stage="once",
            deadline=None,
            severity=Severity.NOTICE,
            tells=(),
        )

    return UnitRule(
        module="monitor.rules.any",
        source="docs/law.md",
        in_force_from=date(2026, 1, 1),
        needs=frozenset(),
        check=check,
        moments=lambda _: iter(()),
    )


def test_before_anything_has_come_there_is_nothing_to_say(town: Town) -> None:
    first = town.look("2026-11-02 07:00")

    assert (first, town.standing) == (Surveyed(judged=4), [])


def test_a_unit_that_misses_its_target_is_found_with_the_import(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)

    town.look(MORNING)

    assert town.said == {("KT", "unit_rate_low"), ("XA", "unit_rate_low")}
    facts = town.of("KT", "unit_rate_low")[0].finding.facts
    assert (facts["numerator"], facts["denominator"]) == (17, 20)
    assert facts["until"] == vn(MORNING)


def test_a_unit_is_judged_with_all_below_it_and_no_other(town: Town) -> None:
    town.take(*a_month(late=2, of=10), *a_month(late=2, of=10, unit="VHXH"), exported=MORNING)

    town.look(MORNING)

    assert town.said == {("XA", "unit_rate_low")}


def test_a_second_survey_looks_at_nothing(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)

    first, again = town.look(MORNING), town.look(MORNING)

    assert first == Surveyed(judged=4, found=2)
    assert again == Surveyed()


def test_every_working_morning_all_is_looked_at_and_nothing_is_new(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)

    in_the_night, in_the_morning = town.look("2026-11-13 06:59"), town.look("2026-11-13 07:00")

    assert (in_the_night, in_the_morning) == (Surveyed(), Surveyed(judged=4))


def test_a_tick_in_which_nothing_is_due_asks_one_question(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)
    asked: list[str] = []
    event.listen(
        town.store.engine, "before_cursor_execute", lambda *args: asked.append(args[2])
    )

    survey(town.store, OFFICE, UNIT_RULES, at=vn(MORNING))

    assert [one for one in asked if one.startswith("SELECT")] == asked[-1:]


def test_facts_follow_the_figures_under_the_same_key(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)

    town.take(*a_month(late=4), exported="2026-11-12 13:10")
    again = town.look("2026-11-12 13:10")

    (one,) = town.of("KT", "unit_rate_low")
    assert again.found == 0
    assert one.finding.facts["numerator"] == 16


def test_a_target_that_is_met_again_ends_the_finding_and_a_new_month_begins_anew(
    town: Town,
) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)
    met = tuple(done(number) for number in range(20, 60))

    town.take(*a_month(late=3), *met, exported="2026-11-13 07:10")
    town.look("2026-11-13 07:10")

    (one,) = town.of("KT", "unit_rate_low")
    assert (one.ending, one.resolved_at) == (Ending.RESOLVED, vn("2026-11-13 07:10"))


def test_with_the_month_its_finding_ends(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)

    before = town.look("2026-11-30 23:59")
    still = town.said
    town.look("2026-12-01 00:00")

    assert before.judged == 4
    assert ("KT", "unit_rate_low") in still
    assert "unit_rate_low" not in {rule for _, rule in town.said}


# Sources and units that stand still


def test_a_silent_source_is_told_once_and_the_next_silence_anew(town: Town) -> None:
    papers = (a_paper(1),)
    town.take(*papers, exported="2026-11-09 07:00")
    town.look("2026-11-10 11:00")
    town.look("2026-11-10 16:00")
    town.take(*papers, exported="2026-11-10 16:30")
    town.look("2026-11-10 16:30")
    between = town.said

    town.look("2026-11-13 07:00")

    first, second = town.of("XA", "stale_source")
    assert between == set()
    assert (first.found_at, first.ending) == (vn("2026-11-10 11:00"), Ending.RESOLVED)
    assert (second.found_at, second.ending) == (vn("2026-11-13 07:00"), None)


def test_two_systems_are_told_apart_when_one_speaks_again(town: Town) -> None:
    town.take(a_paper(1), exported="2026-11-09 07:00")
    town.take(a_paper(2), exported="2026-11-09 08:00", system="dat")
    town.look("2026-11-11 07:00")

    town.take(a_paper(1), exported="2026-11-11 07:10")
    town.look("2026-11-11 07:10")

    ended, stands = town.of("XA", "stale_source")[::-1]
    by_system = {one.finding.facts["system"]: one.ending for one in (ended, stands)}
    assert by_system == {"tinh": Ending.RESOLVED, "dat": None}


def test_a_unit_of_which_nothing_moves_is_told_and_only_by_exports_that_came(
    town: Town,
) -> None:
    still, moving = a_paper(1), a_paper(2, unit="VHXH")
    town.take(still, moving, exported="2026-11-02 07:00")
    town.look("2026-11-12 07:00")
    without_exports = town.said
    town.take(still, replace(moving, step="Trình ký"), exported="2026-11-12 07:10")

    town.look("2026-11-12 07:10")

    assert without_exports == {("XA", "stale_source")}
    assert town.said == {("KT", "stale_unit")}
    facts = town.of("KT", "stale_unit")[0].finding.facts
    assert (facts["last_moved_at"], facts["open"]) == (vn("2026-11-02 07:00"), 1)


def test_the_stalest_of_a_unit_s_systems_decides_whether_it_stands_still(town: Town) -> None:
    town.take(a_paper(1), exported="2026-11-02 07:00")
    town.take(a_paper(2), exported="2026-11-02 08:00", system="dat")

    town.take(a_paper(1), exported="2026-11-12 07:10")
    town.look("2026-11-12 07:10")

    assert town.said == {("XA", "stale_source")}


def test_a_paper_that_leaves_a_unit_moves_both(town: Town) -> None:
    town.take(a_paper(1), a_paper(2), exported="2026-11-02 07:00")

    town.take(replace(a_paper(1), unit="VHXH"), a_paper(2), exported="2026-11-05 07:00")
    with town.store.reading() as work:
        moved = work.units.moved()

    assert moved == {"KT": vn("2026-11-05 07:00"), "VHXH": vn("2026-11-05 07:00")}


# What the sources carry


def test_what_no_source_carries_is_counted_as_not_known(town: Town) -> None:
    papers = (replace(a_paper(number), status=None) for number in range(30))
    town.take(*papers, exported=MORNING, source="ledger")

    town.look(MORNING)

    with town.store.reading() as work:
        unknown = work.units.unknown_counts()
    assert unknown.keys() == {
        "unit_rate_low",
        "online_share_low",
        "returned_share_high",
        "bulk_edit",
    }
    assert set(unknown.values()) == {4}
    assert town.said == set()


def test_a_system_that_does_not_carry_a_field_is_left_out_of_its_figures(town: Town) -> None:
    by_hand = (
        replace(a_paper(number), channel=Channel.IN_PERSON, code=f"dat-{number}")
        for number in range(30)
    )
    online = (a_paper(number) for number in range(25))
    town.take(*online, exported="2026-11-12 07:00")
    town.take(*by_hand, exported=MORNING, source="ledger", system="dat")

    town.look(MORNING)

    assert ("KT", "online_share_low") not in town.said


def test_withdrawn_and_sent_back_are_counted_apart(town: Town) -> None:
    ended = [replace(one, finished_at=None) for one in a_month(late=0)]
    papers = [
        replace(
            one, status=Status.WITHDRAWN if n < 2 else Status.SENT_BACK if n < 5 else one.status
        )
        for n, one in enumerate(ended)
    ]
    town.take(a_paper(99), exported="2026-11-02 07:10")
    town.take(a_paper(99), *papers, exported=MORNING)

    town.look(MORNING)

    facts = town.of("KT", "returned_share_high")[0].finding.facts
    assert (facts["withdrawn"], facts["sent_back"], facts["denominator"]) == (2, 3, 20)


def test_ends_from_before_the_first_export_that_nobody_dates_are_left_out(town: Town) -> None:
    papers = [
        replace(one, finished_at=None, status=Status.SENT_BACK) for one in a_month(late=0)
    ]
    town.take(*papers, exported=MORNING)

    town.look(MORNING)

    assert town.said == set()


# What breaks down, comes and goes


def test_a_rule_that_breaks_down_postpones_one_unit_and_stops_no_other(town: Town) -> None:
    first = town.look(MORNING, rules=(a_rule("KT"),))
    again = town.look(MORNING, rules=(a_rule("KT"),))
    later = (vn(MORNING) + BACK_OFF[0]).strftime("%Y-%m-%d %H:%M")
    with town.store.reading() as work:
        failing = work.units.failing()

    mended = town.look(later, rules=(a_rule(),))

    assert (first, again) == (Surveyed(judged=3, found=3, failed=1), Surveyed())
    assert failing == ["KT"]
    assert mended == Surveyed(judged=1, found=1)
    with town.store.reading() as work:
        assert work.units.failing() == []


def test_a_unit_that_fails_again_waits_longer(town: Town) -> None:
    town.look(MORNING, rules=(a_rule("KT"),))
    later = vn(MORNING) + BACK_OFF[0]
    town.look(later.strftime("%Y-%m-%d %H:%M"), rules=(a_rule("KT"),))

    early = town.look((later + BACK_OFF[0]).strftime("%Y-%m-%d %H:%M"), rules=(a_rule(),))

    assert early == Surveyed()


def test_what_is_said_of_a_unit_ends_with_the_unit(town: Town) -> None:
    town.take(*a_month(late=3), exported=MORNING)
    town.look(MORNING)

    town.office = an_office(a_directory(without=frozenset({"KT"})))
    town.enrol(MORNING)
    town.look("2026-11-13 07:00")

    assert {unit for unit, _ in town.said} <= {"XA"}
    assert town.look("2026-11-13 07:00") == Surveyed()


def test_a_unit_woken_while_it_is_judged_stays_due(town: Town) -> None:
    town.look("2026-11-12 07:00")
    with town.store.writing() as work:
        work.units.wake(at=vn("2026-11-12 07:05"))
    waking = a_rule()

    def wake(case: UnitCase) -> Iterator[Finding]:
        with town.store.writing() as work:
            work.units.wake(at=vn("2026-11-12 07:06"))
        yield from waking.check(case)

    town.look("2026-11-12 07:05", rules=(replace(waking, check=wake),))

    assert town.look("2026-11-12 07:06").judged == 4


def test_without_a_calendar_the_next_look_is_at_midnight(town: Town) -> None:
    done_late = town.look("2026-12-31 18:00")

    assert done_late.judged == 4
    assert town.look("2026-12-31 23:59") == Surveyed()
    assert town.look("2027-01-01 00:00").judged == 4


# Promises


def left(blank: Path, late: int, hours: list[int]) -> set[tuple[Key, str]]:
    """Return what stands after one import and looks some hours later."""
    exported = vn("2026-11-11 16:30")
    with (
        TemporaryDirectory() as folder,
        open_store(Path(shutil.copy(blank, folder))) as store,
    ):
        town = Town(store)
        town.take(*a_month(late=late), a_paper(77), exported="2026-11-11 16:30")
        for hour in hours:
            town.look((exported + timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M"))
        return {(one.finding.key, str(one.finding.facts)) for one in town.standing}


def test_looking_each_hour_or_once_after_three_days_leaves_the_same_findings(
    blank: Path,
) -> None:
    once = left(blank, 3, [72])

    assert {rule for (_, rule, _, _), _ in once} == {"unit_rate_low", "stale_source"}
    assert left(blank, 3, list(range(73))) == once


@given(
    late=st.integers(0, 3),
    hours=st.lists(st.integers(1, 500), min_size=1, max_size=4, unique=True).map(sorted),
)
@drawing(6)
def test_looks_in_between_leave_no_trace(blank: Path, late: int, hours: list[int]) -> None:
    assert left(blank, late, hours) == left(blank, late, hours[-1:])


records = st.lists(
    st.builds(
        lambda *told: told,
        st.integers(0, 20),
        st.none() | st.integers(0, 20),
        st.sampled_from(sorted(set(Status) - PAUSES)),
        st.integers(0, 20),
    ),
    min_size=1,
    max_size=12,
)


@given(told=records)
@drawing(15)
def test_the_rate_is_the_headline_of_the_report(
    blank: Path, told: list[tuple[int, int | None, Status, int]]
) -> None:
    """Both as of the midnight that ends 12 November, of dossiers of late October on.

    Pauses are left out: of one that a status alone tells, the report takes the first
    export that shows it for its beginning, and a warning takes nothing for granted.
    """
    first = datetime.fromisoformat("2026-10-26T09:00")
    papers = [a_finished(n, first, one) for n, one in enumerate(told)]
    with (
        TemporaryDirectory() as folder,
        open_store(Path(shutil.copy(blank, folder))) as store,
    ):
        town = Town(store)
        town.take(a_paper(99, unit="VHXH"), exported="2026-10-20 07:00")
        town.take(*papers, exported="2026-11-13 00:00")
        with store.reading() as work:
            case = UnitCases(read_books(work, at=vn("2026-11-13 00:00")), OFFICE).make(
                "KT", at=vn("2026-11-13 00:00")
            )
            economy = OFFICE.directory.units["KT"]
            period = Period(first=date(2026, 11, 1), last=date(2026, 11, 12))
            rates = figures(work, OFFICE, TELLING, economy, period, at=vn("2026-12-31")).part(
                Rates
            )

    headline = rates.lines[0].rate
    assert (case.month.kept, case.month.due) == (headline.numerator, headline.denominator)


def a_finished(
    number: int, first: datetime, told: tuple[int, int | None, Status, int]
) -> Record:
    """Return a dossier that ended on a day that is told, or is open."""
    promised, ended, status, received = told

    def after(days: int) -> str:
        return (first + timedelta(days=days)).strftime("%Y-%m-%d %H:%M")

    record = a_paper(number, received=after(received - 20), promised=after(promised))
    if ended is None or not status.is_end:
        return record
    return replace(record, status=status, finished_at=vn(after(min(ended, 17))))


def test_three_thousand_units_are_judged_in_few_statements(store: SqlStore) -> None:
    communes = {
        f"X{n:04}": Unit(code=f"X{n:04}", name=f"Xã {n}", level=Level.COMMUNE, parent="XA")
        for n in range(3_000)
    }
    directory = Directory(units={**communes, "XA": COMMUNE})
    town = Town(store, office=an_office(directory))
    town.take(*a_month(late=3, unit="X0007"), exported=MORNING)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    done_at_once = survey(store, town.office, UNIT_RULES, at=vn(MORNING))

    assert done_at_once == Surveyed(judged=3_001, found=2)
    assert len(asked) < 80
