"""Findings are found by unit, rule, severity, age and what became of them, page by page."""

from dataclasses import replace

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.message import MessageState
from monitor.domain.note import Note, NoteKind
from monitor.ports.store import FindingState, HeardBy, Wanted
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.outbox import a_message
from tests.store.taking import judge, take

FIRST, SECOND, THIRD = vn("2026-11-12 08:00"), vn("2026-11-13 08:00"), vn("2026-11-16 08:00")
LATE = Finding(
    rule="overdue",
    dossier=CODE,
    stage="0d",
    deadline=vn("2026-11-11 17:00"),
    severity=Severity.BREACH,
    tells=(Role.HANDLER,),
)
AGAIN = replace(LATE, stage="1d")
MOVED = replace(LATE, deadline=vn("2026-11-12 17:00"))
UNDATED = Finding(
    rule="promise_missing",
    dossier=CODE,
    stage="once",
    deadline=None,
    severity=Severity.NOTICE,
    tells=(Role.ONE_STOP,),
)
ELSEWHERE = replace(LATE, dossier="other")


def ids(
    store: SqlStore, wanted: Wanted, *, limit: int = 9, after: int | None = None
) -> list[int]:
    with store.reading() as work:
        found = work.findings.find(wanted, limit=limit, after=after)
        assert after is not None or len(found) == min(limit, work.findings.count(wanted))
    return [one.id for one in found]


@pytest.fixture(autouse=True)
def _findings(store: SqlStore) -> None:
    """Come to five: one repeated, its later stage, one superseded by it, two others."""
    take(store, a_record(unit="KT"), a_record("other", unit="VHXH"))
    judge(store, LATE, UNDATED, at=FIRST)  # 1, 2
    judge(store, ELSEWHERE, code="other", at=FIRST)  # 3
    judge(store, AGAIN, UNDATED, at=SECOND)  # 4; the first is repeated
    judge(store, MOVED, at=THIRD)  # 5; the fourth is superseded, the second resolved


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(Wanted(), [5, 4, 3, 2, 1], id="whatever it is"),
        pytest.param(Wanted(state=FindingState.STANDING), [5, 3], id="standing"),
        pytest.param(Wanted(state=FindingState.RESOLVED), [2], id="resolved"),
        pytest.param(Wanted(state=FindingState.REPEATED), [1], id="repeated"),
        pytest.param(Wanted(state=FindingState.SUPERSEDED), [4], id="superseded"),
        pytest.param(Wanted(units=frozenset({"VHXH"})), [3], id="of a unit"),
        pytest.param(Wanted(units=frozenset()), [], id="of no unit"),
        pytest.param(Wanted(rule="promise_missing"), [2], id="of a rule"),
        pytest.param(Wanted(severity=Severity.NOTICE), [2], id="of a severity"),
        pytest.param(Wanted(found_before=SECOND), [3, 2, 1], id="found before"),
        pytest.param(Wanted(found_from=SECOND), [5, 4], id="found since"),
        pytest.param(Wanted(after_id=3), [5, 4], id="kept since"),
    ],
)
def test_findings_are_found(store: SqlStore, wanted: Wanted, found: list[int]) -> None:
    assert ids(store, wanted) == found


def test_pages_join_without_gap_or_repetition(store: SqlStore) -> None:
    pages = [ids(store, Wanted(), limit=2)]
    while pages[-1]:
        pages.append(ids(store, Wanted(), limit=2, after=pages[-1][-1]))

    assert pages == [[5, 4], [3, 2], [1], []]


@pytest.mark.parametrize("kind", [pytest.param(kind, id=kind.value) for kind in NoteKind])
def test_what_people_said_something_of_is_found(store: SqlStore, kind: NoteKind) -> None:
    note = Note(kind=kind, by="hoa", at=THIRD, text="Đang trình ký")
    with store.writing() as work:
        work.findings.add_note(1, note)  # of one that stands no longer
        work.findings.add_note(3, note)

    assert ids(store, Wanted(state=FindingState(kind.value))) == [3]


def test_one_finding_is_found_whatever_became_of_it(store: SqlStore) -> None:
    with store.reading() as work:
        first, none = work.findings.get(1), work.findings.get(99)

    assert first is not None
    assert first.finding == LATE
    assert none is None


def test_the_stages_of_one_dossier_are_told_together(store: SqlStore) -> None:
    with store.reading() as work:
        stages = work.findings.stages(4)
        alone = work.findings.stages(3)

    assert [one.finding for one in stages] == [LATE, AGAIN, MOVED]
    assert [one.finding for one in alone] == [ELSEWHERE]


def test_who_was_told_is_known_with_the_message(store: SqlStore) -> None:
    message = a_message("hoa", at=THIRD)
    with store.writing() as work:
        work.outbox.add([message])
        work.findings.mark_told([3], person="hoa", message_key=message.key)
        work.findings.mark_told([3], person="ha", message_key="gone")

    with store.reading() as work:
        heard = work.findings.heard_by(3)

    assert heard == [
        HeardBy(person="ha", message_key="gone", state=None, created_at=None, sent_at=None),
        HeardBy(
            person="hoa",
            message_key=message.key,
            state=MessageState.READY,
            created_at=THIRD,
            sent_at=None,
        ),
    ]
