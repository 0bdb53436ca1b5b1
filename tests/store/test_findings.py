"""A finding is said once, stands while it holds, and remembers who was told."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Ending, Finding, Severity
from monitor.domain.note import Note, NoteKind
from monitor.ports.store import Standing
from monitor.store.tables import findings, told
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.store.taking import judge, rows, take

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


def settle(store: SqlStore, *found: Finding, code: str = CODE, at: datetime = FIRST) -> int:
    return judge(store, *found, code=code, at=at).found


def standing(store: SqlStore) -> list[Standing]:
    with store.reading() as work:
        return work.findings.standing()


@pytest.fixture(autouse=True)
def _a_dossier(store: SqlStore) -> None:
    take(store, a_record(), a_record("other"))


def test_a_finding_comes_back_as_it_was_found(store: SqlStore) -> None:
    number = settle(store, LATE, NO_DATE)

    found = standing(store)
    assert number == 2
    assert [one.finding for one in found] == [LATE, NO_DATE]
    assert {one.found_at for one in found} == {FIRST}
    assert all(one.is_baseline and one.resolved_at is None for one in found)


def test_the_same_finding_is_not_new_again(store: SqlStore) -> None:
    settle(store, LATE)

    number = settle(store, LATE, at=SECOND)

    assert number == 0
    assert [one.found_at for one in standing(store)] == [FIRST]


def test_one_verdict_that_says_a_thing_twice_says_it_once(store: SqlStore) -> None:
    assert settle(store, LATE, LATE) == 1


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
    settle(store, LATE)

    number = settle(store, other, at=SECOND)

    with store.reading() as work:
        every = work.findings.of(CODE)
    assert number == 1
    assert [one.finding for one in standing(store)] == [other]
    assert [(one.finding, one.resolved_at) for one in every] == [(LATE, SECOND), (other, None)]


@pytest.mark.parametrize(
    ("others", "ending"),
    [
        pytest.param([], Ending.RESOLVED, id="it has ended"),
        pytest.param([NO_DATE], Ending.RESOLVED, id="only another rule speaks"),
        pytest.param([replace(LATE, stage="1d")], Ending.REPEATED, id="a later stage speaks"),
        pytest.param(
            [replace(LATE, deadline=vn("2026-11-12 17:00"))],
            Ending.SUPERSEDED,
            id="its deadline has moved",
        ),
    ],
)
def test_why_a_finding_ended_is_kept(
    store: SqlStore, others: list[Finding], ending: Ending
) -> None:
    settle(store, LATE)

    settle(store, *others, at=SECOND)

    with store.reading() as work:
        first = next(one for one in work.findings.of(CODE) if one.finding == LATE)
    assert (first.ending, first.resolved_at) == (ending, SECOND)


@pytest.mark.parametrize(
    ("gone", "stays", "stands"),
    [
        pytest.param("pause_reversed", "pauses_overlap", [], id="a thing of its own"),
        pytest.param("asked@5", "told@7", [], id="another edit was told before"),
        pytest.param("asked@5", "asked@4", ["told@7"], id="another edit is told now"),
    ],
)
def test_what_else_the_rule_says_repeats_nothing(
    store: SqlStore, gone: str, stays: str, stands: list[str]
) -> None:
    kinds = {stage: replace(NO_DATE, stage=stage) for stage in [gone, stays, *stands]}
    settle(store, kinds[gone], kinds[stays])

    settle(store, *(kinds[stage] for stage in [stays, *stands]), at=SECOND)

    with store.reading() as work:
        (ended,) = (one for one in work.findings.of(CODE) if one.resolved_at)
    assert (ended.finding.stage, ended.ending) == (gone, Ending.RESOLVED)


def test_an_edit_that_is_told_was_asked_about(store: SqlStore) -> None:
    asked, told = replace(NO_DATE, stage="asked@5"), replace(NO_DATE, stage="told@5")
    settle(store, asked)

    settle(store, told, at=SECOND)

    with store.reading() as work:
        (ended,) = (one for one in work.findings.of(CODE) if one.resolved_at)
    assert (ended.finding.stage, ended.ending) == ("asked@5", Ending.REPEATED)


def test_what_stands_again_has_not_ended_and_keeps_what_was_said(store: SqlStore) -> None:
    settle(store, LATE)
    note = Note(kind=NoteKind.ACKNOWLEDGED, by="hoa", at=FIRST, text="Đang trình ký")
    with store.writing() as work:
        work.findings.add_note(standing(store)[0].id, note)
    settle(store, replace(LATE, stage="1d"), at=SECOND)

    settle(store, LATE, at=THIRD)

    (again,) = standing(store)
    assert (again.finding, again.ending, again.resolved_at) == (LATE, None, None)
    assert again.notes == (note,)


def test_facts_are_kept_up_to_date(store: SqlStore) -> None:
    settle(store, LATE)
    later = replace(LATE, facts={**LATE.facts, "days_late": 2})

    settle(store, later, at=SECOND)

    assert standing(store)[0].finding.facts["days_late"] == 2


def test_a_finding_ends_once_and_stands_again_as_itself(store: SqlStore) -> None:
    settle(store, LATE)
    settle(store, at=SECOND)
    settle(store, at=THIRD)
    with store.reading() as work:
        ended = work.findings.of(CODE)

    number = settle(store, LATE, at=THIRD)

    assert ended[0].resolved_at == SECOND
    assert number == 0
    assert [(one.id, one.found_at) for one in standing(store)] == [(ended[0].id, FIRST)]


def test_each_dossier_has_its_own(store: SqlStore) -> None:
    settle(store, LATE)
    settle(store, replace(LATE, dossier="other"), code="other")

    settle(store, at=SECOND)

    assert [one.finding.dossier for one in standing(store)] == ["other"]


def test_after_the_baseline_was_told_findings_are_news(store: SqlStore) -> None:
    settle(store, LATE)
    with store.writing() as work:
        work.imports.baseline_told("tinh", at=SECOND)

    settle(store, LATE, NO_DATE, at=THIRD)

    assert [one.is_baseline for one in standing(store)] == [True, False]


def test_a_finding_remembers_who_was_told(store: SqlStore) -> None:
    settle(store, LATE, NO_DATE)
    late, _ = standing(store)

    for person, key in (("hoa", "one"), ("ha", "two"), ("hoa", "three")):
        with store.writing() as work:
            work.findings.mark_told([late.id], person=person, message_key=key)

    assert [one.told for one in standing(store)] == [frozenset({"hoa", "ha"}), frozenset()]
    assert {row["message_key"] for row in rows(store, told)} == {"one", "two"}


def test_more_findings_than_one_question_holds(store: SqlStore) -> None:
    many = [replace(LATE, stage=f"{number}d") for number in range(1_001)]
    settle(store, *many)
    everything = standing(store)
    with store.writing() as work:
        work.findings.mark_told([one.id for one in everything], person="hoa", message_key="one")

    assert len(rows(store, findings)) == len(many)
    assert all(one.told == {"hoa"} for one in standing(store))


def test_of_an_unknown_dossier_nothing_is_known(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.findings.of("nobody's") == []
