"""What is ahead, the pace and the index, counted in the store, agree with one by one."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.calendar import WorkingCalendar
from monitor.domain.dossier import ENDS, Dossier, Pause, PauseKind
from monitor.domain.index_facts import Asked, IndexFacts, InTime, Measure, Special, is_in_time
from monitor.domain.instants import vietnam_day
from monitor.domain.outlook import Ahead, FallenDue, FellDue, Windows
from monitor.domain.pace import Pace, PaceCount
from monitor.domain.period import Period
from monitor.domain.reckoning import BROKEN, KEPT, Outcome
from monitor.domain.record import Record
from monitor.flows.figures import judged, month_counts
from monitor.flows.ingest import ingest
from monitor.flows.month_index import index_facts
from monitor.flows.month_outlook import prospect
from monitor.flows.month_pace import pace
from monitor.flows.scan import scan
from monitor.flows.snapshots import snapshot
from monitor.rules import RULES
from monitor.store.engine import open_engine
from monitor.store.schema import upgrade
from monitor.store.work import SqlStore
from reports.judged import Judged, judge
from tests.builders import CALENDAR_2026, vn
from tests.exports import a_file, a_record
from tests.flows.lives import FIRST, LAST, PERIODS, PRESENT, a_life
from tests.notices.office import COMMUNE, DIRECTORY, OFFICE

ABOUT = ("tro-cap", "chung-thuc", "ho-kinh-doanh", "khac", "1.000001")
OCTOBER, NOVEMBER = PERIODS[:2]


def a_store(folder: object, name: str = "monitor") -> SqlStore:
    engine = open_engine(f"sqlite:///{folder}/{name}.db")
    upgrade(engine)
    return SqlStore(engine)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """Yield a store of six hundred lives, each of them its unit's and procedure's own.

    None of them was opened again: the outlook and the index take those as they are today.
    """
    store = a_store(tmp_path_factory.mktemp("ahead"))
    for until in (FIRST, LAST):
        lives = [
            replace(a_life(life, until=until), procedure=ABOUT[life % len(ABOUT)])
            for life in range(600)
            if not is_opened_again(life)
        ]
        come = [one for one in lives if one.received_at is None or one.received_at < vn(until)]
        ingest(
            store,
            DIRECTORY,
            a_file(*come, exported=until, source="national"),
            max_reject_share=0,
            at=vn(until),
        )
        scan(store, OFFICE, RULES, at=vn(until))
    yield store
    store.engine.dispose()


def is_opened_again(life: int) -> bool:
    before, after = (a_life(life, until=until) for until in (FIRST, LAST))
    instants = ("finished_at", "collected_at")
    is_undone = any(getattr(before, at) and not getattr(after, at) for at in instants)
    return is_undone or (before.status in ENDS and after.status not in ENDS)


def one_by_one(store: SqlStore, period: Period) -> list[tuple[Dossier, Judged]]:
    """Judge all dossiers but those of outside and of a lost past, as of the period's end."""
    found = []
    with store.reading() as work:
        first = work.imports.first_exported_at()
        assert first is not None
        for dossier in work.dossiers.load(work.dossiers.codes()).values():
            seen_at = dossier.end_seen_at if dossier.ended_at is None else None
            is_lost = not dossier.is_open and (seen_at or PRESENT) < first + timedelta(days=1)
            one = snapshot(dossier, None, OFFICE, ends_at=period.ends_at)
            if one is not None and not is_lost and dossier.unit != "VPDK":
                calendar = OFFICE.policy_of(dossier.unit).calendar
                found.append((dossier, judge(one, period, calendar)))
    return found


