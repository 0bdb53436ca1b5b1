"""What a dossier says of itself: its promise, its end, its pause."""

from dataclasses import replace

import pytest

from monitor.domain.dossier import (
    ENDS,
    GIVEN_UP,
    PAUSES,
    Dossier,
    Pause,
    PromiseKind,
    Status,
)
from tests.builders import a_dossier, a_move, a_pause, a_promise, vn

SLIP = a_promise("2026-11-13")
SUPPLEMENT = a_promise("2026-11-20", kind=PromiseKind.SUPPLEMENT)
AGAIN = a_promise("2026-11-27", kind=PromiseKind.REAPPOINTMENT)


def test_no_promise_is_none() -> None:
    dossier = a_dossier()

    assert dossier.promise is None
    assert dossier.first_promise is None
    assert not dossier.is_promised_again


def test_a_re_appointment_binds_but_is_never_the_first_promise() -> None:
    dossier = a_dossier(promises=(SLIP, SUPPLEMENT, AGAIN))

    assert dossier.promise == AGAIN
    assert dossier.first_promise == SUPPLEMENT
    assert dossier.is_promised_again


def test_a_supplement_after_a_re_appointment_is_never_the_first_promise() -> None:
    dossier = a_dossier(promises=(SLIP, AGAIN, SUPPLEMENT))

    assert dossier.promise == SUPPLEMENT
    assert dossier.first_promise == SLIP


def test_a_slip_known_only_after_a_re_appointment_is_the_first_promise() -> None:
    assert a_dossier(promises=(AGAIN, SLIP)).first_promise == SLIP


@pytest.mark.parametrize(
    ("pauses", "clears"),
    [
        pytest.param((a_pause("2026-11-13 17:30", "2026-11-16"),), True, id="due day"),
        pytest.param((a_pause("2026-11-14 08:00", "2026-11-16"),), False, id="the day after"),
        pytest.param((a_pause("2026-11-14 08:00"),), False, id="the day after, still open"),
        pytest.param(
            (a_pause("2026-11-16 08:00", "2026-11-17"), a_pause("2026-11-09", "2026-11-12")),
            True,
            id="a pause before moved the day",
        ),
        pytest.param(
            (a_pause("2026-11-17 08:00", "2026-11-18"), a_pause("2026-11-09", "2026-11-12")),
            False,
            id="a pause before moved the day, not far enough",
        ),
        pytest.param((a_pause("2026-11-20", "2026-11-23"),), True, id="a later pause"),
    ],
)
def test_a_supplement_asked_after_the_day_promised_does_not_clear_it(
    pauses: tuple[Pause, ...], *, clears: bool
) -> None:
    supplement = replace(SUPPLEMENT, made_at=vn("2026-11-18"))
    dossier = a_dossier(promises=(SLIP, supplement), pauses=pauses)

    assert dossier.promise == supplement
    assert dossier.first_promise == (supplement if clears else SLIP)


def test_a_date_after_a_supplement_is_no_re_appointment() -> None:
    assert not a_dossier(promises=(SLIP, SUPPLEMENT)).is_promised_again


def test_statuses_are_open_paused_or_ends() -> None:
    assert {status for status in Status if status.is_end} == ENDS
    assert GIVEN_UP < ENDS
    assert not PAUSES & ENDS


@pytest.mark.parametrize(
    ("dossier", "is_open"),
    [
        pytest.param(a_dossier(), True, id="in progress"),
        pytest.param(a_dossier(status=None), True, id="a ledger tells no status"),
        pytest.param(
            a_dossier(status=None, collected="2026-11-12 09:00"), False, id="collected"
        ),
        pytest.param(a_dossier(finished="2026-11-12 09:00"), False, id="finished"),
        pytest.param(a_dossier(status=Status.WITHDRAWN), False, id="withdrawn without a date"),
    ],
)
def test_a_dossier_is_open_until_something_ends_it(dossier: Dossier, *, is_open: bool) -> None:
    assert dossier.is_open is is_open


@pytest.mark.parametrize(
    ("dossier", "has_result"),
    [
        pytest.param(a_dossier(), False, id="in progress"),
        pytest.param(a_dossier(finished="2026-11-12 09:00"), True, id="finished"),
        pytest.param(
            a_dossier(status=None, collected="2026-11-12 09:00"), True, id="collected"
        ),
        pytest.param(
            a_dossier(status=Status.SENT_BACK, finished="2026-11-12 09:00"),
            False,
            id="sent back",
        ),
    ],
)
def test_a_result_is_there_unless_the_dossier_was_given_up(
    dossier: Dossier, *, has_result: bool
) -> None:
    assert dossier.has_result is has_result


def test_the_result_ends_a_dossier_and_not_its_collection() -> None:
    both = a_dossier(finished="2026-11-12 09:00", collected="2026-11-16 09:00")

    assert both.ended_at == vn("2026-11-12 09:00")
    assert a_dossier(collected="2026-11-16 09:00").ended_at == vn("2026-11-16 09:00")
    assert a_dossier().ended_at is None


def test_the_pause_without_an_end_is_the_open_one() -> None:
    ended, running = a_pause("2026-11-03", "2026-11-04"), a_pause("2026-11-05")

    assert a_dossier(pauses=(ended, running)).open_pause == running
    assert a_dossier(pauses=(ended,)).open_pause is None


