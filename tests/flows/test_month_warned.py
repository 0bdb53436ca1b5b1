"""Who was warned before a deadline of the period, and why others were not."""

from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from monitor.domain.dossier import Pause, PauseKind, Status
from monitor.domain.month_warned import Warned, WarnedTally
from monitor.domain.period import Period
from monitor.domain.reckoning import Outcome
from monitor.domain.record import Record
from monitor.flows.figures import month_counts
from monitor.flows.ingest import ingest
from monitor.flows.month_warned import warnings
from monitor.flows.scan import scan
from monitor.flows.snapshots import snapshot
from monitor.store.engine import writing
from monitor.store.tables import answers, dossiers, findings, messages, told
from monitor.store.work import SqlStore
from reports.judged import judge
from tests.builders import CALENDAR_2026, vn
from tests.exports import CODE, a_file, a_record
from tests.notices.office import COMMUNE, DIRECTORY, OFFICE

NOVEMBER = Period(first=date(2026, 11, 1), last=date(2026, 11, 30))
LATER = vn("2026-12-02 08:00")
DUE = "2026-11-16 17:00"


@pytest.fixture(autouse=True)
def _known_since_the_third(store: SqlStore) -> None:
    take(store, a_record("other", promised=None), exported="2026-11-03 07:10")


def take(store: SqlStore, *records: Record, exported: str = "2026-12-01 07:10") -> None:
    file = a_file(*records, exported=exported, source="national")
    ingest(store, DIRECTORY, file, max_reject_share=0, at=vn(exported))
    scan(store, OFFICE, (), at=vn(exported))


def over(*, ended: str = "2026-11-16 09:00", **facts: Any) -> Record:
    """Return the dossier once it has ended."""
    return a_record(
        promised=facts.pop("due", DUE), status=Status.FINISHED, finished=ended, **facts
    )


def warn(
    store: SqlStore,
    *,
    rule: str = "due_soon",
    found: str = "2026-11-11 08:00",
    sent: str | None = None,
    is_baseline: bool = False,
) -> None:
    """Keep a warning about the dossier, and the mail that told of it."""
    row: dict[str, object] = {
        "rule": rule,
        "stage": "3d",
        "deadline": vn(DUE),
        "severity": "warning",
        "tells": ["handler"],
        "facts": {},
        "is_baseline": is_baseline,
        "found_at": vn(found),
    }
    with writing(store.engine) as connection:
        row["dossier_id"] = _id_of(connection)
        statement = insert(findings).values(row).returning(findings.c.id)
        finding = connection.execute(statement).scalar_one()
        if sent:
            message = {
                "key": "k",
                "kind": "digest",
                "recipient": "a",
                "domain": "",
                "message_id": "m",
            }
            at = vn(sent)
            connection.execute(
                insert(messages), {**message, "state": "sent", "created_at": at, "sent_at": at}
            )
            connection.execute(
                insert(told), {"finding_id": finding, "person": "hoa", "message_key": "k"}
            )


def _id_of(connection: Connection) -> int:
    query = select(dossiers.c.id).where(dossiers.c.code == CODE)
    return int(connection.execute(query).scalar_one())


def answer(store: SqlStore, at: datetime, *, is_in_time: bool) -> None:
    said = {"answered_by": "hoa", "cause": "", "reason": "", "new_due_at": None}
    with writing(store.engine) as connection:
        row = {**said, "dossier_id": _id_of(connection), "answered_at": at}
        connection.execute(insert(answers), {**row, "is_in_time": is_in_time})


def counted(store: SqlStore) -> list[WarnedTally]:
    """Return what November's report counts, which settles all of them."""
    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=LATER)
        assert counts.unsettled() == []
        return list(warnings(counts, [], NOVEMBER))


def a_tally(outcome: Outcome, warned: Warned, said: bool | None = None) -> WarnedTally:
    return WarnedTally(unit="VHXH", outcome=outcome, warned=warned, said_in_time=said, count=1)


