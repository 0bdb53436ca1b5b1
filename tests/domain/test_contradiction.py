"""Dates that cannot all be right are found; what offices do lawfully is not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.contradiction import (
    Contradiction,
    ContradictionKind,
    contradictions,
    is_before,
)
from monitor.domain.dossier import Carried, Channel, Dossier, Pause, Status
from monitor.domain.errors import NaiveTimeError
from monitor.domain.instants import midnight, vietnam_day
from tests.builders import a_dossier, a_pause, a_promise, vn

RECEIVED_BEFORE_SUBMISSION = ContradictionKind.RECEIVED_BEFORE_SUBMISSION
PROMISED_BEFORE_RECEIPT = ContradictionKind.PROMISED_BEFORE_RECEIPT
FINISHED_BEFORE_RECEIPT = ContradictionKind.FINISHED_BEFORE_RECEIPT
COLLECTED_BEFORE_FINISH = ContradictionKind.COLLECTED_BEFORE_FINISH
PAUSE_REVERSED = ContradictionKind.PAUSE_REVERSED
PAUSES_OVERLAP = ContradictionKind.PAUSES_OVERLAP
PAUSE_BEFORE_RECEIPT = ContradictionKind.PAUSE_BEFORE_RECEIPT


def paused(*pauses: Pause, channel: Channel | None = Channel.IN_PERSON) -> Dossier:
    """Return a dossier received at 08:00 on 2 November that waited."""
    return replace(a_dossier(pauses=pauses), channel=channel)


def submitted(
    at: str, *pauses: Pause, received: str = "2026-11-02 08:00", by: Channel | None
) -> Dossier:
    dossier = a_dossier(received=received, pauses=pauses)
    return replace(dossier, submitted_at=vn(at), channel=by)


def kinds(dossier: Dossier) -> list[ContradictionKind]:
    return [one.kind for one in contradictions(dossier)]


@pytest.mark.parametrize(
    ("dossier", "found"),
    [
        pytest.param(a_dossier(), [], id="received only"),
        pytest.param(a_dossier(received=None, finished="2026-11-02"), [], id="never received"),
        pytest.param(
            a_dossier(
                promised="2026-11-16 17:00",
                finished="2026-11-13 10:00",
                collected="2026-11-16 09:00",
            ),
            [],
            id="all in order",
        ),
        pytest.param(
            a_dossier(promised="2026-10-30 17:00"),
            [PROMISED_BEFORE_RECEIPT],
            id="promised for the day before",
        ),
        pytest.param(
            a_dossier(promised="2026-11-02 07:30"),
            [PROMISED_BEFORE_RECEIPT],
            id="promised for half an hour before",
        ),
        pytest.param(
            a_dossier(promised="2026-11-02"), [], id="promised for the day of the receipt"
        ),
        pytest.param(
            a_dossier(received="2026-11-02", promised="2026-11-01 17:00"),
            [PROMISED_BEFORE_RECEIPT],
            id="promised for the day before a receipt without its hour",
        ),
        pytest.param(
            a_dossier(promises=(a_promise("2026-10-30"), a_promise("2026-11-16"))),
            [],
            id="an earlier promise was for before a receipt made anew",
        ),
        pytest.param(
            a_dossier(finished="2026-10-30 10:00"),
            [FINISHED_BEFORE_RECEIPT],
            id="a result from before the receipt",
        ),
        pytest.param(
            a_dossier(finished="2026-11-02"), [], id="a result of the day of the receipt"
        ),
        pytest.param(
            a_dossier(finished="2026-11-02 07:30"), [], id="entered late on one day: the result"
        ),
        pytest.param(
            a_dossier(collected="2026-10-30 10:00"),
            [FINISHED_BEFORE_RECEIPT],
            id="collected before the receipt, no finish known",
        ),
        pytest.param(
            a_dossier(finished="2026-10-30 10:00", status=Status.WITHDRAWN),
            [FINISHED_BEFORE_RECEIPT],
            id="withdrawn before the receipt",
        ),
        pytest.param(
            a_dossier(
                finished="2026-10-30", promised="2026-10-30 17:00", status=Status.REFUSED
            ),
            [],
            id="refused: never taken in",
        ),
        pytest.param(
            a_dossier(finished="2026-11-13 10:00", collected="2026-11-12 10:00"),
            [COLLECTED_BEFORE_FINISH],
            id="handed over before the result",
        ),
        pytest.param(
            a_dossier(finished="2026-11-13 10:00", collected="2026-11-13 09:00"),
            [],
            id="entered late on one day: the collection",
        ),
    ],
)
def test_the_course_of_a_dossier(dossier: Dossier, found: list[ContradictionKind]) -> None:
    assert kinds(dossier) == found


@pytest.mark.parametrize(
    ("dossier", "found"),
    [
        pytest.param(
            submitted("2026-11-04 09:00", by=Channel.ONLINE),
            [RECEIVED_BEFORE_SUBMISSION],
            id="online",
        ),
        pytest.param(
            submitted("2026-11-02 09:00", by=Channel.ONLINE), [], id="online, on one day"
        ),
        pytest.param(submitted("2026-10-30 09:00", by=Channel.ONLINE), [], id="in order"),
        pytest.param(
            submitted(
                "2026-11-09 09:00",
                a_pause("2026-11-04 09:00", "2026-11-09 10:00"),
                by=Channel.ONLINE,
            ),
            [],
            id="online, handed in again with the supplement",
        ),
        pytest.param(
            submitted("2026-11-04 09:00", by=Channel.IN_PERSON), [], id="entered days after"
        ),
        pytest.param(submitted("2026-11-04 09:00", by=None), [], id="by an unknown channel"),
    ],
)
def test_a_submission_is_believed_of_what_came_online_once(
    dossier: Dossier, found: list[ContradictionKind]
) -> None:
    assert kinds(dossier) == found


@pytest.mark.parametrize(
    ("pauses", "found"),
    [
        pytest.param(
            [("2026-11-09 09:00", "2026-11-04 09:00")], [PAUSE_REVERSED], id="by days"
        ),
        pytest.param(
            [("2026-11-09 09:00", "2026-11-09 08:00")], [PAUSE_REVERSED], id="by an hour"
        ),
        pytest.param([("2026-11-09 09:00", "2026-11-09")], [], id="ended on its day, no hour"),
        pytest.param([("2026-11-09 09:00", "2026-11-09 09:00")], [], id="of no length"),
        pytest.param([("2026-11-04 09:00", None)], [], id="open"),
        pytest.param(
            [("2026-11-04 09:00", "2026-11-06 09:00"), ("2026-11-06 09:00", None)],
            [],
            id="one after another",
        ),
        pytest.param(
            [
                ("2026-11-04 09:00", "2026-11-06 09:00"),
                ("2026-11-05 09:00", "2026-11-09 09:00"),
            ],
            [PAUSES_OVERLAP],
            id="one begun in another",
        ),
        pytest.param(
            [("2026-11-04 09:00", None), ("2026-11-05 09:00", "2026-11-09 09:00")],
            [PAUSES_OVERLAP],
            id="one begun after an open one",
        ),
        pytest.param(
            [("2026-11-04 09:00", None), ("2026-11-05 09:00", None)],
            [PAUSES_OVERLAP],
            id="both open",
        ),
        pytest.param(
            [("2026-11-04", "2026-11-05"), ("2026-11-05 08:00", "2026-11-06 08:00")],
            [],
            id="ended and begun on one day",
        ),
        pytest.param(
            [("2026-11-04", "2026-11-06"), ("2026-11-04 08:00", "2026-11-04 10:00")],
            [],
            id="begun on a day on which another began and ended",
        ),
        pytest.param(
            [("2026-11-09 09:00", "2026-11-04 09:00"), ("2026-11-09 08:00", "2026-11-10")],
            [PAUSE_REVERSED],
            id="a reversed one overlaps nothing",
        ),
        pytest.param(
            [
                ("2026-11-04 09:00", "2026-11-20 09:00"),
                ("2026-11-05 09:00", "2026-11-06 09:00"),
                ("2026-11-09 09:00", "2026-11-10 09:00"),
                ("2026-11-12 09:00", "2026-11-11 09:00"),
            ],
            [PAUSE_REVERSED, PAUSES_OVERLAP],
            id="each kind once",
        ),
    ],
)
def test_pauses(pauses: list[tuple[str, str | None]], found: list[ContradictionKind]) -> None:
    in_order = tuple(a_pause(*one) for one in pauses)

    assert kinds(paused(*in_order)) == found
    assert kinds(paused(*reversed(in_order))) == found


BEFORE = a_pause("2026-10-28 09:00", "2026-10-30 09:00")


@pytest.mark.parametrize(
    ("dossier", "found"),
    [
        pytest.param(paused(BEFORE), [PAUSE_BEFORE_RECEIPT], id="at the counter"),
        pytest.param(
            paused(a_pause("2026-10-28 09:00", "2026-11-02 07:30")), [], id="ended on its day"
        ),
        pytest.param(
            paused(a_pause("2026-10-28 09:00", "2026-11-04 09:00")), [], id="not wholly"
        ),
        pytest.param(paused(a_pause("2026-10-28 09:00")), [], id="open"),
        pytest.param(paused(BEFORE, channel=Channel.ONLINE), [], id="online"),
        pytest.param(paused(BEFORE, channel=Channel.POST), [], id="by post"),
        pytest.param(paused(BEFORE, channel=None), [], id="nobody knows how"),
    ],
)
def test_only_the_counter_asks_for_nothing_before_the_receipt(
    dossier: Dossier, found: list[ContradictionKind]
) -> None:
    assert kinds(dossier) == found


def test_pauses_found_out_from_a_status_are_nobodys_entry() -> None:
    reversed_one = paused(a_pause("2026-11-09 09:00", "2026-11-04 09:00"))

    silent = replace(reversed_one, carries=frozenset(Carried) - {Carried.PAUSES})

    assert kinds(reversed_one) == [PAUSE_REVERSED]
    assert kinds(silent) == []


@pytest.mark.parametrize(
    ("dossier", "expected"),
    [
        pytest.param(
            a_dossier(finished="2026-10-30 10:00"),
            (FINISHED_BEFORE_RECEIPT, "2026-10-30 10:00", "2026-11-02 08:00"),
            id="result and receipt",
        ),
        pytest.param(
            submitted("2026-11-04 09:00", by=Channel.ONLINE),
            (RECEIVED_BEFORE_SUBMISSION, "2026-11-02 08:00", "2026-11-04 09:00"),
            id="receipt and submission",
        ),
        pytest.param(
            paused(a_pause("2026-11-09 09:00", "2026-11-04 10:00")),
            (PAUSE_REVERSED, "2026-11-04 10:00", "2026-11-09 09:00"),
            id="end and beginning of a reversed pause",
        ),
        pytest.param(
            paused(
                a_pause("2026-11-05 09:00"), a_pause("2026-11-04 10:00", "2026-11-06 10:00")
            ),
            (PAUSES_OVERLAP, "2026-11-04 10:00", "2026-11-05 09:00"),
            id="the beginnings of two that overlap",
        ),
        pytest.param(
            paused(BEFORE),
            (PAUSE_BEFORE_RECEIPT, "2026-10-30 09:00", "2026-11-02 08:00"),
            id="end of a pause and receipt",
        ),
    ],
)
def test_the_two_instants_are_told_the_earlier_one_first(
    dossier: Dossier, expected: tuple[ContradictionKind, str, str]
) -> None:
    kind, earlier, later = expected

    assert contradictions(dossier) == (
        Contradiction(kind=kind, earlier_at=vn(earlier), later_at=vn(later)),
    )


def test_instants_are_told_on_the_clock_of_vietnam() -> None:
    in_utc = vn("2026-10-30 10:00").astimezone(UTC)

    (found,) = contradictions(replace(a_dossier(), finished_at=in_utc))

    assert found.earlier_at.isoformat() == "2026-10-30T10:00:00+07:00"


def test_a_naive_instant_is_an_error() -> None:
    naive = datetime(2026, 10, 30)  # noqa: DTZ001 - what is refused

    with pytest.raises(NaiveTimeError):
        contradictions(replace(a_dossier(), finished_at=naive))


DAY, SLOT = vn("2026-11-09"), timedelta(minutes=30)
SLOTS = 5 * 48


@st.composite
def some_pauses(draw: st.DrawFn) -> tuple[Pause, ...]:
    """Return pauses on a grid of half hours; some open, some reversed, none without length."""
    slots = st.tuples(st.integers(0, SLOTS), st.none() | st.integers(0, SLOTS))
    drawn = draw(st.lists(slots.filter(lambda one: one[0] != one[1]), max_size=4))
    return tuple(
        Pause(
            paused_at=DAY + begin * SLOT, resumed_at=None if end is None else DAY + end * SLOT
        )
        for begin, end in drawn
    )


def covered(pause: Pause) -> set[int]:
    """Return the half hours of a pause, one by one; an open one lasts for ever."""
    begin = (pause.paused_at - DAY) // SLOT
    end = SLOTS + 1 if pause.resumed_at is None else (pause.resumed_at - DAY) // SLOT
    return set(range(begin, end))


def dated(at: datetime) -> datetime:
    """Return an instant without its hour."""
    return midnight(vietnam_day(at))


@given(some_pauses())
def test_pauses_overlap_where_they_share_a_half_hour(pauses: tuple[Pause, ...]) -> None:
    second = timedelta(seconds=1)  # off the grid, where midnight stands for a day
    moved = tuple(
        replace(
            one,
            paused_at=one.paused_at + second,
            resumed_at=None if one.resumed_at is None else one.resumed_at + second,
        )
        for one in pauses
    )

    found = kinds(paused(*moved))

    sets = [covered(one) for one in pauses]
    shared_slots = sum(map(len, sets)) > len(set().union(*sets))
    assert (PAUSES_OVERLAP in found) == shared_slots
    assert (PAUSE_REVERSED in found) == (not all(sets))


@given(some_pauses(), st.integers(-SLOTS, SLOTS), st.integers(-SLOTS, SLOTS))
def test_leaving_the_hours_out_accuses_nobody_anew(
    pauses: tuple[Pause, ...], finished: int, promised: int
) -> None:
    finished_at, promised_at = DAY + finished * SLOT, DAY + promised * SLOT
    promise = a_promise("2026-11-16 17:00")
    whole = replace(
        paused(*pauses),
        received_at=vn("2026-11-09 08:00"),
        finished_at=finished_at,
        promises=(replace(promise, promised_at=promised_at),),
    )

    dates_only = replace(
        whole,
        received_at=DAY,
        finished_at=dated(finished_at),
        promises=(replace(promise, promised_at=dated(promised_at)),),
        pauses=tuple(
            replace(
                one,
                paused_at=dated(one.paused_at),
                resumed_at=one.resumed_at and dated(one.resumed_at),
            )
            for one in pauses
        ),
    )

    assert kinds(whole) or not kinds(dates_only)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param("2026-11-09 08:00", "2026-11-09 08:01", True, id="a minute"),
        pytest.param("2026-11-09 08:00", "2026-11-09 08:00", False, id="at once"),
        pytest.param("2026-11-09", "2026-11-09 08:00", False, id="a day and an hour of it"),
        pytest.param("2026-11-09 08:00", "2026-11-09", False, id="an hour and its day"),
        pytest.param("2026-11-09", "2026-11-10", True, id="days"),
    ],
)
def test_one_instant_before_another(one: str, other: str, *, expected: bool) -> None:
    assert is_before(vn(one), vn(other)) is expected
