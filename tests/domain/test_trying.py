"""How hard delivery tries, how fast it may go, and what an attempt's end amounts to."""

from bisect import bisect_left
from collections import Counter, deque
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.message import (
    Claimed,
    HeldFor,
    Message,
    MessageState,
    Outcome,
    Phase,
    Reply,
)
from monitor.domain.trying import JITTER, USUAL, WAITS, Pace, Trying
from tests.builders import vn

AT = vn("2026-11-12 08:30")
SENT = Reply(outcome=Outcome.SENT, phase=Phase.REPLIED, text="250 Ok")
LATER = Reply(outcome=Outcome.TEMPORARY, phase=Phase.ENVELOPE, text="451 later")
REFUSED = Reply(outcome=Outcome.PERMANENT, phase=Phase.ENVELOPE, text="550 nobody")
SILENCE = Reply(outcome=Outcome.UNCERTAIN, phase=Phase.DATA)


def a_claim(*, tries: int = 1, attempt: int | None = None, key: str = "digest/one") -> Claimed:
    message = Message(
        key=key,
        kind="digest",
        recipient="one@Mail.Example",
        message_id="one@tthc.example",
        content=b"",
        created_at=AT,
    )
    return Claimed(id=1, attempt=attempt or tries, tries=tries, message=message)


def wait(claimed: Claimed, reply: Reply = LATER, trying: Trying = USUAL) -> timedelta:
    ended = trying.end(claimed, reply, at=AT)
    assert ended.retry_at is not None
    return ended.retry_at - AT


def test_what_was_sent_is_over() -> None:
    ended = Trying().end(a_claim(), SENT, at=AT)

    assert (ended.state, ended.retry_at, ended.held_for) == (MessageState.SENT, None, None)


@pytest.mark.parametrize(
    ("reply", "tries", "state"),
    [
        pytest.param(REFUSED, 1, MessageState.PARKED, id="refused for good"),
        pytest.param(LATER, 2, MessageState.READY, id="refused for now"),
        pytest.param(LATER, 3, MessageState.PARKED, id="refused for now, the last time"),
        pytest.param(SILENCE, 2, MessageState.READY, id="silence"),
        pytest.param(SILENCE, 3, MessageState.PARKED, id="silence, the last time"),
    ],
)
def test_trying_ends(reply: Reply, tries: int, state: MessageState) -> None:
    ended = Trying(attempts=3).end(a_claim(tries=tries), reply, at=AT)

    assert ended.state is state
    assert (ended.retry_at is not None) == (state is MessageState.READY)


def test_a_kind_that_is_not_sent_twice_unasked_is_held() -> None:
    trying = Trying(holds_uncertain=frozenset({"digest"}))

    ended = trying.end(a_claim(), SILENCE, at=AT)

    assert (ended.state, ended.held_for) == (MessageState.HELD, HeldFor.UNCERTAIN)
    assert ended.retry_at is None
    assert trying.end(a_claim(), LATER, at=AT).state is MessageState.READY


def test_what_may_have_gone_out_is_left_alone_for_longer() -> None:
    trying = Trying(uncertain_wait=timedelta(minutes=30))

    assert wait(a_claim(tries=1), SILENCE, trying) == timedelta(minutes=30)
    assert wait(a_claim(tries=5), SILENCE, trying) == wait(a_claim(tries=5), LATER, trying)


def test_after_a_persons_retry_waits_begin_anew_but_the_chance_does_not() -> None:
    waits = {wait(a_claim(tries=1, attempt=attempt)) for attempt in (1, 23)}

    assert len(waits) == 2
    assert max(waits) <= WAITS[0] * (1 + JITTER)


def test_only_who_was_tried_too_often_is_given_up() -> None:
    trying = Trying(attempts=3)

    ended = trying.given_up(a_claim(tries=4))

    assert trying.given_up(a_claim(tries=3)) is None
    assert ended is not None
    assert (ended.state, ended.reply.phase) == (MessageState.PARKED, Phase.CLAIMED)


def test_waits_grow_and_make_about_three_days() -> None:
    trying = Trying()

    waits = [wait(a_claim(tries=tries)) for tries in range(1, trying.attempts)]

    assert waits[:4] == sorted(waits[:4])
    assert timedelta(days=2.5) < sum(waits, timedelta()) < timedelta(days=3.5)


