"""A finding is said once, stands while it holds, and remembers who was told."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.ports.store import Judged, Standing
from monitor.store.tables import findings, told
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.store.taking import rows, take

FIRST, SECOND, THIRD = vn("2026-11-12 08:00"), vn("2026-11-12 09:00"), vn("2026-11-12 10:00")
LATE = Finding(
    rule="overdue",
    dossier=CODE,
    stage="0d",
    deadline=vn("2026-11-11 17:00"),
    severity=Severity.BREACH,
    tells=(Role.HANDLER, Role.HEAD),
    facts={
        "due_at": vn("2026-11-11 17:00"),
        "latest_issue_on": date(2026, 11, 10),
        "days_late": 1,
        "is_estimated": False,
        "basis": "promised",
        "letter": None,
    },
)
NO_DATE = Finding(
    rule="promise_missing",
    dossier=CODE,
    stage="once",
    deadline=None,
    severity=Severity.NOTICE,
    tells=(Role.ONE_STOP,),
)


def judged(*found: Finding, code: str = CODE) -> Judged:
    return Judged(dossier=code, findings=found, unknown=(), passes_at=None, look_at=None)


def settle(store: SqlStore, *verdicts: Judged, at: datetime = FIRST) -> int:
    with store.writing() as work:
        return work.dossiers.settle(verdicts, at=at)


def standing(store: SqlStore) -> list[Standing]:
    with store.reading() as work:
        return work.findings.standing()


@pytest.fixture(autouse=True)
def _a_dossier(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))


def test_a_finding_comes_back_as_it_was_found(store: SqlStore) -> None:
    number = settle(store, judged(LATE, NO_DATE))

    found = standing(store)
    assert number == 2
    assert [one.finding for one in found] == [LATE, NO_DATE]
    assert {one.found_at for one in found} == {FIRST}
    assert all(one.is_baseline and one.resolved_at is None for one in found)


def test_the_same_finding_is_not_new_again(store: SqlStore) -> None:
    settle(store, judged(LATE))

    number = settle(store, judged(LATE), at=SECOND)

    assert number == 0
    assert [one.found_at for one in standing(store)] == [FIRST]


def test_one_verdict_that_says_a_thing_twice_says_it_once(store: SqlStore) -> None:
    assert settle(store, judged(LATE, LATE)) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(LATE, stage="1d"), id="another stage"),
        pytest.param(replace(LATE, deadline=vn("2026-11-12 17:00")), id="a moved deadline"),
        pytest.param(replace(LATE, rule="due_today"), id="another rule"),
    ],
)
def test_another_key_is_another_finding_and_ends_the_first(
    store: SqlStore, other: Finding
) -> None:
    settle(store, judged(LATE))

    number = settle(store, judged(other), at=SECOND)

    with store.reading() as work:
        every = work.findings.of(CODE)
    assert number == 1
    assert [one.finding for one in standing(store)] == [other]
    assert [(one.finding, one.resolved_at) for one in every] == [(LATE, SECOND), (other, None)]


def test_facts_are_kept_up_to_date(store: SqlStore) -> None:
    settle(store, judged(LATE))
    later = replace(LATE, facts={**LATE.facts, "days_late": 2})

    settle(store, judged(later), at=SECOND)

    assert standing(store)[0].finding.facts["days_late"] == 2


def test_a_finding_ends_once_and_stands_again_as_itself(store: SqlStore) -> None:
    settle(store, judged(LATE))
    settle(store, judged(), at=SECOND)
    settle(store, judged(), at=THIRD)
    with store.reading() as work:
        ended = work.findings.of(CODE)

    number = settle(store, judged(LATE), at=THIRD)

    assert ended[0].resolved_at == SECOND
    assert number == 0
    assert [(one.id, one.found_at) for one in standing(store)] == [(ended[0].id, FIRST)]


def test_each_dossier_has_its_own(store: SqlStore) -> None:
    settle(store, judged(LATE), judged(replace(LATE, dossier="other"), code="other"))

    settle(store, judged(), at=SECOND)

    assert [one.finding.dossier for one in standing(store)] == ["other"]


def test_after_the_baseline_was_told_findings_are_news(store: SqlStore) -> None:
    settle(store, judged(LATE))
    with store.writing() as work:
        work.imports.baseline_told("tinh", at=SECOND)

    settle(store, judged(LATE, NO_DATE), at=THIRD)

    assert [one.is_baseline for one in standing(store)] == [True, False]


def test_a_finding_remembers_who_was_told(store: SqlStore) -> None:
    settle(store, judged(LATE, NO_DATE))
    late, _ = standing(store)

    for person, key in (("hoa", "one"), ("ha", "two"), ("hoa", "three")):
        with store.writing() as work:
            work.findings.mark_told([late.id], person=person, message_key=key)

    assert [one.told for one in standing(store)] == [frozenset({"hoa", "ha"}), frozenset()]
    assert {row["message_key"] for row in rows(store, told)} == {"one", "two"}


def test_more_findings_than_one_question_holds(store: SqlStore) -> None:
    many = [replace(LATE, stage=f"{number}d") for number in range(1_001)]
    settle(store, judged(*many))
    everything = standing(store)
    with store.writing() as work:
        work.findings.mark_told([one.id for one in everything], person="hoa", message_key="one")

    assert len(rows(store, findings)) == len(many)
    assert all(one.told == {"hoa"} for one in standing(store))


def test_of_an_unknown_dossier_nothing_is_known(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.findings.of("nobody's") == []
