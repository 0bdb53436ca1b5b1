"""Watchers' counts are those of the tables, whatever stands in them."""

from datetime import timedelta

from sqlalchemy import insert, update

from monitor.domain.dossier import Carried
from monitor.domain.message import MessageState
from monitor.flows.ingest import ingest
from monitor.ports.gauges import OutboxGauge
from monitor.store.engine import writing
from monitor.store.tables import findings, messages
from monitor.store.work import SqlStore
from tests.exports import a_file, a_record
from tests.flows.scene import Scene
from tests.notices.office import DIRECTORY
from tests.outbox import MORNING, a_message

LATER = MORNING + timedelta(minutes=30)


def put(store: SqlStore, name: str, **values: object) -> None:
    message = a_message(name, at=MORNING if name == "one" else LATER)
    with store.writing() as work:
        work.outbox.add([message])
    with writing(store.engine) as connection:
        row = update(messages).where(messages.c.key == message.key)
        connection.execute(row.values(**{"state": MessageState.READY, **values}))


def test_an_empty_store_counts_nothing(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.gauges.outbox() == OutboxGauge()
        assert work.gauges.findings() == {}
        assert work.gauges.letters() == {}
        assert work.gauges.dossiers_under("overdue", "due_today") == 0


def test_messages_are_counted_by_state(store: SqlStore) -> None:
    put(store, "two", is_uncertain=True)
    put(store, "one")
    put(store, "held", state=MessageState.HELD, is_uncertain=True)
    put(store, "sent", state=MessageState.SENT, is_uncertain=True, sent_at=LATER)
    put(store, "before", state=MessageState.SENT, sent_at=MORNING)
    put(store, "parked", state=MessageState.PARKED)

    with store.reading() as work:
        found = work.gauges.outbox()

    assert found == OutboxGauge(
        by_state={"ready": 2, "held": 1, "sent": 2, "parked": 1},
        uncertain=2,
        oldest_waiting_at=MORNING,
        last_sent_at=LATER,
    )


def test_only_findings_that_stand_are_counted(store: SqlStore) -> None:
    carries = frozenset(Carried)
    file = a_file(a_record(), exported="2026-11-11 07:00", source="national", carries=carries)
    ingest(store, DIRECTORY, file, max_reject_share=0, at=MORNING)
    common = {
        "stage": "one",
        "deadline": MORNING,
        "severity": "notice",
        "tells": [],
        "facts": {},
        "is_baseline": False,
        "found_at": MORNING,
    }
    rows = (
        {"dossier_id": 1, "rule": "overdue"},
        {"dossier_id": 1, "rule": "overdue", "stage": "two"},
        {"dossier_id": 1, "rule": "due_soon", "resolved_at": LATER},
        {"unit": "KT", "rule": "stale_source"},
    )
    with writing(store.engine) as connection:
        for row in rows:
            connection.execute(insert(findings).values({**common, **row}))

    with store.reading() as work:
        assert work.gauges.findings() == {"overdue": 2, "stale_source": 1}
        assert work.gauges.dossiers_under("overdue") == 1
        assert work.gauges.dossiers_under("due_soon", "stale_source") == 0


def test_letters_are_counted_by_state(store: SqlStore) -> None:
    Scene(store).drafted()

    with store.reading() as work:
        assert work.gauges.letters() == {"draft": 1}


def test_the_schema_is_told(store: SqlStore) -> None:
    with store.reading() as work:
        assert work.gauges.schema().isdigit()