@pytest.mark.parametrize("rule", ["due_soon", "due_today", "apology_ask"])
def test_told_is_who_had_a_mail_before_the_deadline(store: SqlStore, rule: str) -> None:
    take(store, over())
    warn(store, rule=rule, sent="2026-11-16 07:30")

    assert counted(store) == [a_tally(Outcome.ON_TIME, Warned.TOLD)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param({"sent": None}, Warned.NOT_TOLD, id="no mail"),
        pytest.param({"sent": DUE}, Warned.NOT_TOLD, id="a mail that came too late"),
        pytest.param({"is_baseline": True}, Warned.BASELINE, id="of the baseline"),
        pytest.param({"found": DUE}, Warned.NOT_SEEN, id="found once it had passed"),
        pytest.param({"rule": "overdue"}, Warned.NOT_SEEN, id="another rule"),
    ],
)
def test_a_warning_that_reached_nobody_in_time_is_none(
    store: SqlStore, facts: dict[str, Any], expected: Warned
) -> None:
    take(store, over(ended="2026-11-18 09:00"))
    warn(store, **facts)

    assert counted(store) == [a_tally(Outcome.LATE, expected)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(
            over(ended="2026-11-13 09:00"),
            a_tally(Outcome.EARLY, Warned.ENDED_FIRST),
            id="ended on a day before",
        ),
        pytest.param(
            over(received="2026-11-15 08:00"),
            a_tally(Outcome.ON_TIME, Warned.QUICK),
            id="received the day before",
        ),
        pytest.param(
            over(received="2026-11-14 08:00"),
            a_tally(Outcome.ON_TIME, Warned.NOT_SEEN),
            id="received two days before",
        ),
        pytest.param(
            over(due="2026-11-02 17:00", received="2026-10-28 08:00", ended="2026-11-02 09:00"),
            a_tally(Outcome.ON_TIME, Warned.BASELINE),
            id="due before anything was read",
        ),
        pytest.param(
            a_record(promised=DUE),
            a_tally(Outcome.OVERDUE, Warned.NOT_SEEN),
            id="still open",
        ),
    ],
)
def test_why_nobody_was_warned(store: SqlStore, record: Record, expected: WarnedTally) -> None:
    take(store, record)

    assert counted(store) == [expected]


@pytest.mark.parametrize(
    "record",
    [
        pytest.param(over(due="2026-12-01 17:00"), id="due after the period"),
        pytest.param(over(due="2026-10-30 17:00", received="2026-10-20 08:00"), id="before it"),
        pytest.param(a_record(promised=None), id="without a deadline"),
        pytest.param(
            a_record(promised=DUE, status=Status.WITHDRAWN, finished="2026-11-10 09:00"),
            id="withdrawn",
        ),
    ],
)
def test_what_did_not_fall_due_is_not_counted(store: SqlStore, record: Record) -> None:
    take(store, record)

    assert counted(store) == []


def test_the_last_answer_before_the_deadline_counts(store: SqlStore) -> None:
    take(store, over())
    answer(store, vn("2026-11-12 08:00"), is_in_time=False)
    answer(store, vn("2026-11-13 08:00"), is_in_time=True)
    answer(store, vn("2026-11-16 18:00"), is_in_time=False)

    assert counted(store) == [a_tally(Outcome.ON_TIME, Warned.NOT_SEEN, said=True)]


def test_an_unsettled_dossier_is_counted_as_it_was_judged(store: SqlStore) -> None:
    wait = Pause(paused_at=vn("2026-12-01 06:00"), resumed_at=None, kind=PauseKind.SUPPLEMENT)
    take(store, a_record(promised=DUE, pauses=(wait,)))
    warn(store, sent="2026-11-16 07:30")

    with store.reading() as work:
        counts = month_counts(work, OFFICE, COMMUNE, NOVEMBER, at=LATER)
        assert counts.unsettled() == [CODE]
        one = snapshot(work.dossiers.load([CODE])[CODE], None, OFFICE, ends_at=NOVEMBER.ends_at)
        assert one is not None
        case = judge(one, NOVEMBER, CALENDAR_2026)
        found = warnings(counts, [case], NOVEMBER)

    assert found == (a_tally(Outcome.OVERDUE, Warned.TOLD),)
