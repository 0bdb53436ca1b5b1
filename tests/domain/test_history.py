"""What happened later was not yet so: a month is told as it stood when it ended."""

from dataclasses import replace

import pytest

from monitor.domain.change import Change, Shown
from monitor.domain.dossier import Dossier, PauseKind, PromiseKind, Status
from monitor.domain.history import as_it_stood, before_reopening
from tests.builders import a_dossier, a_pause, a_promise, vn

END = vn("2026-12-01")
BEFORE, AFTER = "2026-11-20 09:00", "2026-12-03 09:00"
SLIP = a_promise("2026-11-16 17:00", made="2026-11-02 08:00")
AGAIN = a_promise("2026-12-10 17:00", made=AFTER, kind=PromiseKind.REAPPOINTMENT)


def then(dossier: Dossier) -> Dossier:
    return as_it_stood(dossier, at=END)


def test_what_has_not_changed_since_stood_so() -> None:
    open_one = a_dossier(promises=(SLIP,), pauses=(a_pause("2026-11-03 09:00", BEFORE),))
    ended = a_dossier(finished=BEFORE, collected=BEFORE, status=Status.RETURNED)

    assert then(open_one) == open_one
    assert then(ended) == ended


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(finished=AFTER, status=Status.FINISHED), id="finished later"),
        pytest.param(a_dossier(collected=AFTER, status=None), id="collected later"),
        pytest.param(
            replace(a_dossier(status=Status.WITHDRAWN), end_seen_at=vn(AFTER)),
            id="seen withdrawn later",
        ),
        pytest.param(a_dossier(status=Status.SENT_BACK), id="sent back, nobody knows when"),
        pytest.param(
            a_dossier(finished=AFTER, collected=BEFORE, status=Status.RETURNED),
            id="collected before it was finished: the finish counts",
        ),
        pytest.param(
            a_dossier(finished="2026-12-01", status=Status.FINISHED),
            id="finished at the instant itself",
        ),
    ],
)
def test_a_dossier_that_ended_later_was_open(dossier: Dossier) -> None:
    before = then(dossier)

    assert before.is_open
    assert before.status is Status.IN_PROGRESS
    assert (before.finished_at, before.collected_at, before.end_seen_at) == (None, None, None)


@pytest.mark.parametrize(
    "dossier",
    [
        pytest.param(a_dossier(finished=BEFORE, status=Status.FINISHED), id="finished"),
        pytest.param(a_dossier(collected=BEFORE, status=None), id="collected"),
        pytest.param(
            replace(a_dossier(status=Status.WITHDRAWN), end_seen_at=vn(BEFORE)), id="seen"
        ),
    ],
)
def test_a_dossier_that_had_ended_was_ended(dossier: Dossier) -> None:
    assert then(dossier) == dossier


def test_a_result_that_was_not_yet_collected_waited() -> None:
    dossier = a_dossier(finished=BEFORE, collected=AFTER, status=Status.RETURNED)

    before = then(dossier)

    assert not before.is_open
    assert before.finished_at == vn(BEFORE)
    assert before.collected_at is None


def test_a_promise_made_later_was_not_made() -> None:
    assert then(a_dossier(promises=(SLIP, AGAIN))).promises == (SLIP,)


def test_a_slip_seen_later_was_still_the_slip() -> None:
    late = replace(SLIP, made_at=vn(AFTER))

    assert then(a_dossier(promises=(late, AGAIN))).promises == (late,)


def test_a_dossier_without_promises_had_none() -> None:
    assert then(a_dossier()).promises == ()


def test_a_pause_that_ended_later_still_ran() -> None:
    before = then(
        a_dossier(finished=AFTER, status=Status.FINISHED, pauses=(a_pause(BEFORE, AFTER),))
    )

    assert before.pauses == (a_pause(BEFORE),)
    assert before.is_paused


