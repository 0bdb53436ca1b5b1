"""What happened later was not yet so: a month is told as it stood when it ended."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import Dossier, PauseKind, PromiseKind, Status
from monitor.domain.history import as_it_stood
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
