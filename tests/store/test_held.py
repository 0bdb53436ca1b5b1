"""A held message tells nobody until a person lets it go; discarded it was never there."""

import pytest

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.message import MessageState
from monitor.ports.dispatcher import Name, Wake
from monitor.ports.outbox import HeldMail
from monitor.store.tables import attempts, held, message_bytes, messages, told
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.exports import CODE, a_record
from tests.outbox import LEASE, a_message
from tests.store.taking import judge, rows, take

AT = vn("2026-11-12 08:30")
FINDINGS = tuple(
    Finding(
        rule=rule,
        dossier=CODE,
        stage="once",
        deadline=vn("2026-11-11 17:00"),
        severity=Severity.BREACH,
        tells=(Role.HANDLER,),
    )
    for rule in ("apology_missing", "overdue")
)
MESSAGE = a_message("hoa", at=AT)


def hold(store: SqlStore) -> list[int]:
    """Hold a message that lists the first finding and counts the second."""
    with store.writing() as work:
        first, second = (one.id for one in work.findings.standing())
        work.held.keep(MESSAGE, lists=[first], counts=[first, second], person="hoa")
    return [first, second]


def waiting(store: SqlStore) -> list[HeldMail]:
    with store.reading() as work:
        return work.held.all()


@pytest.fixture(autouse=True)
def _two_findings(store: SqlStore) -> None:
    take(store, a_record())
    judge(store, *FINDINGS, at=AT)


def test_who_delivers_is_woken_once_it_is_let_go(store: SqlStore) -> None:
    hold(store)

    with store.writing() as work:
        work.held.release(MESSAGE.key, at=AT)

        assert work.wakes == [Wake(Name.DELIVER, {})]


def test_what_is_held_waits_and_cannot_be_claimed(store: SqlStore) -> None:
    hold(store)

    with store.writing() as work:
        claimed = work.delivery.claim(at=vn("2030-01-01"), limit=9, lease=LEASE)
        told_of = [one.told for one in work.findings.standing()]
    assert claimed == []
    assert told_of == [frozenset(), frozenset()]
    assert waiting(store) == [
        HeldMail(key=MESSAGE.key, kind="digest", created_at=AT, is_outdated=False)
    ]


def test_held_twice_is_held_once(store: SqlStore) -> None:
    hold(store)
    hold(store)

    assert len(waiting(store)) == 1
    assert len(rows(store, message_bytes)) == 1


def test_let_go_it_can_be_claimed_and_tells_what_it_lists(store: SqlStore) -> None:
    listed, _ = hold(store)

    with store.writing() as work:
        work.held.release(MESSAGE.key, at=AT)

    assert waiting(store) == []
    assert rows(store, held) == []
    assert [(row["finding_id"], row["person"]) for row in rows(store, told)] == [
        (listed, "hoa")
    ]
    with store.writing() as work:
        (claimed,) = work.delivery.claim(at=AT, limit=9, lease=LEASE)
    assert claimed.message == MESSAGE


def test_discarded_it_was_never_there(store: SqlStore) -> None:
    hold(store)

    with store.writing() as work:
        work.held.discard([MESSAGE.key])

    assert all(rows(store, one) == [] for one in (messages, message_bytes, held, told))
    assert hold(store)  # its key is free again
    assert len(waiting(store)) == 1


def test_what_is_not_held_cannot_be_discarded(store: SqlStore) -> None:
    with store.writing() as work:
        work.outbox.add([MESSAGE])
        work.held.discard([MESSAGE.key])

    with store.reading() as work:
        assert [one.state for one in work.outbox.list()] == [MessageState.READY]
    assert rows(store, attempts) == []


@pytest.mark.parametrize(
    "stands",
    [
        pytest.param(FINDINGS[1:], id="what it lists has ended"),
        pytest.param(FINDINGS[:1], id="what it counts has ended"),
    ],
)
def test_it_is_outdated_once_anything_it_says_has_ended(
    store: SqlStore, stands: tuple[Finding, ...]
) -> None:
    hold(store)

    judge(store, *stands, at=AT)

    assert [one.is_outdated for one in waiting(store)] == [True]