@pytest.mark.parametrize(
    ("dossier", "is_paused"),
    [
        pytest.param(a_dossier(pauses=(a_pause("2026-11-05"),)), True, id="an open pause"),
        pytest.param(a_dossier(status=Status.PAUSED_SUPPLEMENT), True, id="the status alone"),
        pytest.param(a_dossier(), False, id="neither"),
        pytest.param(
            a_dossier(pauses=(a_pause("2026-11-05"),), finished="2026-11-12 09:00"),
            False,
            id="ended all the same",
        ),
    ],
)
def test_a_dossier_is_paused_by_its_pause_or_its_status(
    dossier: Dossier, *, is_paused: bool
) -> None:
    assert dossier.is_paused is is_paused


PUT_OFF = PromiseKind.REAPPOINTMENT


@pytest.mark.parametrize(
    ("moves", "binding"),
    [
        pytest.param([("2026-11-20", PUT_OFF)], "2026-11-20", id="put off once"),
        pytest.param(
            [("2026-11-20", PUT_OFF), ("2026-11-30", PUT_OFF)], "2026-11-20", id="put off twice"
        ),
        pytest.param(
            [("2026-11-20", PUT_OFF), ("2026-11-18", PUT_OFF)], "2026-11-18", id="forward"
        ),
        pytest.param(
            [("2026-11-13", PUT_OFF), ("2026-11-20", PUT_OFF)], "2026-11-20", id="then off"
        ),
        pytest.param(
            [
                ("2026-11-20", PUT_OFF),
                ("2026-11-30", PUT_OFF),
                ("2026-12-04", PromiseKind.SUPPLEMENT),
                ("2026-12-10", PUT_OFF),
            ],
            "2026-12-04",
            id="a supplement's date binds whatever came before",
        ),
    ],
)
def test_a_date_may_be_put_off_once(moves: list[tuple[str, PromiseKind]], binding: str) -> None:
    later = tuple(
        a_promise(day, made=f"2026-11-{10 + place}", kind=kind)
        for place, (day, kind) in enumerate(moves)
    )

    dossier = a_dossier(promised="2026-11-16", promises=later)

    assert dossier.promise is not None
    assert dossier.promise.promised_at == vn(binding)


# What was put off otherwise than it may be

ONCE = a_promise("2026-11-20", made="2026-11-12 09:00", kind=PromiseKind.REAPPOINTMENT)


@pytest.mark.parametrize(
    ("shown", "is_late"),
    [
        pytest.param("2026-11-13 23:59", False, id="on the day it named"),
        pytest.param("2026-11-14 00:00", True, id="on the day after"),
    ],
)
def test_a_date_shown_once_it_had_passed_was_put_off_too_late(
    shown: str, *, is_late: bool
) -> None:
    moved = a_move("2026-11-20", shown=shown, seen="2026-11-16 07:00")
    dossier = a_dossier(promises=(SLIP, moved))

    assert dossier.promise == (SLIP if is_late else moved)
    assert dossier.put_off_late == (moved if is_late else None)
    assert dossier.is_promised_again is not is_late
    assert dossier.put_off_again is None


def test_a_letter_binds_what_was_put_off_too_late() -> None:
    moved = a_move("2026-11-20", shown="2026-11-16", seen="2026-11-17 07:00")
    ours = a_promise("2026-11-20", made="2026-11-18 09:00", kind=PromiseKind.REAPPOINTMENT)
    dossier = a_dossier(promises=(SLIP, moved, ours))

    assert (dossier.promise, dossier.put_off_late) == (ours, None)
    assert dossier.is_promised_again


@pytest.mark.parametrize(
    ("pause", "is_late"),
    [
        pytest.param(a_pause("2026-11-03", "2026-11-05"), False, id="a wait may have moved it"),
        pytest.param(a_pause("2026-11-03"), False, id="one that lasts, too"),
        pytest.param(a_pause("2026-01-02", "2026-01-03"), True, id="not one before the slip"),
        pytest.param(a_pause("2026-11-14"), True, id="nor one begun only after that day"),
    ],
)
def test_a_date_that_a_wait_may_have_moved_had_not_surely_passed(
    pause: Pause, *, is_late: bool
) -> None:
    moved = a_move("2026-11-20", shown="2026-11-16", seen="2026-11-17 07:00")
    dossier = a_dossier(promises=(SLIP, moved), pauses=(pause,))

    assert bool(dossier.put_off_late) is is_late


def test_the_newest_date_put_off_again_is_named() -> None:
    twice = a_move("2026-11-27", shown="2026-11-16", seen="2026-11-17 07:00")
    thrice = a_move("2026-12-04", shown="2026-11-18", seen="2026-11-19 07:00")
    dossier = a_dossier(promises=(SLIP, ONCE, twice, thrice))

    assert dossier.promise == ONCE
    assert dossier.put_off_again == thrice
    assert dossier.put_off_late is None
    assert dossier.is_promised_again


def test_what_was_never_put_off_twice_names_nothing() -> None:
    assert a_dossier(promises=(SLIP, ONCE)).put_off_again is None
    assert a_dossier().put_off_late is None