def test_a_lease_outlasts_any_send() -> None:
    trying = Trying(send_within=timedelta(minutes=7))

    assert trying.lease > trying.send_within


def test_a_message_knows_its_domain() -> None:
    assert a_claim().message.domain == "mail.example"


@given(tries=st.integers(1, 21), attempt=st.integers(1, 500), key=st.text(min_size=1))
def test_a_wait_is_within_a_fifth_of_its_usual_and_never_another(
    tries: int, attempt: int, key: str
) -> None:
    claimed = a_claim(tries=tries, attempt=attempt, key=key)
    usual = WAITS[min(tries, len(WAITS)) - 1]

    assert abs(wait(claimed) - usual) <= usual * JITTER
    assert wait(claimed) == wait(a_claim(tries=tries, attempt=attempt, key=key))


def test_waits_of_what_failed_together_lie_apart() -> None:
    waits = [wait(a_claim(key=f"digest/{number}")) for number in range(200)]

    assert len(set(waits)) > 190
    assert max(waits) - min(waits) > WAITS[0] * JITTER


@pytest.mark.parametrize(
    ("pace", "is_limited"),
    [
        pytest.param(Pace(), False, id="none"),
        pytest.param(Pace(overall=1), True, id="overall"),
        pytest.param(Pace(per_domain=1), True, id="for a domain"),
    ],
)
def test_a_pace_is_limited_where_anything_limits_it(pace: Pace, *, is_limited: bool) -> None:
    assert pace.is_limited is is_limited


def test_without_limits_everything_fits() -> None:
    tried = {"a.example": 10_000}

    assert Pace().full(tried) == frozenset()
    assert Pace().room(tried, 7) == 7
    assert Pace().fitting([(1, "a.example"), (2, "a.example")], tried) == [1, 2]


def test_limits_count_what_was_tried() -> None:
    pace, tried = Pace(overall=5, per_domain=2), {"a.example": 2, "b.example": 1}

    assert pace.full(tried) == {"a.example"}
    assert (pace.room(tried, 9), pace.room(tried, 1)) == (2, 1)
    assert pace.room({"a.example": 9}, 9) == 0
    assert pace.fitting([(1, "b.example"), (2, "b.example"), (3, "c.example")], tried) == [1, 3]


arrivals = st.lists(
    st.tuples(st.integers(0, 40), st.sampled_from("abc"), st.integers(1, 6)), max_size=30
)


@given(arrivals=arrivals, overall=st.integers(0, 6), per_domain=st.integers(0, 4))
def test_no_minute_holds_more_than_the_pace(
    arrivals: list[tuple[int, str, int]], overall: int, per_domain: int
) -> None:
    pace, now = Pace(overall=overall, per_domain=per_domain), 0
    waiting: deque[str] = deque()
    gone: list[tuple[int, str]] = []
    for seconds, domain, count in arrivals:
        now += seconds
        waiting.extend([domain] * count)
        tried = Counter(name for second, name in gone if now - 60 <= second <= now)
        room = pace.room(tried, len(waiting))
        candidates = [one for one in enumerate(waiting) if one[1] not in pace.full(tried)][
            :room
        ]
        taken = pace.fitting(candidates, tried)
        gone += [(now, waiting[number]) for number in taken]
        for number in sorted(taken, reverse=True):
            del waiting[number]

    for limit, names in ((overall, set("abc")), *((per_domain, {name}) for name in "abc")):
        seconds_of = [second for second, name in gone if name in names]
        for number, second in enumerate(seconds_of):
            until = bisect_left(seconds_of, second + 60)
            assert not limit or until - number <= limit


def test_a_server_that_lets_us_not_in_uses_up_no_try() -> None:
    claimed = a_claim(tries=USUAL.attempts)
    closed = Reply(outcome=Outcome.TEMPORARY, phase=Phase.CLAIMED, text="no route")

    ended = USUAL.end(claimed, closed, at=AT)

    assert (ended.state, ended.is_uncounted) == (MessageState.READY, True)
    assert ended.retry_at is not None