@pytest.mark.parametrize(
    ("dossier", "is_paused"),
    [
        pytest.param(
            a_dossier(status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause(AFTER),)),
            False,
            id="a pause begun later had not begun",
        ),
        pytest.param(
            a_dossier(
                status=Status.PAUSED_FINANCE,
                pauses=(
                    a_pause("2026-11-03 09:00", BEFORE),
                    a_pause(AFTER, kind=PauseKind.FINANCE),
                ),
            ),
            False,
            id="nor had a second one",
        ),
        pytest.param(
            a_dossier(status=Status.PAUSED_SUPPLEMENT, pauses=(a_pause(BEFORE),)),
            True,
            id="one begun before still ran",
        ),
        pytest.param(
            a_dossier(status=Status.PAUSED_SUPPLEMENT),
            True,
            id="since when, no source states",
        ),
    ],
)
def test_an_open_dossier_waited_only_once_its_pause_had_begun(
    dossier: Dossier, *, is_paused: bool
) -> None:
    assert then(dossier).is_paused is is_paused


def taken_back(
    field: str, before: str | None, after: str | None, *, shown: str, until: str
) -> Change:
    by, last = (
        Shown(import_id=number, source="list", exported_at=vn(at), imported_at=vn(at))
        for number, at in ((2, shown), (1, until))
    )
    return Change(field=field, before=before, after=after, shown_by=by, shown_before=last)


FINISHED_ON = vn("2026-11-10 09:00")
REOPENED = (
    taken_back("status", "finished", "in_progress", shown="2026-12-03", until="2026-11-20"),
    taken_back(
        "finished_at", FINISHED_ON.isoformat(), None, shown="2026-12-03", until="2026-11-20"
    ),
)


def test_an_end_taken_back_later_stood_until_an_export_showed_otherwise() -> None:
    dossier = a_dossier(promised="2026-11-16 17:00", as_of="2026-12-03 07:10")

    then = before_reopening(dossier, REOPENED, at=vn("2026-12-01"))

    assert (then.status, then.finished_at, then.is_open) == (
        Status.FINISHED,
        FINISHED_ON,
        False,
    )


def test_an_end_shown_once_more_had_not_been_taken_back() -> None:
    dossier = a_dossier(promised="2026-11-16 17:00", as_of="2026-12-01 12:00")
    change = taken_back(
        "finished_at",
        FINISHED_ON.isoformat(),
        None,
        shown="2026-12-01 12:00",
        until="2026-12-01 07:00",
    )

    assert not before_reopening(dossier, (change,), at=vn("2026-12-01")).is_open


def test_reopened_and_ended_again_it_had_ended_before() -> None:
    dossier = a_dossier(promised="2026-11-16 17:00", finished="2026-12-05 09:00")
    again = taken_back(
        "finished_at",
        None,
        vn("2026-12-05 09:00").isoformat(),
        shown="2026-12-06",
        until="2026-12-03",
    )

    then = before_reopening(dossier, (*REOPENED, again), at=vn("2026-12-01"))

    assert then.finished_at == FINISHED_ON


@pytest.mark.parametrize(
    ("changes", "at"),
    [
        pytest.param((), "2026-12-01", id="nothing altered"),
        pytest.param(REOPENED, "2026-12-04", id="reopened by then"),
        pytest.param(REOPENED, "2026-12-02 07:00", id="shown on the morning after"),
        pytest.param(REOPENED, "2026-11-05", id="not ended by then"),
        pytest.param(
            (
                taken_back(
                    "finished_at",
                    FINISHED_ON.isoformat(),
                    vn("2026-11-12 09:00").isoformat(),
                    shown="2026-12-03",
                    until="2026-11-20",
                ),
            ),
            "2026-12-01",
            id="a date put right is no reopening",
        ),
        pytest.param(
            (taken_back("step", "A", None, shown="2026-12-03", until="2026-11-20"),),
            "2026-12-01",
            id="something else",
        ),
    ],
)
def test_what_was_not_reopened_stays_as_it_is(changes: tuple[Change, ...], at: str) -> None:
    dossier = a_dossier(promised="2026-11-16 17:00", as_of="2026-12-03 07:10")

    assert before_reopening(dossier, changes, at=vn(at)) is dossier


def test_an_end_by_status_alone_is_dated_by_the_last_export_that_showed_it() -> None:
    dossier = a_dossier(promised="2026-11-16 17:00", as_of="2026-12-03 07:10")

    then = before_reopening(dossier, REOPENED[:1], at=vn("2026-12-01"))

    assert (then.status, then.end_seen_at) == (Status.FINISHED, vn("2026-11-20"))
