"""Exports, letters and scans agree on which date binds, and on who has to act on it."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Promise, PromiseKind
from monitor.domain.letter import Letter, LetterState
from monitor.domain.office import Exceptions, Office
from monitor.flows.scan import scan
from monitor.rules import RULES
from monitor.store.work import SqlStore
from tests.builders import vn
from tests.flows.telling import a_record, take_in
from tests.notices.office import OFFICE

OLD, NEW = "2026-11-09 17:00", "2026-11-20 17:00"


def standing(store: SqlStore, at: str, *, office: Office = OFFICE) -> dict[str, str]:
    """Scan, and return the stages that stand by rule."""
    scan(store, office, RULES, at=vn(at))
    with store.reading() as work:
        found = work.findings.standing()
    return {one.finding.rule: one.finding.stage for one in found}


def issue(store: SqlStore, *, at: str) -> None:
    """Keep a letter of ours as issued, with the date it promises."""
    letter = Letter(
        dossier="one",
        deadline=vn(OLD),
        state=LetterState.ISSUED,
        approved_at=vn(at),
        dated_on=vn(at).date(),
        issued_at=vn(at),
        new_due_at=vn(NEW),
    )
    promise = Promise(promised_at=vn(NEW), made_at=vn(at), kind=PromiseKind.REAPPOINTMENT)
    with store.writing() as work:
        work.letters.open(letter)
        work.dossiers.add_promise("one", promise)
        work.agenda.wake(["one"], at=vn(at))


def test_a_date_moved_after_it_had_passed_ends_no_lateness(store: SqlStore) -> None:
    take_in(store, a_record("one"), at="2026-11-06 07:20")
    take_in(store, a_record("one"), at="2026-11-10 07:20")
    take_in(store, a_record("one", promised=NEW), at="2026-11-11 07:20")

    found = standing(store, "2026-11-11 07:21")

    assert found["overdue"] == "1d"
    assert found["moved_without_letter"] == "late"
    assert "apology_missing" in found


def test_a_date_moved_when_nobody_can_say_that_it_had_passed_counts(store: SqlStore) -> None:
    take_in(store, a_record("one"), at="2026-11-06 07:20")
    take_in(store, a_record("one", promised=NEW), at="2026-11-11 07:20")

    found = standing(store, "2026-11-11 07:21")

    assert "overdue" not in found
    assert found["moved_without_letter"] == "in_time"


def test_a_letter_moves_what_the_system_could_not(store: SqlStore) -> None:
    take_in(store, a_record("one"), at="2026-11-10 07:20")
    take_in(store, a_record("one", promised=NEW), at="2026-11-11 07:20")
    assert "overdue" in standing(store, "2026-11-11 07:21")

    issue(store, at="2026-11-11 09:00")

    found = standing(store, "2026-11-11 09:01")
    assert not {"overdue", "apology_missing", "moved_without_letter"} & found.keys()
    assert found["apology_late"] == "once"


def test_an_unchanged_export_days_after_the_letter_shows_the_date_not_entered(
    store: SqlStore,
) -> None:
    take_in(store, a_record("one"), at="2026-11-05 07:20")
    issue(store, at="2026-11-05 09:00")

    before = standing(store, "2026-11-10 00:00")
    take_in(store, a_record("one"), at="2026-11-10 07:20")
    after = standing(store, "2026-11-10 07:21")
    take_in(store, a_record("one", promised=NEW), at="2026-11-11 07:20")
    entered = standing(store, "2026-11-11 07:21")

    assert "new_date_not_entered" not in before
    assert after["new_date_not_entered"] == "once"
    assert "new_date_not_entered" not in entered
    assert "moved_without_letter" not in entered


@pytest.mark.parametrize(
    ("exceptions", "stage"),
    [
        pytest.param(Exceptions(), None, id="the office's own"),
        pytest.param(Exceptions(units={"XA": {"warn_days": (5,)}}), "5d", id="a unit's above"),
        pytest.param(
            Exceptions(
                units={"XA": {"warn_days": (5,)}}, procedures={"mai-tang": {"warn_days": (4,)}}
            ),
            "4d",
            id="the procedure's",
        ),
    ],
)
def test_a_scan_goes_by_the_choices_of_unit_and_procedure(
    store: SqlStore, exceptions: Exceptions, stage: str | None
) -> None:
    take_in(store, a_record("one"), at="2026-11-03 07:20")
    with store.writing() as work:
        work.agenda.wake(["one"], at=vn("2026-11-03 07:21"))

    found = standing(store, "2026-11-03 07:21", office=replace(OFFICE, exceptions=exceptions))

    assert found.get("due_soon") == stage
