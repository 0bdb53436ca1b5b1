"""A scan looks at what is due, says each thing once, and misses nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import monitor.flows.scan
from monitor.catalogues.told import sentence
from monitor.domain.dossier import Carried, Status
from monitor.domain.errors import BrokenRuleError, RepeatedFindingError
from monitor.domain.finding import Finding, Severity
from monitor.domain.record import Record
from monitor.domain.rule import Case, Rule
from monitor.flows.ingest import ingest
from monitor.flows.judging import CALENDAR
from monitor.flows.reconcile import reconcile
from monitor.flows.scan import Scanned, scan
from monitor.flows.survey import survey
from monitor.rules import RULES, UNIT_RULES
from monitor.store.agenda import BACK_OFF
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.domain.strategies import drawing
from tests.exports import a_file, a_record
from tests.notices.office import DIRECTORY, OFFICE
from tests.store.taking import look_at
from tests.stores import open_store

MONDAY, TUESDAY = "2026-11-09 07:10", "2026-11-10 07:10"
DUE_ON_MONDAY = a_record(promised="2026-11-09 17:00", procedure="tro-cap")
Key = tuple[str, str, str, datetime | None]


def take(store: SqlStore, *records: Record, exported: str, source: str = "list") -> None:
    at = vn(exported)
    ingest(
        store,
        DIRECTORY,
        a_file(*records, exported=exported, source=source),
        max_reject_share=0,
        at=at,
    )


def look(store: SqlStore, at: str, *, rules: tuple[Rule, ...] = RULES) -> Scanned:
    return scan(store, OFFICE, rules, at=vn(at))


def standing(store: SqlStore) -> set[Key]:
    with store.reading() as work:
        return {one.finding.key for one in work.findings.standing()}


def enrol(store: SqlStore, *, at: datetime) -> None:
    with store.writing() as work:
        work.units.enrol(OFFICE.directory.own_units, at=at)


def said(store: SqlStore) -> set[tuple[str, str]]:
    return {(rule, stage) for _, rule, stage, _ in standing(store)}


def a_rule(*raising: str) -> Rule:
    """Return a rule that speaks of every dossier, and breaks down at those named."""

    def check(case: Case) -> Iterator[Finding]:
        if case.dossier.code in raising:
            raise ZeroDivisionError
        yield Finding(
            rule="any",
            dossier=case.dossier.code,
            stage="once",
            deadline=None,
            severity=Severity.NOTICE,
            tells=(),
        )

    return Rule(
        module="monitor.rules.any",
        source="docs/law.md",
        in_force_from=date(2026, 1, 1),
        needs=frozenset({Carried.RECEIVED}),
        check=check,
        moments=lambda _: iter(()),
    )


def test_nothing_due_is_no_work(store: SqlStore) -> None:
    assert look(store, MONDAY) == Scanned()


def test_a_second_scan_finds_nothing_and_looks_at_nothing(store: SqlStore) -> None:
    take(store, DUE_ON_MONDAY, replace(DUE_ON_MONDAY, code="b"), exported=TUESDAY)

    first = look(store, TUESDAY)
    again = look(store, TUESDAY)

    assert first.judged == 2
    assert first.found > 2
    assert again == Scanned()


def test_a_finding_ends_with_its_reason_and_stands_again_as_itself(store: SqlStore) -> None:
    take(store, DUE_ON_MONDAY, exported=TUESDAY)
    look(store, TUESDAY)
    late = standing(store)

    take(store, replace(DUE_ON_MONDAY, status=Status.FINISHED), exported="2026-11-10 12:00")
    ended = look(store, "2026-11-10 12:00")
    between = standing(store)
    take(store, DUE_ON_MONDAY, exported="2026-11-10 16:00")
    again = look(store, "2026-11-10 16:00")

    assert {("overdue", "0d"), ("apology_missing", "once")} <= {one[1:3] for one in late}
    assert between == set()
    assert standing(store) >= late
    assert (ended.found, again.found) == (0, 1)  # that its end was taken back is new


def test_lateness_grows_with_exports_and_not_by_itself(store: SqlStore) -> None:
    take(store, DUE_ON_MONDAY, exported=MONDAY)
    look(store, MONDAY)
    take(store, DUE_ON_MONDAY, exported=TUESDAY)
    look(store, TUESDAY)

    look(store, "2026-11-16 08:00")
    alone = said(store)
    take(store, DUE_ON_MONDAY, exported="2026-11-16 09:00")
    look(store, "2026-11-16 09:00")

    assert ("overdue", "0d") in alone
    assert ("overdue", "3d") in said(store)


def test_a_deadline_that_passes_between_two_exports_is_seen_with_the_second(
    store: SqlStore,
) -> None:
    take(store, DUE_ON_MONDAY, exported=MONDAY)
    look(store, MONDAY)

    look(store, "2026-11-10 07:05")
    unconfirmed = said(store)
    take(store, DUE_ON_MONDAY, exported=TUESDAY)
    look(store, TUESDAY)

    assert ("due_unconfirmed", "once") in unconfirmed
    assert not {rule for rule, _ in unconfirmed} & {"overdue", "apology_missing"}
    assert ("overdue", "0d") in said(store)
    assert ("due_unconfirmed", "once") not in said(store)


def test_a_deadline_by_the_hour_that_passes_over_a_weekend_is_seen(store: SqlStore) -> None:
    """Due at closing on Friday: it passes on Monday at the first working second."""
    friday = replace(DUE_ON_MONDAY, promised_at=vn("2026-11-06 17:00"), procedure="chung-thuc")
    take(store, friday, exported="2026-11-08 09:00")
    look(store, "2026-11-09 07:30")

    take(store, friday, exported="2026-11-09 07:40")
    look(store, "2026-11-09 07:40")

    assert ("overdue", "0d") in said(store)


# What breaks down


def test_a_rule_that_breaks_down_postpones_one_dossier_and_stops_no_other(
    store: SqlStore,
) -> None:
    take(store, *(a_record(code) for code in "abc"), exported=MONDAY)

    first = look(store, MONDAY, rules=(a_rule("b"),))
    again = look(store, MONDAY, rules=(a_rule("b"),))

    with store.reading() as work:
        failing = work.agenda.failing()
    assert first == Scanned(judged=2, found=2, failed=1)
    assert again == Scanned()
    assert failing == [
        ("b", 1, sentence(BrokenRuleError(rule="any", reason="ZeroDivisionError")))
    ]
    assert look_at(store, "b") == vn(MONDAY) + BACK_OFF[0]


def test_one_that_failed_is_tried_again_later_and_then_fails_no_more(store: SqlStore) -> None:
    take(store, a_record("b"), exported=MONDAY)
    look(store, MONDAY, rules=(a_rule("b"),))
    later = (vn(MONDAY) + BACK_OFF[0]).strftime("%Y-%m-%d %H:%M")

    early = look(store, "2026-11-09 07:14", rules=(a_rule(),))
    done = look(store, later, rules=(a_rule(),))

    with store.reading() as work:
        failing = work.agenda.failing()
    assert early == Scanned()
    assert done == Scanned(judged=1, found=1)
    assert failing == []


def test_when_every_dossier_of_a_batch_fails_the_scan_still_ends(store: SqlStore) -> None:
    take(store, *(a_record(code) for code in "abc"), exported=MONDAY)

    assert look(store, MONDAY, rules=(a_rule("a", "b", "c"),)) == Scanned(failed=3)


def test_a_rule_that_says_one_thing_twice_fails_at_that_dossier_and_is_told(
    store: SqlStore,
) -> None:
    take(store, a_record("a"), a_record("b"), exported=MONDAY)
    once = a_rule()

    def check(case: Case) -> Iterator[Finding]:
        yield from once.check(case)
        if case.dossier.code == "b":
            yield from once.check(case)

    done = look(store, MONDAY, rules=(replace(once, check=check),))

    with store.reading() as work:
        failing = work.agenda.failing()
    assert done == Scanned(judged=1, found=1, failed=1)
    assert failing == [("b", 1, sentence(RepeatedFindingError(rules="any")))]


def test_one_that_cannot_be_judged_stops_no_telling(store: SqlStore) -> None:
    take(store, a_record("b"), exported=MONDAY)
    look(store, MONDAY, rules=(a_rule("b"),))

    with store.reading() as work:
        assert work.agenda.due(at=vn(MONDAY), limit=1) == []


# What cannot be known


def test_what_a_source_does_not_carry_is_counted_not_guessed(store: SqlStore) -> None:
    take(store, replace(DUE_ON_MONDAY, status=None), exported=TUESDAY, source="ledger")

    look(store, TUESDAY)

    with store.reading() as work:
        unknown = work.dossiers.unknown_counts()
    assert unknown["overdue"] == 1
    assert CALENDAR not in unknown
    assert said(store) == set()


def test_a_date_beyond_the_calendar_is_counted_once_and_breaks_nothing(store: SqlStore) -> None:
    take(store, replace(DUE_ON_MONDAY, promised_at=vn("2031-01-01")), exported=TUESDAY)

    done = look(store, TUESDAY)

    with store.reading() as work:
        unknown = work.dossiers.unknown_counts()
    assert (done.judged, done.failed) == (1, 0)
    assert unknown[CALENDAR] == 1
    assert "overdue" not in unknown


# Any batch, any order, any time

days = st.integers(0, 14).map(lambda day: vn("2026-11-02 08:00") + timedelta(days=day))
statuses = st.sampled_from(
    [None, Status.IN_PROGRESS, Status.PAUSED_SUPPLEMENT, Status.FINISHED, Status.WITHDRAWN]
)
procedures = st.sampled_from(["tro-cap", "hon-nhan", "chung-thuc", "sao-y", "dat-dai", "khac"])


@st.composite
def records(draw: st.DrawFn, *, code: str) -> Record:
    received_at = draw(days)
    promised_at = draw(st.none() | days)
    status = draw(statuses)
    is_finished = status is Status.FINISHED and draw(st.booleans())
    return replace(
        a_record(code, procedure=draw(procedures)),
        received_at=received_at,
        promised_at=promised_at,
        status=status,
        finished_at=draw(days) if is_finished else None,
    )


codes = [f"{number:02}" for number in range(7)]
exports = st.tuples(*(records(code=code) for code in codes))
slowly = drawing(15)


def looked(blank: Path, told: tuple[Record, ...], batch: int) -> list[tuple[Key, object]]:
    with (
        TemporaryDirectory() as folder,
        open_store(Path(shutil.copy(blank, folder))) as store,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(monitor.flows.scan, "BATCH", batch)
        take(store, *told, exported="2026-11-16 07:10")
        look(store, "2026-11-16 07:10")
        with store.reading() as work:
            return [(one.finding.key, one.finding.facts) for one in work.findings.standing()]


@slowly
@given(told=exports, order=st.permutations(codes), batch=st.integers(1, 8))
def test_neither_the_size_of_a_batch_nor_the_order_matters(
    blank: Path, told: tuple[Record, ...], order: list[str], batch: int
) -> None:
    by_code = {one.code: one for one in told}
    shuffled = tuple(by_code[code] for code in order)

    assert looked(blank, shuffled, batch) == looked(blank, told, 200)


times = st.lists(
    st.integers(0, 21 * 24 * 4).map(
        lambda n: vn("2026-11-02 07:00") + timedelta(minutes=15 * n)
    ),
    min_size=2,
    max_size=6,
    unique=True,
).map(sorted)


@slowly
@given(exported=st.lists(exports, min_size=3, max_size=3), at=times)
def test_whatever_came_in_and_whenever_it_was_looked_at_nothing_has_drifted(
    blank: Path, exported: list[tuple[Record, ...]], at: list[datetime]
) -> None:
    """Exports come with every other instant, in between only the clock moves; all are judged.

    What a scan of the due has found is what a full judging finds.
    """
    with (
        TemporaryDirectory() as folder,
        open_store(Path(shutil.copy(blank, folder))) as store,
    ):
        enrol(store, at=at[0])
        for number, instant in enumerate(at):
            if number % 2 == 0:
                told = exported[number // 2]
                take(store, *told, exported=instant.strftime("%Y-%m-%d %H:%M"))
            first = scan(store, OFFICE, RULES, at=instant)
            survey(store, OFFICE, UNIT_RULES, at=instant)
            found = standing(store)

            whole = reconcile(store, OFFICE, RULES, UNIT_RULES, at=instant)

            assert (first.failed, whole.failed, whole.drift) == (0, 0, 0)
            assert standing(store) == found
