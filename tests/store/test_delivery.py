"""On their way out messages are claimed, marked and settled; people stop them, or ask again."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from monitor.domain.directory import Role
from monitor.domain.finding import Finding, Severity
from monitor.domain.message import (
    Claimed,
    HeldFor,
    MessageState,
    OutboxEntry,
    Outcome,
    Phase,
    Reply,
)
from monitor.domain.trying import Pace, Trying
from monitor.store.tables import attempts, message_bytes, messages
from monitor.store.work import SqlStore
from tests.exports import CODE, a_record
from tests.outbox import LEASE, MORNING, a_message, a_reply, an_end, queue, states
from tests.store.taking import judge, take

UNLIMITED = Pace()
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HELD_BACK = frozenset({"digest"})
DAY = timedelta(days=1)
LATER = a_reply(Outcome.TEMPORARY, Phase.ENVELOPE, "451 later")
REFUSED = a_reply(Outcome.PERMANENT, Phase.ENVELOPE, "550 nobody")
SILENCE = a_reply(Outcome.UNCERTAIN, Phase.DATA)
SENT = a_reply(Outcome.SENT)


def claim(
    store: SqlStore, *, at: timedelta = timedelta(0), limit: int = 10, pace: Pace = UNLIMITED
) -> list[Claimed]:
    with store.writing() as work:
        return work.delivery.claim(at=MORNING + at, limit=limit, lease=LEASE, pace=pace)


def names(claimed: Sequence[Claimed]) -> str:
    return " ".join(one.message.recipient.partition("@")[0] for one in claimed)


def enter_data(store: SqlStore, *claimed: Claimed) -> None:
    with store.writing() as work:
        work.delivery.enter_data(claimed, at=MORNING)


def find_abandoned(
    store: SqlStore, *, at: timedelta, holds: frozenset[str] = frozenset()
) -> int:
    with store.writing() as work:
        return work.delivery.find_abandoned(at=MORNING + at, wait=15 * MINUTE, holds=holds)


def entry(store: SqlStore, name: str = "one") -> OutboxEntry:
    with store.reading() as work:
        found = work.outbox.find(a_message(name).key)
    assert found is not None
    return found


def end(
    store: SqlStore, claimed: Claimed, reply: Reply, *, retry_at: datetime | None = None
) -> None:
    with store.writing() as work:
        work.delivery.settle([an_end(claimed, reply, retry_at=retry_at)], at=MORNING)


def test_a_phase_tells_how_far_the_attempt_under_way_has_come(store: SqlStore) -> None:
    queue(store, a_message())
    phases = [entry(store).phase]
    (claimed,) = claim(store)
    phases.append(entry(store).phase)
    enter_data(store, claimed)
    phases.append(entry(store).phase)
    end(store, claimed, LATER, retry_at=MORNING + MINUTE)
    phases.append(entry(store).phase)

    assert phases == [Phase.NONE, Phase.CLAIMED, Phase.DATA, Phase.NONE]


def test_several_ends_and_marks_are_kept_at_once_each_by_its_own_lease(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abc"))
    first, second, third = claim(store)
    lost = Claimed(id=third.id, attempt=9, tries=9, message=third.message)

    with store.writing() as work:
        entered = work.delivery.enter_data([first, second, lost], at=MORNING)
        settled = work.delivery.settle(
            [an_end(first, SENT), an_end(second, REFUSED), an_end(lost, SENT)], at=MORNING
        )

    assert entered == settled == {first.id, second.id}
    assert states(store) == {
        "a": MessageState.SENT,
        "b": MessageState.PARKED,
        "c": MessageState.READY,
    }


def test_what_nothing_was_done_with_is_given_back_untried(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))
    first, second = claim(store)
    (again, _) = claim(store, at=LEASE)

    with store.writing() as work:
        work.delivery.give_back([first, second], at=MORNING)  # no longer ours
        work.delivery.give_back([again], at=MORNING)

    (taken,) = claim(store)
    assert (taken.id, taken.attempt) == (first.id, 2)


def test_whoever_died_inside_data_is_found_once_its_lease_is_over(store: SqlStore) -> None:
    queue(store, a_message("one"), a_message("two"))
    claimed, _ = claim(store)
    enter_data(store, claimed)

    found = [find_abandoned(store, at=at) for at in (LEASE - SECOND, LEASE, LEASE + DAY)]

    assert found == [0, 1, 0]
    assert (entry(store).is_uncertain, entry(store).phase) == (True, Phase.NONE)
    assert entry(store).claimable_at == MORNING + LEASE + 15 * MINUTE
    assert not entry(store, "two").is_uncertain
    with store.reading() as work:
        (attempt,) = work.outbox.attempts(claimed.id)
    assert (attempt.number, attempt.reply.outcome) == (1, Outcome.UNCERTAIN)


def test_what_died_inside_data_is_not_claimed_before_it_is_found(store: SqlStore) -> None:
    queue(store, a_message())
    enter_data(store, *claim(store))

    assert claim(store, at=DAY) == []


def test_what_died_inside_data_is_held_where_its_kind_is(store: SqlStore) -> None:
    queue(store, a_message())
    enter_data(store, *claim(store))

    find_abandoned(store, at=LEASE, holds=HELD_BACK)

    held = entry(store)
    assert (held.state, held.held_for) == (MessageState.HELD, HeldFor.UNCERTAIN)
    assert held.claimable_at is None
    with store.reading() as work:
        assert work.held.all() == []  # it told people: it is not for the blast's commands


def test_a_person_lets_go_what_is_in_doubt(store: SqlStore) -> None:
    queue(store, a_message())
    enter_data(store, *claim(store))
    find_abandoned(store, at=LEASE, holds=HELD_BACK)

    with store.writing() as work:
        gone = work.outbox.let_go([a_message().key, "other"], at=MORNING + DAY)

    assert gone == {a_message().key}
    (again,) = claim(store, at=DAY)
    assert (again.attempt, again.message) == (2, a_message())


def test_a_person_holds_what_waits_and_lets_it_go(store: SqlStore) -> None:
    queue(store, a_message())
    key = a_message().key

    with store.writing() as work:
        held = [work.outbox.hold([key], at=MORNING) for _ in range(2)]

    assert held == [{key}, frozenset()]
    assert entry(store).held_for is HeldFor.PERSON
    assert claim(store, at=DAY) == []
    with store.writing() as work:
        assert work.outbox.let_go([key], at=MORNING) == {key}
    assert names(claim(store)) == "one"


@pytest.mark.parametrize("verb", ["hold", "supersede"])
@pytest.mark.parametrize("is_in_data", [False, True])
def test_what_is_in_hand_is_left_alone(store: SqlStore, verb: str, *, is_in_data: bool) -> None:
    queue(store, a_message())
    claimed = claim(store)
    if is_in_data:
        enter_data(store, *claimed)

    done = []
    for after in (timedelta(0), LEASE):
        with store.writing() as work:
            done.append(getattr(work.outbox, verb)([a_message().key], at=MORNING + after))

    # Dead inside DATA it may have gone out; dead before it certainly did not.
    assert done == [frozenset(), frozenset() if is_in_data else {a_message().key}]


@pytest.mark.parametrize(
    ("ended", "is_stopped"),
    [
        pytest.param(None, True, id="never tried"),
        pytest.param(LATER, True, id="waiting for another try"),
        pytest.param(REFUSED, True, id="parked"),
        pytest.param(SILENCE, False, id="perhaps sent"),
        pytest.param(SENT, False, id="sent"),
    ],
)
def test_only_what_certainly_never_went_is_superseded(
    store: SqlStore, ended: Reply | None, *, is_stopped: bool
) -> None:
    queue(store, a_message())
    if ended is not None:
        (claimed,) = claim(store)
        end(store, claimed, ended, retry_at=MORNING + MINUTE)
    before = entry(store).state

    with store.writing() as work:
        stopped = work.outbox.supersede([a_message().key], at=MORNING)

    assert stopped == ({a_message().key} if is_stopped else frozenset())
    assert entry(store).state is (MessageState.SUPERSEDED if is_stopped else before)
    assert claim(store, at=DAY) == [] or not is_stopped


def test_parked_ones_are_tried_again_as_often_as_new_ones(store: SqlStore) -> None:
    queue(store, a_message())
    (claimed,) = claim(store)
    end(store, claimed, REFUSED)

    with store.writing() as work:
        asked = [work.outbox.retry([a_message().key], at=MORNING + DAY) for _ in range(2)]
    (again,) = claim(store, at=DAY)

    assert asked == [{a_message().key}, frozenset()]
    assert (again.attempt, again.tries) == (2, 1)


def two_findings() -> tuple[Finding, Finding]:
    first, second = (
        Finding(
            rule=rule,
            dossier=CODE,
            stage="once",
            deadline=MORNING,
            severity=Severity.BREACH,
            tells=(Role.HANDLER,),
        )
        for rule in ("apology_missing", "overdue")
    )
    return first, second


def tell(store: SqlStore, *told: str) -> None:
    """Queue messages that each list both findings."""
    take(store, a_record())
    judge(store, *two_findings(), at=MORNING)
    for number, name in enumerate(told):
        with store.writing() as work:
            listed = [one.id for one in work.findings.standing()]
            work.outbox.add([a_message(name)])
            work.findings.mark_told(
                listed, person=f"p{number}", message_key=a_message(name).key
            )


@pytest.mark.parametrize(
    ("stands", "goes"),
    [
        pytest.param(two_findings(), "one two", id="all of it stands"),
        pytest.param(two_findings()[:1], "one two", id="some of it stands"),
        pytest.param((), "two", id="all of it has ended"),
    ],
)
def test_what_lists_only_what_has_ended_goes_out_no_more(
    store: SqlStore, stands: tuple[Finding, ...], goes: str
) -> None:
    tell(store, "one")
    queue(store, a_message("two"))  # lists nothing
    judge(store, *stands, at=MORNING)

    assert names(claim(store)) == goes
    assert (entry(store).state is MessageState.SUPERSEDED) == (not stands)
    assert entry(store).attempts == (1 if stands else 0)


def test_many_that_are_outdated_keep_no_other_back(store: SqlStore) -> None:
    tell(store, *(f"m{number}" for number in range(30)))
    queue(store, a_message("last", at=MORNING + MINUTE))
    judge(store, at=MORNING)

    assert names(claim(store, at=MINUTE, limit=1)) == "last"
    assert claim(store, at=MINUTE, limit=1) == []


def test_what_may_have_gone_out_stays_in_doubt_when_it_is_outdated(store: SqlStore) -> None:
    tell(store, "one")
    (claimed,) = claim(store)
    end(store, claimed, SILENCE, retry_at=MORNING + MINUTE)
    judge(store, at=MORNING)

    assert claim(store, at=MINUTE) == []
    assert (entry(store).state, entry(store).is_uncertain) == (MessageState.SUPERSEDED, True)


def test_a_domain_that_is_full_keeps_no_other_back(store: SqlStore) -> None:
    queue(store, *(a_message(name) for name in "abc"), a_message("d", recipient="d@b.example"))
    pace = Pace(per_domain=2)

    rounds = [names(claim(store, at=at * SECOND, pace=pace)) for at in (0, 30, 60, 61)]

    assert rounds == ["a b d", "", "", "c"]


def test_the_pace_holds_for_all_processes_together(store: SqlStore) -> None:
    queue(store, *(a_message(f"m{number}") for number in range(9)))
    pace = Pace(overall=4)

    taken = [len(claim(store, limit=3, pace=pace)) for _ in range(3)]

    assert taken == [3, 1, 0]


def test_a_clock_that_ran_ahead_stops_nothing_once_it_is_set_right(store: SqlStore) -> None:
    queue(store, a_message("a"), a_message("b"))
    claim(store, at=365 * DAY, limit=1)

    assert names(claim(store, pace=Pace(overall=1))) == "b"


steps = st.lists(
    st.tuples(
        st.integers(0, 70),  # seconds that pass
        st.lists(st.sampled_from("abc"), max_size=4),  # domains of new messages
        st.sampled_from([SENT, LATER, REFUSED]),
        st.booleans(),  # whether a person asks for another try
    ),
    max_size=12,
)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, overall=st.integers(0, 4), per_domain=st.integers(0, 3))
def test_no_minute_holds_more_tries_than_the_pace(
    store: SqlStore,
    steps: list[tuple[int, list[str], Reply, bool]],
    overall: int,
    per_domain: int,
) -> None:
    with store.engine.begin() as connection:
        for table in (attempts, message_bytes, messages):
            connection.execute(delete(table))
    pace, trying, now, count = Pace(overall=overall, per_domain=per_domain), Trying(), 0, 0
    tried: list[tuple[int, str]] = []
    for seconds, domains, reply, asks in steps:
        now += seconds
        at = MORNING + now * SECOND
        for domain in domains:
            count += 1
            queue(store, a_message(f"m{count}", recipient=f"m{count}@{domain}.example"))
        with store.writing() as work:
            taken = work.delivery.claim(at=at, limit=3, lease=LEASE, pace=pace)
            tried += [(now, one.message.domain) for one in taken]
            ends = [trying.end(one, reply, at=at) for one in taken]
            work.delivery.settle(ends, at=at)
            if asks:
                work.outbox.retry([one.message.key for one in taken], at=at)

    domains_of = {domain for _, domain in tried}
    for limit, of in ((overall, domains_of), *((per_domain, {one}) for one in domains_of)):
        seconds_of = [second for second, domain in tried if domain in of]
        for number, second in enumerate(seconds_of):
            assert not limit or bisect_left(seconds_of, second + 60) - number <= limit


def test_a_try_that_met_nobody_is_not_counted(store: SqlStore) -> None:
    queue(store, a_message())
    for hour in range(3):
        at = MORNING + timedelta(hours=hour)
        with store.writing() as work:
            (claimed,) = work.delivery.claim(at=at, limit=1, lease=LEASE)
            closed = a_reply(Outcome.TEMPORARY, Phase.CLAIMED)
            ended = replace(an_end(claimed, closed, retry_at=at), is_uncounted=True)
            work.delivery.settle([ended], at=at)

    assert (claimed.attempt, claimed.tries) == (3, 1)


def test_what_a_clock_that_ran_ahead_has_put_off_is_brought_back(store: SqlStore) -> None:
    """What a person lets go at a later hour keeps that hour."""
    ahead = MORNING + timedelta(days=400)
    queue(store, a_message("made", at=ahead), a_message("tried"), a_message("later"))
    with store.engine.begin() as connection:
        for name, attempts_ in (("tried", 1), ("later", 0)):
            connection.execute(
                update(messages)
                .where(messages.c.key == a_message(name).key)
                .values(attempts=attempts_, claimable_at=ahead)
            )

    with store.writing() as work:
        work.delivery.turn_back(at=MORNING)

    with store.reading() as work:
        when = {one.recipient[:5]: one.claimable_at for one in work.outbox.list()}
    assert when == {"made@": MORNING, "tried": MORNING, "later": ahead}