@pytest.mark.parametrize("period", PERIODS[:3], ids=lambda one: one.code)
def test_what_is_ahead_and_what_fell_due(lived: SqlStore, period: Period) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, period, at=PRESENT)
        unsettled = list(judged(work, OFFICE, counts.unsettled(), period))
        found = prospect(counts, unsettled, OFFICE, period)

    windows = Windows.of(period, OFFICE.months)
    cases = [case for _, case in one_by_one(lived, period)]
    past: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    tried: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    ahead = []
    for case in cases:
        one, outcome = case.snapshot, case.reckoning.outcome
        due_at, key = one.first_due_at, (one.unit, one.procedure)
        if due_at is None:
            continue
        if case.reckoning.is_pending and outcome is Outcome.WITHIN:
            if windows.ahead.holds(due_at):
                ahead.append(
                    Ahead(code=one.code, unit=one.unit, procedure=one.procedure, due_at=due_at)
                )
        elif outcome in KEPT | BROKEN and one.received_at < period.ends_at:
            was_open = case.ended_at is None or case.ended_at >= period.starts_at
            if windows.past.holds(due_at):
                past[key][0] += 1
                past[key][1] += outcome in BROKEN
            if period.holds(due_at) and one.received_at < period.starts_at and was_open:
                tried[key][0] += 1
    assert [one.code for one in found.ahead] == [
        one.code for one in sorted(ahead, key=lambda one: (one.due_at, one.code))
    ]
    assert set(found.ahead) == set(ahead)
    assert found.fallen.past == tuple(
        FellDue(unit=unit, procedure=procedure, due=due, late=late)
        for (unit, procedure), (due, late) in sorted(past.items())
    )
    for group in found.fallen.tried:  # those that waited when the period began are not tried
        assert group.due <= tried[group.unit, group.procedure][0]


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER], ids=lambda one: one.code)
def test_the_pace_of_results(lived: SqlStore, period: Period) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, period, at=PRESENT)
        unsettled = list(judged(work, OFFICE, counts.unsettled(), period))
        found = pace(counts.results(), unsettled, OFFICE)

    days: defaultdict[str, list[int]] = defaultdict(list)
    for _, case in one_by_one(lived, period):
        due_at, ended_at = case.snapshot.first_due_at, case.ended_at
        if case.is_resolved and case.reckoning.outcome in KEPT | BROKEN and due_at and ended_at:
            calendar = OFFICE.policy_of(case.snapshot.unit).calendar
            days[case.snapshot.procedure].append(
                calendar.days_between(vietnam_day(ended_at), vietnam_day(due_at))
            )
    assert found == Pace(
        procedures=tuple(
            PaceCount(
                procedure=procedure,
                dossiers=len(some),
                days=sum(some),
                sooner=sum(one > 0 for one in some),
                later=sum(one < 0 for one in some),
            )
            for procedure, some in sorted(days.items())
        )
    )
    assert found.total is not None
    assert found.total.later > 0


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER], ids=lambda one: one.code)
def test_the_facts_of_the_index(lived: SqlStore, period: Period) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, period, at=PRESENT)
        found = index_facts(counts, counts.results(), OFFICE)

    verdicts: Counter[bool | None] = Counter()
    for dossier, case in one_by_one(lived, period):
        if case.reckoning.is_counted:
            verdicts[is_in_time(_special(dossier, case, period))] += 1
    assert found.in_time == InTime(
        kept=verdicts[True], judged=verdicts[True] + verdicts[False], unknown=verdicts[None]
    )
    assert min(verdicts.values()) > 0
    results = sum(
        dossier.ended_at is not None
        and dossier.has_result
        and period.holds(dossier.ended_at)
        and case.reckoning.is_received
        for dossier, case in one_by_one(lived, period)
    )
    assert sum(one.dossiers for one in found.handlings) == results
    assert {one.measure for one in found.handlings} == set(Measure)


def _special(dossier: Dossier, case: Judged, period: Period) -> Special:
    """Return what the formula asks, read from the dossier itself."""
    told = dossier.promises
    promised_at = dossier.shown_promised_at
    due_at = None if dossier.is_paused else case.snapshot.first_due_at
    if any(one.made_at >= period.ends_at for one in told):
        then = [one.promised_at for one in told if one.made_at < period.ends_at]
        promised_at, due_at = (then[-1] if then else None), None
    return Special(
        promised_at=promised_at,
        due_at=due_at,
        until=case.ended_at or period.ends_at,
        asks=tuple(
            Asked(asked_at=one.paused_at, done_at=one.in_effect.resumed_at)
            for one in dossier.pauses
            if one.kind is PauseKind.SUPPLEMENT and one.paused_at < period.ends_at
        ),
    )


