"""Every dossier of a store is audited, page by page; nothing is written."""

from dataclasses import replace

import pytest

from monitor.domain.audit.audited import Unjudged
from monitor.domain.dossier import Pause, Status
from monitor.domain.errors import UnknownUnitError
from monitor.domain.record import Record
from monitor.flows.audit import PAGE, audit
from monitor.store.work import SqlStore
from tests.builders import a_pause, vn
from tests.exports import a_record
from tests.flows.scene import Scene

EXPORTED = "2026-11-20 07:10"
WAIT: tuple[Pause, ...] = (a_pause("2026-11-05 09:00", "2026-11-10 10:00"),)


@pytest.fixture
def scene(store: SqlStore) -> Scene:
    return Scene(store)


def a_case(code: str, promised: str | None = "2026-11-16 17:00", **more: object) -> Record:
    record = a_record(code, promised=promised, procedure="tro-cap", unit="VHXH")
    return replace(record, **more)  # type: ignore[arg-type]


def test_right_and_wrong_dossiers_are_told_apart(scene: Scene) -> None:
    scene.take(
        a_case("right"),
        a_case("late", "2026-11-18 17:00"),
        a_case("early", "2026-11-12 17:00"),
        a_case("unjudged", None),
        a_case("unknown", procedure="khac"),
        exported=EXPORTED,
    )

    found = audit(scene.store, scene.office)

    assert (found.dossiers, found.judged, found.differing) == (5, 3, 2)
    assert {one.code: one.differences[0].why.codes for one in found.differences} == {
        "late": ("later",),
        "early": ("calendar_days",),
    }
    assert found.unjudged == {Unjudged.NO_PROMISE: 1, Unjudged.NO_TERM: 1}


def test_open_and_ended_dossiers_are_both_audited(scene: Scene) -> None:
    ended = a_case(
        "ended",
        "2026-11-18 17:00",
        status=Status.FINISHED,
        finished_at=a_record(finished="2026-11-18 09:00").finished_at,
    )
    scene.take(a_case("open", "2026-11-18 17:00"), ended, exported=EXPORTED)

    found = audit(scene.store, scene.office)

    assert (found.ended.hidden, found.open.late) == (1, 1)


def test_a_pause_that_the_source_does_not_give_back_is_found(scene: Scene) -> None:
    waited = a_case(
        "waited",
        pauses=WAIT,
        status=Status.FINISHED,
        finished_at=a_record(finished="2026-11-18 09:00").finished_at,
    )
    scene.take(waited, exported=EXPORTED)

    found = audit(scene.store, scene.office)

    assert [line.codes for line in found.causes] == [("pause_ignored",)]
    assert found.ended.undeserved == 1


def test_a_date_that_our_letter_moved_is_called_re_appointed(scene: Scene) -> None:
    scene.approved()
    scene.issue("2026-11-12 09:00")

    found = audit(scene.store, scene.office)

    assert [line.codes for line in found.causes] == [("reappointed",)]


def test_a_unit_is_audited_with_those_below_it(scene: Scene) -> None:
    scene.take(
        a_case("culture"),
        a_case("economy", unit="KT"),
        a_case("nowhere", unit="?"),
        exported=EXPORTED,
    )

    def codes(unit: str | None) -> set[str]:
        return {line.unit for line in audit(scene.store, scene.office, unit=unit).units}

    assert codes("KT") == {"KT"}
    assert codes("XA") == {"VHXH", "KT"}
    assert codes(None) == {"VHXH", "KT", ""}


def test_an_unknown_unit_is_an_error(scene: Scene) -> None:
    with pytest.raises(UnknownUnitError):
        audit(scene.store, scene.office, unit="nobody")


def test_pages_are_told_as_they_are_done(scene: Scene) -> None:
    count = PAGE + 2
    scene.take(*(a_case(f"H{number:04d}") for number in range(count)), exported=EXPORTED)
    told: list[tuple[int, int]] = []

    found = audit(scene.store, scene.office, watch=lambda *done: told.append(done))

    assert found.dossiers == count
    assert told == [(PAGE, count), (2, count)]


def test_an_empty_store_has_nothing_to_tell(scene: Scene) -> None:
    found = audit(scene.store, scene.office)

    assert (found.dossiers, found.differing) == (0, 0)


def test_a_contradiction_is_kept_whatever_the_dates(scene: Scene) -> None:
    finished = a_record(finished="2026-10-30 09:00").finished_at
    scene.take(a_case("odd", finished_at=finished, status=Status.FINISHED), exported=EXPORTED)

    found = audit(scene.store, scene.office)

    assert [one.code for one in found.contradicted] == ["odd"]
    assert found.differing == 0


def test_the_words_of_a_source_are_held_against_the_law(scene: Scene) -> None:
    scene.take(
        a_case("late", said_late=False),
        a_case("early", "2026-11-27 17:00", received_at=vn("2026-11-12 08:00"), said_late=True),
        a_case("right", said_late=True),
        exported=EXPORTED,
    )

    found = audit(scene.store, scene.office)

    assert [one.code for one in found.misjudged] == ["early", "late"]
    assert (found.open.said_hidden, found.open.said_undeserved, found.open.said_late) == (
        1,
        1,
        1,
    )


def test_a_slip_that_the_source_states_is_held_to_what_was_known_then(scene: Scene) -> None:
    moved, stated = "2026-11-19 17:00", vn("2026-11-19 17:00")
    scene.take(
        a_case("stated", moved, pauses=WAIT, first_promised_at=stated),
        a_case("unstated", moved, pauses=WAIT),
        exported=EXPORTED,
    )

    found = audit(scene.store, scene.office)

    assert [one.code for one in found.differences] == ["stated"]
