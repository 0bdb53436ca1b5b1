"""The operator hears every working morning, also when nothing at all has happened."""

from datetime import timedelta

import pytest

from monitor.flows.back_up import BACKUP
from monitor.notices.operator import BackupDue, OperatorFacts
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.telling import PlainMails, keys, tell
from tests.outbox import a_message

THURSDAY = "2026-11-12 08:30"


def line(store: SqlStore, at: str = THURSDAY) -> OperatorFacts:
    mails = PlainMails()
    tell(store, at, mails)
    (facts,) = (one.facts for one in mails.written if isinstance(one.facts, OperatorFacts))
    return facts


def test_on_a_working_morning_without_any_work_the_operator_hears_that_all_is_well(
    store: SqlStore,
) -> None:
    facts = line(store)

    assert keys(store) == ["operator/2026-11-12"]
    assert facts.is_well
    assert (facts.health.mailed.sent, facts.health.mailed.parked) == (0, 0)
    assert facts.health.backup == BackupDue()


@pytest.mark.parametrize(
    "at",
    [
        pytest.param("2026-11-14 08:30", id="Saturday"),
        pytest.param("2026-11-12 08:29", id="before the hour, with no import"),
    ],
)
def test_at_other_times_the_operator_is_left_in_peace(store: SqlStore, at: str) -> None:
    tell(store, at)

    assert keys(store) == []


def test_a_recent_backup_is_not_told(store: SqlStore) -> None:
    with store.writing() as work:
        work.done.beat(BACKUP, at=vn(THURSDAY) - timedelta(days=1))

    assert line(store).health.backup is None


@pytest.mark.parametrize(
    ("minutes", "is_told"),
    [pytest.param(60, False, id="an hour"), pytest.param(61, True, id="more than an hour")],
)
def test_a_mail_that_nobody_takes_is_told(
    store: SqlStore, minutes: int, *, is_told: bool
) -> None:
    queued = vn(THURSDAY) - timedelta(minutes=minutes)
    with store.writing() as work:
        work.outbox.add([a_message(at=queued)])

    facts = line(store)

    assert facts.health.mailed.waiting == 1
    assert facts.health.mailed.waiting_since == (queued if is_told else None)
    assert facts.is_well is not is_told