def old(
    code: str, promised: str, finished: str, *, received: str = "2026-10-01 08:00"
) -> Record:
    return a_record(code, received=received, promised=promised, finished=finished)


def test_the_list_is_tried_on_the_period_itself(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = a_store(tmp_path_factory.mktemp("tried"))
    asked = Pause(paused_at=vn("2026-10-28 09:00"), resumed_at=vn("2026-11-03 09:00"))
    lives = (
        old("kept", "2026-10-15 17:00", "2026-10-15 09:00"),
        old("late before", "2026-10-15 17:00", "2026-10-20 09:00"),
        old("overdue then", "2026-10-16 17:00", "2026-11-02 09:00"),
        old("long ago", "2026-04-16 17:00", "2026-11-02 09:00", received="2026-04-01 08:00"),
        a_record("late", received="2026-10-20 08:00", promised="2026-11-05 17:00"),
        a_record(
            "in time",
            received="2026-10-20 08:00",
            promised="2026-11-05 17:00",
            finished="2026-11-04 09:00",
        ),
        a_record(
            "over before",
            received="2026-10-20 08:00",
            promised="2026-11-05 17:00",
            finished="2026-10-30 09:00",
        ),
        a_record(
            "waiting then",
            received="2026-10-20 08:00",
            promised="2026-11-05 17:00",
            finished="2026-11-06 09:00",
            pauses=(asked,),
        ),
        a_record("new", received="2026-11-02 08:00", promised="2026-11-05 17:00"),
        a_record("ahead", received="2026-11-02 08:00", promised="2026-12-10 17:00"),
    )
    file = a_file(*lives, exported=LAST, source="national")
    ingest(store, DIRECTORY, file, max_reject_share=0, at=PRESENT)
    scan(store, OFFICE, RULES, at=PRESENT)
    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        unsettled = list(judged(work, OFFICE, counts.unsettled(), NOVEMBER))
        found = prospect(counts, unsettled, OFFICE, NOVEMBER)
    store.engine.dispose()

    def fell(due: int, late: int) -> tuple[FellDue, ...]:
        return (FellDue(unit="VHXH", procedure="1.000001", due=due, late=late),)

    assert [one.code for one in found.ahead] == ["ahead"]
    assert found.fallen == FallenDue(past=fell(8, 4), before=fell(3, 2), tried=fell(2, 1))


def test_days_that_come_again_are_measured_once_and_counted_each_time(lived: SqlStore) -> None:
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        results = tuple(counts.results())
        once, twice = (index_facts(counts, results * times, OFFICE) for times in (1, 2))
    paced, again = (pace(results * times, (), OFFICE).total for times in (1, 2))

    def dossiers(facts: IndexFacts) -> int:
        by_day = (one for one in facts.handlings if one.measure is not Measure.WORKING_HOURS)
        return sum(one.dossiers for one in by_day)

    assert dossiers(twice) == 2 * dossiers(once)
    assert paced is not None
    assert again is not None
    assert (again.dossiers, again.days) == (2 * paced.dossiers, 2 * paced.days)


def test_outside_the_years_of_a_calendar_nothing_is_measured(lived: SqlStore) -> None:
    spec = replace(CALENDAR_2026.spec, first_year=2027, last_year=2027, days=())
    policy = replace(OFFICE.policy, calendar=WorkingCalendar(spec))
    office = replace(OFFICE, policy=policy)
    with lived.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=PRESENT)
        results = tuple(counts.results())
        measured = pace(results, (), office)
        facts = index_facts(counts, results, office)

    assert measured == Pace(unmeasured=sum(count for one, count in results if one.due_on))
    assert facts.unmeasured > 0
    assert [one.procedure for one in facts.handlings] == ["ho-kinh-doanh"]
